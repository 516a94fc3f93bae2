import { readDatabaseClock } from '../../clock.ts'
import type { Core } from '../../core.ts'
import type { Trx } from '../../db/schema.ts'
import { foldEmail } from '../../domain/contact.ts'
import { scopeWords, type SubscriberScope } from '../../domain/subscriber-scope.ts'
import type { JobPayloads } from '../../jobs/queue.ts'
import type { Letter } from '../../mail/letter.ts'
import { MailFailure } from '../../mail/mail-failure.ts'
import { newId, randomBytesOf } from '../../secrets.ts'
import { alreadySubscribedLetter, confirmSubscriptionLetter } from './letters.ts'
import { askAnew, insertSubscriber, lockByAddress } from './queries.ts'
import { scopeChoices } from './scope-choices.ts'
import { subscriberKey, subscriberKeyHash } from './subscriber-keys.ts'

const SALT_BYTES = 16

/**
 * The job behind "Subscribe": keeps what was asked for as pending, and mails the address a key to confirm it. Whoever is
 * subscribed already gets the way to change it instead, and what a stranger asked for changes nothing. A retry makes a new
 * key, as only the newest counts.
 */
export async function askSubscriber(core: Core, { email, scope, isSpent }: JobPayloads['ask-subscriber']): Promise<void> {
  if (isSpent) return
  const letter = await core.db.transaction().execute((trx) => prepare(core, trx, { email, scope }))
  try {
    await core.mailer.send({ to: email, letter, messageId: newId(), date: await readDatabaseClock(core.db) })
  } catch (error) {
    if (!(error instanceof MailFailure) || !error.permanent) throw error
    core.log.info({ reason: error.message }, 'a mail to confirm a subscription was refused')
  }
}

async function prepare(core: Core, trx: Trx, { email, scope }: { email: string; scope: SubscriberScope }): Promise<Letter> {
  const { frontDoorOrigin, status } = core.config
  const page = { frontDoorOrigin, pageName: status.name }
  // Two requests for one address at a time: the second waits, and finds what the first has written.
  await trx.selectFrom('statusPages').select('id').forUpdate().execute()
  const found = await lockByAddress(trx, foldEmail(email))
  if (found?.state === 'active') {
    const words = scopeWords(found.scope, scopeChoices(core))
    return alreadySubscribedLetter({ ...page, scope: words, manageKey: subscriberKey(core, 'manage', found) })
  }
  const of = { id: found?.id ?? newId(), salt: Buffer.from(randomBytesOf(SALT_BYTES)) }
  const wanted = { ...of, address: email, scope, ...keyHashes(core, of) }
  if (found) await askAnew(trx, wanted)
  else await insertSubscriber(trx, { ...wanted, kind: 'mail', addressFolded: foldEmail(email) })
  const words = scopeWords(scope, scopeChoices(core))
  return confirmSubscriptionLetter({ ...page, scope: words, confirmKey: subscriberKey(core, 'confirm', of) })
}

function keyHashes(core: Core, of: { id: string; salt: Buffer }) {
  return {
    confirmHash: subscriberKeyHash(core, 'confirm', of),
    manageHash: subscriberKeyHash(core, 'manage', of),
    unsubscribeHash: subscriberKeyHash(core, 'unsubscribe', of),
  }
}
