import type { App } from '../../app.ts'
import { refuse } from '../../domain/errors.ts'
import { allowedEdits, allowedVerbs, mayRead, reaches } from '../../domain/permissions.ts'
import { isRecordId } from '../../domain/record-id.ts'
import type { MemberActor } from '../../domain/request-context.ts'
import type { Oversight, UserProfile } from '../../domain/user-list.ts'
import { listAccountHistory, listFailedSignIns } from '../audit/queries.ts'
import { findSessionLimits } from '../sign-in/session-limits.ts'
import { countLiveTokens } from '../tokens/queries.ts'
import { findEmailChange } from './email-change-queries.ts'
import { listLiveSessions, listOutstandingKeys } from './oversight-queries.ts'
import { findUserRow, listUserMails } from './queries.ts'
import { listOpenRequests } from './request-queries.ts'

const MAILS_SHOWN = 10
const SESSIONS_SHOWN = 20
const EVENTS_SHOWN = 20

/**
 * One user of the actor's own subscription: what everybody reads, and for those who act on users also the address,
 * sessions and mails. Throws Refusal `not_found` for anybody and anything else (I-26).
 */
export async function viewUser(app: App, actor: MemberActor, accountId: string): Promise<UserProfile> {
  const user = await viewUserFacts(app, actor, accountId)
  return { ...user, oversight: reaches(actor, user) ? await oversee(app, actor, accountId) : null }
}

export type UserFacts = Omit<UserProfile, 'oversight'>

/** The same without what happened around them: one look-up, for those who ask often. */
export async function viewUserFacts(app: App, actor: MemberActor, accountId: string): Promise<UserFacts> {
  const user = isRecordId(accountId) ? await findUserRow(app.db, actor.subscriptionId, accountId) : null
  if (!user || !mayRead(actor, { ...user, accountId })) throw refuse('not_found')
  const oversees = reaches(actor, user)
  return {
    ...user,
    isMailUndelivered: oversees && user.isMailUndelivered,
    email: oversees || accountId === actor.accountId ? user.email : null,
    verbs: allowedVerbs(actor, { ...user, accountId }),
    edits: allowedEdits(actor, { ...user, accountId }),
  }
}

async function oversee(app: App, actor: MemberActor, accountId: string): Promise<Oversight> {
  const limits = await findSessionLimits(app, actor.subscriptionId)
  const member = { subscriptionId: actor.subscriptionId, accountId }
  const [sessions, keys, mails, [request], emailChange, history, failedSignIns, tokens] = await Promise.all([
    listLiveSessions(app.db, accountId, limits, SESSIONS_SHOWN),
    listOutstandingKeys(app.db, accountId),
    listUserMails(app.db, accountId, MAILS_SHOWN),
    listOpenRequests(app.db, { subscriptionId: actor.subscriptionId, actor, accountId }, 1),
    findEmailChange(app.db, accountId),
    listAccountHistory(app.db, member, EVENTS_SHOWN),
    listFailedSignIns(app.db, member, EVENTS_SHOWN),
    countLiveTokens(app.db, accountId),
  ])
  return { sessions, keys, mails, openRequestId: request?.id ?? null, emailChange, history, failedSignIns, tokens }
}
