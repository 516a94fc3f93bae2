import type { Core } from '../../core.ts'
import type { FieldProblem } from '../../domain/errors.ts'
import { refuse, requireNoProblems } from '../../domain/errors.ts'
import { isPublicAddress } from '../../domain/public-address.ts'
import type { RequestContext } from '../../domain/request-context.ts'
import type { SubscriberScope } from '../../domain/subscriber-scope.ts'
import { keyedHash, newId, randomBytesOf } from '../../secrets.ts'
import { chargeBudget } from '../accounts/charge-budget.ts'
import { chargeNetwork } from './ask-to-subscribe.ts'
import { insertSubscriber } from './queries.ts'
import { subscriberKey, subscriberKeyHash, webhookSecret } from './subscriber-keys.ts'

/** Of one network (/24, /64) in a day: each active one may take ten seconds of every event, before those of others. */
export const WEBHOOKS_PER_NETWORK = 50
const DAY_SECONDS = 24 * 60 * 60

const LONGEST_URL = 500
const SALT_BYTES = 16

/** `secret` is shown once; both are derived anew whenever they are needed, and kept nowhere. */
export type NewWebhook = { readonly secret: string; readonly manageKey: string }

/**
 * Keeps where to post to (A20). Nothing goes there before its owner has had it verified, with the secret in place. The
 * caller has spent a captcha.
 *
 * Throws Refusal `invalid_fields` (`url`), `too_many_requests`.
 */
export async function addWebhook(
  core: Core,
  { url, scope }: { url: string; scope: SubscriberScope },
  context: Pick<RequestContext, 'network'>,
): Promise<NewWebhook> {
  const problem = webhookProblem(url, core.config.status)
  if (problem !== null) requireNoProblems({ url: problem })
  await chargeNetwork(core, context)
  await chargeWebhook(core, context)
  const of = { id: newId(), salt: Buffer.from(randomBytesOf(SALT_BYTES)) }
  const address = new URL(url.trim()).href
  await core.db.transaction().execute((trx) =>
    insertSubscriber(trx, {
      ...of,
      kind: 'webhook',
      address,
      addressFolded: address,
      scope,
      confirmHash: null,
      manageHash: subscriberKeyHash(core, 'manage', of),
      unsubscribeHash: subscriberKeyHash(core, 'unsubscribe', of),
    }),
  )
  return { secret: webhookSecret(core, of), manageKey: subscriberKey(core, 'manage', of) }
}

async function chargeWebhook(core: Core, { network }: Pick<RequestContext, 'network'>): Promise<void> {
  const subject = keyedHash(core.config.secret, 'guard', 'webhooks', network)
  const mayAdd = await chargeBudget(core.db, { subject, most: WEBHOOKS_PER_NETWORK, seconds: DAY_SECONDS })
  if (!mayAdd) throw refuse('too_many_requests', { retryAfterSeconds: DAY_SECONDS })
}

/** What is wrong with an address to post to, as typed; where its name leads is judged at each post. Null: nothing. */
export function webhookProblem(typed: string, { privateWebhooks }: { privateWebhooks: boolean }): FieldProblem | null {
  const text = typed.trim()
  if (text === '') return 'required'
  if (text.length > LONGEST_URL) return 'too_long'
  if (!URL.canParse(text)) return 'not_an_address'
  const { protocol, hostname, username, password, hash } = new URL(text)
  if (username !== '' || password !== '' || hash !== '') return 'not_an_address'
  if (protocol !== 'https:' && !(privateWebhooks && protocol === 'http:')) return 'not_https'
  if (privateWebhooks) return null
  const host = hostname.replace(/^\[(.*)\]$/, '$1')
  const isAddress = host.includes(':') || /^\d+\.\d+\.\d+\.\d+$/.test(host)
  return /(?:^|\.)localhost\.?$/.test(host) || (isAddress && !isPublicAddress(host)) ? 'not_public' : null
}
