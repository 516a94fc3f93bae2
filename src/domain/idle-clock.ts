const DAY = 24 * 60 * 60

/** The steps of an unused account, in order; each only after the one before. */
export type IdleStep = 'first_warning' | 'second_warning' | 'idle_out'

/**
 * Fractions of the time at which each step is due, and how long after the warning before it is at least: who switches the
 * rule on for accounts that are long unused gives their owners the same notice as everybody. A day less, so that the job's
 * own delays never add up.
 */
const STEPS = {
  first_warning: { after: 2 / 3, warnings: 0, notice: 0 },
  second_warning: { after: 8 / 9, warnings: 1, notice: 2 / 9 },
  idle_out: { after: 1, warnings: 2, notice: 1 / 9 },
} as const satisfies Record<IdleStep, object>

/** What each step asks of an account, in seconds, with a rule of so many days: SQL finds the accounts by it (A05). */
export function idleStep(step: IdleStep, days: number): { unusedSeconds: number; warnings: 0 | 1 | 2; noticeSeconds: number } {
  const { after, warnings, notice } = STEPS[step]
  const noticeSeconds = Math.max(0, Math.round(notice * days * DAY) - DAY)
  return { unusedSeconds: Math.round(after * days * DAY), warnings, noticeSeconds }
}
