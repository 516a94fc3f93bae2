import type { App } from '../../app.ts'
import { databaseNow } from '../../clock.ts'
import type { Trx } from '../../db/schema.ts'
import { REPEAT_PAUSE_SECONDS } from '../../domain/activation-key.ts'
import { checkEmail, sameEmail } from '../../domain/contact.ts'
import { refuse } from '../../domain/errors.ts'
import type { AccountActor, RequestContext } from '../../domain/request-context.ts'
import { killKeys } from '../accounts/keys.ts'
import { lockAccount } from '../accounts/queries.ts'
import { recordAudit } from '../audit/record.ts'
import { queueLetter } from '../letters/queue-letter.ts'
import { redeemWithAddress, type KeyWithAddress } from '../recovery/redeem-with-address.ts'
import { dropEmailChange } from '../users/drop-email-change.ts'
import { findPendingEmail } from './queries.ts'
import { voidEmailChange } from './void-email-change.ts'

/**
 * The owner asks for another e-mail address: a key goes there, the old one is told at once, nothing changes yet (I-37).
 * A newer wish voids the older one. Asking for the same again within two minutes sends nothing new and kills nothing
 * (I-05): returns `sent: false`.
 *
 * Throws Refusal `invalid_fields`; `not_found`; `too_many_requests` where the old address could not be told: at most one
 * such mail in two minutes, ten an hour.
 */
export async function requestEmailChange(
  app: App,
  actor: AccountActor,
  input: { email: string },
  context: RequestContext,
): Promise<{ newEmail: string; sent: boolean }> {
  const checked = checkEmail(input.email)
  if (!checked.ok) throw refuse('invalid_fields', { fields: { email: checked.problem } })
  const newEmail = checked.text
  return app.db.transaction().execute(async (trx) => {
    const account = await lockAccount(trx, actor.accountId)
    if (!account) throw refuse('not_found')
    if (sameEmail(account.email, newEmail)) throw refuse('invalid_fields', { fields: { email: 'same_email' } })
    const pending = await findPendingEmail(trx, account.id)
    const params = { newEmail }
    const told = await queueLetter(app, trx, {
      kind: 'email_change_asked',
      accountId: account.id,
      recipient: account.email,
      params,
    })
    if (!told && pending === newEmail) return { newEmail, sent: false }
    if (!told) throw refuse('too_many_requests', { retryAfterSeconds: REPEAT_PAUSE_SECONDS })
    // The owner's own wish goes before a Manager's.
    await dropEmailChange(trx, account.id, 'superseded')
    await voidEmailChange(trx, account.id, 'superseded')
    const sent = await queueLetter(app, trx, { kind: 'confirm_email', accountId: account.id, recipient: newEmail, params })
    const details = { newEmail, sent }
    await recordAudit(trx, {
      action: 'email.change_requested',
      actor,
      subscriptionId: account.subscriptionId,
      accountId: account.id,
      details,
      context,
    })
    return { newEmail, sent }
  })
}

/**
 * The new address confirms itself, with the key that went there and the address typed once more (I-37). What the owner
 * asked for counts at once: all other keys of the account die (I-04), the old address hears of it. What a Manager asked for
 * counts from `effectiveAt` on. Throws as `redeemWithAddress` does.
 */
export async function confirmEmailChange(
  app: App,
  input: KeyWithAddress,
  context: RequestContext,
): Promise<{ username: string; newEmail: string; effectiveAt: Date | null }> {
  return redeemWithAddress(app, input, 'confirm_email', async (trx, { account, claimed }) => {
    const newEmail = claimed.payload['newEmail']
    if (newEmail === undefined) return null
    const { username } = account
    const effectiveAt = await confirmManagersChange(trx, account.id, newEmail)
    if (effectiveAt) return { username, newEmail, effectiveAt }
    if (account.state !== 'active') return null
    await trx.updateTable('accounts').set({ email: newEmail }).where('id', '=', account.id).execute()
    await killKeys(trx, account.id, 'email_changed')
    const params = { newEmail }
    await queueLetter(app, trx, { kind: 'email_changed', accountId: account.id, recipient: account.email, params })
    await recordAudit(trx, {
      action: 'email.changed',
      actor: { kind: 'anonymous' },
      subscriptionId: account.subscriptionId,
      accountId: account.id,
      details: { from: account.email, to: newEmail },
      context,
    })
    return { username, newEmail, effectiveAt: null }
  })
}

/** What a Manager asked for waits on; from when on it counts. Null where nobody did. */
async function confirmManagersChange(trx: Trx, accountId: string, newEmail: string): Promise<Date | null> {
  const confirmed = await trx
    .updateTable('emailChanges')
    .set({ confirmedAt: databaseNow })
    .where('accountId', '=', accountId)
    .where('newEmail', '=', newEmail)
    .where('effectiveAt', '>', databaseNow)
    .returning('effectiveAt')
    .executeTakeFirst()
  return confirmed?.effectiveAt ?? null
}
