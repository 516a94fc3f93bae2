import type { App } from '../../app.ts'
import { refuse } from '../../domain/errors.ts'
import type { ExportedUser } from '../../domain/exported-user.ts'
import { mayDo, type Standing } from '../../domain/permissions.ts'
import type { MemberActor, RequestContext } from '../../domain/request-context.ts'
import { findAccount } from '../accounts/queries.ts'
import { recordAudit } from '../audit/record.ts'
import { standingOf } from '../users/act-on-member.ts'
import { listUsersAfter } from './queries.ts'

const USERS_AT_ONCE = 1_000

/**
 * All users whom the actor may read, a thousand at a time, as they are asked for (A06): whoever acts in one unit exports
 * that one. It is in the trail before the first of them leaves. Throws Refusal `forbidden`, at once.
 */
export async function exportUsers(
  app: App,
  actor: MemberActor,
  format: 'csv' | 'json',
  context: RequestContext,
): Promise<AsyncGenerator<readonly ExportedUser[], undefined>> {
  const account = await findAccount(app.db, actor.accountId)
  if (!account || account.state !== 'active' || !mayDo('export_users', standingOf(account))) throw refuse('forbidden')
  const { subscriptionId } = actor
  await recordAudit(app.db, { action: 'users.exported', actor, subscriptionId, accountId: null, details: { format }, context })
  return batches(app, subscriptionId, standingOf(account))
}

async function* batches(app: App, subscriptionId: string, reader: Standing): AsyncGenerator<readonly ExportedUser[], undefined> {
  let after = ''
  for (;;) {
    const users = await listUsersAfter(app.db, { subscriptionId, reader }, after, USERS_AT_ONCE)
    if (users.length === 0) return
    yield users
    after = users.at(-1)?.username ?? after
  }
}
