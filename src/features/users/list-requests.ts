import type { App } from '../../app.ts'
import { refuse } from '../../domain/errors.ts'
import { mayDo } from '../../domain/permissions.ts'
import type { MemberActor } from '../../domain/request-context.ts'
import type { ActivationRequest, OpenRequest } from '../../domain/user-list.ts'
import { listDecidedRequests, listOpenRequests } from './request-queries.ts'

/** More open ones than this are told by the first of them; deciding those brings the next. */
const REQUESTS_SHOWN = 100
const DECISIONS_SHOWN = 20

/** "Please activate me" of those on whom the actor acts, oldest first (N11); nothing for those who decide nothing. */
export async function listRequestsToDecide(app: App, actor: MemberActor): Promise<readonly OpenRequest[]> {
  if (!mayDo('decide_requests', actor)) return []
  return listOpenRequests(app.db, { subscriptionId: actor.subscriptionId, actor }, REQUESTS_SHOWN)
}

export type RequestInbox = { readonly open: readonly OpenRequest[]; readonly decided: readonly ActivationRequest[] }

/** The inbox of those who decide, with the latest decisions below. Throws Refusal `forbidden`. */
export async function viewRequestInbox(app: App, actor: MemberActor): Promise<RequestInbox> {
  if (!mayDo('decide_requests', actor)) throw refuse('forbidden')
  const [open, decided] = await Promise.all([
    listRequestsToDecide(app, actor),
    listDecidedRequests(app.db, { subscriptionId: actor.subscriptionId, actor }, DECISIONS_SHOWN),
  ])
  return { open, decided }
}
