/** So many events are told one by one within so many seconds; beyond that they come together, as a digest. */
export const STORM_EVENTS = 3
export const STORM_SECONDS = 10 * 60

export type MailPlan =
  | { readonly kind: 'alone' }
  /** All that waits, in one mail. */
  | { readonly kind: 'digest' }
  /** Not before so many seconds have passed. */
  | { readonly kind: 'later'; readonly seconds: number }

/** What has waited for so long was held up, and comes together. */
const HELD_SECONDS = 60

/**
 * How a subscriber hears of what waits (A20). `sentSecondsAgo`: the ages of the mails to them of late; `waitedSeconds`: for
 * how long the oldest of what waits has. However many events there are, nobody gets more than three mails in ten minutes,
 * and nothing is lost.
 */
export function planMail(of: {
  readonly waiting: number
  readonly waitedSeconds: number
  readonly sentSecondsAgo: readonly number[]
}): MailPlan {
  const recent = of.sentSecondsAgo.filter((age) => age < STORM_SECONDS).toSorted((one, other) => one - other)
  const isHeldUp = of.waiting > 1 && of.waitedSeconds >= HELD_SECONDS
  if (recent.length + of.waiting <= STORM_EVENTS && !isHeldUp) return { kind: 'alone' }
  const oldest = recent[STORM_EVENTS - 1]
  return oldest === undefined ? { kind: 'digest' } : { kind: 'later', seconds: STORM_SECONDS - oldest }
}
