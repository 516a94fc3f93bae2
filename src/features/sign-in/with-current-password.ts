import type { App } from '../../app.ts'
import type { AuditAction } from '../../domain/audit-actions.ts'
import { refuse } from '../../domain/errors.ts'
import type { AccountActor, RequestContext } from '../../domain/request-context.ts'
import type { HashingSlot } from '../../password-hasher.ts'
import type { Account } from '../accounts/queries.ts'
import { describeAttempt, enterAttempt, failAttempt } from './attempt.ts'

/** What the verified deed goes on with: the budget that was charged, to give back, and the place before the hash pool. */
export type VerifiedPassword = { readonly charged: Buffer; readonly slot: HashingSlot }

/**
 * Runs a deed for which a signed-in owner gives the current password once more. A live session stands behind it, so no
 * captcha is asked here; guesses are bounded by the budget that every door of the name shares (I-14, I-25). `action` is what
 * the trail calls a wrong one. `deed` returns false where what was verified is the current password no longer.
 *
 * Throws Refusal `invalid_fields` for `currentPassword`, `overloaded`, and what the deed throws.
 */
export async function withCurrentPassword<Result>(
  app: App,
  of: {
    account: Account
    actor: AccountActor
    action: AuditAction
    currentPassword: string
    deviceToken: string | null
    context: RequestContext
  },
  deed: (verified: VerifiedPassword) => Promise<Result | false>,
): Promise<Result> {
  const { account, actor, action, deviceToken, context } = of
  const { username } = account
  const attempt = describeAttempt(app, {
    username,
    deviceToken,
    captcha: null,
    captchaSpent: true,
    deed: { action, actor },
    context,
  })
  const { opened, slot } = await enterAttempt(app, attempt)
  try {
    const matches = await slot.verify(opened.charged ? account.credentialHash : null, of.currentPassword)
    const done = matches && (await deed({ charged: opened.subject, slot }))
    if (done !== false) return done
    await failAttempt(app, attempt, opened, false)
    throw refuse('invalid_fields', { fields: { currentPassword: 'wrong_password' } })
  } finally {
    slot.release()
  }
}
