import { databaseNow } from '../../clock.ts'
import type { Database, Trx } from '../../db/schema.ts'
import type { PendingEmailChange } from '../../domain/user-list.ts'

/** A Manager's change of an address that is still under way; null where there is none (I-37). */
export async function findEmailChange(db: Database | Trx, accountId: string): Promise<PendingEmailChange | null> {
  const found = await db
    .selectFrom('emailChanges')
    .innerJoin('accounts', 'accounts.id', 'emailChanges.requestedBy')
    .select(['newEmail', 'requestedAt', 'effectiveAt', 'confirmedAt', 'firstName', 'lastName'])
    .where('accountId', '=', accountId)
    .where((eb) => eb.or([eb('confirmedAt', 'is not', null), eb('effectiveAt', '>', databaseNow)]))
    .executeTakeFirst()
  if (!found) return null
  const { firstName, lastName, ...change } = found
  return { ...change, requestedBy: `${firstName} ${lastName}` }
}
