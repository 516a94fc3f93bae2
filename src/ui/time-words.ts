const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const LOCALE = 'en-GB'

const relative = new Intl.RelativeTimeFormat(LOCALE, { numeric: 'auto' })
const dayOfYear = new Intl.DateTimeFormat(LOCALE, { day: 'numeric', month: 'long', timeZone: 'UTC' })
const fullDay = new Intl.DateTimeFormat(LOCALE, { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' })
const monthAndYear = new Intl.DateTimeFormat(LOCALE, { month: 'long', year: 'numeric', timeZone: 'UTC' })
const moment = new Intl.DateTimeFormat(LOCALE, {
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  timeZone: 'UTC',
})

/**
 * "2 minutes ago", "yesterday", "in 3 hours"; beyond a week the day itself: "12 October", "12 October 2024". What is past
 * is rounded down; what is to come to the nearest, or a wait of three days would begin with "in 2 days".
 */
export function relativeWords(at: Date, now: Date): string {
  const difference = at.getTime() - now.getTime()
  const size = Math.abs(difference)
  const round = difference < 0 ? Math.trunc : Math.round
  if (size < MINUTE) return difference <= 0 ? 'just now' : 'in less than a minute'
  if (size < HOUR) return relative.format(round(difference / MINUTE), 'minute')
  if (size < DAY) return relative.format(round(difference / HOUR), 'hour')
  if (size < 7 * DAY) return relative.format(round(difference / DAY), 'day')
  return at.getUTCFullYear() === now.getUTCFullYear() ? dayOfYear.format(at) : fullDay.format(at)
}

/** "12 October 2026 at 14:03 UTC" */
export function utcWords(at: Date): string {
  return `${moment.format(at)} UTC`
}

/** "14:03 UTC" */
export function utcTimeWords(at: Date): string {
  return `${at.toISOString().slice(11, 16)} UTC`
}

/** "30 seconds", "2 minutes", "1 hour", "3 days"; rounded up, so that who waits that long waited long enough. */
export function durationWords(seconds: number): string {
  if (seconds < 60) return counted(Math.max(1, Math.ceil(seconds)), 'second')
  if (seconds < 3600) return counted(Math.ceil(seconds / 60), 'minute')
  if (seconds < 72 * 3600) return counted(Math.ceil(seconds / 3600), 'hour')
  return counted(Math.ceil(seconds / 86_400), 'day')
}

/** How long something lasted: "34 minutes", "2 hours 5 minutes", "3 days 4 hours"; rounded to what is said. */
export function lengthWords(seconds: number): string {
  const minutes = Math.round(seconds / 60)
  if (minutes < 1) return seconds <= 0 ? 'no time' : 'less than a minute'
  if (minutes < 60) return counted(minutes, 'minute')
  const [hours, restMinutes] = [Math.floor(minutes / 60), minutes % 60]
  if (hours < 24) return twoUnits(counted(hours, 'hour'), restMinutes, 'minute')
  const allHours = Math.round(minutes / 60)
  return twoUnits(counted(Math.floor(allHours / 24), 'day'), allHours % 24, 'hour')
}

function twoUnits(large: string, rest: number, unit: string): string {
  return rest === 0 ? large : `${large} ${counted(rest, unit)}`
}

/** "12 October 2026" of `2026-10-12`. */
export function dayWords(day: string): string {
  return fullDay.format(new Date(`${day}T00:00:00.000Z`))
}

/** "October 2026" of `2026-10`. */
export function monthWords(month: string): string {
  return monthAndYear.format(new Date(`${month}-01T00:00:00.000Z`))
}

/** `counted(1, 'user')` is "1 user", `counted(48, 'user')` "48 users". */
export function counted(count: number, noun: string): string {
  return `${count.toLocaleString(LOCALE)} ${noun}${count === 1 ? '' : 's'}`
}
