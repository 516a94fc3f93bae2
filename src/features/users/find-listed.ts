import { sql, type RawBuilder } from 'kysely'
import type { Trx } from '../../db/schema.ts'
import type { UserFilter, UserListWish } from '../../domain/user-list.ts'
import { all, byLooks, bySignIn, inScope, inState, ofKind, type Condition, type ListScope } from './list-conditions.ts'
import type { Anchor, ListOrder, Stretch } from './list-orders.ts'
import { byListedState, type StateCount } from './list-queries.ts'

/** A page to look for: the ids of at most `limit` users, in the order in which they are walked. */
export type Search = {
  readonly scope: ListScope
  readonly wish: UserListWish
  readonly order: ListOrder
  readonly anchor: Anchor | null
  readonly backwards: boolean
  readonly limit: number
}

/** What filters and orders ask for: a copy of no more than that is quick to sort. */
const LOOKED_AT = sql`accounts.id, accounts.role, accounts.state_key, accounts.business_unit_id, accounts.name_key, accounts.username,
  accounts.email, accounts.created_at, accounts.last_sign_in_at`

/** So many users are looked at in the order of the list before those that match are gathered by other ways. */
const WALK = 4_000
/** So many are looked at to see how frequent those are that match. */
const SAMPLE = 2_000

/**
 * Walks through the list from its place on until a page is full: quick where many match, whatever the order. Null where a
 * page's worth did not turn up soon enough.
 */
export async function walkList(trx: Trx, search: Search): Promise<readonly string[] | null> {
  const { scope, wish, backwards, limit, anchor } = search
  const hit = all([inState(wish.state), ...ofKind(wish, 'accounts'), ...byLooks(wish, scope)])
  const hitsAll = wish.state === null && wish.role === null && wish.unit === null && wish.search === '' && wish.signIn === null
  const ids: string[] = []
  let budget = WALK
  for (const { stretch, from } of stretchesFrom(search.order, anchor, backwards)) {
    const reading = { anchor: from, backwards, limit: budget }
    const seen = rowsOf(scope, stretch, reading)
    const { rows } = await sql<{
      id: string
    }>`select accounts.id from (${seen}) as accounts where ${hit} limit ${limit - ids.length}`.execute(trx)
    ids.push(...rows.map(({ id }) => id))
    if (ids.length >= limit) return ids
    budget -= hitsAll
      ? rows.length
      : (smallSize(stretch, budget) ?? (await countRows(trx, placesOf(scope, stretch, reading, sql`1`))))
    if (budget <= 0) return null
  }
  return ids
}

/** A group that is smaller than what may be looked at has been looked at to its end. */
function smallSize({ size }: Stretch, budget: number): number | null {
  return size !== undefined && size < budget ? size : null
}

/** The stretches that lie beyond the place, the first one from there on. */
function stretchesFrom({ stretches }: ListOrder, anchor: Anchor | null, backwards: boolean) {
  const way = backwards ? stretches.toReversed() : stretches
  const start =
    anchor === null
      ? 0
      : Math.max(
          0,
          way.findIndex(({ holds }) => holds(anchor)),
        )
  return way.slice(start).map((stretch, index) => ({ stretch, from: index === 0 ? anchor : null }))
}

type Reading = { readonly anchor: Anchor | null; readonly backwards: boolean; readonly limit: number }

/** What a walk looks at, in its order. */
function rowsOf(scope: ListScope, stretch: Stretch, reading: Reading): RawBuilder<unknown> {
  if (stretch.from === 'accounts') return placesOf(scope, stretch, reading, sql`accounts.*`)
  // One after the other, as they come: nothing here may be joined in another order.
  return sql`select accounts.* from (${placesOf(scope, stretch, reading, sql`account_id`)}) as placed
    cross join lateral (select * from accounts where accounts.id = placed.account_id and ${inScope(scope)} offset 0) as accounts`
}

/** The same, by the index alone. */
function placesOf(
  scope: ListScope,
  stretch: Stretch,
  { anchor, backwards, limit }: Reading,
  columns: RawBuilder<unknown>,
): RawBuilder<unknown> {
  const { from, where, keys } = stretch
  const down = stretch.descending !== backwards
  const own = from === 'accounts' ? inScope(scope) : sql<boolean>`sign_in_order.subscription_id = ${scope.subscriptionId}::uuid`
  const also = [...(where === null ? [] : [where]), ...(anchor === null ? [] : [beyondOf(stretch, anchor, down)])]
  const order = sql.join(keys.map((key) => sql`${key}${down ? sql` desc` : sql``}`))
  return sql`select ${columns} from ${sql.table(from)} where ${all([own, ...also])} order by ${order} limit ${limit}`
}

