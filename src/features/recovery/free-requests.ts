import type { App } from '../../app.ts'
import { refuse } from '../../domain/errors.ts'
import { NETWORK_FAILURES, NETWORK_WINDOW_SECONDS } from '../../domain/sign-in-guard.ts'
import { keyedHash } from '../../secrets.ts'
import { chargeBudget } from '../accounts/charge-budget.ts'

/** So many requests of one network (/24, /64) in the window need no captcha, as with failed sign-ins: a company’s Monday morning. */
export const FREE_REQUESTS = NETWORK_FAILURES

/**
 * Keeps a robot from asking for mails without end where a form has no captcha (S23, I-15): beyond a network's free ones, each
 * request costs a solved one. Never a refusal for good, and by the network alone, so that it tells nothing of any name (I-09).
 *
 * Throws Refusal `captcha_required` where none came, `captcha_failed`.
 */
export async function requireFreeOrSolved(app: App, { network }: { network: string }, solution: string): Promise<void> {
  const subject = keyedHash(app.config.secret, 'guard', 'forgot', network)
  if (await chargeBudget(app.db, { subject, most: FREE_REQUESTS, seconds: NETWORK_WINDOW_SECONDS })) return
  if (solution === '') throw refuse('captcha_required', { action: 'forgot-password' })
  const isSolved = await app.captcha.redeem(solution, 'forgot-password')
  if (!isSolved) throw refuse('captcha_failed', { action: 'forgot-password' })
}
