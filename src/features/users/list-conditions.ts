import { sql, type RawBuilder } from 'kysely'
import { secondsAgo } from '../../clock.ts'
import { reachOf, type Standing } from '../../domain/permissions.ts'
import { SIGN_IN_FILTERS, type ListedState, type SignInFilter, type UserFilter } from '../../domain/user-list.ts'
import { reachedBy, readableBy } from '../accounts/reach.ts'

/** Whose list it is: nothing in it goes beyond what they may read. */
export type ListScope = { readonly subscriptionId: string; readonly reader: Standing }

export type Condition = RawBuilder<boolean>

const DAY = 24 * 60 * 60
/** More words than a name has; each costs a look at every candidate. */
const MOST_WORDS = 8

export function all(conditions: readonly Condition[]): Condition {
  return conditions.length === 0 ? sql<boolean>`true` : sql<boolean>`(${sql.join(conditions, sql` and `)})`
}

/** The rows of `accounts` that the reader may see. */
export function inScope({ subscriptionId, reader }: ListScope): Condition {
  const ofSubscription = sql<boolean>`accounts.subscription_id = ${subscriptionId}::uuid`
  return reader.seesOnlyUnit ? all([ofSubscription, inNarrowScope(reader)]) : ofSubscription
}

/** Each arm has an index of its own. */
function inNarrowScope(reader: Standing): Condition {
  if (reader.businessUnitId === null) return readableBy(reader)
  return sql<boolean>`(accounts.role = 'manager' or accounts.id = ${reader.accountId}::uuid
    or accounts.business_unit_id = ${reader.businessUnitId}::uuid)`
}

/** Whose e-mail address the reader knows: of those on whom they act, and their own. Null: everybody's. */
export function knownAddresses({ reader }: ListScope): Condition | null {
  const reach = reachOf(reader)
  if (reach.of === 'everybody' && reach.sparing.length === 0) return null
  // Never unknown: who is in no unit is not in the reader's.
  return sql<boolean>`((${reachedBy(reader)} or accounts.id = ${reader.accountId}::uuid) is true)`
}

/** Role and unit, which the counts know too. */
export function ofKind({ role, unit }: UserFilter, table: 'accounts' | 'counted'): readonly Condition[] {
  const conditions: Condition[] = []
  if (role !== null) conditions.push(sql<boolean>`${sql.ref(`${table}.role`)} collate "C" = ${role}`)
  if (unit === 'none') conditions.push(sql<boolean>`${sql.ref(`${table}.business_unit_id`)} is null`)
  else if (unit !== null) conditions.push(sql<boolean>`${sql.ref(`${table}.business_unit_id`)} = ${unit}::uuid`)
  return conditions
}

/** The values of `state_key` that make a state on screen. */
export function stateKeysOf(state: ListedState): readonly string[] {
  return state === 'inactive' ? ['inactive deactivated', 'inactive failed_sign_ins', 'inactive idle'] : [state]
}

export const STATE_KEYS = ['active', ...stateKeysOf('inactive'), 'mail_only', 'pending_activation'] as const

export function inState(state: ListedState | null): Condition {
  if (state === null) return sql<boolean>`true`
  return sql<boolean>`accounts.state_key in (${sql.join([...stateKeysOf(state)])})`
}

/** By the last sign-in; `at` is null or minus infinity where there was none. */
export function bySignIn(filter: SignInFilter, at: RawBuilder<unknown> = sql`accounts.last_sign_in_at`): Condition {
  const rule: { readonly within?: number; readonly notFor?: number } | null = SIGN_IN_FILTERS[filter]
  if (rule === null) return sql<boolean>`coalesce(${at}, '-infinity') = '-infinity'`
  if (rule.within !== undefined) return sql<boolean>`${at} >= ${secondsAgo(rule.within * DAY)}`
  return sql<boolean>`coalesce(${at}, '-infinity') < ${secondsAgo((rule.notFor ?? 0) * DAY)}`
}

/** What is searched for, and filters that the counts don't know. */
export function byLooks(filter: UserFilter, scope: ListScope): readonly Condition[] {
  const words = filter.search.split(/\s+/u).filter((word) => word !== '')
  const found = words.slice(0, MOST_WORDS).map((word) => hasWord(word, scope))
  return filter.signIn === null ? found : [...found, bySignIn(filter.signIn)]
}

/** The word stands somewhere in name, login or, where the reader knows it, the e-mail address. */
function hasWord(word: string, scope: ListScope): Condition {
  const pattern = sql<string>`(lower(${patternOf(word)}::text collate "und-x-icu") collate "C")`
  const inName = sql<boolean>`accounts.sought like ${pattern}`
  if (reachOf(scope.reader).of === 'nobody') return inName
  const known = knownAddresses(scope)
  const inAll = sql<boolean>`accounts.sought_all like ${pattern}`
  return known === null ? inAll : sql<boolean>`(${inName} or (${known} and ${inAll}))`
}

/** One or two characters make no trigram, but the beginning of a word does. */
function patternOf(word: string): string {
  const literal = word.replaceAll(/[\\%_]/g, String.raw`\$&`)
  const isShort = [...word].length < 3 && /^[\p{L}\p{N}]+$/u.test(word)
  return isShort ? `% ${literal}%` : `%${literal}%`
}
