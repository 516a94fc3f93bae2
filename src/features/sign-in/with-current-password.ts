import type { App } from '../../app.ts'
import type { AuditAction } from '../../domain/audit-actions.ts'
import { isRefusal, refuse, type FieldProblems } from '../../domain/errors.ts'
import type { AccountActor, RequestContext } from '../../domain/request-context.ts'
import type { HashingSlot } from '../../password-hasher.ts'
import type { Account } from '../accounts/queries.ts'
import { describeAttempt, enterAttempt, failAttempt } from './attempt.ts'
import { settleRightPassword } from './settle-attempt.ts'

/** What the verified deed goes on with: the budget that was charged, to give back, and the place before the hash pool. */
export type VerifiedPassword = { readonly charged: Buffer; readonly slot: HashingSlot }

/**
 * Runs a deed for which a signed-in owner gives the current password once more. A live session stands behind it, so no
 * captcha is asked here; guesses are bounded by the budget that every door of the name shares (I-14, I-25). `action` is what
 * the trail calls a wrong one. `alsoWrong`: the problem of another secret that was asked along; it costs the same try, and
 * the deed is not done. `deed` gives the charge back in its transaction, and returns false where what was verified is the
 * current password no longer; where it throws a refusal, all of its own is undone, and the charge is given back here.
 *
 * Throws Refusal `invalid_fields` for `currentPassword` and what else was wrong, `overloaded`, and what the deed throws.
 */
export async function withCurrentPassword<Result>(
  app: App,
  of: {
    account: Account
    actor: AccountActor
    action: AuditAction
    currentPassword: string
    alsoWrong?: FieldProblems
    deviceToken: string | null
    context: RequestContext
  },
  deed: (verified: VerifiedPassword) => Promise<Result | false>,
): Promise<Result> {
  const { account, actor, action, alsoWrong = {}, deviceToken, context } = of
  const isRightSoFar = Object.keys(alsoWrong).length === 0
  const { username } = account
  const attempt = describeAttempt(app, {
    username,
    deviceToken,
    captcha: null,
    captchaSpent: true,
    deed: { action, actor, wrong: isRightSoFar ? 'wrong_password' : 'wrong_username' },
    context,
  })
  const { opened, slot } = await enterAttempt(app, attempt)
  try {
    const matches = await slot.verify(opened.charged ? account.credentialHash : null, of.currentPassword)
    const done =
      matches && isRightSoFar && (await settledIfRefused(app, opened.subject, () => deed({ charged: opened.subject, slot })))
    if (done !== false) return done
    await failAttempt(app, attempt, opened, false)
    const fields = matches && !isRightSoFar ? alsoWrong : { ...alsoWrong, currentPassword: 'wrong_password' as const }
    throw refuse('invalid_fields', { fields })
  } finally {
    slot.release()
  }
}

/** A right password is no failure, whatever else there is to refuse. */
async function settledIfRefused<Result>(app: App, charged: Buffer, deed: () => Promise<Result>): Promise<Result> {
  try {
    return await deed()
  } catch (error) {
    if (isRefusal(error)) await settleRightPassword(app.db, charged)
    throw error
  }
}