/** The keys of the place are looked up here: nothing in an address can be out of range. */
function beyondOf({ from, keys }: Stretch, anchor: Anchor, down: boolean): Condition {
  const row = from === 'accounts' ? sql`accounts where id` : sql`sign_in_order where account_id`
  const values = keys.map((key) => sql`(select ${key} from ${row} = ${anchor.id}::uuid)`)
  return sql<boolean>`(${sql.join([...keys])}) ${down ? sql`<` : sql`>`} (${sql.join(values)})`
}

async function countRows(trx: Trx, rows: RawBuilder<unknown>): Promise<number> {
  const counted = await sql<{ seen: number }>`select count(*) as seen from (${rows}) as seen`.execute(trx)
  return counted.rows[0]?.seen ?? 0
}

export type Gathered = { readonly ids: readonly string[]; readonly found: StateCount }

/** Gathers all that match, by whatever index finds them soonest, counts and sorts them: quick where few match. */
export async function gatherList(trx: Trx, { scope, wish, order, anchor, backwards, limit }: Search): Promise<Gathered> {
  const hits = matching(scope, wish)
  const { rows } = await sql<{ ids: string[]; found: Record<string, number> }>`
    with hits as materialized (${hits})
    select array(${anchor === null ? firstOf(order, limit) : beyondPlace(order, { anchor, backwards, limit })}) as ids,
      coalesce((select jsonb_object_agg(state_key, users) from (select state_key, count(*) as users from hits group by 1) as by_state),
        '{}') as found`.execute(trx)
  const [row] = rows
  return { ids: row?.ids ?? [], found: byListedState(Object.entries(row?.found ?? {})) }
}

function firstOf({ sort }: ListOrder, limit: number): RawBuilder<unknown> {
  return sql`select id from hits as accounts order by ${sort} limit ${limit}`
}

/** The anchor is given a place among the others, even where it matches no more. */
function beyondPlace(
  { sort }: ListOrder,
  { anchor, backwards, limit }: { anchor: Anchor; backwards: boolean; limit: number },
): RawBuilder<unknown> {
  const [beyond, direction] = backwards ? [sql`<`, sql`desc`] : [sql`>`, sql`asc`]
  return sql`
    with placed as (
      select id, is_hit, row_number() over (order by ${sort}) as place from (
        select ${LOOKED_AT}, true as is_hit from hits as accounts
        union all
        select ${LOOKED_AT}, false from accounts where accounts.id = ${anchor.id}::uuid
          and not exists (select from hits where hits.id = ${anchor.id}::uuid)
      ) as accounts
    )
    select id from placed where is_hit and place ${beyond} (select place from placed where id = ${anchor.id}::uuid)
    order by place ${direction} limit ${limit}`
}

/** Whether all that is asked for is known from the counts. */
export function isCounted({ search, signIn }: UserFilter): boolean {
  return search === '' && signIn === null
}

/** The rows of `accounts` that a filter means. */
function matching(scope: ListScope, filter: UserFilter): RawBuilder<unknown> {
  const where = all([
    inScope(scope),
    inState(filter.state),
    ...ofKind(filter, 'accounts'),
    ...byLooks(filter, scope),
    ...byOrder(scope, filter),
  ])
  return sql`select ${LOOKED_AT} from accounts where ${where}`
}

/** Where nothing but the last sign-in narrows the list down, its order leads to those who match. */
function byOrder({ subscriptionId }: ListScope, { signIn, search }: UserFilter): readonly Condition[] {
  if (signIn === null || search !== '') return []
  return [
    sql<boolean>`accounts.id in (select account_id from sign_in_order where subscription_id = ${subscriptionId}::uuid
      and ${bySignIn(signIn, sql`sign_in_order.at`)})`,
  ]
}

/** The ids of all whom a filter means, on whatever page, as a query. */
export function matchingUsers(scope: ListScope, filter: UserFilter): RawBuilder<unknown> {
  return sql`select accounts.id from (${matching(scope, filter)}) as accounts`
}

export type Sample = {
  /** By state, the filter by state left out. */
  readonly found: StateCount
  readonly seen: number
}

/** How many match among those who were added first: an estimate of how frequent they are, and at least so many of all. */
export async function sampleList(trx: Trx, scope: ListScope, wish: UserFilter): Promise<Sample> {
  const hit = all([...ofKind(wish, 'accounts'), ...byLooks(wish, scope)])
  const { rows } = await sql<{ stateKey: string; users: number; seen: number }>`
    select state_key, count(*) filter (where ${hit}) as users, count(*) as seen
    from (select * from accounts where ${inScope(scope)} order by created_at, id limit ${SAMPLE}) as accounts group by 1`.execute(
    trx,
  )
  const seen = rows.reduce((sum, row) => sum + row.seen, 0)
  return { found: byListedState(rows.map(({ stateKey, users }) => [stateKey, users])), seen }
}
