import type { App } from '../../app.ts'
import { refuse } from '../../domain/errors.ts'
import { allowedVerbs, mayActOnUsers } from '../../domain/permissions.ts'
import { isRecordId } from '../../domain/record-id.ts'
import type { AccountActor } from '../../domain/request-context.ts'
import type { Oversight, UserProfile } from '../../domain/user-list.ts'
import { countSessions, findUserRow, listOpenRequests, listUserMails } from './queries.ts'

const MAILS_SHOWN = 10

/**
 * One user of the actor's own subscription: what everybody reads, and for those who act on users also the address,
 * sessions and mails. Throws Refusal `not_found` for anybody and anything else (I-26).
 */
export async function viewUser(app: App, actor: AccountActor, accountId: string): Promise<UserProfile> {
  const oversees = mayActOnUsers(actor.role)
  const user = isRecordId(accountId)
    ? await findUserRow(app.db, { subscriptionId: actor.subscriptionId, oversees }, accountId)
    : null
  if (!user) throw refuse('not_found')
  return {
    ...user,
    email: oversees || accountId === actor.accountId ? user.email : null,
    verbs: allowedVerbs(actor, { ...user, accountId }),
    oversight: oversees ? await oversee(app, actor, accountId) : null,
  }
}

async function oversee(app: App, { subscriptionId }: AccountActor, accountId: string): Promise<Oversight> {
  const [sessions, mails, [request]] = await Promise.all([
    countSessions(app.db, accountId, app.config.profile.session),
    listUserMails(app.db, accountId, MAILS_SHOWN),
    listOpenRequests(app.db, { subscriptionId, accountId }, 1),
  ])
  return { sessions, mails, openRequestId: request?.id ?? null }
}
