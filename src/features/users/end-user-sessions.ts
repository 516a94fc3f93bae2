import type { App } from '../../app.ts'
import type { AccountActor, RequestContext } from '../../domain/request-context.ts'
import { recordAudit } from '../audit/record.ts'
import { endSessions } from '../sign-in/sessions.ts'
import { actOnMember } from './act-on-member.ts'

/** Signs a user out everywhere (A01). Returns how many sessions ended. */
export async function endUserSessions(
  app: App,
  actor: AccountActor,
  accountId: string,
  context: RequestContext,
): Promise<{ username: string; sessions: number }> {
  return actOnMember(app, { actor, verb: 'end_sessions', accountId }, async (trx, member) => {
    const sessions = await endSessions(trx, member.id)
    const { subscriptionId, username } = member
    await recordAudit(trx, { action: 'sessions.ended', actor, subscriptionId, accountId, details: { sessions }, context })
    return { username, sessions }
  })
}
