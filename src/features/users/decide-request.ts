import type { App } from '../../app.ts'
import { databaseNow } from '../../clock.ts'
import type { Database, Trx } from '../../db/schema.ts'
import type { Condition } from '../../domain/account-state.ts'
import { refuse } from '../../domain/errors.ts'
import type { AccountActor, RequestContext } from '../../domain/request-context.ts'
import { findAccount } from '../accounts/queries.ts'
import { recordAudit } from '../audit/record.ts'
import { queueLetter } from '../letters/queue-letter.ts'
import { actOnMember } from './act-on-member.ts'
import { activateMember } from './activate-user.ts'

export type ActivationRequest = Condition & {
  readonly id: string
  readonly accountId: string
  readonly username: string
  readonly firstName: string
  readonly lastName: string
  readonly email: string
  readonly createdAt: Date
  readonly decision: string | null
}

/** A request of the actor's own subscription; null for any other (I-26). */
export async function findActivationRequest(db: Database | Trx, of: { requestId: string; subscriptionId: string }): Promise<ActivationRequest | null> {
  const request = await db
    .selectFrom('activationRequests')
    .select(['id', 'accountId', 'createdAt', 'decision'])
    .where('id', '=', of.requestId)
    .where('subscriptionId', '=', of.subscriptionId)
    .executeTakeFirst()
  const account = request && (await findAccount(db, request.accountId))
  if (!account) return null
  const { username, firstName, lastName, email, state, reason } = account
  return { ...request, username, firstName, lastName, email, state, reason }
}

/** Open requests of a subscription, oldest first. */
export async function listOpenRequests(db: Database, subscriptionId: string): Promise<readonly { id: string; accountId: string; createdAt: Date }[]> {
  return db
    .selectFrom('activationRequests')
    .select(['id', 'accountId', 'createdAt'])
    .where('subscriptionId', '=', subscriptionId)
    .where('decidedAt', 'is', null)
    .orderBy('createdAt')
    .limit(100)
    .execute()
}

/**
 * A signed-in Manager approves or denies "please activate me" (N11); the asker hears. Throws Refusal `not_found`,
 * `already_decided`, or as `actOnMember` does.
 */
export async function decideRequest(
  app: App,
  actor: AccountActor,
  { requestId, decision }: { requestId: string; decision: 'approved' | 'denied' },
  context: RequestContext,
): Promise<{ username: string }> {
  const request = await findActivationRequest(app.db, { requestId, subscriptionId: actor.subscriptionId })
  if (!request) throw refuse('not_found')
  if (request.decision !== null) throw refuse('already_decided')
  return actOnMember(app, { actor, verb: 'activate', accountId: request.accountId }, async (trx, member) => {
    await closeRequest(trx, { requestId, decision, decidedBy: actor.accountId })
    if (decision === 'approved') await activateMember(app, trx, { member, actor, context })
    else {
      const { subscriptionId, username } = member
      await recordAudit(trx, { action: 'activation.request_denied', actor, subscriptionId, accountId: member.id, details: { username }, context })
      await queueLetter(app, trx, { kind: 'activation_denied', accountId: member.id, recipient: member.email })
    }
    return { username: member.username }
  })
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
