import type { App } from '../../app.ts'
import type { Trx } from '../../db/schema.ts'
import type { RequestContext } from '../../domain/request-context.ts'
import { findAccount, type Account } from '../accounts/queries.ts'
import { recordAudit } from '../audit/record.ts'
import { queueLetter } from '../letters/queue-letter.ts'
import { redeemWithAddress, type KeyWithAddress } from '../recovery/redeem-with-address.ts'
import { dropEmailChange, type EmailChange } from './drop-email-change.ts'

/**
 * The owner stops a Manager's change of their address, with the key mailed to the present one (I-37); the Manager hears of
 * it. Throws as `redeemWithAddress` does; `invalid_key` too where there is nothing to stop any more.
 */
export async function stopEmailChange(app: App, input: KeyWithAddress, context: RequestContext): Promise<{ username: string }> {
  return redeemWithAddress(app, input, 'stop_email_change', async (trx, { account }) => {
    const dropped = await dropStoppedEmailChange(app, trx, account)
    if (!dropped) return null
    const { id: accountId, subscriptionId, username } = account
    const actor = { kind: 'anonymous' } as const
    const details = { newEmail: dropped.newEmail }
    await recordAudit(trx, { action: 'email.change_stopped', actor, subscriptionId, accountId, details, context })
    return { username }
  })
}

/** Takes a Manager's change of an address off, which the Manager hears of; null where there is none. */
export async function dropStoppedEmailChange(app: App, trx: Trx, { id, username }: Account): Promise<EmailChange | null> {
  const dropped = await dropEmailChange(trx, id, 'cancelled')
  const manager = dropped && (await findAccount(trx, dropped.requestedBy))
  if (manager) {
    const params = { username, newEmail: dropped.newEmail }
    await queueLetter(app, trx, { kind: 'email_change_stopped', accountId: manager.id, recipient: manager.email, params })
  }
  return dropped
}
