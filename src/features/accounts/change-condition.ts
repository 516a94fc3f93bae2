import { sql } from 'kysely'
import { databaseNow } from '../../clock.ts'
import type { Trx } from '../../db/schema.ts'
import { conditionAfter, type Transition } from '../../domain/account-state.ts'

/**
 * Moves one account to the condition that a transition leads to; the caller holds its row's lock and has asked
 * `isAllowed` (I-29). `by` is the username or the part of the system that did it. Cancelling deletes the account; leaving
 * Inactive, whichever way, settles an open request to be activated (N11). Who becomes Inactive has no temporary password any
 * more, so that nothing of before revives with the account (I-29).
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
    .$if(next.state === 'inactive', (query) => query.set({ temporaryUntil: endedTemporary }))
    .where('id', '=', account.id)
    .execute()
  if (next.state !== 'inactive') await settleRequests(trx, account.id)
}

/** Null stays null: an own password. */
const endedTemporary = sql<Date | null>`case when temporary_until > gatehouse_now() then gatehouse_now() else temporary_until end`

async function settleRequests(trx: Trx, accountId: string): Promise<void> {
  await trx
    .updateTable('activationRequests')
    .set({ decidedAt: databaseNow, decision: 'settled' })
    .where('accountId', '=', accountId)
    .where('decidedAt', 'is', null)
    .execute()
}
