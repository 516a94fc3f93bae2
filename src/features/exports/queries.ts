import { sql } from 'kysely'
import type { Database } from '../../db/schema.ts'
import type { AccountState, InactiveReason } from '../../domain/account-state.ts'
import type { ExportedUser } from '../../domain/exported-user.ts'
import { reachOf, type Standing } from '../../domain/permissions.ts'
import type { Role } from '../../domain/roles.ts'
import { reachedBy, readableBy } from '../accounts/reach.ts'

/**
 * The next users after a username, in the order of usernames, whom somebody may read; of one unit's people its own only.
 * Addresses, as everywhere, of those on whom the reader acts, and their own.
 */
export async function listUsersAfter(
  db: Database,
  { subscriptionId, reader }: { subscriptionId: string; reader: Standing },
  after: string,
  limit: number,
): Promise<readonly ExportedUser[]> {
  const reach = reachOf(reader)
  return db
    .selectFrom('accounts')
    .leftJoin('businessUnits', 'businessUnits.id', 'accounts.businessUnitId')
    .select(['accounts.externalId', 'accounts.username', 'accounts.firstName', 'accounts.lastName'])
    .select(['businessUnits.name as businessUnit', 'accounts.lastSignInAt', 'accounts.createdAt'])
    .select([
      sql<string | null>`case when ${reachedBy(reader)} or accounts.id = ${reader.accountId}::uuid then accounts.email end`.as(
        'email',
      ),
      sql<Role>`accounts.role`.as('role'),
      sql<AccountState>`accounts.state`.as('state'),
      sql<InactiveReason | null>`accounts.inactive_reason`.as('inactiveReason'),
    ])
    .where('accounts.subscriptionId', '=', subscriptionId)
    .where('accounts.username', '>', after)
    .where(readableBy(reader))
    .$if(reach.of === 'unit', (query) =>
      query.where('accounts.businessUnitId', '=', reach.of === 'unit' ? reach.businessUnitId : null),
    )
    .orderBy('accounts.username')
    .limit(limit)
    .execute()
}
