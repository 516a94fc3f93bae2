import type { App } from '../../app.ts'
import { spendCaptcha, type CaptchaProof } from '../../captcha.ts'
import { refuse } from '../../domain/errors.ts'
import { passwordProblems } from '../../domain/password-policy.ts'
import type { AccountActor, RequestContext } from '../../domain/request-context.ts'
import { findAccount, lockAccount, type Account } from '../accounts/queries.ts'
import { recordAudit } from '../audit/record.ts'
import { applyNewCredential, passwordContext } from '../recovery/reset-password.ts'
import { describeAttempt, enterAttempt, failAttempt } from '../sign-in/attempt.ts'
import { settleRightPassword } from '../sign-in/settle-attempt.ts'

export type ChangePasswordInput = {
  readonly currentPassword: string
  readonly newPassword: string
  readonly confirmation: string
  /** A solved captcha, spent once the fields are in order. */
  readonly captcha: CaptchaProof | null
  readonly deviceToken: string | null
}

/**
 * Help > Change Password (S13): verifies the current one against the sign-in budget (I-25), then sets the new one. Every
 * session ends, this one too (I-19). Throws Refusal `invalid_fields`, `captcha_failed`, `overloaded`, `not_found`.
 */
export async function changePassword(app: App, actor: AccountActor, input: ChangePasswordInput, context: RequestContext): Promise<void> {
  const account = await findAccount(app.db, actor.accountId)
  if (!account) throw refuse('not_found')
  requireGoodChoice(app, account, input)
  const attempt = describeAttempt(app, { ...input, username: account.username, captcha: null, captchaSpent: true, context })
  const entered = await enterAttempt(app, attempt)
  const { opened, slot } = entered
  try {
    const matches = await slot.verify(opened.charged ? account.credentialHash : null, input.currentPassword)
    if (!matches) {
      await failAttempt(app, attempt, entered, false)
      throw refuse('invalid_fields', { fields: { currentPassword: 'wrong_password' } })
    }
    const credential = await slot.hash(input.newPassword)
    const changed = await app.db.transaction().execute(async (trx) => {
      const locked = await lockAccount(trx, account.id)
      // Changed meanwhile by a reset: what was verified is no longer the current password.
      if (!locked || locked.credentialHash !== account.credentialHash) return false
      await settleRightPassword(trx, opened.subject)
      await applyNewCredential(app, trx, locked, credential)
      await recordAudit(trx, { action: 'password.changed', actor, subscriptionId: account.subscriptionId, accountId: account.id, context })
      return true
    })
    if (!changed) throw refuse('invalid_fields', { fields: { currentPassword: 'wrong_password' } })
  } finally {
    slot.release()
  }
}

function requireGoodChoice(app: App, account: Account, { currentPassword, newPassword, confirmation }: ChangePasswordInput): void {
  if (currentPassword === '') throw refuse('invalid_fields', { fields: { currentPassword: 'required' } })
  const [problem] = passwordProblems({ password: newPassword, profile: app.config.profile, context: passwordContext(account) })
  if (problem) throw refuse('invalid_fields', { fields: { newPassword: problem } })
  if (newPassword !== confirmation) throw refuse('invalid_fields', { fields: { confirmation: 'passwords_differ' } })
  if (newPassword.normalize('NFC') === currentPassword.normalize('NFC')) {
    throw refuse('invalid_fields', { fields: { newPassword: 'password_unchanged' } })
  }
}
