/**
 * The sign-in guard's numbers and its one decision (I-10 to I-17). Budgets are kept by subject: the
 * folded name, that name after an unfreeze, a known device on that name, a source network.
 */
export const NETWORK_FAILURES = 100
export const NETWORK_WINDOW_SECONDS = 15 * 60
const NETWORK_WAIT_STEP_MS = 20
const NETWORK_WAIT_MAX_MS = 2_000

/** For so long after unfreezing or releasing by key, strangers' failures refuse, and never freeze or lock a known device out. */
export const UNFROZEN_SECONDS = 24 * 60 * 60

/** How long an attempt waits for the checks in flight on its name, and when to come back where that was not enough. */
export const IN_FLIGHT_WAIT_MS = 10_000
export const IN_FLIGHT_RETRY_SECONDS = 5
const IN_FLIGHT_PAUSE_MS = 25
const IN_FLIGHT_PAUSE_MAX_MS = 200
/** No check takes longer: a budget that is full and was not charged for so long holds charges of a process that died. */
export const LONGEST_CHECK_SECONDS = 60

/** The budgets as one statement found them; `charged` tells whether this attempt was let in. */
export type GuardReading = {
  readonly charged: boolean
  readonly isKnownDevice: boolean
  /** This name was failed on often enough, or this network, that a captcha is asked of strangers. */
  readonly isChallenged: boolean
  readonly captchaSolved: boolean
  readonly failures: number
  readonly limit: number
  /** Nothing was charged for so long that nothing can be in flight. */
  readonly isStalled: boolean
  /** The policy locks: what a known device may fail is never more than any other (PCI DSS 4.0.1 8.3.4). */
  readonly locks: boolean
}

export type GuardDecision =
  /** Verify the password. */
  | 'verify'
  /** Ask for a captcha; verify and spend nothing. */
  | 'challenge'
  /** The known device's own budget is gone: try once more as a stranger. */
  | 'as_stranger'
  /** The budget is full of failures, or of charges that a crash left behind: refuse without verifying. */
  | 'refuse'
  /** Full because of checks in flight: wait a little and try again. */
  | 'wait'

/** Order matters: a missing captcha comes before a full budget, so that a full one can't be told from a challenged one. */
export function decideAttempt(reading: GuardReading): GuardDecision {
  if (reading.charged) return 'verify'
  if (reading.isChallenged && !reading.captchaSolved && !reading.isKnownDevice) return 'challenge'
  if (reading.failures < reading.limit && !reading.isStalled) return 'wait'
  return reading.isKnownDevice && !reading.locks ? 'as_stranger' : 'refuse'
}

/** The pause before the next look grows, so that a hundred who wait don't keep the database from those they wait for. */
export function inFlightPauseMs(looks: number): number {
  return Math.min(IN_FLIGHT_PAUSE_MAX_MS, IN_FLIGHT_PAUSE_MS * 2 ** looks)
}

/** Waits grow with a network's failures past its budget, up to 2 s; never a refusal (I-15). */
export function networkWaitMs(networkFailures: number): number {
  if (networkFailures < NETWORK_FAILURES) return 0
  return Math.min(NETWORK_WAIT_MAX_MS, (networkFailures - NETWORK_FAILURES + 1) * NETWORK_WAIT_STEP_MS)
}
