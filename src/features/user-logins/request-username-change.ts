import type { App } from '../../app.ts'
import { databaseNow } from '../../clock.ts'
import type { Trx } from '../../db/schema.ts'
import { type FieldProblems, refuse, requireNoProblems } from '../../domain/errors.ts'
import type { AccountActor, RequestContext } from '../../domain/request-context.ts'
import { usernameAsTyped, type UsernameChangeForm, usernameChangeProblems } from '../../domain/username-change.ts'
import { findAccount, lockAccount, type Account } from '../accounts/queries.ts'
import { findUsernameProblem } from '../accounts/taken-usernames.ts'
import { probingUsername } from '../accounts/username-probes.ts'
import { settleRightPassword } from '../sign-in/settle-attempt.ts'
import { withCurrentPassword } from '../sign-in/with-current-password.ts'

export type UsernameChangeInput = UsernameChangeForm & { readonly deviceToken: string | null }

/**
 * The first step of Change User Login (S29): verifies current login and password, both of which cost a try of the sign-in
 * budget where they are wrong (I-25), then keeps the new login for this session to settle. Nothing has changed yet, and
 * only who gave the right password is told whether a login is free, a few times a day.
 *
 * Throws Refusal `invalid_fields`, `too_many_requests`, `overloaded`, `not_found`.
 */
export async function requestUsernameChange(
  app: App,
  actor: AccountActor,
  { deviceToken, ...form }: UsernameChangeInput,
  context: RequestContext,
): Promise<void> {
  const account = await findAccount(app.db, actor.accountId)
  if (!account) throw refuse('not_found')
  requireNoProblems(usernameChangeProblems(form, account.username))
  const { currentPassword } = form
  const isOwn = usernameAsTyped(form.currentUsername) === account.username
  const alsoWrong: FieldProblems = isOwn ? {} : { currentUsername: 'wrong_username' }
  const asked = { account, actor, action: 'username.change_refused', currentPassword, alsoWrong, deviceToken, context } as const
  const newUsername = usernameAsTyped(form.newUsername)
  await withCurrentPassword(app, asked, ({ charged }) =>
    probingUsername(app, account.id, () => keepIfFree(app, { account, charged, sessionId: actor.sessionId, newUsername })),
  )
}

/** False where a reset or another change was quicker: what was verified is no longer how its owner signs in. */
async function keepIfFree(
  app: App,
  { account, charged, sessionId, newUsername }: { account: Account; charged: Buffer; sessionId: string; newUsername: string },
): Promise<boolean> {
  return app.db.transaction().execute(async (trx) => {
    const locked = await lockAccount(trx, account.id)
    if (locked?.credentialHash !== account.credentialHash || locked.username !== account.username) return false
    await settleRightPassword(trx, charged)
    const problem = await findUsernameProblem(trx, locked, newUsername)
    if (problem) throw refuse('invalid_fields', { fields: { newUsername: problem } })
    await keepChange(trx, { accountId: account.id, sessionId, newUsername })
    return true
  })
}

/** A newer wish replaces the older one, in whatever session that was. */
async function keepChange(
  trx: Trx,
  { accountId, sessionId, newUsername }: { accountId: string; sessionId: string; newUsername: string },
): Promise<void> {
  // Signed out meanwhile: then there is nobody to go on with it.
  const session = await trx.selectFrom('sessions').select('id').where('id', '=', sessionId).forKeyShare().executeTakeFirst()
  if (!session) return
  const change = { sessionId, newUsername, createdAt: databaseNow }
  await trx
    .insertInto('usernameChanges')
    .values({ accountId, ...change })
    .onConflict((conflict) => conflict.column('accountId').doUpdateSet(change))
    .execute()
}
