import type { App } from '../../app.ts'
import { secondsFromNow } from '../../clock.ts'
import { isAllowed } from '../../domain/account-state.ts'
import type { RequestContext } from '../../domain/request-context.ts'
import { UNFROZEN_SECONDS } from '../../domain/sign-in-guard.ts'
import { newToken } from '../../secrets.ts'
import { changeCondition } from '../accounts/change-condition.ts'
import { mayUnfreezeSelf } from '../accounts/self-unfreeze.ts'
import { recordAudit } from '../audit/record.ts'
import { queueLetter } from '../letters/queue-letter.ts'
import { nameSubjects } from '../sign-in/guard-subjects.ts'
import { redeemWithAddress, type KeyWithAddress } from './redeem-with-address.ts'

/**
 * The owner of a frozen account unfreezes it with the mailed key (N06, I-17). Returns the token of a device cookie: this
 * browser has its own budget from now on, and for 24 h strangers' failures refuse but never freeze.
 *
 * Throws as `redeemWithAddress` does; `invalid_key` too where the account is no longer frozen.
 */
export async function unfreeze(
  app: App,
  input: KeyWithAddress,
  context: RequestContext,
): Promise<{ deviceToken: string; username: string }> {
  return redeemWithAddress(app, input, 'unfreeze', async (trx, { account }) => {
    // Asked again: the subscription may have switched it off since the mail was sent.
    if (!isAllowed('unfreeze', account) || !(await mayUnfreezeSelf(trx, account))) return null
    const device = newToken()
    await changeCondition(trx, { id: account.id, hasCredential: account.credentialHash !== null }, 'unfreeze', account.username)
    await trx
      .updateTable('accounts')
      .set({ unfrozenUntil: secondsFromNow(UNFROZEN_SECONDS) })
      .where('id', '=', account.id)
      .execute()
    // Else a refusal from before, followed up late, would freeze it again.
    const { name } = nameSubjects(app.config.secret, account.usernameFolded)
    await trx.deleteFrom('guardBudgets').where('subject', '=', name).execute()
    await trx.insertInto('devices').values({ accountId: account.id, tokenHash: device.hash }).execute()
    await recordAudit(trx, {
      action: 'account.unfrozen',
      actor: { kind: 'anonymous' },
      subscriptionId: account.subscriptionId,
      accountId: account.id,
      context,
    })
    await queueLetter(app, trx, { kind: 'unfrozen', accountId: account.id, recipient: account.email })
    return { deviceToken: device.token, username: account.username }
  })
}
