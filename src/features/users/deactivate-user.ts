import type { App } from '../../app.ts'
import type { AccountActor, RequestContext } from '../../domain/request-context.ts'
import { changeCondition } from '../accounts/change-condition.ts'
import { killKeys } from '../accounts/keys.ts'
import { recordAudit } from '../audit/record.ts'
import { endSessions } from '../sign-in/sessions.ts'
import { actOnMember } from './act-on-member.ts'

/**
 * Deactivates a user: all sessions and keys end before it is acknowledged (I-04, I-19). Never oneself, never the POC,
 * never the last active Manager (N09). Throws as `actOnMember` does.
 */
export async function deactivateUser(
  app: App,
  actor: AccountActor,
  accountId: string,
  context: RequestContext,
): Promise<{ username: string }> {
  return actOnMember(app, { actor, verb: 'deactivate', accountId }, async (trx, member, manager) => {
    await changeCondition(trx, { id: member.id, hasCredential: true }, 'deactivate', manager.username)
    const sessions = await endSessions(trx, member.id)
    await killKeys(trx, member.id, 'deactivated')
    await recordAudit(trx, {
      action: 'account.deactivated',
      actor,
      subscriptionId: member.subscriptionId,
      accountId: member.id,
      details: { sessions },
      context,
    })
    return { username: member.username }
  })
}
