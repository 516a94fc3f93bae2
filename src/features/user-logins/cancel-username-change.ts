import type { App } from '../../app.ts'
import type { AccountActor } from '../../domain/request-context.ts'

/** The owner thinks better of it between the two steps (S29): nothing had changed, so nothing is left of it. */
export async function cancelUsernameChange(app: App, { accountId, sessionId }: AccountActor): Promise<void> {
  await app.db.deleteFrom('usernameChanges').where('accountId', '=', accountId).where('sessionId', '=', sessionId).execute()
}
