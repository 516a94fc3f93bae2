import { readDatabaseClock } from '../../clock.ts'
import type { Core } from '../../core.ts'
import { foldEmail } from '../../domain/contact.ts'
import { refuse } from '../../domain/errors.ts'
import type { RequestContext } from '../../domain/request-context.ts'
import { keyedHash } from '../../secrets.ts'
import { chargeBudget } from '../accounts/charge-budget.ts'

/** Requests of one network (/24, /64) in a quarter of an hour, each with a captcha solved. */
export const REQUESTS_PER_NETWORK = 20
export const NETWORK_SECONDS = 15 * 60

/** Requests for one address in a day, from wherever: nobody's mailbox is flooded. */
export const REQUESTS_PER_ADDRESS = 5
export const ADDRESS_SECONDS = 24 * 60 * 60

/**
 * "I don't know my username" (N04): orders a post to each platform that the installation can reach. Nothing is looked up,
 * and the same is done for every address, whoever asks, however often: a request beyond the address's budget is ordered and
 * then left. The caller has spent a captcha.
 *
 * Throws Refusal `too_many_requests` for a network that asks too often, whatever it asks for.
 */
export async function requestUsernames(
  core: Core,
  { email }: { email: string },
  context: Pick<RequestContext, 'network'>,
): Promise<void> {
  const { secret, reachable } = core.config
  const network = keyedHash(secret, 'guard', 'forgot-username', context.network)
  const mayAsk = await chargeBudget(core.db, { subject: network, most: REQUESTS_PER_NETWORK, seconds: NETWORK_SECONDS })
  if (!mayAsk) throw refuse('too_many_requests', { retryAfterSeconds: NETWORK_SECONDS })
  const subject = keyedHash(secret, 'guard', 'forgot-username-address', foldEmail(email))
  await core.db.transaction().execute(async (trx) => {
    const isSpent = !(await chargeBudget(trx, { subject, most: REQUESTS_PER_ADDRESS, seconds: ADDRESS_SECONDS }))
    const askedAt = (await readDatabaseClock(trx)).toISOString()
    const posts = reachable.map(({ id: platformId }) => ({ platformId, email, askedAt, isSpent }))
    await core.jobs.sendMany(trx, 'post-forgot-username', posts)
  })
}
