import { sql } from 'kysely'
import type { Database, TamContact, Trx } from '../../db/schema.ts'
import type { AccountState, InactiveReason } from '../../domain/account-state.ts'
import type { ExtraRight } from '../../domain/permissions.ts'
import type { Role } from '../../domain/roles.ts'
import type { HelpfulColleague, ListedUser, MailState, OrderedMail } from '../../domain/user-list.ts'

const NAME = sql<string>`((accounts.first_name || ' ' || accounts.last_name) collate "und-x-icu")`

/** Letters whose loss keeps somebody out. */
const LINK_MAILS = sql`('welcome', 'reset', 'activated')`

/** What lists and pages say of users; who may read the address, and what could not be delivered, is for callers to decide. */
function selectUsers(db: Database | Trx, subscriptionId: string) {
  const undelivered = sql<boolean>`coalesce((select mails.state = 'parked' from mails
    where mails.account_id = accounts.id and mails.kind in ${LINK_MAILS} order by mails.created_at desc limit 1), false)`
  return db
    .selectFrom('accounts')
    .innerJoin('subscriptions', 'subscriptions.id', 'accounts.subscriptionId')
    .leftJoin('businessUnits', 'businessUnits.id', 'accounts.businessUnitId')
    .where('accounts.subscriptionId', '=', subscriptionId)
    .select(['accounts.id', 'accounts.username', 'accounts.firstName', 'accounts.lastName', 'accounts.email'])
    .select(['accounts.lastSignInAt', 'accounts.createdAt', 'accounts.businessUnitId', 'businessUnits.name as businessUnit'])
    .select([
      // The checks of the table hold these columns to the domain's own words.
      sql<Role>`accounts.role`.as('role'),
      sql<AccountState>`accounts.state`.as('state'),
      sql<InactiveReason | null>`accounts.inactive_reason`.as('reason'),
      sql<boolean>`accounts.credential_hash is not null`.as('hasPassword'),
      sql<boolean>`coalesce(subscriptions.point_of_contact_id = accounts.id, false)`.as('isPointOfContact'),
      sql<boolean>`coalesce(business_units.point_of_contact_id = accounts.id, false)`.as('isUnitPointOfContact'),
      undelivered.as('isMailUndelivered'),
    ])
}

/** The users of these ids, in the same order; of others than the subscription's, nothing (I-26). */
export async function findListedRows(
  db: Database | Trx,
  subscriptionId: string,
  ids: readonly string[],
): Promise<readonly (ListedUser & { readonly email: string })[]> {
  // As a join, which is planned from the ids: as a condition it would be planned from the subscription, however large.
  const rows = await selectUsers(db, subscriptionId)
    .innerJoin(sql<{ id: string }>`unnest(${[...ids]}::uuid[])`.as<'wanted'>(sql`wanted (id)`), 'wanted.id', 'accounts.id')
    .execute()
  const byId = new Map(rows.map((row) => [row.id, row]))
  return ids.flatMap((id) => byId.get(id) ?? [])
}

/** One user of the subscription with what their own page says; null for anybody else's (I-26). */
export async function findUserRow(db: Database, subscriptionId: string, accountId: string) {
  const user = await selectUsers(db, subscriptionId)
    .select(['accounts.stateChangedAt', 'accounts.stateChangedBy'])
    .select(['accounts.externalId', 'accounts.version', sql<ExtraRight[]>`accounts.extra_rights`.as('extraRights')])
    .where('accounts.id', '=', accountId)
    .executeTakeFirst()
  return user ?? null
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

/**
 * Who can help somebody: the points of contact of their unit and of the subscription, whatever their state, and the active
 * Managers; in this order, then by name; at most `limit`.
 */
export async function listHelpfulColleagues(
  db: Database,
  { subscriptionId, businessUnitId }: { subscriptionId: string; businessUnitId: string | null },
  limit: number,
): Promise<readonly HelpfulColleague[]> {
  const isPointOfContact = sql<boolean>`coalesce(subscriptions.point_of_contact_id = accounts.id, false)`
  const isUnitPointOfContact = sql<boolean>`coalesce(units.point_of_contact_id = accounts.id, false)`
  return db
    .selectFrom('accounts')
    .innerJoin('subscriptions', 'subscriptions.id', 'accounts.subscriptionId')
    .leftJoin('businessUnits as units', (join) => join.on('units.id', '=', businessUnitId))
    .select(['accounts.id', 'accounts.firstName', 'accounts.lastName', 'accounts.email'])
    .select([
      sql<AccountState>`accounts.state`.as('state'),
      sql<InactiveReason | null>`accounts.inactive_reason`.as('reason'),
      isPointOfContact.as('isPointOfContact'),
      isUnitPointOfContact.as('isUnitPointOfContact'),
    ])
    .where('accounts.subscriptionId', '=', subscriptionId)
    .where(
      sql<boolean>`(${isPointOfContact} or ${isUnitPointOfContact} or (accounts.role = 'manager' and accounts.state = 'active'))`,
    )
    .orderBy(sql`${isUnitPointOfContact} desc`)
    .orderBy(sql`${isPointOfContact} desc`)
    .orderBy(NAME)
    .limit(limit)
    .execute()
}

export async function findTam(db: Database, subscriptionId: string): Promise<TamContact | null> {
  const found = await db.selectFrom('subscriptions').select('tam').where('id', '=', subscriptionId).executeTakeFirst()
  return found?.tam ?? null
}
