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

/**
 * Orders one letter of a kind to each of many accounts, without a look at their quota: for those that were made in this
 * very transaction, and for what befalls an account once. Two statements, however many they are, behind all that people
 * wait for.
 */
export async function queueManyLetters(
  app: App,
  trx: Trx,
  kind: LetterKind,
  orders: readonly Omit<LetterOrder, 'kind'>[],
): Promise<void> {
  const mails = orders.map(({ accountId, ...order }) => ({ id: newId(), account_id: accountId, params: {}, ...order }))
  await sql`insert into mails (id, account_id, kind, recipient, params)
    select id, account_id, ${kind}, recipient, params
    from jsonb_to_recordset(${JSON.stringify(mails)}::jsonb) as m (id uuid, account_id uuid, recipient text, params jsonb)`.execute(
    trx,
  )
  await app.jobs.sendMany(
    trx,
    'send-letter',
    mails.map(({ id }) => ({ mailId: id })),
  )
}

/** Whether a mail answers "Send me a new link". */
const explainsDeadKey = sql<boolean>`params ? 'deadKey'`
/** A notice about another thing doesn't wait for the one before it. */
const isAbout = sql<string>`coalesce(params->>'about', '')`

async function isQuotaSpent(trx: Trx, order: LetterOrder): Promise<boolean> {
  const { lastHour, justNow } = await trx
    .selectFrom('mails')
    .select((eb) => [
      eb.fn.countAll<number>().as('lastHour'),
      eb.fn
        .countAll<number>()
        .filterWhere('createdAt', '>', secondsAgo(REPEAT_PAUSE_SECONDS))
        .filterWhere(explainsDeadKey, '=', order.params?.['deadKey'] !== undefined)
        .filterWhere(isAbout, '=', order.params?.['about'] ?? '')
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
