import { sql } from 'kysely'
import type { Database, Trx } from '../../db/schema.ts'
import type { AccountState, InactiveReason } from '../../domain/account-state.ts'
import type { Placement } from '../../domain/permissions.ts'
import type { Role } from '../../domain/roles.ts'
import type { ActivationRequest, OpenRequest, RequestDecision } from '../../domain/user-list.ts'
import type { Account, Colleague } from '../accounts/queries.ts'
import { reachedBy } from '../accounts/reach.ts'

function selectRequests(db: Database, subscriptionId: string) {
  return db
    .selectFrom('activationRequests')
    .innerJoin('accounts', 'accounts.id', 'activationRequests.accountId')
    .leftJoin('accounts as deciders', 'deciders.id', 'activationRequests.decidedBy')
    .where('activationRequests.subscriptionId', '=', subscriptionId)
    .select([
      'activationRequests.id',
      'activationRequests.accountId',
      'activationRequests.createdAt',
      'activationRequests.decidedAt',
      'accounts.username',
      'accounts.firstName',
      'accounts.lastName',
      'accounts.email',
      'accounts.businessUnitId',
      'accounts.stateChangedAt',
      'deciders.username as decidedBy',
      sql<Role>`accounts.role`.as('role'),
      sql<AccountState>`accounts.state`.as('state'),
      sql<InactiveReason | null>`accounts.inactive_reason`.as('reason'),
      sql<boolean>`accounts.credential_hash is not null`.as('hasPassword'),
      sql<RequestDecision | null>`activation_requests.decision`.as('decision'),
    ])
}

/** Open requests of accounts that are still inactive and on which somebody acts, oldest first. */
export async function listOpenRequests(
  db: Database,
  of: { subscriptionId: string; actor: Placement; accountId?: string },
  limit: number,
): Promise<readonly OpenRequest[]> {
  return selectRequests(db, of.subscriptionId)
    .where('activationRequests.decidedAt', 'is', null)
    .where('accounts.state', '=', 'inactive')
    .where(reachedBy(of.actor))
    .$if(of.accountId !== undefined, (query) => query.where('accounts.id', '=', of.accountId ?? ''))
    .orderBy('activationRequests.createdAt')
    .limit(limit)
    .execute()
}

/** The latest decisions on requests of those on whom somebody acts. */
export async function listDecidedRequests(
  db: Database,
  of: { subscriptionId: string; actor: Placement },
  limit: number,
): Promise<readonly ActivationRequest[]> {
  return selectRequests(db, of.subscriptionId)
    .where('activationRequests.decidedAt', 'is not', null)
    .where(reachedBy(of.actor))
    .orderBy('activationRequests.decidedAt', 'desc')
    .limit(limit)
    .execute()
}

/** A request of one subscription, with the account as it stands now; null for any other (I-26). */
export async function findActivationRequest(
  db: Database,
  of: { requestId: string; subscriptionId: string; actor: Placement },
): Promise<ActivationRequest | null> {
  const request = selectRequests(db, of.subscriptionId).where('activationRequests.id', '=', of.requestId)
  return (await request.where(reachedBy(of.actor)).executeTakeFirst()) ?? null
}

/** Who can decide the request of somebody: active Managers, and the Unit Managers of their unit; the POCs first. */
export async function listDeciders(trx: Trx, asker: Account, limit: number): Promise<readonly Colleague[]> {
  return trx
    .selectFrom('accounts')
    .leftJoin('businessUnits', 'businessUnits.id', 'accounts.businessUnitId')
    .select(['accounts.id', 'accounts.firstName', 'accounts.lastName', 'accounts.email', 'accounts.role'])
    .where('accounts.subscriptionId', '=', asker.subscriptionId)
    .where('accounts.state', '=', 'active')
    .where('accounts.id', '<>', asker.id)
    .where((eb) =>
      eb.or([
        eb('accounts.role', '=', 'manager'),
        ...(asker.businessUnitId !== null && asker.role !== 'manager'
          ? [eb.and([eb('accounts.role', '=', 'unit_manager'), eb('accounts.businessUnitId', '=', asker.businessUnitId)])]
          : []),
      ]),
    )
    .orderBy(sql`coalesce(business_units.point_of_contact_id = accounts.id, false) desc`)
    .orderBy(sql`accounts.id = ${asker.pointOfContactId}::uuid desc nulls last`)
    .orderBy('accounts.lastName')
    .limit(limit)
    .execute()
}
