import type { App } from '../../app.ts'
import { refuse } from '../../domain/errors.ts'
import type { AccountActor, RequestContext } from '../../domain/request-context.ts'
import { usernameAsTyped } from '../../domain/username-change.ts'
import { lockAccount } from '../accounts/queries.ts'
import { refuseQuarantined } from '../accounts/taken-usernames.ts'
import { recordAudit } from '../audit/record.ts'
import { queueLetter } from '../letters/queue-letter.ts'
import { moveToUsername } from './move-to-username.ts'
import { findPendingUsername } from './queries.ts'

/** The owner has to hear of each change: so many mails of a kind there are in an hour. */
const RETRY_SECONDS = 3_600

/**
 * The second step (S29, S30): the new login, typed once more in the session that asked for it within 15 minutes, is the
 * account's from now on. Every session has ended, this one too (I-19); the owner is mailed the way back (N13). Null where
 * no change waits in this session.
 *
 * Throws Refusal `invalid_fields` for `newUsername`: another than was asked for, or somebody's meanwhile; what was asked for
 * still waits. `too_many_requests` where its owner could not be told.
 */
export async function confirmUsernameChange(
  app: App,
  actor: AccountActor,
  typed: string,
  context: RequestContext,
): Promise<{ username: string } | null> {
  const text = usernameAsTyped(typed)
  if (text === '') throw refuse('invalid_fields', { fields: { newUsername: 'required' } })
  return app.db.transaction().execute(async (trx) => {
    const account = await lockAccount(trx, actor.accountId)
    const username = await findPendingUsername(trx, actor)
    if (!account || username === null) return null
    if (text !== username) throw refuse('invalid_fields', { fields: { newUsername: 'usernames_differ' } })
    const change = await moveToUsername(app, trx, account, username)
    await refuseQuarantined(trx, username, 'newUsername')
    const { id: accountId, subscriptionId, username: from } = account
    const params = { from, to: username, about: String(change) }
    const told = await queueLetter(app, trx, { kind: 'username_changed', accountId, recipient: account.email, params })
    if (!told) throw refuse('too_many_requests', { retryAfterSeconds: RETRY_SECONDS })
    const details = { from, to: username }
    await recordAudit(trx, { action: 'username.changed', actor, subscriptionId, accountId, details, context })
    return { username }
  })
}
