import { sql } from 'kysely'
import type { App } from '../../app.ts'
import { secondsAgo } from '../../clock.ts'
import { inTransaction } from '../../db/in-transaction.ts'
import type { Trx } from '../../db/schema.ts'
import { REPLAY_SECONDS } from '../../domain/api-token.ts'
import { keyedHash } from '../../secrets.ts'

/** What a request was answered, word for word; never anything secret. */
export type Reply = { readonly status: number; readonly headers: Readonly<Record<string, string>>; readonly body: string }

/** `of_another_request`: the key came with something else before. `in_progress`: the first one is still being carried out. */
export type RememberedReply = Reply | 'of_another_request' | 'in_progress'

type Repeatable = {
  /** Whose key it is. */
  readonly accountId: string
  readonly key: string
  /** All that makes the request what it is: method, path, body. */
  readonly request: readonly string[]
}

/**
 * Carries a request out once, however often it is sent with its key within 24 hours: the deed and its answer are written in
 * one transaction, so that after `kill -9` there are both or neither (I-38). A request that is refused changes nothing and
 * is not remembered. Of request and key only keyed hashes are kept (I-34). `deed` gets an app whose database is that
 * transaction.
 */
export async function rememberReply(
  app: App,
  { accountId, key, request }: Repeatable,
  deed: (app: App) => Promise<Reply>,
): Promise<RememberedReply> {
  const keyHash = keyedHash(app.config.secret, 'idempotency-key', accountId, key)
  const requestHash = keyedHash(app.config.secret, 'idempotent-request', ...request)
  return inTransaction(app.db, async (trx) => {
    if (!(await takeTurn(trx, keyHash))) return 'in_progress'
    const earlier = await findReply(trx, { accountId, keyHash })
    if (earlier) return earlier.requestHash.equals(requestHash) ? earlier.reply : 'of_another_request'
    const reply = await deed({ ...app, db: trx })
    const { status, headers, body } = reply
    await trx
      .insertInto('apiReplies')
      .values({ accountId, keyHash, requestHash, status, headers: JSON.stringify(headers), body })
      .execute()
    return reply
  })
}

/** Held until the transaction ends; nobody waits for it, so that no repetition holds a connection. */
async function takeTurn(trx: Trx, keyHash: Buffer): Promise<boolean> {
  const number = keyHash.readBigInt64BE(0).toString()
  const { rows } = await sql<{ taken: boolean }>`select pg_try_advisory_xact_lock(${number}::bigint) as taken`.execute(trx)
  return rows[0]?.taken === true
}

async function findReply(
  trx: Trx,
  of: { accountId: string; keyHash: Buffer },
): Promise<{ requestHash: Buffer; reply: Reply } | null> {
  const ofKey = { accountId: of.accountId, keyHash: of.keyHash }
  const old = trx.deleteFrom('apiReplies').where('createdAt', '<=', secondsAgo(REPLAY_SECONDS))
  await old.where('accountId', '=', ofKey.accountId).where('keyHash', '=', ofKey.keyHash).execute()
  const found = await trx
    .selectFrom('apiReplies')
    .select(['requestHash', 'status', 'headers', 'body'])
    .where('accountId', '=', ofKey.accountId)
    .where('keyHash', '=', ofKey.keyHash)
    .executeTakeFirst()
  if (!found) return null
  const { requestHash, ...reply } = found
  return { requestHash, reply }
}
