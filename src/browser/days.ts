/**
 * Bars of days: one stop for the keyboard for each row, arrows within it. What the bar says is also shown below the row, for
 * those who see it; those who don't hear it as its name. Without this script the days with trouble are links.
 */
for (const row of document.querySelectorAll<HTMLElement>('[data-days]')) serveRow(row)

function serveRow(row: HTMLElement): void {
  const days = [...row.querySelectorAll<HTMLElement>('.day')]
  const place = row.parentElement?.querySelector<HTMLElement>('[data-day-said]') ?? null
  const usual = place?.textContent ?? ''
  const say = (day: HTMLElement | null) => {
    if (place) place.textContent = day === null ? usual : wordsOf(day)
  }
  const choose = (next: HTMLElement | undefined) => {
    for (const day of days) day.tabIndex = day === next ? 0 : -1
  }
  choose(days.at(-1))
  row.addEventListener('keydown', (event) => {
    const at = days.findIndex((day) => day === document.activeElement)
    const next = at < 0 ? undefined : days[targetOf(event, at, days.length - 1)]
    if (!next) return
    event.preventDefault()
    choose(next)
    next.focus()
  })
  row.addEventListener('focusin', ({ target }) => say(dayOf(target)))
  row.addEventListener('focusout', () => say(null))
  row.addEventListener('pointerover', ({ target }) => say(dayOf(target)))
  row.addEventListener('pointerleave', () => say(dayOf(document.activeElement)))
}

/** -1: the key is not for walking. */
function targetOf({ key, altKey, ctrlKey, metaKey }: KeyboardEvent, at: number, last: number): number {
  if (altKey || ctrlKey || metaKey) return -1
  if (key === 'ArrowLeft') return Math.max(0, at - 1)
  if (key === 'ArrowRight') return Math.min(last, at + 1)
  if (key === 'PageUp') return Math.max(0, at - 7)
  if (key === 'PageDown') return Math.min(last, at + 7)
  if (key === 'Home') return 0
  return key === 'End' ? last : -1
}

function dayOf(target: EventTarget | null): HTMLElement | null {
  return target instanceof HTMLElement ? target.closest<HTMLElement>('[data-days] .day') : null
}

/** A link's name begins with the row's, which stands above it already. */
function wordsOf(day: HTMLElement): string {
  const label = day.ariaLabel ?? ''
  return day instanceof HTMLAnchorElement ? label.slice(label.indexOf(': ') + 2) : label
}

export {}
