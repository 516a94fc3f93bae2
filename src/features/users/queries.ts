import { sql, type RawBuilder } from 'kysely'
import { secondsAgo } from '../../clock.ts'
import type { Database, TamContact } from '../../db/schema.ts'
import type { AccountState, InactiveReason } from '../../domain/account-state.ts'
import type { Role } from '../../domain/roles.ts'
import type {
  ActivationRequest,
  HelpfulColleague,
  ListedUser,
  MailState,
  OpenRequest,
  OrderedMail,
  RequestDecision,
  UserListWish,
  UserSort,
} from '../../domain/user-list.ts'

export type ListScope = {
  readonly subscriptionId: string
  /** Those who may act on users search e-mail addresses and see what could not be delivered. */
  readonly oversees: boolean
}

const NAME = sql<string>`((accounts.first_name || ' ' || accounts.last_name) collate "und-x-icu")`

/** Each column in the order of its words on screen: the codes of roles and states sort as their words do. */
const SORT_KEYS: Readonly<Record<UserSort, RawBuilder<unknown>>> = {
  name: NAME,
  login: sql`(accounts.username collate "und-x-icu")`,
  role: sql`(accounts.role collate "C")`,
  state: sql`((accounts.state || coalesce(accounts.inactive_reason, '')) collate "C")`,
  'last-sign-in': sql`coalesce(accounts.last_sign_in_at, '-infinity')`,
}

/** Letters whose loss keeps somebody out. */
const LINK_MAILS = sql`('welcome', 'reset', 'activated')`

function selectUsers(db: Database, { subscriptionId, oversees }: ListScope) {
  const undelivered = sql<boolean>`coalesce((select mails.state = 'parked' from mails
    where mails.account_id = accounts.id and mails.kind in ${LINK_MAILS} order by mails.created_at desc limit 1), false)`
  return db
    .selectFrom('accounts')
    .innerJoin('subscriptions', 'subscriptions.id', 'accounts.subscriptionId')
    .leftJoin('businessUnits', 'businessUnits.id', 'accounts.businessUnitId')
    .where('accounts.subscriptionId', '=', subscriptionId)
    .select(['accounts.id', 'accounts.username', 'accounts.firstName', 'accounts.lastName', 'accounts.lastSignInAt'])
    .select([
      'businessUnits.name as businessUnit',
      // The checks of the table hold these columns to the domain's own words.
      sql<Role>`accounts.role`.as('role'),
      sql<AccountState>`accounts.state`.as('state'),
      sql<InactiveReason | null>`accounts.inactive_reason`.as('reason'),
      sql<boolean>`accounts.credential_hash is not null`.as('hasPassword'),
      sql<boolean>`coalesce(subscriptions.point_of_contact_id = accounts.id, false)`.as('isPointOfContact'),
      (oversees ? undelivered : sql<boolean>`false`).as('isMailUndelivered'),
    ])
}

/**
 * At most `limit` users after or before a place in the list, in the list's order. The place is a user's id, and its sort
 * keys are looked up here: nothing in an address can be out of range or of another subscription (I-26).
 */
export async function listUserRows(
  db: Database,
  scope: ListScope,
  wish: UserListWish,
  limit: number,
): Promise<readonly ListedUser[]> {
  const key = SORT_KEYS[wish.sort]
  const backwards = wish.place?.side === 'before'
  const [keyOrder, nameOrder] = [wish.descending !== backwards ? sql`desc` : sql`asc`, backwards ? sql`desc` : sql`asc`]
  const rows = await selectUsers(db, scope)
    .where(matches(wish.search, scope))
    .$if(wish.state !== null, (query) => query.where('accounts.state', '=', wish.state ?? ''))
    .$if(wish.place !== null, (query) => query.where(beyond(wish, scope)))
    .orderBy(sql`${key} ${keyOrder}`)
    .orderBy(sql`${NAME} ${nameOrder}`)
    .orderBy(sql`accounts.id ${nameOrder}`)
    .limit(limit)
    .execute()
  return backwards ? rows.toReversed() : rows
}

