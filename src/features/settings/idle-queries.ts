import { sql, type RawBuilder } from 'kysely'
import type { Database, Trx } from '../../db/schema.ts'
import { idleStep, type IdleStep } from '../../domain/idle-clock.ts'

/** Kept settings only: what is being tried makes nobody Inactive. Null where a subscription and its platform have no rule. */
function ruleDays(platformDays: number | null): RawBuilder<number | null> {
  return sql<number | null>`least((subscriptions.settings ->> 'idleDeactivationDays')::integer, ${platformDays}::integer)`
}

/** An account counts from its last sign-in, or from when it became Active, whichever was later; as its index has it. */
const UNUSED_SINCE = sql<Date>`greatest(o.at, o.active_since)`

/** The same of the account's own row, which is looked at once more when it is locked: it may have been used just now. */
const UNUSED_SINCE_IN_ROW = sql<Date>`greatest(accounts.state_changed_at, accounts.last_sign_in_at)`

const FIRST_STEP = 2 / 3

/** Subscriptions with a rule, and somebody whom it may concern. */
export async function listIdleSubscriptions(db: Database, platformDays: number | null): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('subscriptions')
    .select('id')
    .where(ruleDays(platformDays), 'is not', null)
    .where(
      sql<boolean>`exists (select from sign_in_order o where o.subscription_id = subscriptions.id and o.active_since is not null
        and ${UNUSED_SINCE} <= gatehouse_now() - make_interval(days => 1) * (${ruleDays(platformDays)} * ${sql.lit(FIRST_STEP)}))`,
    )
    .orderBy('id')
    .execute()
  return rows.map(({ id }) => id)
}

/** After how many days a subscription's unused accounts become Inactive; null: never. */
export async function findRuleDays(trx: Trx, subscriptionId: string, platformDays: number | null): Promise<number | null> {
  const row = await trx
    .selectFrom('subscriptions')
    .select(ruleDays(platformDays).as('days'))
    .where('id', '=', subscriptionId)
    .executeTakeFirst()
  return row?.days ?? null
}

/** Where a batch ended: the next one begins behind it. The time as the database writes it, to the microsecond. */
export type IdlePlace = { readonly id: string; readonly unusedSince: string }

export type IdleAccount = IdlePlace & {
  readonly username: string
  readonly email: string
  readonly role: string
  /** The earliest moment at which it may become Inactive. */
  readonly endsAt: Date
}

/**
 * Accounts behind a place for which a step is due, the longest unused first, locked; those that are busy just now come
 * another time.
 */
export async function lockDueAccounts(
  trx: Trx,
  of: { subscriptionId: string; step: IdleStep; days: number; behind: IdlePlace | null; limit: number },
): Promise<readonly IdleAccount[]> {
  const { unusedSeconds, warnings, noticeSeconds } = idleStep(of.step, of.days)
  return trx
    .selectFrom('signInOrder as o')
    .innerJoin('accounts', 'accounts.id', 'o.accountId')
    .leftJoin('idleWarnings', (join) =>
      join.onRef('idleWarnings.accountId', '=', 'accounts.id').on('idleWarnings.unusedSince', '=', UNUSED_SINCE),
    )
    .select(['accounts.id', 'accounts.username', 'accounts.email', 'accounts.role'])
    .select([endOf(of.days, of.step).as('endsAt'), sql<string>`${UNUSED_SINCE}::text`.as('unusedSince')])
    .where('o.subscriptionId', '=', of.subscriptionId)
    .where('o.activeSince', 'is not', null)
    .where(sql<boolean>`${UNUSED_SINCE} <= gatehouse_now() - make_interval(secs => ${unusedSeconds}::double precision)`)
    .where('accounts.state', '=', 'active')
    .where(sql<boolean>`${UNUSED_SINCE_IN_ROW} <= gatehouse_now() - make_interval(secs => ${unusedSeconds}::double precision)`)
    .where(sql<boolean>`coalesce(idle_warnings.level, 0) = ${warnings}::integer`)
    .where(
      sql<boolean>`coalesce(idle_warnings.warned_at <= gatehouse_now() - make_interval(secs => ${noticeSeconds}::double precision), true)`,
    )
    .$if(of.behind !== null, (query) =>
      query.where(
        sql<boolean>`(${UNUSED_SINCE}, o.account_id) > (${of.behind?.unusedSince}::timestamptz, ${of.behind?.id}::uuid)`,
      ),
    )
    .orderBy(UNUSED_SINCE)
    .orderBy('o.accountId')
    .limit(of.limit)
    .forUpdate('accounts')
    .skipLocked()
    .execute()
}

/** Where a warning came late, so does the end. */
function endOf(days: number, step: IdleStep): RawBuilder<Date> {
  const { unusedSeconds, noticeSeconds: last } = idleStep('idle_out', days)
  const notice = step === 'first_warning' ? idleStep('second_warning', days).noticeSeconds + last : last
  return sql<Date>`greatest(${UNUSED_SINCE} + make_interval(secs => ${unusedSeconds}::double precision),
    gatehouse_now() + make_interval(secs => ${notice}::double precision))`
}

/** Notes that these accounts were warned; a warning of an earlier time without use no longer counts. */
export async function noteWarnings(trx: Trx, accounts: readonly IdlePlace[], level: 1 | 2): Promise<void> {
  const ids = accounts.map(({ id }) => id)
  await sql`insert into idle_warnings (account_id, unused_since, level)
    select accounts.id, ${UNUSED_SINCE_IN_ROW}, ${level}::integer from accounts where accounts.id = any (${ids}::uuid[])
    on conflict (account_id) do update set unused_since = excluded.unused_since, level = excluded.level,
      warned_at = gatehouse_now()`.execute(trx)
}
