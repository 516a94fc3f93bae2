import type { App } from '../../app.ts'
import type { Trx } from '../../db/schema.ts'
import type { MemberActor, RequestContext } from '../../domain/request-context.ts'
import { recordAudit } from '../audit/record.ts'
import { endSessions } from '../sign-in/sessions.ts'
import { actOnMember } from './act-on-member.ts'
import type { Deed } from './deeds.ts'

/** Signs a user out everywhere (A01). Returns how many sessions ended. */
export async function endUserSessions(
  app: App,
  actor: MemberActor,
  accountId: string,
  context: RequestContext,
): Promise<{ username: string; sessions: number }> {
  return actOnMember(app, { actor, verb: 'end_sessions', accountId }, (trx, member, manager) =>
    endMemberSessions(trx, { member, manager, actor, context }),
  )
}

/** The deed itself, in the transaction of whoever was allowed it. */
export async function endMemberSessions(
  trx: Trx,
  { member, actor, context }: Deed,
): Promise<{ username: string; sessions: number }> {
  const { id: accountId, subscriptionId, username } = member
  const sessions = await endSessions(trx, accountId)
  await recordAudit(trx, { action: 'sessions.ended', actor, subscriptionId, accountId, details: { sessions }, context })
  return { username, sessions }
}
