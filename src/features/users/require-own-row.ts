import type { App } from '../../app.ts'
import { refuse } from '../../domain/errors.ts'
import type { AccountActor } from '../../domain/request-context.ts'
import { viewUserFacts } from './view-user.ts'

/**
 * For what nobody does for another, such as changing a password or a login (S27, S29, I-28). Throws Refusal `forbidden` for
 * anybody else of the subscription, and `not_found` for whoever can't be seen from there (I-26).
 */
export async function requireOwnRow(app: App, actor: AccountActor, accountId: string): Promise<void> {
  if (accountId === actor.accountId) return
  await viewUserFacts(app, actor, accountId)
  throw refuse('forbidden')
}
