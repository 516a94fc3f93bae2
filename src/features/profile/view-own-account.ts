import type { App } from '../../app.ts'
import { refuse } from '../../domain/errors.ts'
import type { AccountActor } from '../../domain/request-context.ts'
import { findSessionLimits } from '../sign-in/session-limits.ts'
import { findOwnFacts, findPendingEmail, listSessions, type SessionRow } from './queries.ts'

export type OwnAccount = {
  readonly businessUnit: string | null
  readonly passwordSetAt: Date | null
  /** Asked for, not yet confirmed from there. */
  readonly pendingEmail: string | null
  /** The latest used first. */
  readonly sessions: readonly SessionRow[]
}

/** My profile: what the account's owner sees of it beside the session itself (A01). Throws Refusal `not_found`. */
export async function viewOwnAccount(app: App, { accountId, subscriptionId }: AccountActor): Promise<OwnAccount> {
  const limits = await findSessionLimits(app, subscriptionId)
  const [facts, pendingEmail, sessions] = await Promise.all([
    findOwnFacts(app.db, accountId),
    findPendingEmail(app.db, accountId),
    listSessions(app.db, accountId, limits),
  ])
  if (!facts) throw refuse('not_found')
  return { ...facts, pendingEmail, sessions }
}
