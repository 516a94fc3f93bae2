import { readDatabaseClock } from '../../clock.ts'
import type { Core } from '../../core.ts'
import { refuse } from '../../domain/errors.ts'
import { OutgoingFailure, type OutgoingAnswer } from '../../outgoing.ts'
import { hashToken, keyedHash, newId, newToken } from '../../secrets.ts'
import { chargeBudget } from '../accounts/charge-budget.ts'
import { postWebhook } from './post-webhook.ts'
import { activate, findByManageKey, type Subscriber } from './queries.ts'

/** Tries of one webhook in an hour: whoever presses on and on keeps nobody else at the same host waiting. */
export const TRIES_PER_WEBHOOK = 5
/** Tries for one host in an hour, whoever asks for them: nobody is made to knock at a stranger's door all day. */
export const TRIES_PER_HOST = 60
const HOUR_SECONDS = 60 * 60

export type Verification = { readonly ok: true } | { readonly ok: false; readonly reason: string }

/**
 * Posts a signed challenge to a webhook; it becomes active once its answer holds the challenge: as the text of the body, or
 * as `challenge` of a JSON object. What went wrong is the answer, in words for its owner.
 *
 * Throws Refusal `invalid_key`, `too_many_requests`.
 */
export async function verifyWebhook(core: Core, key: string): Promise<Verification> {
  const webhook = await findByManageKey(core.db, hashToken(key))
  if (!webhook || webhook.kind !== 'webhook' || webhook.state === 'ended') throw refuse('invalid_key')
  await charge(core, { whose: webhook.id, most: TRIES_PER_WEBHOOK })
  await charge(core, { whose: hostOf(webhook.address), most: TRIES_PER_HOST })
  const { token: challenge } = newToken()
  const reason = await postChallenge(core, webhook, challenge)
  if (reason !== null) return { ok: false, reason }
  await core.db.transaction().execute((trx) => activate(trx, webhook.id))
  return { ok: true }
}

async function charge(core: Core, { whose, most }: { whose: string; most: number }): Promise<void> {
  const subject = keyedHash(core.config.secret, 'guard', 'verify-webhook', whose)
  const mayTry = await chargeBudget(core.db, { subject, most, seconds: HOUR_SECONDS })
  if (!mayTry) throw refuse('too_many_requests', { retryAfterSeconds: HOUR_SECONDS })
}

/** Whatever the port, and with or without the dot of a whole name: it is one host's door. */
function hostOf(address: string): string {
  return new URL(address).hostname.replace(/\.$/, '')
}

/** Null: the answer holds it. */
async function postChallenge(core: Core, webhook: Subscriber, challenge: string): Promise<string | null> {
  const at = await readDatabaseClock(core.db)
  const body = JSON.stringify({ type: 'subscription.verify', timestamp: at.toISOString(), data: { challenge } })
  try {
    return judge(await postWebhook(core, webhook, { id: newId(), at, body }), challenge)
  } catch (error) {
    if (error instanceof OutgoingFailure) return error.message
    throw error
  }
}

function judge({ status, body }: OutgoingAnswer, challenge: string): string | null {
  if (status < 200 || status > 299) return `it answered ${status}`
  return body.trim() === challenge || challengeIn(body) === challenge ? null : 'its answer did not hold the challenge'
}

function challengeIn(body: string): unknown {
  try {
    const parsed: unknown = JSON.parse(body)
    return typeof parsed === 'object' && parsed !== null && 'challenge' in parsed ? parsed.challenge : null
  } catch {
    return null
  }
}
