import type { FieldProblem } from './errors.ts'

export type PlannedWindow = { readonly from: Date; readonly until: Date }

/** A longer one is a mistake of typing, or no maintenance. */
export const LONGEST_WINDOW_SECONDS = 14 * 24 * 60 * 60

/** So far ahead a schedule may reach. */
export const FURTHEST_AHEAD_SECONDS = 2 * 366 * 24 * 60 * 60

const MINUTE_MS = 60_000

/** What is wrong with a window that is to be planned at `now`, by its two fields. Nobody plans for what has passed (S04). */
export function windowProblems(window: PlannedWindow, now: Date): Readonly<Record<string, FieldProblem>> {
  const [from, until] = [window.from.getTime(), window.until.getTime()]
  // Whoever types the present minute means now.
  if (from < now.getTime() - (now.getTime() % MINUTE_MS)) return { from: 'in_the_past' }
  if (from > now.getTime() + FURTHEST_AHEAD_SECONDS * 1_000) return { from: 'too_far_ahead' }
  if (until < from) return { until: 'before_start' }
  if (until === from) return { until: 'no_length' }
  return until - from > LONGEST_WINDOW_SECONDS * 1_000 ? { until: 'window_too_long' } : {}
}

/** The same for the end of one that runs: later than it was, and still to come. */
export function extensionProblems(of: PlannedWindow, until: Date, now: Date): Readonly<Record<string, FieldProblem>> {
  if (until <= now) return { until: 'in_the_past' }
  if (until <= of.until) return { until: 'not_later' }
  return until.getTime() - of.from.getTime() > LONGEST_WINDOW_SECONDS * 1_000 ? { until: 'window_too_long' } : {}
}

/** Whether two windows share a moment; one may begin as the other ends. */
export function overlaps(one: PlannedWindow, other: PlannedWindow): boolean {
  return one.from < other.until && other.from < one.until
}
