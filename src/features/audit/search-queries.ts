import { sql, type RawBuilder } from 'kysely'
import type { Database } from '../../db/schema.ts'
import { AUDIT_ACTIONS, isAuditAction, type AuditAction } from '../../domain/audit-actions.ts'
import type { AuditCursor, AuditEvent, AuditWish } from '../../domain/audit-trail.ts'
import { networkText } from '../../domain/network.ts'

/** Whose events are seen: a subscription's, or those that concern the accounts of one of its units. */
export type AuditScope = { readonly subscriptionId: string; readonly businessUnitId: string | null }

/** A wish whose people are found. Null: whoever. */
export type ResolvedWish = Omit<AuditWish, 'who' | 'whom' | 'what'> & {
  readonly what: AuditWish['what'] | readonly AuditAction[]
  readonly whoIds: readonly string[] | null
  readonly whomIds: readonly string[] | null
}

/** At most `limit` events, the latest first; on the `newer` side of a place the nearest to it. Only the scope's own (I-26). */
export async function listEvents(
  db: Database,
  scope: AuditScope,
  wish: ResolvedWish,
  limit: number,
): Promise<readonly AuditEvent[]> {
  return db.transaction().execute(async (trx) => {
    // How rare what is asked for is decides how it is best looked for: a plan for all values alike would be slow for most.
    await sql`set local plan_cache_mode = 'force_custom_plan'`.execute(trx)
    const { rows } = await sql<AuditEvent>`
      select found.*, s.number as seal, ${personOf('actor')} as who, ${personOf('account')} as whom
      from (${matching(scope, wish, limit)}) found
      left join audit_seals s on s.event_id = found.id
      left join accounts actor on actor.id = found.actor_id and actor.subscription_id = ${scope.subscriptionId}::uuid
      left join accounts account on account.id = found.account_id and account.subscription_id = ${scope.subscriptionId}::uuid
      order by found.at desc, found.id desc`.execute(trx)
    return rows.map(withoutIds)
  })
}

/** Each act of a group has its own place in the index: the latest of each are looked up, and of those the latest taken. */
function matching(scope: AuditScope, wish: ResolvedWish, limit: number): RawBuilder<unknown> {
  const order = wish.place?.side === 'newer' ? sql`asc` : sql`desc`
  const latest = (condition: readonly RawBuilder<unknown>[]) => sql`
    select e.id, e.at, (extract(epoch from e.at) * 1000000)::bigint as microseconds, e.action, e.actor_kind, e.actor_id,
      e.account_id, e.details, e.address, e.request_id
    from audit_events e where ${sql.join([...conditions(scope, wish), ...condition], sql` and `)}
    order by e.at ${order}, e.id ${order} limit ${limit}`
  if (wish.what === null) return latest([])
  const actions = actionsOf(wish.what)
  const [only = '', ...others] = actions
  // In the words of the index on each.
  if (actions.some((action) => action.startsWith('sign_in.'))) {
    return latest([others.length === 0 ? sql`e.action = ${sql.lit(only)}` : sql`e.action = any(${[...actions]}::text[])`])
  }
  return sql`select each.* from unnest(${[...actions]}::text[]) as wanted (action)
    cross join lateral (${latest([sql`e.action = wanted.action`, sql`not starts_with(e.action, 'sign_in.')`])}) each
    order by each.at ${order}, each.id ${order} limit ${limit}`
}

function withoutIds(row: AuditEvent & { readonly actorId?: unknown; readonly accountId?: unknown }): AuditEvent {
  const { actorId: _who, accountId: _whom, ...event } = row
  return event
}

/** What is left of a cancelled account is the username that its last event tells. */
function personOf(alias: 'actor' | 'account'): RawBuilder<unknown> {
  const id = sql.ref(`found.${alias}_id`)
  const username = sql`coalesce(${sql.ref(`${alias}.username`)}, (select c.details->>'username' from audit_events c
    where c.account_id = ${id} and c.action = 'account.cancelled' order by c.at desc limit 1))`
  const name = sql`${sql.ref(`${alias}.first_name`)} || ' ' || ${sql.ref(`${alias}.last_name`)}`
  return sql`case when ${id} is not null then jsonb_build_object('id', ${id}, 'username', ${username}, 'name', ${name}) end`
}

