import { Temporal } from 'temporal-polyfill'

/** ISO 8601: Monday is 1, Sunday is 7. */
export const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7] as const
export type Weekday = (typeof WEEKDAYS)[number]

/** `from` and `until` are minutes from the midnight at which each of the days begins; beyond 1440 is the day after. */
export type WeekdayRange = { readonly days: readonly Weekday[]; readonly from: number; readonly until: number }

export type OpeningHours = {
  /** IANA: Europe/London */
  readonly zone: string
  readonly ranges: readonly WeekdayRange[]
  /** Days when nobody is there: `2026-12-25`, or `12-25` every year. */
  readonly holidays: readonly string[]
}

/** From the one moment up to the other, which is no longer part of it. */
export type OpenSpan = { readonly from: Date; readonly until: Date }

/** `until` null: for weeks to come. `from` null: not within weeks. */
export type Opening =
  | { readonly isOpen: true; readonly until: Date | null }
  | { readonly isOpen: false; readonly from: Date | null }

export const MINUTES_OF_DAY = 24 * 60

/** So far ahead is looked: over any run of holidays. */
const HORIZON_DAYS = 35

/** Whether it is open at `now`, and until or from when. */
export function openingAt(hours: OpeningHours, now: Date): Opening {
  const spans = openSpans(hours, now, HORIZON_DAYS)
  const [next] = spans
  if (next === undefined) return { isOpen: false, from: null }
  if (next.from > now) return { isOpen: false, from: next.from }
  const horizon = now.getTime() + (HORIZON_DAYS - 1) * 86_400_000
  return { isOpen: true, until: next.until.getTime() >= horizon ? null : next.until }
}

/**
 * When it is open from `now` on, in order, for so many days; the first may have begun already. Where ranges meet, or
 * overlap, they are one span. Hours are those of clocks on the wall: an hour that summer time skips is nobody's, so a range
 * that would begin in it begins as soon as clocks show more; of an hour that comes twice a range has both. A holiday closes
 * what begins on it, and ends what runs into it.
 */
export function openSpans(hours: OpeningHours, now: Date, days: number): readonly OpenSpan[] {
  const today = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(hours.zone).toPlainDate()
  const holidays = new Set(hours.holidays)
  // Two days back: a range may be two days long, and today's midnight be yesterday's in some other zone.
  const spans = Array.from({ length: days + 3 }, (_, index) => today.add({ days: index - 2 })).flatMap((date) =>
    isHoliday(date, holidays) ? [] : spansOfDay(hours, date, holidays),
  )
  return merged(spans).filter(({ until }) => until > now)
}

function spansOfDay({ zone, ranges }: OpeningHours, date: Temporal.PlainDate, holidays: ReadonlySet<string>): OpenSpan[] {
  return ranges
    .filter(({ days }) => days.some((day) => day === date.dayOfWeek))
    .flatMap(({ from, until }) => {
      const end = Math.min(until, minutesToHoliday(date, until, holidays))
      const span = {
        from: momentOf({ zone, date, minutes: from, of: 'begin' }),
        until: momentOf({ zone, date, minutes: end, of: 'end' }),
      }
      return span.from < span.until ? [span] : []
    })
}

/** Where the range runs into a holiday it ends at that midnight. */
function minutesToHoliday(date: Temporal.PlainDate, until: number, holidays: ReadonlySet<string>): number {
  for (let days = 1; days * MINUTES_OF_DAY < until; days += 1) {
    if (isHoliday(date.add({ days }), holidays)) return days * MINUTES_OF_DAY
  }
  return until
}

function isHoliday(date: Temporal.PlainDate, holidays: ReadonlySet<string>): boolean {
  const text = date.toString()
  return holidays.has(text) || holidays.has(text.slice(5))
}

function momentOf(at: { zone: string; date: Temporal.PlainDate; minutes: number; of: 'begin' | 'end' }): Date {
  const { zone, minutes } = at
  const date = at.date.add({ days: Math.floor(minutes / MINUTES_OF_DAY) })
  const ofDay = minutes % MINUTES_OF_DAY
  const time = Temporal.PlainTime.from({ hour: Math.floor(ofDay / 60), minute: ofDay % 60 })
  const wanted = date.toPlainDateTime(time)
  const moment = wanted.toZonedDateTime(zone, { disambiguation: at.of === 'begin' ? 'compatible' : 'later' })
  const isSkipped = !moment.toPlainDateTime().equals(wanted)
  const before = isSkipped ? wanted.toZonedDateTime(zone, { disambiguation: 'earlier' }) : null
  const settled = before?.getTimeZoneTransition('next') ?? moment
  return new Date(settled.epochMilliseconds)
}

function merged(spans: readonly OpenSpan[]): readonly OpenSpan[] {
  const joined: OpenSpan[] = []
  for (const span of spans.toSorted((one, other) => one.from.getTime() - other.from.getTime())) {
    const last = joined.at(-1)
    if (last === undefined || span.from > last.until) joined.push(span)
    else joined[joined.length - 1] = { from: last.from, until: span.until > last.until ? span.until : last.until }
  }
  return joined
}
