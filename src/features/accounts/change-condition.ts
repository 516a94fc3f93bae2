import { databaseNow } from '../../clock.ts'
import type { Trx } from '../../db/schema.ts'
import { conditionAfter, type Transition } from '../../domain/account-state.ts'

/**
 * Moves one account to the condition that a transition leads to; the caller holds its row's lock and has asked
 * `isAllowed` (I-29). `by` is the username or the part of the system that did it. Cancelling deletes the account.
 */
export async function changeCondition(
  trx: Trx,
  account: { id: string; hasCredential: boolean },
  transition: Transition,
  by: string,
): Promise<void> {
  const next = conditionAfter(transition, account.hasCredential)
  if (next === null) {
    await trx.deleteFrom('accounts').where('id', '=', account.id).execute()
    return
  }
  await trx
    .updateTable('accounts')
    .set({ state: next.state, inactiveReason: next.reason, stateChangedAt: databaseNow, stateChangedBy: by })
    .where('id', '=', account.id)
    .execute()
}
