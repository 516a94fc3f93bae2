import { sql } from 'kysely'
import { databaseNow } from '../../clock.ts'
import type { Database, Trx } from '../../db/schema.ts'
import { statement } from '../../db/statement.ts'
import type { Viewer } from '../../domain/viewer.ts'
import { isAllowedFrom } from '../accounts/network-rule.ts'

type FoundSession = Viewer & { isStale: boolean }
/** Its end in any case is reckoned from the platform's limit outside of the database. */
type PlainSession = Omit<FoundSession, 'endsAt'> & { readonly hasOwnSettings: boolean }

/** A session's own record of being used is at most this old, so idle ends at most this early and never late (I-22). */
const TOUCH_SECONDS = 60

/** The platform's limits: a subscription's own may be shorter, never longer. */
export type SessionLimits = { readonly idleSeconds: number; readonly absoluteSeconds: number }

type SessionCheck = SessionLimits & { readonly tokenHash: Buffer; readonly address: string }

/** What every look-up of a session reads, and the limits that hold for all. */
const FOUND = sql`s.id as "sessionId", s.account_id as "accountId", a.subscription_id as "subscriptionId",
  b.name as "subscriptionName", a.username, a.first_name as "firstName", a.last_name as "lastName", a.email, a.role,
  a.business_unit_id as "businessUnitId", a.extra_rights as "extraRights",
  case when a.business_unit_id is null then false
    else (select sees_only_itself from business_units where id = a.business_unit_id) end as "seesOnlyUnit",
  s.previous_sign_in as "previousSignIn", s.created_at as "signedInAt", used.is_stale as "isStale"`

const SESSIONS = sql`sessions s
  cross join lateral (select s.last_seen_at < gatehouse_now() - make_interval(secs => ${sql.lit(TOUCH_SECONDS)}) as is_stale) as used
  join accounts a on a.id = s.account_id join subscriptions b on b.id = a.subscription_id`

export const MAY_BE_IN = sql`(a.state = 'active' or a.inactive_reason = 'failed_sign_ins')
  and (b.expired_at is null or b.expired_at > gatehouse_now())`

/** By the platform's limits alone, which are all there is to most subscriptions: half the work (P2). */
const selectSession = statement<Omit<SessionCheck, 'address'>, PlainSession>(
  (the) => sql`
    select ${FOUND}, b.settings <> '{}' or b.trial_ends_at is not null as "hasOwnSettings",
      least(case when used.is_stale then gatehouse_now() else s.last_seen_at end + make_interval(secs => ${the.idleSeconds}::integer),
        s.created_at + make_interval(secs => ${the.absoluteSeconds}::integer)) as "idleEndsAt"
    from ${SESSIONS}
    where s.token_hash = ${the.tokenHash}::bytea and ${MAY_BE_IN}
      and s.last_seen_at > gatehouse_now() - make_interval(secs => ${the.idleSeconds}::integer)
      and s.created_at > gatehouse_now() - make_interval(secs => ${the.absoluteSeconds}::integer)`,
)

/**
 * By the subscription's own settings, which are never looser. `offset 0`: what they say is worked out once, not wherever it
 * is needed.
 */
const selectSessionByOwnSettings = statement<SessionCheck, FoundSession>(
  (the) => sql`
    select ${FOUND},
      least(case when used.is_stale then gatehouse_now() else s.last_seen_at end + own.idle, s.created_at + own.absolute) as "idleEndsAt",
      s.created_at + own.absolute as "endsAt"
    from ${SESSIONS}
    cross join lateral (select
      least(${the.idleSeconds}::integer, (settings_in_force(b) ->> 'idleMinutes')::integer * 60) * interval '1 second' as idle,
      least(${the.absoluteSeconds}::integer, (settings_in_force(b) ->> 'absoluteHours')::integer * 3600) * interval '1 second' as absolute,
      ${isAllowedFrom(sql`settings_in_force(b)`, sql`${the.address}::inet`)} as is_allowed
      offset 0) as own
    where s.token_hash = ${the.tokenHash}::bytea and ${MAY_BE_IN}
      and s.last_seen_at > gatehouse_now() - own.idle
      and s.created_at > gatehouse_now() - own.absolute
      and own.is_allowed`,
)

async function selectLiveSession(db: Database | Trx, check: SessionCheck): Promise<FoundSession | null> {
  const [found] = await selectSession(db, check)
  if (!found) return null
  if (!found.hasOwnSettings) return { ...found, endsAt: new Date(found.signedInAt.getTime() + check.absoluteSeconds * 1_000) }
  const [own] = await selectSessionByOwnSettings(db, check)
  return own ?? null
}

/**
 * The live session of a token: idle and absolute limits, account state and subscription are asked in the same look-up,
 * so that what ended anywhere is refused everywhere by the next request (I-19). A freeze ends no session (I-17), and
 * neither does an address from which the subscription lets nobody in: from an allowed one it goes on (A05).
 */
export async function findSession(
  db: Database,
  tokenHash: Buffer,
  { idleSeconds, absoluteSeconds, address }: SessionLimits & { readonly address: string },
): Promise<Viewer | null> {
  const found = await selectLiveSession(db, { tokenHash, idleSeconds, absoluteSeconds, address })
  if (!found) return null
  if (found.isStale) await db.updateTable('sessions').set({ lastSeenAt: databaseNow }).where('id', '=', found.sessionId).execute()
  return found
}

/** Whether a session is accepted from an address at this moment, as `findSession` would say; its use is not noted. */
export async function isStillIn(
  trx: Trx,
  { sessionId, ...check }: SessionLimits & { readonly sessionId: string; readonly address: string },
): Promise<boolean> {
  const session = await trx.selectFrom('sessions').select('tokenHash').where('id', '=', sessionId).executeTakeFirst()
  return session !== undefined && (await selectLiveSession(trx, { ...check, tokenHash: session.tokenHash })) !== null
}

/** Ends one session by its token, a restricted one too: sign-out. Returns whether there was one of the others. */
export async function endSessionByToken(db: Database, tokenHash: Buffer): Promise<boolean> {
  await db.deleteFrom('restrictedSessions').where('tokenHash', '=', tokenHash).execute()
  const { numDeletedRows } = await db.deleteFrom('sessions').where('tokenHash', '=', tokenHash).executeTakeFirst()
  return numDeletedRows > 0n
}

/**
 * Ends all sessions of an account, or all but one. Call it after the account's row was updated in the same transaction:
 * a sign-in that won the row before is seen and ended, one that comes after fails its own check (I-20).
 */
export async function endSessions(trx: Trx | Database, accountId: string, options: { except?: string } = {}): Promise<number> {
  const { except } = options
  await trx.deleteFrom('restrictedSessions').where('accountId', '=', accountId).execute()
  const { numDeletedRows } = await trx
    .deleteFrom('sessions')
    .where('accountId', '=', accountId)
    .$if(except !== undefined, (query) => query.where('id', '<>', except ?? ''))
    .executeTakeFirst()
  return Number(numDeletedRows)
}
