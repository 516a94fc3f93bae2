import type { Trx } from '../../db/schema.ts'
import { countOtherActiveManagers, type Account } from './queries.ts'

/**
 * Whether the owner of a frozen account may unfreeze it by mail: the subscription's switch, which never counts where
 * nobody else is left to activate a Manager (N06, N09).
 */
export async function mayUnfreezeSelf(
  trx: Trx,
  { id: accountId, subscriptionId, role, selfUnfreeze }: Account,
): Promise<boolean> {
  if (selfUnfreeze) return true
  return role === 'manager' && (await countOtherActiveManagers(trx, { accountId, subscriptionId })) === 0
}
