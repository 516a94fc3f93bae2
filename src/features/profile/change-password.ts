import type { App } from '../../app.ts'
import { spendCaptcha, type CaptchaProof } from '../../captcha.ts'
import { refuse, requireNoProblems } from '../../domain/errors.ts'
import { newPasswordProblems, normalizePassword } from '../../domain/password-policy.ts'
import type { AccountActor, RequestContext } from '../../domain/request-context.ts'
import { requireUnusedPassword } from '../accounts/past-credentials.ts'
import { findAccount, lockAccount, type Account } from '../accounts/queries.ts'
import { recordAudit } from '../audit/record.ts'
import { applyNewCredential, passwordContext } from '../recovery/reset-password.ts'
import { settleRightPassword } from '../sign-in/settle-attempt.ts'
import { withCurrentPassword } from '../sign-in/with-current-password.ts'

export type ChangePasswordInput = {
  readonly currentPassword: string
  readonly newPassword: string
  readonly confirmation: string
  /** A solved captcha, spent once the fields are in order; null: none came. Not every product's page asks for one. */
  readonly captcha: CaptchaProof | null | 'not_asked'
  readonly deviceToken: string | null
}

/**
 * Change Password (S13, S27): verifies the current one against the sign-in budget (I-25), then sets the new one. Every
 * session ends, this one too (I-19, S28). Throws Refusal `invalid_fields`, `captcha_failed`, `overloaded`, `not_found`.
 */
export async function changePassword(
  app: App,
  actor: AccountActor,
  input: ChangePasswordInput,
  context: RequestContext,
): Promise<void> {
  const account = await findAccount(app.db, actor.accountId)
  if (!account) throw refuse('not_found')
  requireGoodChoice(app, account, input)
  await requireCaptcha(app, input)
  const { currentPassword, newPassword, deviceToken } = input
  const asked = { account, actor, action: 'password.change_refused', currentPassword, deviceToken, context } as const
  await withCurrentPassword(app, asked, async ({ charged, slot }) => {
    await requireUnusedPassword(app, { account, newPassword, slot })
    return replaceCredential(app, { actor, account, charged, context }, await slot.hash(newPassword))
  })
}

async function requireCaptcha(app: App, { captcha }: ChangePasswordInput): Promise<void> {
  if (captcha === 'not_asked') return
  if (!captcha || !(await spendCaptcha(app.db, captcha))) throw refuse('captcha_failed', { action: 'change-password' })
}

type Verified = { actor: AccountActor; account: Account; charged: Buffer; context: RequestContext }

/** False where a reset or a change of login was quicker: what was verified is no longer how its owner signs in. */
async function replaceCredential(app: App, { actor, account, charged, context }: Verified, credential: string): Promise<boolean> {
  return app.db.transaction().execute(async (trx) => {
    const locked = await lockAccount(trx, account.id)
    if (locked?.credentialHash !== account.credentialHash || locked.username !== account.username) return false
    await settleRightPassword(trx, charged)
    await applyNewCredential(app, trx, locked, credential)
    await recordAudit(trx, {
      action: 'password.changed',
      actor,
      subscriptionId: account.subscriptionId,
      accountId: account.id,
      context,
    })
    return true
  })
}

/** All that is wrong at once, before anything is spent. */
function requireGoodChoice(
  app: App,
  account: Account,
  { currentPassword, newPassword, confirmation }: ChangePasswordInput,
): void {
  const { profile } = app.config
  const chosen = newPasswordProblems({ newPassword, confirmation, profile, context: passwordContext(account) })
  const isUnchanged = normalizePassword(newPassword) === normalizePassword(currentPassword)
  requireNoProblems({
    ...(currentPassword === '' ? { currentPassword: 'required' } : {}),
    ...(isUnchanged && newPassword !== '' ? { newPassword: 'password_unchanged' } : chosen),
  })
}
