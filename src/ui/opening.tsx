import { hoursWords, isAlways } from '../domain/hours-text.ts'
import { openingAt, openSpans, type OpeningHours } from '../domain/opening-hours.ts'
import { counted, durationWords } from './time-words.ts'

/** So far ahead the page's script knows when it is open, without asking again. */
const DAYS_AHEAD = 8

/**
 * Whether somebody answers now, and from or until when. `now` null: the page is kept, and read at who knows what time, so
 * that only its script can tell; it also puts the visitor's own time in (`hours.js`).
 */
export function OpenNow({ hours, drawnAt, now }: { hours: OpeningHours; drawnAt: Date; now: Date | null }) {
  if (isAlways(hours) && hours.holidays.length === 0) return <span class="state active">Open now</span>
  const spans = openSpans(hours, drawnAt, DAYS_AHEAD)
    .map(({ from, until }) => `${from.getTime() / 1_000}-${until.getTime() / 1_000}`)
    .join(' ')
  return (
    <span class={now === null ? 'opening' : openingClass(hours, now)} data-open-spans={spans} hidden={now === null}>
      {now === null ? '' : openingWords(hours, now)}
    </span>
  )
}

function openingClass(hours: OpeningHours, now: Date): string {
  return `opening state ${openingAt(hours, now).isOpen ? 'active' : 'inactive'}`
}

/** "Open now, until 17:30 there", "Opens in 3 hours (09:00 there)". */
export function openingWords(hours: OpeningHours, now: Date): string {
  const opening = openingAt(hours, now)
  if (opening.isOpen) return opening.until === null ? 'Open now' : `Open now, until ${there(opening.until, hours)} there`
  if (opening.from === null) return 'Closed'
  const seconds = (opening.from.getTime() - now.getTime()) / 1_000
  return `Opens in ${durationWords(seconds)} (${there(opening.from, hours)} there)`
}

/** The whole week as it is kept: "Mon to Fri 09:00–17:30, London time". */
export function WeeklyHours({ hours }: { hours: OpeningHours }) {
  const lines = hoursWords(hours)
  const always = isAlways(hours)
  return (
    <>
      {lines.map((line, index) => (
        <span class="sub">
          {line}
          {index === lines.length - 1 && !always ? `, ${cityOf(hours.zone)} time` : ''}
        </span>
      ))}
      {hours.holidays.length === 0 ? null : <span class="sub">Closed on {counted(hours.holidays.length, 'holiday')}</span>}
    </>
  )
}

function there(at: Date, { zone }: OpeningHours): string {
  return new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone: zone }).format(at)
}

/** "London" of Europe/London; UTC stays. */
function cityOf(zone: string): string {
  return (zone.split('/').at(-1) ?? zone).replaceAll('_', ' ')
}
