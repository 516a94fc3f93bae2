import type { App } from '../../app.ts'
import type { Trx } from '../../db/schema.ts'
import { databaseNow } from '../../clock.ts'
import type { AccountActor, RequestContext } from '../../domain/request-context.ts'
import { changeCondition } from '../accounts/change-condition.ts'
import type { Account } from '../accounts/queries.ts'
import { recordAudit } from '../audit/record.ts'
import { queueLetter } from '../letters/queue-letter.ts'
import { nameSubjects } from '../sign-in/guard-subjects.ts'
import { actOnMember } from './act-on-member.ts'

/**
 * Activates an inactive user: Active again, or Pending Activation where no password was ever set (S11, S19). Clears the
 * failure budget, revives no session and no key (I-29), settles an open request, and tells the owner.
 * Throws as `actOnMember` does.
 */
export async function activateUser(app: App, actor: AccountActor, accountId: string, context: RequestContext): Promise<{ username: string }> {
  return actOnMember(app, { actor, verb: 'activate', accountId }, async (trx, member) => {
    await activateMember(app, trx, { member, actor, context })
    await settleRequests(trx, member.id, actor.accountId)
    return { username: member.username }
  })
}

export async function activateMember(
  app: App,
  trx: Trx,
  { member, actor, context }: { member: Account; actor: AccountActor; context: RequestContext },
): Promise<void> {
  await changeCondition(trx, { id: member.id, hasCredential: member.credentialHash !== null }, 'activate', actor.accountId)
  await clearFailures(app, trx, member)
  await recordAudit(trx, { action: 'account.activated', actor, subscriptionId: member.subscriptionId, accountId: member.id, context })
  await queueLetter(app, trx, { kind: 'activated', accountId: member.id, recipient: member.email })
}

/** The name's own budgets; strangers who were asked for a captcha go on being asked, so that nothing shows outside. */
async function clearFailures(app: App, trx: Trx, member: Account): Promise<void> {
  const { name, stranger } = nameSubjects(app.config.secret, member.usernameFolded)
  await trx.deleteFrom('guardBudgets').where('subject', 'in', [name, stranger]).execute()
}

async function settleRequests(trx: Trx, accountId: string, decidedBy: string): Promise<void> {
  await trx
    .updateTable('activationRequests')
    .set({ decidedAt: databaseNow, decidedBy, decision: 'settled' })
    .where('accountId', '=', accountId)
    .where('decidedAt', 'is', null)
    .execute()
}
