import type { App } from '../../app.ts'
import type { Trx } from '../../db/schema.ts'
import { isAllowed, maySignIn } from '../../domain/account-state.ts'
import type { RequestContext } from '../../domain/request-context.ts'
import { changeCondition } from '../accounts/change-condition.ts'
import type { Account } from '../accounts/queries.ts'
import { mayUnfreezeSelf } from '../accounts/self-unfreeze.ts'
import { recordAudit } from '../audit/record.ts'
import { queueLetter } from '../letters/queue-letter.ts'
import { releaseLock } from '../sign-in/release-lock.ts'
import { redeemWithAddress, type KeyWithAddress } from './redeem-with-address.ts'

/** What kept the owner out, and is over. */
type End = 'unfrozen' | 'lock_released'

export type Unfrozen = { readonly deviceToken: string; readonly username: string; readonly end: End }

/**
 * The owner of a frozen account unfreezes it with the mailed key (N06, I-17), or ends a lock early where the policy locks
 * (PCI DSS 4.0.1 8.3.4). Returns the token of a device cookie: this browser has its own budget from now on, and for 24 h
 * strangers' failures refuse but neither freeze nor lock the owner out here. A lock that has ended meanwhile is no
 * mistake of the owner's: the key works all the same.
 *
 * Throws as `redeemWithAddress` does; `invalid_key` too where the account is neither frozen nor one that may be locked.
 */
export async function unfreeze(app: App, input: KeyWithAddress, context: RequestContext): Promise<Unfrozen> {
  return redeemWithAddress(app, input, 'unfreeze', async (trx, { account }) => {
    const end = endOfTrouble(app, account)
    // Asked again: the subscription may have switched it off since the mail was sent.
    if (end === null || !(await mayUnfreezeSelf(trx, account))) return null
    if (end === 'unfrozen') await changeToActive(trx, account)
    // Budgets too: else a refusal from before, followed up late, would freeze or lock it again.
    const { deviceToken } = await releaseLock(app, trx, account)
    await recordAudit(trx, {
      action: `account.${end}`,
      actor: { kind: 'anonymous' },
      subscriptionId: account.subscriptionId,
      accountId: account.id,
      context,
    })
    await queueLetter(app, trx, { kind: end, accountId: account.id, recipient: account.email })
    return { deviceToken, username: account.username, end }
  })
}

/** A lock is no state: who may sign in may be locked. */
function endOfTrouble({ config }: App, account: Account): End | null {
  if (isAllowed('unfreeze', account)) return 'unfrozen'
  return config.profile.lockSeconds !== null && maySignIn(account) ? 'lock_released' : null
}

async function changeToActive(trx: Trx, { id, credentialHash, username }: Account): Promise<void> {
  await changeCondition(trx, { id, hasCredential: credentialHash !== null }, 'unfreeze', username)
}
