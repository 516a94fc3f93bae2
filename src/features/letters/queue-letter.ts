import { sql } from 'kysely'
import type { App } from '../../app.ts'
import { secondsAgo } from '../../clock.ts'
import type { Trx } from '../../db/schema.ts'
import { MAILS_PER_KIND_AND_HOUR, REPEAT_PAUSE_SECONDS } from '../../domain/activation-key.ts'
import { newId } from '../../secrets.ts'
import type { LetterKind } from './catalog.ts'

export type LetterOrder = {
  readonly kind: LetterKind
  readonly accountId: string
  readonly recipient: string
  readonly params?: Readonly<Record<string, string>>
}

/**
 * Orders a letter in the deed's own transaction; a job mints its keys and sends it (I-38). At most one of a kind for an
 * account in 2 minutes and 10 an hour (I-05): returns false where that is reached and nothing was ordered. A mail that
 * explains a dead key doesn't wait for the mail that brought the key (S15). The account's row is locked, so that requests
 * at the same instant count one another.
 */
export async function queueLetter(app: App, trx: Trx, order: LetterOrder): Promise<boolean> {
  await trx.selectFrom('accounts').select('id').where('id', '=', order.accountId).forUpdate().execute()
  if (await isQuotaSpent(trx, order)) return false
  const id = newId()
  await trx
    .insertInto('mails')
    .values({
      id,
      accountId: order.accountId,
      kind: order.kind,
      recipient: order.recipient,
      params: JSON.stringify(order.params ?? {}),
    })
    .execute()
  await app.jobs.send(trx, 'send-letter', { mailId: id })
  return true
}

/** Whether a mail answers "Send me a new link". */
const explainsDeadKey = sql<boolean>`params ? 'deadKey'`

async function isQuotaSpent(trx: Trx, order: LetterOrder): Promise<boolean> {
  const { lastHour, justNow } = await trx
    .selectFrom('mails')
    .select((eb) => [
      eb.fn.countAll<number>().as('lastHour'),
      eb.fn
        .countAll<number>()
        .filterWhere('createdAt', '>', secondsAgo(REPEAT_PAUSE_SECONDS))
        .filterWhere(explainsDeadKey, '=', order.params?.['deadKey'] !== undefined)
        .as('justNow'),
    ])
    .where('accountId', '=', order.accountId)
    .where('kind', '=', order.kind)
    .where('recipient', '=', order.recipient)
    .where('state', '<>', 'obsolete')
    .where('createdAt', '>', secondsAgo(3_600))
    .executeTakeFirstOrThrow()
  return justNow > 0 || lastHour >= MAILS_PER_KIND_AND_HOUR
}
