import type { App } from '../../app.ts'
import { refuse } from '../../domain/errors.ts'
import { allowedEdits, mayRead } from '../../domain/permissions.ts'
import { isRecordId } from '../../domain/record-id.ts'
import type { MemberActor } from '../../domain/request-context.ts'
import { canSignIn } from '../../domain/roles.ts'
import type { UserEdit } from '../../domain/user-change.ts'
import { findAccount } from '../accounts/queries.ts'
import { targetOf } from './act-on-member.ts'
import { viewChoices } from './view-choices.ts'

/**
 * A user as the form that changes them needs it, with what the actor may choose there. Throws Refusal `not_found` for
 * anyone whom the actor can't see (I-26), `forbidden` where there is nothing to change.
 */
export async function viewUserEdit(app: App, actor: MemberActor, accountId: string): Promise<UserEdit> {
  const user = isRecordId(accountId) ? await findAccount(app.db, accountId) : null
  if (!user || user.subscriptionId !== actor.subscriptionId || !mayRead(actor, targetOf(user))) throw refuse('not_found')
  const edits = allowedEdits(actor, targetOf(user))
  if (edits.length === 0) throw refuse('forbidden')
  const mayBecomeContact = user.state === 'pending_activation' || !canSignIn(user.role)
  const choices = await viewChoices(app, actor)
  const roles = choices.roles.filter((role) => mayBecomeContact || canSignIn(role))
  return { user, edits, ...choices, roles }
}
