import type { App } from '../../app.ts'
import type { Trx } from '../../db/schema.ts'
import type { MemberActor, RequestContext } from '../../domain/request-context.ts'
import { changeCondition } from '../accounts/change-condition.ts'
import { recordAudit } from '../audit/record.ts'
import { queueLetter } from '../letters/queue-letter.ts'
import { clearFailures } from '../sign-in/release-lock.ts'
import { actOnMember } from './act-on-member.ts'
import type { Deed } from './deeds.ts'

/** `isPending`: there was never a password, so that activation has to be completed first. */
export type ActivatedUser = { readonly username: string; readonly isPending: boolean }

/**
 * Activates an inactive user: Active again, or Pending Activation where no password was ever set (S11, S19). Clears the
 * failure budget, revives no session and no key (I-29), settles an open request, and tells the owner.
 * Throws as `actOnMember` does.
 */
export async function activateUser(
  app: App,
  actor: MemberActor,
  accountId: string,
  context: RequestContext,
): Promise<ActivatedUser> {
  return actOnMember(app, { actor, verb: 'activate', accountId }, (trx, member, manager) =>
    activateMember(app, trx, { member, manager, actor, context }),
  )
}

/** The deed itself, in the transaction of whoever was allowed it. */
export async function activateMember(app: App, trx: Trx, { member, manager, actor, context }: Deed): Promise<ActivatedUser> {
  const hasCredential = member.credentialHash !== null
  await changeCondition(trx, { id: member.id, hasCredential }, 'activate', manager.username)
  await clearFailures(app, trx, member)
  await recordAudit(trx, {
    action: 'account.activated',
    actor,
    subscriptionId: member.subscriptionId,
    accountId: member.id,
    context,
  })
  await queueLetter(app, trx, { kind: 'activated', accountId: member.id, recipient: member.email })
  return { username: member.username, isPending: !hasCredential }
}
