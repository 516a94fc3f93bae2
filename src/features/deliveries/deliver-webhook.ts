import { readDatabaseClock } from '../../clock.ts'
import type { Core } from '../../core.ts'
import type { ToldEvent } from '../../domain/told-event.ts'
import { OutgoingFailure } from '../../outgoing.ts'
import { postWebhook } from '../subscribers/post-webhook.ts'
import { deliver } from './deliver.ts'
import { endSubscriber, listWaiting, noteFailure, settleSent, settleUnsent, type Recipient } from './queries.ts'
import { listTold } from './told-queries.ts'

/** What is posted of an event, as JSON; null where what it was about is gone. Made by who knows the public API. */
export type WebhookPayload = (core: Core, told: ToldEvent) => Promise<Readonly<Record<string, unknown>> | null>

/** A webhook that has failed for so long is not tried any more. */
export const LONGEST_FAILURE_SECONDS = 3 * 24 * 60 * 60

const GONE = 410

/**
 * The job that posts one webhook what waits: each event by itself, in their order, under the same `webhook-id` at each try.
 * One that fails is tried again later and later, for three days; what waits behind it waits, too.
 */
export async function deliverWebhook(core: Core, subscriberId: string, payloadOf: WebhookPayload): Promise<void> {
  await deliver(core, subscriberId, (_, recipient) => postNext(core, recipient, payloadOf))
}

async function postNext(core: Core, recipient: Recipient, payloadOf: WebhookPayload): Promise<boolean> {
  const [next] = await core.db.transaction().execute((trx) => listWaiting(trx, recipient.id, 1))
  if (!next) return false
  const [told] = await listTold(core, [next.eventId])
  const payload = told ? await payloadOf(core, told) : null
  if (payload === null) {
    await core.db.transaction().execute((trx) => settleUnsent(trx, [next.id], 'obsolete'))
    return true
  }
  const at = await readDatabaseClock(core.db)
  const outcome = await postWebhook(core, recipient, { id: next.id, at, body: JSON.stringify(payload) }).catch(
    (error: unknown) => {
      if (error instanceof OutgoingFailure) return error
      throw error
    },
  )
  if (!(outcome instanceof OutgoingFailure) && outcome.status >= 200 && outcome.status < 300) {
    await settleSent(core, { subscriberId: recipient.id, ids: [next.id], state: 'sent' })
    return true
  }
  const isGone = !(outcome instanceof OutgoingFailure) && outcome.status === GONE
  const reason = outcome instanceof OutgoingFailure ? outcome.message : `answered ${outcome.status}`
  await settleFailure(core, recipient, { reason, isGone })
  return false
}

/** 410 says that nobody listens there any more (Standard Webhooks). */
async function settleFailure(
  core: Core,
  { id }: Recipient,
  { reason, isGone }: { reason: string; isGone: boolean },
): Promise<void> {
  await core.db.transaction().execute(async (trx) => {
    const seconds = await noteFailure(trx, id, { reason, counts: true })
    if (!isGone && seconds < LONGEST_FAILURE_SECONDS) return
    await endSubscriber(trx, id, 'unreachable')
    core.log.warn({ subscriber: id, reason }, 'status webhook: failing for too long, ended')
  })
}
