import { readDatabaseClock } from '../../clock.ts'
import type { Core } from '../../core.ts'
import { planMail } from '../../domain/mail-storm.ts'
import { SUBSCRIPTION_PATHS } from '../../domain/status-address.ts'
import { scopeWords } from '../../domain/subscriber-scope.ts'
import { MailFailure } from '../../mail/mail-failure.ts'
import { newId } from '../../secrets.ts'
import { scopeChoices } from '../subscribers/scope-choices.ts'
import { subscriberKey } from '../subscribers/subscriber-keys.ts'
import { deliver } from './deliver.ts'
import { digestLetter, eventLetter, type SubscriptionLetter } from './letters.ts'
import {
  endSubscriber,
  listMailAges,
  listWaiting,
  nameMessage,
  noteFailure,
  postpone,
  settleSent,
  settleUnsent,
  type Recipient,
  type Waiting,
} from './queries.ts'
import { listTold } from './told-queries.ts'

/** Of one mail; more come with the next. */
const MOST_EVENTS = 200

/** So many mails in a row that are refused for good, and nobody is taken to read there any more. */
const MOST_BOUNCES = 3

/** The job that mails one subscriber what waits: one event alone, many as a digest, in their order (A20). */
export async function deliverMail(core: Core, subscriberId: string): Promise<void> {
  await deliver(core, subscriberId, sendNext)
}

/**
 * Decides what the next mail holds and writes that down before it goes out, so that a retry after a kill says the same
 * under the same Message-ID.
 */
async function sendNext(core: Core, recipient: Recipient): Promise<boolean> {
  const group = await core.db.transaction().execute(async (trx) => {
    const waiting = await listWaiting(trx, recipient.id, MOST_EVENTS)
    const begun = waiting.find(({ messageId }) => messageId !== null)
    if (begun) return waiting.filter(({ messageId }) => messageId === begun.messageId)
    const [first] = waiting
    if (!first) return null
    const sentSecondsAgo = await listMailAges(trx, recipient.id)
    const plan = planMail({ waiting: waiting.length, waitedSeconds: first.waited, sentSecondsAgo })
    if (plan.kind === 'later') {
      await postpone(trx, recipient.id, plan.seconds)
      return null
    }
    const messageId = newId()
    const chosen = plan.kind === 'alone' ? [first] : waiting
    const ids = chosen.map(({ id }) => id)
    await nameMessage(trx, { ids, messageId })
    return chosen.map((one) => ({ ...one, messageId }))
  })
  return group === null ? false : sendGroup(core, recipient, group)
}

async function sendGroup(core: Core, recipient: Recipient, group: readonly Waiting[]): Promise<boolean> {
  const ids = group.map(({ id }) => id)
  const told = await listTold(
    core,
    group.map(({ eventId }) => eventId),
  )
  const [first] = told
  if (!first) {
    await core.db.transaction().execute((trx) => settleUnsent(trx, ids, 'obsolete'))
    return true
  }
  const about = letterContext(core, recipient)
  const letter = told.length === 1 ? eventLetter(first, about) : digestLetter(told, about)
  try {
    await core.mailer.send({
      to: recipient.address,
      letter,
      messageId: group[0]?.messageId ?? first.event,
      date: await readDatabaseClock(core.db),
      unsubscribeUrl: about.unsubscribeUrl,
    })
  } catch (error) {
    if (!(error instanceof MailFailure)) throw error
    return settleFailure(core, recipient, { ids, error })
  }
  await settleSent(core, { subscriberId: recipient.id, ids, state: told.length === 1 ? 'sent' : 'digested' })
  return true
}

/** A refusal for good counts against the address; anything else is the way's fault, and is tried again. */
async function settleFailure(
  core: Core,
  { id, failures }: Recipient,
  { ids, error }: { ids: readonly string[]; error: MailFailure },
): Promise<boolean> {
  return core.db.transaction().execute(async (trx) => {
    if (!error.permanent) {
      await noteFailure(trx, id, { reason: error.message, counts: false })
      return false
    }
    await settleUnsent(trx, ids, 'parked')
    await noteFailure(trx, id, { reason: error.message, counts: true })
    if (failures + 1 >= MOST_BOUNCES) {
      await endSubscriber(trx, id, 'bounced')
      core.log.warn({ subscriber: id, reason: error.message }, 'status mails: the address refuses them, ended')
    }
    return false
  })
}

function letterContext(core: Core, recipient: Pick<Recipient, 'id' | 'salt' | 'scope'>): SubscriptionLetter {
  const { frontDoorOrigin, status } = core.config
  return {
    frontDoorOrigin,
    pageName: status.name,
    scope: scopeWords(recipient.scope, scopeChoices(core)),
    manageUrl: `${frontDoorOrigin}${SUBSCRIPTION_PATHS.manage}#${subscriberKey(core, 'manage', recipient)}`,
    unsubscribeUrl: `${frontDoorOrigin}${SUBSCRIPTION_PATHS.unsubscribe}?key=${subscriberKey(core, 'unsubscribe', recipient)}`,
  }
}
