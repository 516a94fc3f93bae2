import { sql } from 'kysely'
import { databaseNow } from '../../clock.ts'
import type { Database, Trx } from '../../db/schema.ts'
import { statement } from '../../db/statement.ts'
import type { Viewer } from '../../domain/viewer.ts'

type FoundSession = Viewer & { isStale: boolean }

/** A session's own record of being used is at most this old, so idle ends at most this early and never late (I-22). */
const TOUCH_SECONDS = 60

type SessionCheck = { tokenHash: Buffer; idleSeconds: number; absoluteSeconds: number }

const selectLiveSession = statement<SessionCheck, FoundSession>(
  (the) => sql`
    select s.id as "sessionId", s.account_id as "accountId", a.subscription_id as "subscriptionId", b.name as "subscriptionName",
      a.username, a.first_name as "firstName", a.last_name as "lastName", a.email, a.role, s.previous_sign_in as "previousSignIn",
      s.created_at as "signedInAt", used.is_stale as "isStale",
      least(case when used.is_stale then gatehouse_now() else s.last_seen_at end + make_interval(secs => ${the.idleSeconds}::integer),
        s.created_at + make_interval(secs => ${the.absoluteSeconds}::integer)) as "idleEndsAt"
    from sessions s
    cross join lateral (select s.last_seen_at < gatehouse_now() - make_interval(secs => ${sql.lit(TOUCH_SECONDS)}) as is_stale) as used
    join accounts a on a.id = s.account_id join subscriptions b on b.id = a.subscription_id
    where s.token_hash = ${the.tokenHash}::bytea and (a.state = 'active' or a.inactive_reason = 'failed_sign_ins')
      and (b.expired_at is null or b.expired_at > gatehouse_now())
      and s.last_seen_at > gatehouse_now() - make_interval(secs => ${the.idleSeconds}::integer)
      and s.created_at > gatehouse_now() - make_interval(secs => ${the.absoluteSeconds}::integer)`,
)

/**
 * The live session of a token: idle and absolute limits, account state and subscription are asked in the same look-up,
 * so that what ended anywhere is refused everywhere by the next request (I-19). A freeze ends no session (I-17).
 */
export async function findSession(
  db: Database,
  tokenHash: Buffer,
  { idleSeconds, absoluteSeconds }: { idleSeconds: number; absoluteSeconds: number },
): Promise<Viewer | null> {
  const [found] = await selectLiveSession(db, { tokenHash, idleSeconds, absoluteSeconds })
  if (!found) return null
  if (found.isStale) await db.updateTable('sessions').set({ lastSeenAt: databaseNow }).where('id', '=', found.sessionId).execute()
  return found
}

/** Ends one session by its token: sign-out. Returns whether there was one. */
export async function endSessionByToken(db: Database, tokenHash: Buffer): Promise<boolean> {
  const { numDeletedRows } = await db.deleteFrom('sessions').where('tokenHash', '=', tokenHash).executeTakeFirst()
  return numDeletedRows > 0n
}

/**
 * Ends all sessions of an account, or all but one. Call it after the account's row was updated in the same transaction:
 * a sign-in that won the row before is seen and ended, one that comes after fails its own check (I-20).
 */
export async function endSessions(trx: Trx | Database, accountId: string, options: { except?: string } = {}): Promise<number> {
  const { except } = options
  const { numDeletedRows } = await trx
    .deleteFrom('sessions')
    .where('accountId', '=', accountId)
    .$if(except !== undefined, (query) => query.where('id', '<>', except ?? ''))
    .executeTakeFirst()
  return Number(numDeletedRows)
}
