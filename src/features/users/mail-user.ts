import type { App } from '../../app.ts'
import type { Trx } from '../../db/schema.ts'
import { refuse } from '../../domain/errors.ts'
import type { MemberActor, RequestContext } from '../../domain/request-context.ts'
import type { Account } from '../accounts/queries.ts'
import { recordAudit } from '../audit/record.ts'
import { queueLetter } from '../letters/queue-letter.ts'
import { actOnMember } from './act-on-member.ts'
import type { Deed } from './deeds.ts'
import { findEmailChange } from './email-change-queries.ts'

/** `sent` is false where a mail of the kind went out less than two minutes ago, or ten did within the hour (I-05). */
export type MailedUser = { readonly username: string; readonly name: string; readonly sent: boolean }

/** A Manager starts a password reset for a user: a mail to its owner; nobody else sees a secret (S11, I-28). */
export async function sendReset(app: App, actor: MemberActor, accountId: string, context: RequestContext): Promise<MailedUser> {
  return actOnMember(app, { actor, verb: 'send_reset', accountId }, async (trx, member, manager) => {
    await refuseWhileEmailChanges(trx, member)
    const params = { startedBy: nameOf(manager) }
    const sent = await queueLetter(app, trx, { kind: 'reset', accountId: member.id, recipient: member.email, params })
    const { subscriptionId, username } = member
    await recordAudit(trx, {
      action: 'password.reset_started',
      actor,
      subscriptionId,
      accountId: member.id,
      details: { sent },
      context,
    })
    return { username, name: nameOf(member), sent }
  })
}

/** Sends the welcome mail again, with a new key that supersedes the old (A02). */
export async function resendWelcome(
  app: App,
  actor: MemberActor,
  accountId: string,
  context: RequestContext,
): Promise<MailedUser> {
  return actOnMember(app, { actor, verb: 'resend_welcome', accountId }, (trx, member, manager) =>
    welcomeMember(app, trx, { member, manager, actor, context }),
  )
}

/** The deed itself, in the transaction of whoever was allowed it. Throws Refusal `email_changing` before it writes anything. */
export async function welcomeMember(app: App, trx: Trx, { member, actor, context }: Deed): Promise<MailedUser> {
  await refuseWhileEmailChanges(trx, member)
  const sent = await queueLetter(app, trx, { kind: 'welcome', accountId: member.id, recipient: member.email })
  const { subscriptionId, username } = member
  await recordAudit(trx, { action: 'welcome.resent', actor, subscriptionId, accountId: member.id, details: { sent }, context })
  return { username, name: nameOf(member), sent }
}

/** No way in goes to either address until it is settled which one is the owner's (I-37). */
async function refuseWhileEmailChanges(trx: Trx, member: Account): Promise<void> {
  if (await findEmailChange(trx, member.id)) throw refuse('email_changing')
}

function nameOf({ firstName, lastName }: Account): string {
  return `${firstName} ${lastName}`
}
