import type { App } from '../../app.ts'
import type { AccountActor, RequestContext } from '../../domain/request-context.ts'
import type { Account } from '../accounts/queries.ts'
import { recordAudit } from '../audit/record.ts'
import { queueLetter } from '../letters/queue-letter.ts'
import { actOnMember } from './act-on-member.ts'

/** `sent` is false where a mail of the kind went out less than two minutes ago, or ten did within the hour (I-05). */
export type MailedUser = { readonly username: string; readonly name: string; readonly sent: boolean }

/** A Manager starts a password reset for a user: a mail to its owner; nobody else sees a secret (S11, I-28). */
export async function sendReset(app: App, actor: AccountActor, accountId: string, context: RequestContext): Promise<MailedUser> {
  return actOnMember(app, { actor, verb: 'send_reset', accountId }, async (trx, member, manager) => {
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
  actor: AccountActor,
  accountId: string,
  context: RequestContext,
): Promise<MailedUser> {
  return actOnMember(app, { actor, verb: 'resend_welcome', accountId }, async (trx, member) => {
    const sent = await queueLetter(app, trx, { kind: 'welcome', accountId: member.id, recipient: member.email })
    const { subscriptionId, username } = member
    await recordAudit(trx, { action: 'welcome.resent', actor, subscriptionId, accountId: member.id, details: { sent }, context })
    return { username, name: nameOf(member), sent }
  })
}

function nameOf({ firstName, lastName }: Account): string {
  return `${firstName} ${lastName}`
}
