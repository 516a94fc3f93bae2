import type { App } from '../../app.ts'
import { databaseNow } from '../../clock.ts'
import type { Trx } from '../../db/schema.ts'
import { PASSWORD_KEY_PURPOSES, type KeyPurpose } from '../../domain/activation-key.ts'
import { refuse, requireNoProblems } from '../../domain/errors.ts'
import { newPasswordProblems } from '../../domain/password-policy.ts'
import type { RequestContext } from '../../domain/request-context.ts'
import { changeCondition } from '../accounts/change-condition.ts'
import { findLiveKey, killKeys } from '../accounts/keys.ts'
import { rememberCredential, requireUnusedPassword } from '../accounts/past-credentials.ts'
import { findAccount, type Account } from '../accounts/queries.ts'
import { redeemKey } from '../accounts/redeem-key.ts'
import { recordAudit } from '../audit/record.ts'
import { queueLetter } from '../letters/queue-letter.ts'
import { voidQueued } from '../letters/void-queued.ts'
import { releaseLock } from '../sign-in/release-lock.ts'
import { endSessions } from '../sign-in/sessions.ts'

export type ResetPasswordInput = { readonly key: string; readonly newPassword: string; readonly confirmation: string }

/** `deviceToken`: where the policy locks, of a device cookie by which this browser is let in past strangers' failures. */
export type ResetPassword = { readonly username: string; readonly deviceToken: string | null }

/**
 * Redeems a welcome or reset key with a new password (S10, S14, S18): claims the key, sets the credential, completes a
 * pending activation, ends every session and key, writes one audit row and orders one notice, or does nothing (I-01).
 *
 * Throws Refusal `invalid_fields` (the key stays usable), `invalid_key` (one answer and the same work for every dead
 * key, I-03), `overloaded`. The caller has spent a captcha.
 */
export async function resetPassword(app: App, input: ResetPasswordInput, context: RequestContext): Promise<ResetPassword> {
  await requireGoodPassword(app, input)
  const credential = await app.hasher.hash(input.newPassword)
  return app.db.transaction().execute(async (trx) => {
    const redeemed = await redeemKey(trx, input.key, PASSWORD_KEY_PURPOSES)
    if (!redeemed || !fits(redeemed.account, redeemed.claimed.purpose)) throw refuse('invalid_key')
    const { account } = redeemed
    await applyNewCredential(app, trx, account, credential)
    await completeIfPending(trx, account)
    const released = await releaseIfLocking(app, trx, account)
    await recordAudit(trx, {
      action: account.state === 'pending_activation' ? 'account.activation_completed' : 'password.reset',
      actor: { kind: 'anonymous' },
      subscriptionId: account.subscriptionId,
      accountId: account.id,
      context,
    })
    return { username: account.username, deviceToken: released?.deviceToken ?? null }
  })
}

/**
 * Sets a credential of the owner's own and ends what the old one opened (I-04, I-19); the owner hears of it. The account's
 * row is updated first: a sign-in racing this one waits for it and then finds its verified hash gone (I-20).
 */
export async function applyNewCredential(app: App, trx: Trx, account: Account, credential: string): Promise<void> {
  await rememberCredential(app, trx, account, { isReplacedByOwn: true })
  await trx
    .updateTable('accounts')
    .set({ credentialHash: credential, credentialSetAt: databaseNow, temporaryUntil: null })
    .where('id', '=', account.id)
    .execute()
  await endWhatCredentialOpened(trx, account.id)
  const params = account.state === 'pending_activation' ? { first: 'yes' } : {}
  await queueLetter(app, trx, { kind: 'password_changed', accountId: account.id, recipient: account.email, params })
}

/** With a credential its sessions end, and every key that was mailed while it stood (I-04, I-19). */
export async function endWhatCredentialOpened(trx: Trx, accountId: string): Promise<void> {
  await endSessions(trx, accountId)
  await killKeys(trx, accountId, 'password_changed')
  await voidQueued(trx, accountId, 'confirm_email')
}

/** Whoever proves their mailbox is let in, where failed sign-ins lock (I-17). */
export async function releaseIfLocking(app: App, trx: Trx, account: Account): Promise<{ deviceToken: string } | null> {
  return app.config.profile.lockSeconds === null ? null : releaseLock(app, trx, account)
}

/** General rules first; those about the owner only for who holds a live key. All leave the key as it is. */
async function requireGoodPassword(app: App, input: ResetPasswordInput): Promise<void> {
  const live = await findLiveKey(app.db, input.key, PASSWORD_KEY_PURPOSES)
  const owner = live && (await findAccount(app.db, live.accountId))
  const context = owner && passwordContext(owner)
  requireNoProblems(newPasswordProblems({ ...input, profile: app.config.profile, context }))
  if (owner) await requireUnusedPassword(app, { account: owner, newPassword: input.newPassword })
}

/** What a password of this account must not contain. */
export function passwordContext(account: Pick<Account, 'username' | 'firstName' | 'lastName' | 'email' | 'subscriptionName'>) {
  const { username, firstName, lastName, email, subscriptionName } = account
  return { username, firstName, lastName, email, company: subscriptionName }
}

/** Whether a key still leads where it was mailed for. */
export function fits(account: Account, purpose: KeyPurpose): boolean {
  if (account.subscriptionExpired) return false
  return purpose === 'welcome' ? account.state === 'pending_activation' : account.state === 'active'
}

export async function completeIfPending(trx: Trx, account: Account): Promise<void> {
  if (account.state !== 'pending_activation') return
  await changeCondition(trx, { id: account.id, hasCredential: true }, 'complete_activation', account.username)
}
