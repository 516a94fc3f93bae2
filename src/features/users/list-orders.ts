import { sql, type RawBuilder } from 'kysely'
import { reachOf } from '../../domain/permissions.ts'
import { ROLES } from '../../domain/roles.ts'
import type { ListedUnit, UserListWish } from '../../domain/user-list.ts'
import { bySignIn, knownAddresses, STATE_KEYS, stateKeysOf, type Condition, type ListScope } from './list-conditions.ts'

/** Who stands at the place where a page begins or ends. */
export type Anchor = {
  readonly id: string
  readonly role: string
  readonly stateKey: string
  readonly businessUnitId: string | null
  readonly isAddressKnown: boolean
}

/** A stretch of the list that one index walks through. */
export type Stretch = {
  readonly from: 'accounts' | 'sign_in_order'
  /** What the index begins with, beside the subscription. */
  readonly where: Condition | null
  /** The last one is the id. */
  readonly keys: readonly RawBuilder<unknown>[]
  readonly descending: boolean
  readonly holds: (anchor: Anchor) => boolean
  /** Users in it, where that is known. */
  readonly size?: number
}

/** How many there are of each role, state or unit by which the list is grouped; '' is no unit. */
export type GroupSizes = ReadonlyMap<string, number>

/** The list's order: as stretches, one after the other, and as a sort of any rows of `accounts`. */
export type ListOrder = { readonly stretches: readonly Stretch[]; readonly sort: RawBuilder<unknown> }

const NAME = [sql`accounts.name_key`, sql`accounts.id`]
const LOGIN = [sql`(accounts.username collate "und-x-icu")`, sql`accounts.id`]
const ADDRESS = sql`(lower(accounts.email collate "und-x-icu") collate "C")`
const EMAIL = [ADDRESS, sql`accounts.id`]
const ADDED = [sql`accounts.created_at`, sql`accounts.id`]
const SIGN_IN = [sql`sign_in_order.at`, sql`sign_in_order.name_key`, sql`sign_in_order.account_id`]

/** `sizes`: for the orders that are grouped. */
export function orderOf(
  wish: UserListWish,
  scope: ListScope,
  { units, sizes }: { units: readonly ListedUnit[]; sizes: GroupSizes },
): ListOrder {
  const { sort, descending } = wish
  switch (sort) {
    case 'name':
      return plain(NAME, descending)
    case 'login':
      return plain(LOGIN, descending)
    case 'added':
      return plain(ADDED, descending)
    case 'last-sign-in':
      return bySignInOrder(wish)
    case 'email':
      return byEmail(scope, descending)
    case 'role':
      return byRole(wish, sizes)
    case 'state':
      return byState(wish, sizes)
    case 'unit':
      return byUnit(wish, units, sizes)
    default:
      return sort satisfies never
  }
}

function sorted(keys: readonly RawBuilder<unknown>[], descending: boolean): RawBuilder<unknown> {
  const direction = descending ? sql` desc` : sql``
  return sql.join(keys.map((key) => sql`${key}${direction}`))
}

function plain(keys: readonly RawBuilder<unknown>[], descending: boolean): ListOrder {
  const stretch = { from: 'accounts', where: null, keys, descending, holds: () => true } as const
  return { stretches: [stretch], sort: sorted(keys, descending) }
}

function bySignInOrder({ signIn, descending }: UserListWish): ListOrder {
  const where = signIn === null ? null : bySignIn(signIn, sql`sign_in_order.at`)
  const stretch = { from: 'sign_in_order', where, keys: SIGN_IN, descending, holds: () => true } as const
  const keys = [sql`coalesce(accounts.last_sign_in_at, '-infinity')`, ...NAME]
  return { stretches: [stretch], sort: sorted(keys, descending) }
}

/** Whose address the reader doesn't know come last, by name: no order tells anything of it. */
function byEmail(scope: ListScope, descending: boolean): ListOrder {
  const known = knownAddresses(scope)
  if (known === null) return plain(EMAIL, descending)
  if (reachOf(scope.reader).of === 'nobody') return plain(NAME, false)
  const stretches: readonly Stretch[] = [
    { from: 'accounts', where: known, keys: EMAIL, descending, holds: ({ isAddressKnown }) => isAddressKnown },
    {
      from: 'accounts',
      where: sql<boolean>`not ${known}`,
      keys: NAME,
      descending: false,
      holds: ({ isAddressKnown }) => !isAddressKnown,
    },
  ]
  const email = sql`case when ${known} then ${ADDRESS} end`
  return { stretches, sort: sql`${known} desc, ${sorted([email], descending)}, ${sorted(NAME, false)}` }
}

type Group = Pick<Stretch, 'where' | 'holds'> & { readonly key: string }

/** Groups in their order, or the other way round, and the empty ones left out; within each, people by name. */
function grouped(
  groups: readonly Group[],
  sizes: GroupSizes,
  { key: sortKey, descending }: { key: RawBuilder<unknown>; descending: boolean },
): ListOrder {
  const stretches = groups.flatMap(({ key, where, holds }): readonly Stretch[] => {
    const size = sizes.get(key) ?? 0
    return size === 0 ? [] : [{ from: 'accounts', where, holds, keys: NAME, descending: false, size }]
  })
  const sort = sql`${sortKey}${descending ? sql` desc` : sql``}, ${sorted(NAME, false)}`
  return { stretches: descending ? stretches.toReversed() : stretches, sort }
}

/** The codes of roles and states sort as their words do, near enough. */
function byRole({ role: only, descending }: UserListWish, sizes: GroupSizes): ListOrder {
  const roles = Object.keys(ROLES).toSorted()
  const groups = roles
    .filter((role) => only === null || role === only)
    .map((key) => ({
      key,
      where: sql<boolean>`accounts.role collate "C" = ${key}`,
      holds: ({ role }: Anchor) => role === key,
    }))
  return grouped(groups, sizes, { key: sql`accounts.role collate "C"`, descending })
}

function byState({ state: only, descending }: UserListWish, sizes: GroupSizes): ListOrder {
  const keys = only === null ? STATE_KEYS : stateKeysOf(only)
  const groups = keys.toSorted().map((key) => ({
    key,
    where: sql<boolean>`accounts.state_key = ${key}`,
    holds: ({ stateKey }: Anchor) => stateKey === key,
  }))
  return grouped(groups, sizes, { key: sql`accounts.state_key`, descending })
}

/** Units by name, those in none last. */
function byUnit({ unit: only, descending }: UserListWish, units: readonly ListedUnit[], sizes: GroupSizes): ListOrder {
  const ids = only === null ? [...units.map(({ id }) => id), null] : [only === 'none' ? null : only]
  const groups = ids.map((id) => ({
    key: id ?? '',
    where: id === null ? sql<boolean>`accounts.business_unit_id is null` : sql<boolean>`accounts.business_unit_id = ${id}::uuid`,
    holds: ({ businessUnitId }: Anchor) => businessUnitId === id,
  }))
  const place = sql`array_position(${units.map(({ id }) => id)}::uuid[], accounts.business_unit_id)`
  return grouped(groups, sizes, { key: sql`coalesce(${place}, ${units.length + 1})`, descending })
}
