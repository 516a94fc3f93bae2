import { sql } from 'kysely'
import type { Database } from '../../db/schema.ts'
import { MAY_BE_IN, type SessionLimits } from './sessions.ts'

/** How a session stands that is left alone. */
export type SessionEnd = {
  /** None or less: it has ended. */
  readonly secondsLeft: number
  /** Whether use would put the end off; else it has lasted as long as any may. */
  readonly mayStay: boolean
}

/**
 * When a session ends by the database's clock, for the page that warns of it. The question is no use of the session, or a
 * page that nobody looks at would keep it for ever (I-22). Null where it was ended, or never was.
 */
export async function findSessionEnd(
  db: Database,
  tokenHash: Buffer,
  { idleSeconds, absoluteSeconds }: SessionLimits,
): Promise<SessionEnd | null> {
  const { rows } = await sql<SessionEnd>`
    select extract(epoch from least(own.idle, own.absolute) - gatehouse_now())::double precision as "secondsLeft",
      own.idle < own.absolute as "mayStay"
    from sessions s join accounts a on a.id = s.account_id join subscriptions b on b.id = a.subscription_id
    cross join lateral (select settings_in_force(b) as settings) as chosen
    cross join lateral (select
      s.last_seen_at + least(${idleSeconds}::integer, (chosen.settings ->> 'idleMinutes')::integer * 60) * interval '1 second' as idle,
      s.created_at + least(${absoluteSeconds}::integer, (chosen.settings ->> 'absoluteHours')::integer * 3600)
        * interval '1 second' as absolute) as own
    where s.token_hash = ${tokenHash}::bytea and ${MAY_BE_IN}`.execute(db)
  return rows[0] ?? null
}
