import { Temporal } from 'temporal-polyfill'
import type { FieldProblem } from './errors.ts'
import { isZone } from './hours-text.ts'

/** A moment as people and programs write one: by a clock on a wall, with its zone, or as an instant that brings its own. */
export type TypedMoment = {
  /** `2026-11-23T14:05`, `2026-11-23 14:05`, `2026-11-23T14:05:00+01:00`, `2026-11-23T13:05:00Z`; empty: none. */
  readonly text: string
  /** IANA: `Europe/Berlin`. Of no account where the text has an offset. */
  readonly zone: string
  /** Which of the two, where clocks are set back and an hour comes twice; empty: not said. */
  readonly occurrence: string
}

export type ReadMoment =
  | { readonly ok: true; readonly at: Date }
  | {
      readonly ok: false
      readonly problem: Extract<FieldProblem, 'required' | 'not_a_moment' | 'not_a_zone' | 'time_skipped' | 'time_twice'>
    }

const LOCAL = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2})?$/u
const INSTANT = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2})$/iu

/**
 * The moment that was meant. An hour that the zone skips is refused, and of one that comes twice it must be said which
 * (RFC 5545, 3.3.5 leaves both to guessing; S04).
 */
export function readMoment({ text: typed, zone, occurrence }: TypedMoment): ReadMoment {
  const text = typed.trim()
  if (text === '') return { ok: false, problem: 'required' }
  if (INSTANT.test(text)) return readInstant(text)
  if (!LOCAL.test(text)) return { ok: false, problem: 'not_a_moment' }
  if (!isZone(zone)) return { ok: false, problem: 'not_a_zone' }
  const local = attempted(() => Temporal.PlainDateTime.from(text.replace(' ', 'T'), { overflow: 'reject' }))
  return local ? inZone(local, { zone, occurrence }) : { ok: false, problem: 'not_a_moment' }
}

/** Whether it is written like a moment at all, or left out: then it is nothing to be refused. */
export function isLeftOut({ text }: TypedMoment): boolean {
  return text.trim() === ''
}

function readInstant(text: string): ReadMoment {
  const instant = attempted(() => Temporal.Instant.from(text.replace(' ', 'T')))
  return instant ? { ok: true, at: new Date(instant.epochMilliseconds) } : { ok: false, problem: 'not_a_moment' }
}

function inZone(local: Temporal.PlainDateTime, { zone, occurrence }: { zone: string; occurrence: string }): ReadMoment {
  const earlier = local.toZonedDateTime(zone, { disambiguation: 'earlier' })
  const later = local.toZonedDateTime(zone, { disambiguation: 'later' })
  const isOnce = earlier.epochMilliseconds === later.epochMilliseconds
  if (!isOnce && !earlier.toPlainDateTime().equals(local)) return { ok: false, problem: 'time_skipped' }
  if (!isOnce && occurrence !== 'first' && occurrence !== 'second') return { ok: false, problem: 'time_twice' }
  return { ok: true, at: new Date((occurrence === 'second' ? later : earlier).epochMilliseconds) }
}

/** `2026-11-23T14:05` in a zone; in UTC where there is no such zone. What a form shows of a moment. */
export function writeLocal(at: Date, zone: string): string {
  const zoned = Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(isZone(zone) ? zone : 'UTC')
  return zoned.toPlainDateTime().toString({ smallestUnit: 'minute' })
}

/** Temporal throws RangeError where there is nothing that could be meant. */
function attempted<Found>(run: () => Found): Found | null {
  try {
    return run()
  } catch (error) {
    if (error instanceof RangeError || error instanceof TypeError) return null
    throw error
  }
}