function conditions(scope: AuditScope, wish: ResolvedWish): readonly RawBuilder<unknown>[] {
  const { whoIds, whomIds, from, before, network, place } = wish
  return [
    sql`e.subscription_id = ${scope.subscriptionId}::uuid`,
    ...(scope.businessUnitId === null ? [] : [ofUnit(scope.businessUnitId)]),
    ...(whoIds === null ? [] : [sql`e.actor_id = any(${[...whoIds]}::uuid[])`]),
    ...(whomIds === null ? [] : [sql`e.account_id = any(${[...whomIds]}::uuid[])`]),
    ...(from === null ? [] : [sql`e.at >= ${from}::timestamptz`]),
    ...(before === null ? [] : [sql`e.at < ${before}::timestamptz`]),
    ...(network === null ? [] : [sql`(e.address::inet) <<= ${networkText(network)}::inet`]),
    ...(place === null ? [] : [sql`(e.at, e.id) ${place.side === 'older' ? sql`<` : sql`>`} ${momentOf(place.than)}`]),
  ]
}

/** One act, or all of a group. */
function actionsOf(what: NonNullable<ResolvedWish['what']>): readonly AuditAction[] {
  if (typeof what !== 'string') return what
  return Object.keys(AUDIT_ACTIONS)
    .filter(isAuditAction)
    .filter((action) => action === what || AUDIT_ACTIONS[action].group === what)
}

function ofUnit(businessUnitId: string): RawBuilder<unknown> {
  return sql`exists (select from accounts u where u.id = e.account_id and u.business_unit_id = ${businessUnitId}::uuid)`
}

function momentOf({ microseconds, id }: AuditCursor): RawBuilder<unknown> {
  return sql`(timestamptz 'epoch' + ${microseconds}::double precision * interval '1 microsecond', ${id}::bigint)`
}

/** The usernames that accounts had: of those that were cancelled, and of those that go by another now. */
function formerNames(subscriptionId: string): RawBuilder<unknown> {
  return sql`(select account_id as id,
      details ->> (case action when 'account.cancelled' then 'username' else 'from' end) as username
    from audit_events where subscription_id = ${subscriptionId}::uuid
      and action in ('account.cancelled', 'username.changed', 'username.restored') and not starts_with(action, 'sign_in.')) as former`
}

/**
 * The ids of people of the subscription by an exact username, or else by words that all occur in name or username, be it
 * theirs or one that they had before. At most `limit`.
 */
export async function findPeople(db: Database, subscriptionId: string, typed: string, limit: number): Promise<readonly string[]> {
  const former = formerNames(subscriptionId)
  const { rows: exact } = await sql<{ id: string }>`
    select id from accounts where subscription_id = ${subscriptionId}::uuid and username = ${typed}
    union
    (select id from ${former} where username = ${typed} limit ${limit})`.execute(db)
  if (exact.length > 0) return exact.map(({ id }) => id)
  const words = typed.split(/\s+/u).filter((word) => word !== '')
  const patterns = words.map((word) => sql`lower(${`%${word.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`} collate "und-x-icu")`)
  const occurIn = (text: RawBuilder<unknown>) =>
    sql.join(
      patterns.map((pattern) => sql`${text} like ${pattern}`),
      sql` and `,
    )
  const { rows } = await sql<{ id: string }>`
    (select id from accounts where subscription_id = ${subscriptionId}::uuid and ${occurIn(sql`sought`)} limit ${limit})
    union
    (select id from ${former} where ${occurIn(sql`lower(username collate "und-x-icu")`)} limit ${limit})
    limit ${limit}`.execute(db)
  return rows.map(({ id }) => id)
}
