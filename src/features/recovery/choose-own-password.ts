import type { App } from '../../app.ts'
import { requireNoProblems } from '../../domain/errors.ts'
import { newPasswordProblems } from '../../domain/password-policy.ts'
import type { RequestContext } from '../../domain/request-context.ts'
import type { RestrictedViewer } from '../../domain/viewer.ts'
import { hashToken } from '../../secrets.ts'
import { requireUnusedPassword } from '../accounts/past-credentials.ts'
import { findAccount, lockAccount } from '../accounts/queries.ts'
import { recordAudit } from '../audit/record.ts'
import { findRestrictedSession } from '../sign-in/restricted-sessions.ts'
import { applyNewCredential, completeIfPending, passwordContext } from './reset-password.ts'

export type OwnPasswordInput = { readonly sessionToken: string; readonly newPassword: string; readonly confirmation: string }

/**
 * Sets the password of whoever signed in with a temporary or an expired one (S25, I-06): the current one was typed just
 * before, so it is not asked for again. A pending account becomes Active; every session ends, this restricted one too, and
 * every key; one audit row, and one notice to the owner.
 *
 * Null where the restricted session is over. Throws Refusal `invalid_fields`, `overloaded`.
 */
export async function chooseOwnPassword(
  app: App,
  { accountId }: RestrictedViewer,
  input: OwnPasswordInput,
  context: RequestContext,
): Promise<{ username: string } | null> {
  const found = await findAccount(app.db, accountId)
  if (!found) return null
  const { profile } = app.config
  requireNoProblems(newPasswordProblems({ ...input, profile, context: passwordContext(found) }))
  await requireUnusedPassword(app, { account: found, newPassword: input.newPassword })
  const credential = await app.hasher.hash(input.newPassword)
  const check = {
    tokenHash: hashToken(input.sessionToken),
    address: context.address,
    seconds: profile.session.idleSeconds,
  }
  return app.db.transaction().execute(async (trx) => {
    const account = await lockAccount(trx, accountId)
    // Under the lock: of several at once the first ends it for the others.
    if (!account || !(await findRestrictedSession(trx, check))) return null
    const { subscriptionId, role, businessUnitId, extraRights, seesOnlyUnit } = account
    await applyNewCredential(app, trx, account, credential)
    await completeIfPending(trx, account)
    await recordAudit(trx, {
      action: account.state === 'pending_activation' ? 'account.activation_completed' : 'password.changed',
      actor: { kind: 'account', accountId, sessionId: '', subscriptionId, role, businessUnitId, extraRights, seesOnlyUnit },
      subscriptionId,
      accountId,
      context,
    })
    return { username: account.username }
  })
}
