import type { App } from '../../app.ts'
import type { MemberActor, RequestContext } from '../../domain/request-context.ts'
import { changeCondition } from '../accounts/change-condition.ts'
import { recordAudit } from '../audit/record.ts'
import { actOnMember } from './act-on-member.ts'

/** Takes back a user who never activated: the account is deleted, its number is not given again. */
export async function cancelUser(
  app: App,
  actor: MemberActor,
  accountId: string,
  context: RequestContext,
): Promise<{ username: string }> {
  return actOnMember(app, { actor, verb: 'cancel', accountId }, async (trx, member, manager) => {
    const { subscriptionId, username } = member
    await recordAudit(trx, { action: 'account.cancelled', actor, subscriptionId, accountId, details: { username }, context })
    await changeCondition(trx, { id: member.id, hasCredential: false }, 'cancel', manager.username)
    return { username }
  })
}
