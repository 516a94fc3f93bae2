/** Comforts of pages that tell of maintenance: times in the reader's own zone, a countdown of minutes, a pass from its link. */
const SECOND = 1000
const MINUTE = 60

const format = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  timeZoneName: 'short',
})

const timeOnly = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZoneName: 'short' })
const day = new Intl.DateTimeFormat('en-GB', { dateStyle: 'short' })
const utcDay = new Intl.DateTimeFormat('en-GB', { dateStyle: 'short', timeZone: 'UTC' })

for (const place of document.querySelectorAll<HTMLElement>('[data-local-moment]')) showLocally(place)
for (const place of document.querySelectorAll<HTMLElement>('[data-minutes-left]')) countMinutes(place)
adoptPass()
addEventListener('hashchange', adoptPass)

/** In brackets behind it UTC stays; where that is the reader's own zone once is enough. */
function showLocally(place: HTMLElement): void {
  const time = place.closest('time')
  const utc = place.nextElementSibling
  if (time === null || utc === null) return
  const moment = new Date(time.dateTime)
  if (moment.getTimezoneOffset() === 0) return
  // The end of a span that began on the same day needs no second date.
  const since = time.dataset['since']
  const isSinceSameDay = since !== undefined && day.format(new Date(since)) === day.format(moment)
  place.textContent = (isSinceSameDay ? timeOnly : format).format(moment)
  place.hidden = false
  // Of the same day its time is enough.
  const isSameDay = day.format(moment) === utcDay.format(moment)
  utc.textContent = isSameDay ? `(${time.dateTime.slice(11, 16)} UTC)` : `(${time.dataset['utc'] ?? utc.textContent})`
}

/** From the server's count of seconds, by a clock that nobody sets. What somebody is typing is never taken from them. */
function countMinutes(place: HTMLElement): void {
  const endsAt = performance.now() + Number(place.dataset['minutesLeft']) * SECOND
  const show = () => {
    const left = Math.ceil((endsAt - performance.now()) / SECOND)
    place.textContent = wordsFor(left)
    if (left <= 0) clearInterval(timer)
  }
  const timer = setInterval(show, SECOND)
  show()
}

function wordsFor(left: number): string {
  if (left <= 0) return 'now'
  if (left < MINUTE) return 'in less than a minute'
  const minutes = Math.ceil(left / MINUTE)
  return `in ${minutes} ${minutes === 1 ? 'minute' : 'minutes'}`
}

/** From the fragment, which no server sees, into the field; then out of the address bar, where others may read it. */
function adoptPass(): void {
  const field = document.querySelector<HTMLInputElement>('[data-pass]')
  const pass = location.hash.slice(1)
  if (field === null || !/^[\w-]+\.[\w-]+\.[\w-]+$/u.test(pass)) return
  field.value = pass
  history.replaceState(null, '', location.pathname + location.search)
}

export {}
