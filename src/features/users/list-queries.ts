import { sql, type RawBuilder } from 'kysely'
import type { Database, Trx } from '../../db/schema.ts'
import type { ListedState, ListedUnit, UserFilter, UserSort } from '../../domain/user-list.ts'
import { all, inScope, knownAddresses, ofKind, stateKeysOf, type ListScope } from './list-conditions.ts'
import type { Anchor, GroupSizes } from './list-orders.ts'

/**
 * The planner sees what is searched for, keeps to the indexes, and reckons with memory instead of discs: what a list wants,
 * whatever the server's own settings are. For this transaction only.
 */
export async function planForLists(trx: Trx): Promise<void> {
  await sql`select set_config('plan_cache_mode', 'force_custom_plan', true), set_config('enable_seqscan', 'off', true),
    set_config('random_page_cost', '1.1', true), set_config('jit', 'off', true)`.execute(trx)
}

export type StateCount = Readonly<Record<ListedState, number>>
export const NOBODY: StateCount = { active: 0, pending_activation: 0, inactive: 0, mail_only: 0 }

/** Sums up counts by `state_key`. */
export function byListedState(counts: Iterable<readonly [stateKey: string, users: number]>): StateCount {
  const sums: Record<ListedState, number> = { ...NOBODY }
  for (const [stateKey, users] of counts) {
    for (const state of Object.keys(NOBODY) as ListedState[]) if (stateKeysOf(state).includes(stateKey)) sums[state] += users
  }
  return sums
}

export function sumOf(count: StateCount): number {
  return count.active + count.pending_activation + count.inactive + count.mail_only
}

/** What surrounds a page of the list. */
export type ListFrame = {
  /** Everybody in scope. */
  readonly total: number
  /** Those of the filter's role and unit. */
  readonly ofKind: StateCount
  readonly activeManagers: number
  readonly units: readonly ListedUnit[]
  /** For orders that are grouped. */
  readonly sizes: GroupSizes
}

type Counted = { readonly stateKey: string; readonly total: number; readonly kind: number; readonly managers: number }

const GROUPED: Partial<Record<UserSort, RawBuilder<unknown>>> = {
  role: sql`role`,
  state: sql`state_key`,
  unit: sql`coalesce(business_unit_id::text, '')`,
}

/** In one statement, as it stands around every page: exact counts, from what is counted at each change, and the units. */
export async function readListFrame(
  db: Database,
  { subscriptionId, reader }: ListScope,
  { filter, sort }: { filter: UserFilter; sort: UserSort },
): Promise<ListFrame> {
  const { seesOnlyUnit, businessUnitId } = reader
  const seen = seesOnlyUnit
    ? sql<boolean>`(role = 'manager' or business_unit_id is not distinct from ${businessUnitId}::uuid)`
    : sql<boolean>`true`
  const shown = seesOnlyUnit ? sql<boolean>`id = ${businessUnitId}::uuid` : sql<boolean>`true`
  const group = GROUPED[sort]
  const sizes =
    group === undefined
      ? sql`null`
      : sql`(select jsonb_object_agg(key, n) from (select ${group} as key, sum(users) as n from counted group by 1) as g)`
  const { rows } = await sql<{ counts: readonly Counted[]; units: readonly ListedUnit[]; sizes: Record<string, number> | null }>`
    with counted as materialized (
      select business_unit_id, role, state_key, users from user_counts where subscription_id = ${subscriptionId}::uuid
    )
    select coalesce((select jsonb_agg(c) from (
        select state_key as "stateKey", coalesce(sum(users) filter (where ${seen}), 0) as total,
          coalesce(sum(users) filter (where ${seen} and ${all(ofKind(filter, 'counted'))}), 0) as kind,
          coalesce(sum(users) filter (where role = 'manager'), 0) as managers
        from counted group by 1) as c), '[]') as counts,
      coalesce((select jsonb_agg(jsonb_build_object('id', id, 'name', name) order by name collate "und-x-icu", id)
        from business_units where subscription_id = ${subscriptionId}::uuid and ${shown}), '[]') as units,
      ${sizes} as sizes`.execute(db)
  const { counts, units, sizes: groups } = rows[0] ?? { counts: [], units: [], sizes: null }
  return {
    total: counts.reduce((sum, { total }) => sum + total, 0),
    ofKind: byListedState(counts.map(({ stateKey, kind }) => [stateKey, kind])),
    activeManagers: counts.find(({ stateKey }) => stateKey === 'active')?.managers ?? 0,
    units,
    sizes: new Map(Object.entries(groups ?? {})),
  }
}

/** Puts the changes of one subscription's counts together, so that they stay quick to add up. */
export async function mergeUserCounts(trx: Trx, subscriptionId: string): Promise<void> {
  await sql`with gone as (delete from user_counts where subscription_id = ${subscriptionId}::uuid returning *)
    insert into user_counts select subscription_id, business_unit_id, role, state_key, sum(users) from gone
    group by 1, 2, 3, 4 having sum(users) <> 0`.execute(trx)
}

/** Subscriptions whose counts have grown to twice what they need, and more. */
export async function listGrownCounts(db: Database): Promise<readonly string[]> {
  const { rows } = await sql<{ subscriptionId: string }>`
    select subscription_id from user_counts group by 1
    having count(*) > 50 + 2 * count(distinct (business_unit_id, role, state_key))`.execute(db)
  return rows.map(({ subscriptionId }) => subscriptionId)
}

/** Who stands where a page begins; null for nobody whom the reader may see (I-26). */
export async function findAnchor(trx: Trx, scope: ListScope, id: string): Promise<Anchor | null> {
  const { rows } = await sql<Anchor>`
    select id, role, state_key, business_unit_id, ${knownAddresses(scope) ?? sql`true`} as is_address_known
    from accounts where id = ${id}::uuid and ${inScope(scope)}`.execute(trx)
  return rows[0] ?? null
}
