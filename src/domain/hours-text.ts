import { Temporal } from 'temporal-polyfill'
import { MINUTES_OF_DAY, WEEKDAYS, type OpeningHours, type Weekday, type WeekdayRange } from './opening-hours.ts'

const DAY_NAMES = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const

/** What is wrong with hours as typed, and with which line of them. */
export type HoursProblem =
  | 'not_hours'
  /** The end is not after the beginning: for a range into the next day `+1` is written behind it. */
  | 'hours_end_before_start'
  | 'hours_too_long'
  | 'hours_overlap'
  | 'not_a_day'

export type Read<Value, Problem> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly problem: Problem; readonly line: string }

const WHOLE_WEEK: WeekdayRange = { days: WEEKDAYS, from: 0, until: MINUTES_OF_DAY }

/** Around the clock, every day. */
export function isAlways({ ranges }: Pick<OpeningHours, 'ranges'>): boolean {
  return WEEKDAYS.every((day) =>
    ranges.some(({ days, from, until }) => days.includes(day) && from === 0 && until >= MINUTES_OF_DAY),
  )
}

/**
 * Reads hours as operators write them, a range a line: `Mon-Fri 09:00-17:30`, `Sat, Sun 10:00-14:00`, past midnight
 * `Fri 22:00-06:00+1`, or `Always`.
 */
export function parseHours(text: string): Read<readonly WeekdayRange[], HoursProblem> {
  const lines = linesOf(text)
  if (lines.length === 1 && /^(always|24\/7)$/i.test(lines[0] ?? '')) return { ok: true, value: [WHOLE_WEEK] }
  const ranges: WeekdayRange[] = []
  for (const line of lines) {
    const range = parseRange(line)
    if (typeof range === 'string') return { ok: false, problem: range, line }
    if (ranges.some((other) => doOverlap(other, range))) return { ok: false, problem: 'hours_overlap', line }
    ranges.push(range)
  }
  return { ok: true, value: ranges }
}

/** Reads holidays, one a line: `2026-12-25`, or `12-25` for every year. Comes back in order, each once. */
export function parseHolidays(text: string): Read<readonly string[], 'not_a_day'> {
  const lines = linesOf(text)
  const wrong = lines.find((line) => !isDay(line))
  if (wrong !== undefined) return { ok: false, problem: 'not_a_day', line: wrong }
  return { ok: true, value: [...new Set(lines)].toSorted() }
}

/** As `parseHours` reads them. */
export function writeHours({ ranges }: Pick<OpeningHours, 'ranges'>): readonly string[] {
  if (isAlways({ ranges })) return ['Always']
  return ranges.map((range) => {
    const isNextDay = range.until > MINUTES_OF_DAY
    const until = isNextDay ? range.until - MINUTES_OF_DAY : range.until
    return `${writeDays(range.days)} ${clockTime(range.from)}-${clockTime(until)}${isNextDay ? '+1' : ''}`
  })
}

/** For people: "Mon to Fri 09:00–17:30", "Fri 22:00–06:00 the next day". */
export function hoursWords({ ranges }: Pick<OpeningHours, 'ranges'>): readonly string[] {
  if (isAlways({ ranges })) return ['Around the clock, every day']
  return writeHours({ ranges }).map((line) =>
    line
      .replace('+1', ' the next day')
      .replace(/(\d)-(\d)/, '$1–$2')
      .replaceAll(/([a-z])-([A-Z])/g, '$1 to $2'),
  )
}

/** A zone of the IANA database, by any of its names. An offset such as +01:00 is none: it knows nothing of summer time. */
export function isZone(zone: string): boolean {
  if (!/^[A-Za-z][\w+/-]{0,63}$/.test(zone)) return false
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}

function parseRange(line: string): WeekdayRange | HoursProblem {
  const match = /^(?<days>[A-Za-z][A-Za-z ,-]*?)\s+(?<from>\d{1,2}:\d{2})\s*[-–]\s*(?<until>\d{1,2}:\d{2})\s*(?<next>\+1)?$/.exec(
    line,
  )
  const { days = '', from = '', until = '', next } = match?.groups ?? {}
  const [weekdays, start, end] = [parseDays(days), minutesOf(from), minutesOf(until)]
  if (weekdays === null || start === null || end === null || start === MINUTES_OF_DAY) return 'not_hours'
  const endOfRange = end + (next === undefined ? 0 : MINUTES_OF_DAY)
  if (endOfRange <= start) return 'hours_end_before_start'
  return endOfRange - start > MINUTES_OF_DAY ? 'hours_too_long' : { days: weekdays, from: start, until: endOfRange }
}

function parseDays(text: string): readonly Weekday[] | null {
  const chosen = new Set<Weekday>()
  for (const part of text.split(',').map((piece) => piece.trim())) {
    const [first = '', last = first, ...more] = part.split('-').map((name) => name.trim())
    const [from, until] = [dayOf(first), dayOf(last)]
    if (from === null || until === null || more.length > 0) return null
    // Sat-Mon goes over the end of the week.
    for (let day = from; ; day = day === 7 ? 1 : WEEKDAYS[day]) {
      chosen.add(day)
      if (day === until) break
    }
  }
  return WEEKDAYS.filter((day) => chosen.has(day))
}

function dayOf(name: string): Weekday | null {
  const index = name.length < 3 ? -1 : DAY_NAMES.findIndex((known) => known.toLowerCase() === name.slice(0, 3).toLowerCase())
  return WEEKDAYS[index] ?? null
}

function writeDays(days: readonly Weekday[]): string {
  const runs: Weekday[][] = []
  for (const day of days) {
    const last = runs.at(-1)
    if (last?.at(-1) === day - 1) last.push(day)
    else runs.push([day])
  }
  return runs.map((run) => [...new Set([run[0], run.at(-1)])].map((day) => DAY_NAMES[(day ?? 1) - 1]).join('-')).join(', ')
}

function minutesOf(text: string): number | null {
  const [hour = NaN, minute = NaN] = text.split(':').map(Number)
  const minutes = hour * 60 + minute
  return minute < 60 && minutes <= MINUTES_OF_DAY ? minutes : null
}

/** Minutes of a day as a clock shows them, 24:00 at its end. */
export function clockTime(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
}

function doOverlap(one: WeekdayRange, other: WeekdayRange): boolean {
  const week = 7 * MINUTES_OF_DAY
  const spans = (range: WeekdayRange) =>
    range.days.flatMap((day) => {
      const midnight = (day - 1) * MINUTES_OF_DAY
      // A range into the next week is in it, too.
      return [0, -week].map((shift) => [midnight + range.from + shift, midnight + range.until + shift] as const)
    })
  return spans(one).some(([from, until]) => spans(other).some(([start, end]) => from < end && start < until))
}

function isDay(text: string): boolean {
  // 29 February is a day, too, of every year that has one.
  const day = /^\d{2}-\d{2}$/.test(text) ? `2024-${text}` : text
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) return false
  try {
    return Temporal.PlainDate.from(day, { overflow: 'reject' }).toString() === day
  } catch {
    return false
  }
}

function linesOf(text: string): readonly string[] {
  return text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
}
