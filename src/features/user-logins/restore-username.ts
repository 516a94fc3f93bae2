import type { App } from '../../app.ts'
import type { Trx } from '../../db/schema.ts'
import type { RequestContext } from '../../domain/request-context.ts'
import { foldUsername } from '../../domain/username.ts'
import type { Account } from '../accounts/queries.ts'
import { recordAudit } from '../audit/record.ts'
import { queueLetter } from '../letters/queue-letter.ts'
import { voidEmailChange } from '../profile/void-email-change.ts'
import { redeemWithAddress, type KeyWithAddress } from '../recovery/redeem-with-address.ts'
import { dropStoppedEmailChange } from '../users/stop-email-change.ts'
import { moveToUsername } from './move-to-username.ts'
import { endChangesSince } from './queries.ts'

/** The login that counts again, and the one that no longer does. */
export type RestoredUsername = { readonly username: string; readonly abandoned: string }

/**
 * Undoes a change of login with the key that was mailed at once, for seven days, in whatever state the account is (N13): it
 * has its former login again, every session has ended, and neither that change nor a later one can be undone any more; an
 * earlier one still can. A change of the e-mail address that waits is off, too: whoever took the account over may have
 * asked for it. It opens nothing to anybody.
 *
 * Throws as `redeemWithAddress` does; the address is the one that the mail went to, whatever the account's is by now.
 */
export async function restoreUsername(app: App, input: KeyWithAddress, context: RequestContext): Promise<RestoredUsername> {
  return redeemWithAddress(app, input, 'undo_username_change', async (trx, { account, claimed }) => {
    const { username, mailedTo, change } = claimed.payload
    if (username === undefined || mailedTo === undefined) return null
    const number = await moveToUsername(app, trx, account, username)
    await trx.deleteFrom('quarantinedUsernames').where('usernameFolded', '=', foldUsername(username)).execute()
    await endChangesSince(trx, account.id, Number(change))
    await voidEmailChange(trx, account.id, 'username_changed')
    await dropStoppedEmailChange(app, trx, account)
    await tellOwner(app, trx, account, { username, mailedTo, about: String(number) })
    await recordAudit(trx, {
      action: 'username.restored',
      actor: { kind: 'anonymous' },
      subscriptionId: account.subscriptionId,
      accountId: account.id,
      details: { from: account.username, to: username },
      context,
    })
    return { username, abandoned: account.username }
  })
}

/** At the address where the key was, and at the account's, which may be another by now. */
async function tellOwner(
  app: App,
  trx: Trx,
  { id: accountId, username: from, email }: Account,
  { username, mailedTo, about }: { username: string; mailedTo: string; about: string },
): Promise<void> {
  const params = { from, to: username, about }
  for (const recipient of new Set([email, mailedTo])) {
    await queueLetter(app, trx, { kind: 'username_restored', accountId, recipient, params })
  }
}
