import type { App } from '../../app.ts'
import { databaseNow } from '../../clock.ts'
import type { Trx } from '../../db/schema.ts'
import { refuse } from '../../domain/errors.ts'
import { mayDo } from '../../domain/permissions.ts'
import { isRecordId } from '../../domain/record-id.ts'
import type { MemberActor, RequestContext } from '../../domain/request-context.ts'
import type { ActivationRequest } from '../../domain/user-list.ts'
import type { Account } from '../accounts/queries.ts'
import { recordAudit } from '../audit/record.ts'
import { queueLetter } from '../letters/queue-letter.ts'
import { actOnMember } from './act-on-member.ts'
import { activateMember, type ActivatedUser } from './activate-user.ts'
import { findActivationRequest } from './request-queries.ts'

/**
 * A request of the actor's own subscription, open or decided, for those who decide it (N11). Throws Refusal `forbidden`,
 * or `not_found` for any other (I-26).
 */
export async function viewRequest(app: App, actor: MemberActor, requestId: string): Promise<ActivationRequest> {
  if (!mayDo('decide_requests', actor)) throw refuse('forbidden')
  const request = isRecordId(requestId)
    ? await findActivationRequest(app.db, { requestId, subscriptionId: actor.subscriptionId, actor })
    : null
  if (!request) throw refuse('not_found')
  return request
}

/**
 * A signed-in Manager approves or denies "please activate me" (N11); the asker hears. Throws Refusal `already_decided`, or
 * as `viewRequest` and `actOnMember` do.
 */
export async function decideRequest(
  app: App,
  actor: MemberActor,
  { requestId, decision }: { requestId: string; decision: 'approved' | 'denied' },
  context: RequestContext,
): Promise<ActivatedUser> {
  const request = await viewRequest(app, actor, requestId)
  if (request.decision !== null) throw refuse('already_decided')
  return actOnMember(app, { actor, verb: 'activate', accountId: request.accountId }, async (trx, member, manager) => {
    await closeRequest(trx, { requestId, decision, decidedBy: actor.accountId })
    if (decision === 'approved') return activateMember(app, trx, { member, manager, actor, context })
    await deny(app, trx, { member, actor, context })
    return { username: member.username, isPending: false }
  })
}

async function deny(
  app: App,
  trx: Trx,
  { member, actor, context }: { member: Account; actor: MemberActor; context: RequestContext },
): Promise<void> {
  const { id: accountId, subscriptionId, username } = member
  await recordAudit(trx, {
    action: 'activation.request_denied',
    actor,
    subscriptionId,
    accountId,
    details: { username },
    context,
  })
  await queueLetter(app, trx, { kind: 'activation_denied', accountId, recipient: member.email })
}

/** Of two decisions at once the second finds nothing open. */
async function closeRequest(trx: Trx, of: { requestId: string; decision: string; decidedBy: string }): Promise<void> {
  const closed = await trx
    .updateTable('activationRequests')
    .set({ decidedAt: databaseNow, decidedBy: of.decidedBy, decision: of.decision })
    .where('id', '=', of.requestId)
    .where('decidedAt', 'is', null)
    .returning('id')
    .executeTakeFirst()
  if (!closed) throw refuse('already_decided')
}
