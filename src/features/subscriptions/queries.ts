import { sql } from 'kysely'
import type { Database, Trx } from '../../db/schema.ts'
import type { BusinessUnit, NamedAccount, SubscriptionOverview } from '../../domain/business-unit.ts'

/** All units of a subscription, or one of them, by name. */
export async function listUnits(
  db: Database | Trx,
  { subscriptionId, unitId }: { subscriptionId: string; unitId?: string },
): Promise<readonly BusinessUnit[]> {
  const rows = await db
    .selectFrom('businessUnits')
    .leftJoin('accounts', 'accounts.id', 'businessUnits.pointOfContactId')
    .select(['businessUnits.id', 'businessUnits.name', 'businessUnits.seesOnlyItself'])
    .select(['accounts.id as contactId', 'accounts.firstName', 'accounts.lastName'])
    .select(sql<number>`(select count(*) from accounts as people where people.business_unit_id = business_units.id)`.as('people'))
    .where('businessUnits.subscriptionId', '=', subscriptionId)
    .$if(unitId !== undefined, (query) => query.where('businessUnits.id', '=', unitId ?? ''))
    .orderBy(sql`business_units.name collate "und-x-icu"`)
    .execute()
  return rows.map(({ contactId, firstName, lastName, ...unit }) => ({
    ...unit,
    pointOfContact: named(contactId, firstName, lastName),
  }))
}

function named(id: string | null, firstName: string | null, lastName: string | null): NamedAccount | null {
  return id === null ? null : { id, firstName: firstName ?? '', lastName: lastName ?? '' }
}

/** A unit's row, locked; null for one of another subscription (I-26). */
export async function lockUnit(
  trx: Trx,
  of: { subscriptionId: string; unitId: string },
): Promise<{ id: string; name: string; seesOnlyItself: boolean; pointOfContactId: string | null } | null> {
  const unit = await trx
    .selectFrom('businessUnits')
    .select(['id', 'name', 'seesOnlyItself', 'pointOfContactId'])
    .where('id', '=', of.unitId)
    .where('subscriptionId', '=', of.subscriptionId)
    .forUpdate()
    .executeTakeFirst()
  return unit ?? null
}

export async function findSubscription(
  db: Database,
  subscriptionId: string,
): Promise<Pick<SubscriptionOverview, 'name' | 'acronym' | 'pointOfContact' | 'activeManagers'>> {
  const { contactId, firstName, lastName, ...subscription } = await db
    .selectFrom('subscriptions')
    .leftJoin('accounts', 'accounts.id', 'subscriptions.pointOfContactId')
    .select(['subscriptions.name', 'subscriptions.acronym'])
    .select(['accounts.id as contactId', 'accounts.firstName', 'accounts.lastName'])
    .select(
      sql<number>`(select count(*) from accounts as managers where managers.subscription_id = subscriptions.id
        and managers.role = 'manager' and managers.state = 'active')`.as('activeManagers'),
    )
    .where('subscriptions.id', '=', subscriptionId)
    .executeTakeFirstOrThrow()
  return { ...subscription, pointOfContact: named(contactId, firstName, lastName) }
}

/** Active Managers, or, of a unit, its Active Unit Managers; by name. */
export async function listContactCandidates(
  db: Database,
  { subscriptionId, unitId }: { subscriptionId: string; unitId: string | null },
  limit: number,
): Promise<readonly NamedAccount[]> {
  return db
    .selectFrom('accounts')
    .select(['id', 'firstName', 'lastName'])
    .where('subscriptionId', '=', subscriptionId)
    .where('state', '=', 'active')
    .where('role', '=', unitId === null ? 'manager' : 'unit_manager')
    .$if(unitId !== null, (query) => query.where('businessUnitId', '=', unitId ?? ''))
    .orderBy(sql`(first_name || ' ' || last_name) collate "und-x-icu"`)
    .limit(limit)
    .execute()
}
