/** Counts the ticks of a list, ticks all of a page at once, and many between two with Shift. Without script one ticks each. */

let last: HTMLInputElement | null = null

serveSelectAll()
document.addEventListener('gatehouse:refreshed', serveSelectAll)
addEventListener('pageshow', tell)
document.addEventListener('click', (event) => {
  if (event.target instanceof HTMLInputElement && isTick(event.target)) tickBetween(event.target, event.shiftKey)
})
document.addEventListener('change', (event) => {
  const box = event.target
  if (!(box instanceof HTMLInputElement)) return
  if (box.dataset['selectAll'] !== undefined) for (const tick of ticks()) tick.checked = box.checked
  tell()
})

function selectAll(): HTMLInputElement | null {
  return document.querySelector<HTMLInputElement>('[data-select-all]')
}

/** Null on a page without rows to tick: a list that found nobody. */
function formId(): string | null {
  return selectAll()?.dataset['selectAll'] ?? null
}

function isTick(box: HTMLInputElement): boolean {
  const form = formId()
  return form !== null && box.type === 'checkbox' && box.getAttribute('form') === form
}

function ticks(): HTMLInputElement[] {
  const form = formId()
  return form === null ? [] : [...document.querySelectorAll<HTMLInputElement>(`input[type=checkbox][form=${CSS.escape(form)}]`)]
}

function serveSelectAll(): void {
  const box = selectAll()
  if (box !== null) box.hidden = false
  last = null
  tell()
}

function tickBetween(box: HTMLInputElement, isRange: boolean): void {
  const all = ticks()
  const [from, to] = [last === null ? -1 : all.indexOf(last), all.indexOf(box)]
  if (isRange && from >= 0) for (const tick of all.slice(Math.min(from, to), Math.max(from, to) + 1)) tick.checked = box.checked
  last = box
  tell()
}

function tell(): void {
  const [all, box] = [ticks(), selectAll()]
  const selected = all.filter((tick) => tick.checked).length
  if (box !== null) {
    box.checked = selected > 0 && selected === all.length
    box.indeterminate = selected > 0 && selected < all.length
  }
  const words = document.querySelector('[data-selected-count]')
  if (words !== null) words.textContent = selectedWords(selected)
}

/** Who is ticked on this page says nothing any more once all that were found are meant. */
function selectedWords(selected: number): string {
  const everybody = document.querySelector<HTMLInputElement>('.bulk-who [name=all]')
  if (everybody?.checked === true) return 'Everybody found is selected'
  return selected === 1 ? '1 user selected' : `${selected} users selected`
}

export {}
