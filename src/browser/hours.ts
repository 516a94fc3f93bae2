/**
 * Says by the visitor's own clock whether somebody answers now, and from or until when, as long as the page is open: the
 * server writes down when it is open in the days ahead, in seconds of the epoch.
 */
const MINUTE = 60
const format = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' })
const withDay = new Intl.DateTimeFormat('en-GB', { weekday: 'short', hour: '2-digit', minute: '2-digit' })

function tell(): void {
  const now = Date.now() / 1000
  for (const place of document.querySelectorAll<HTMLElement>('[data-open-spans]')) {
    const spans = (place.dataset['openSpans'] ?? '')
      .split(' ')
      .filter(Boolean)
      .map((span) => span.split('-').map(Number))
    const [from, until] = spans.find(([, end = 0]) => end > now) ?? []
    const isOpen = from !== undefined && from <= now
    place.textContent = isOpen ? `Open now, until ${clockOf(until ?? 0, now)} your time` : closedWords(from, now)
    place.className = `opening state ${isOpen ? 'active' : 'inactive'}`
    place.hidden = false
  }
}

function closedWords(from: number | undefined, now: number): string {
  return from === undefined ? 'Closed' : `Opens in ${durationWords(from - now)} (${clockOf(from, now)} your time)`
}

function clockOf(at: number, now: number): string {
  const isToday = new Date(at * 1000).toDateString() === new Date(now * 1000).toDateString()
  return (isToday ? format : withDay).format(new Date(at * 1000))
}

function durationWords(seconds: number): string {
  const minutes = Math.max(1, Math.ceil(seconds / MINUTE))
  if (minutes < 60) return `${minutes} min`
  const hours = Math.round(minutes / 60)
  return hours < 48 ? `${hours} h` : `${Math.round(hours / 24)} days`
}

tell()
setInterval(tell, MINUTE * 1000)
document.addEventListener('gatehouse:refreshed', tell)

export {}
