import type { App } from '../../app.ts'
import type { ListedToken } from '../../domain/api-token.ts'
import { refuse } from '../../domain/errors.ts'
import { mayDo } from '../../domain/permissions.ts'
import type { MemberActor } from '../../domain/request-context.ts'
import { listTokenRows } from './queries.ts'

/** The actor's own API tokens, live ones first, ended ones for 30 days more; never their secrets (I-28). */
export async function listOwnTokens(app: App, { subscriptionId, accountId }: MemberActor): Promise<readonly ListedToken[]> {
  return listTokenRows(app.db, { subscriptionId, accountId })
}

/** Those of everybody in the subscription. Throws Refusal `forbidden` for whoever doesn't oversee them. */
export async function listSubscriptionTokens(app: App, actor: MemberActor): Promise<readonly ListedToken[]> {
  if (!mayDo('oversee_tokens', actor)) throw refuse('forbidden')
  return listTokenRows(app.db, { subscriptionId: actor.subscriptionId })
}