/** Beyond the place: its row of the same subscription, or everybody where there is no such row. */
function beyond({ sort, descending, place }: UserListWish, { subscriptionId }: ListScope): RawBuilder<boolean> {
  const key = SORT_KEYS[sort]
  const anchor = (of: RawBuilder<unknown>) =>
    sql`(select ${of} from accounts where id = ${place?.id ?? ''}::uuid and subscription_id = ${subscriptionId}::uuid)`
  const backwards = place?.side === 'before'
  const keyBeyond = descending !== backwards ? sql`<` : sql`>`
  const nameBeyond = backwards ? sql`<` : sql`>`
  return sql<boolean>`(${anchor(sql`id`)} is null or ${key} ${keyBeyond} ${anchor(key)}
    or (${key} = ${anchor(key)} and (${NAME}, accounts.id) ${nameBeyond} (${anchor(NAME)}, ${place?.id ?? ''}::uuid)))`
}

/** Every word of the search occurs somewhere in name, login or, for those who oversee users, e-mail address. */
function matches(search: string, { oversees }: ListScope): RawBuilder<boolean> {
  const words = search.split(/\s+/u).filter((word) => word !== '')
  const email = oversees ? sql` || ' ' || accounts.email` : sql``
  const haystack = sql`(accounts.first_name || ' ' || accounts.last_name || ' ' || accounts.username${email})`
  const conditions = words.map((word) => sql<boolean>`${haystack} ilike ${`%${word.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`}`)
  return conditions.length === 0 ? sql<boolean>`true` : sql<boolean>`(${sql.join(conditions, sql` and `)})`
}

export type StateCount = {
  readonly state: AccountState
  readonly total: number
  readonly found: number
  readonly activeManagers: number
}

/** How many users there are in each state, and how many of them a search finds. */
export async function countUsers(db: Database, scope: ListScope, search: string): Promise<readonly StateCount[]> {
  return db
    .selectFrom('accounts')
    .where('accounts.subscriptionId', '=', scope.subscriptionId)
    .groupBy('accounts.state')
    .select([
      sql<AccountState>`accounts.state`.as('state'),
      sql<number>`count(*)`.as('total'),
      sql<number>`count(*) filter (where ${matches(search, scope)})`.as('found'),
      sql<number>`count(*) filter (where accounts.state = 'active' and accounts.role = 'manager')`.as('activeManagers'),
    ])
    .execute()
}

/** One user of the subscription with what their own page says; null for anybody else's (I-26). */
export async function findUserRow(db: Database, scope: ListScope, accountId: string) {
  const user = await selectUsers(db, scope)
    .select(['accounts.email', 'accounts.stateChangedAt', 'accounts.stateChangedBy', 'accounts.createdAt'])
    .where('accounts.id', '=', accountId)
    .executeTakeFirst()
  return user ?? null
}

/** Live sessions, by the limits of the platform, in seconds. */
export async function countSessions(
  db: Database,
  accountId: string,
  limits: { idleSeconds: number; absoluteSeconds: number },
): Promise<number> {
  const { sessions } = await db
    .selectFrom('sessions')
    .select((eb) => eb.fn.countAll<number>().as('sessions'))
    .where('accountId', '=', accountId)
    .where('lastSeenAt', '>', secondsAgo(limits.idleSeconds))
    .where('createdAt', '>', secondsAgo(limits.absoluteSeconds))
    .executeTakeFirstOrThrow()
  return sessions
}

export async function listUserMails(db: Database, accountId: string, limit: number): Promise<readonly OrderedMail[]> {
  return db
    .selectFrom('mails')
    .select(['kind', 'recipient', 'attempts', 'createdAt', 'sentAt', 'lastError', sql<MailState>`state`.as('state')])
    .where('accountId', '=', accountId)
    .orderBy('createdAt', 'desc')
    .limit(limit)
    .execute()
}

/** Open requests of accounts that are still inactive, oldest first; of a whole subscription, or of one account. */
export async function listOpenRequests(
  db: Database,
  of: { subscriptionId: string; accountId?: string },
  limit: number,
): Promise<readonly OpenRequest[]> {
  return db
    .selectFrom('activationRequests')
    .innerJoin('accounts', 'accounts.id', 'activationRequests.accountId')
    .select([
      'activationRequests.id',
      'activationRequests.createdAt',
      'accounts.username',
      'accounts.firstName',
      'accounts.lastName',
    ])
    .select([sql<AccountState>`accounts.state`.as('state'), sql<InactiveReason | null>`accounts.inactive_reason`.as('reason')])
    .where('activationRequests.subscriptionId', '=', of.subscriptionId)
    .where('activationRequests.decidedAt', 'is', null)
    .where('accounts.state', '=', 'inactive')
    .$if(of.accountId !== undefined, (query) => query.where('accounts.id', '=', of.accountId ?? ''))
    .orderBy('activationRequests.createdAt')
    .limit(limit)
    .execute()
}

/** A request of one subscription, with the account as it stands now; null for any other (I-26). */
export async function findActivationRequest(
  db: Database,
  of: { requestId: string; subscriptionId: string },
): Promise<ActivationRequest | null> {
  const request = await db
    .selectFrom('activationRequests')
    .innerJoin('accounts', 'accounts.id', 'activationRequests.accountId')
    .leftJoin('accounts as deciders', 'deciders.id', 'activationRequests.decidedBy')
    .select([
      'activationRequests.id',
      'activationRequests.accountId',
      'activationRequests.createdAt',
      'activationRequests.decidedAt',
    ])
    .select(['accounts.username', 'accounts.firstName', 'accounts.lastName', 'accounts.email', 'accounts.stateChangedAt'])
    .select([
      'deciders.username as decidedBy',
      sql<AccountState>`accounts.state`.as('state'),
      sql<InactiveReason | null>`accounts.inactive_reason`.as('reason'),
      sql<boolean>`accounts.credential_hash is not null`.as('hasPassword'),
      sql<RequestDecision | null>`activation_requests.decision`.as('decision'),
    ])
    .where('activationRequests.id', '=', of.requestId)
    .where('activationRequests.subscriptionId', '=', of.subscriptionId)
    .executeTakeFirst()
  return request ?? null
}

/** The point of contact, whatever its state, and the active Managers: the POC first, then by name; at most `limit`. */
export async function listHelpfulColleagues(
  db: Database,
  subscriptionId: string,
  limit: number,
): Promise<readonly HelpfulColleague[]> {
  const isPointOfContact = sql<boolean>`coalesce(subscriptions.point_of_contact_id = accounts.id, false)`
  return db
    .selectFrom('accounts')
    .innerJoin('subscriptions', 'subscriptions.id', 'accounts.subscriptionId')
    .select(['accounts.id', 'accounts.firstName', 'accounts.lastName', 'accounts.email'])
    .select([
      sql<AccountState>`accounts.state`.as('state'),
      sql<InactiveReason | null>`accounts.inactive_reason`.as('reason'),
      isPointOfContact.as('isPointOfContact'),
    ])
    .where('accounts.subscriptionId', '=', subscriptionId)
    .where(sql<boolean>`(${isPointOfContact} or (accounts.role = 'manager' and accounts.state = 'active'))`)
    .orderBy(sql`${isPointOfContact} desc`)
    .orderBy(NAME)
    .limit(limit)
    .execute()
}

export async function findTam(db: Database, subscriptionId: string): Promise<TamContact | null> {
  const found = await db.selectFrom('subscriptions').select('tam').where('id', '=', subscriptionId).executeTakeFirst()
  return found?.tam ?? null
}
