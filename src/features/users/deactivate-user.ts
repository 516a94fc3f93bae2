import type { App } from '../../app.ts'
import type { Trx } from '../../db/schema.ts'
import type { MemberActor, RequestContext } from '../../domain/request-context.ts'
import { changeCondition } from '../accounts/change-condition.ts'
import { killKeys } from '../accounts/keys.ts'
import { recordAudit } from '../audit/record.ts'
import { endSessions } from '../sign-in/sessions.ts'
import { actOnMember } from './act-on-member.ts'
import type { Deed } from './deeds.ts'

/**
 * Deactivates a user: all sessions and keys end before it is acknowledged (I-04, I-19). Never oneself, never the POC,
 * never the last active Manager (N09). Throws as `actOnMember` does.
 */
export async function deactivateUser(
  app: App,
  actor: MemberActor,
  accountId: string,
  context: RequestContext,
): Promise<{ username: string }> {
  return actOnMember(app, { actor, verb: 'deactivate', accountId }, (trx, member, manager) =>
    deactivateMember(trx, { member, manager, actor, context }),
  )
}

/** The deed itself, in the transaction of whoever was allowed it. */
export async function deactivateMember(trx: Trx, { member, manager, actor, context }: Deed): Promise<{ username: string }> {
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
}
