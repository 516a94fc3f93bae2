import type { Core } from '../../core.ts'
import { foldEmail } from '../../domain/contact.ts'
import { refuse } from '../../domain/errors.ts'
import type { RequestContext } from '../../domain/request-context.ts'
import type { SubscriberScope } from '../../domain/subscriber-scope.ts'
import { keyedHash } from '../../secrets.ts'
import { chargeBudget } from '../accounts/charge-budget.ts'

/** Requests of one network (/24, /64) in a quarter of an hour, each with a captcha solved. */
export const REQUESTS_PER_NETWORK = 20
const NETWORK_SECONDS = 15 * 60

/** Mails that ask one address in a day, whoever wants them sent: nobody's mailbox is flooded. */
export const ASKED_PER_DAY = 3
const DAY_SECONDS = 24 * 60 * 60

/**
 * Orders a mail that asks an address whether it wants to hear of the status (A20). Nothing is looked up here, and the same
 * is done for every address, so that nobody learns who is subscribed. The caller has spent a captcha.
 *
 * Throws Refusal `too_many_requests` for a network that asks too often, whatever it asks for.
 */
export async function askToSubscribe(
  core: Core,
  { email, scope }: { email: string; scope: SubscriberScope },
  context: Pick<RequestContext, 'network'>,
): Promise<void> {
  await chargeNetwork(core, context)
  const subject = keyedHash(core.config.secret, 'guard', 'subscribe-address', foldEmail(email))
  await core.db.transaction().execute(async (trx) => {
    const isSpent = !(await chargeBudget(trx, { subject, most: ASKED_PER_DAY, seconds: DAY_SECONDS }))
    await core.jobs.send(trx, 'ask-subscriber', { email, scope, isSpent })
  })
}

/** One budget for mails and webhooks. */
export async function chargeNetwork(core: Core, { network }: Pick<RequestContext, 'network'>): Promise<void> {
  const subject = keyedHash(core.config.secret, 'guard', 'subscribe', network)
  const mayAsk = await chargeBudget(core.db, { subject, most: REQUESTS_PER_NETWORK, seconds: NETWORK_SECONDS })
  if (!mayAsk) throw refuse('too_many_requests', { retryAfterSeconds: NETWORK_SECONDS })
}
