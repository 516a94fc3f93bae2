import { sql } from 'kysely'
import { secondsAgo } from '../../clock.ts'
import type { Database, Trx } from '../../db/schema.ts'
import { CONFIRM_SECONDS } from '../../domain/username-change.ts'

type OfSession = { readonly accountId: string; readonly sessionId: string }

/** The login that a session has asked for and still can settle; null where there is none. */
export async function findPendingUsername(db: Database | Trx, { accountId, sessionId }: OfSession): Promise<string | null> {
  const pending = await db
    .selectFrom('usernameChanges')
    .select('newUsername')
    .where('accountId', '=', accountId)
    .where('sessionId', '=', sessionId)
    .where('createdAt', '>', secondsAgo(CONFIRM_SECONDS))
    .executeTakeFirst()
  return pending?.newUsername ?? null
}

/** Ends the ways back from one change of an account and all later ones: the keys that were mailed, and letters that would bring more. */
export async function endChangesSince(trx: Trx, accountId: string, change: number): Promise<void> {
  await sql`update activation_keys set died_at = gatehouse_now(), death_reason = 'username_changed'
    where account_id = ${accountId}::uuid and purpose = 'undo_username_change' and claimed_at is null and died_at is null
      and (payload ->> 'change')::integer >= ${change}::integer`.execute(trx)
  await sql`update mails set state = 'obsolete' where account_id = ${accountId}::uuid and kind = 'username_changed'
      and state = 'queued' and (params ->> 'about')::integer >= ${change}::integer`.execute(trx)
}
