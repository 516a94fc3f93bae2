import { sql } from 'kysely'
import type { Database } from '../../db/schema.ts'
import type { AuditAction } from '../../domain/audit-actions.ts'
import type { AuditEvent } from '../../domain/audit-trail.ts'
import type { FailedSignIn } from '../../domain/user-list.ts'
import { listEvents } from './search-queries.ts'

type Member = { readonly subscriptionId: string; readonly accountId: string }

/** What makes or changes an account's state, or who they are. */
const HISTORY: readonly AuditAction[] = [
  'account.added',
  'account.activation_completed',
  'account.activated',
  'account.deactivated',
  'account.frozen',
  'account.unfrozen',
  'account.locked',
  'account.lock_released',
  'account.idled_out',
  'account.role_changed',
  'account.moved',
  'account.rights_changed',
  'activation.requested',
  'activation.request_denied',
  'email.changed',
  'username.changed',
  'username.restored',
]

/** How an account came to be as it is: what happened to it, when, and who did it; the latest first, at most `limit`. */
export async function listAccountHistory(db: Database, of: Member, limit: number): Promise<readonly AuditEvent[]> {
  return listEvents(db, { subscriptionId: of.subscriptionId, businessUnitId: null }, historyOf(of.accountId, HISTORY), limit)
}

/** Sign-ins to an account that were refused, the latest first, at most `limit`. */
export async function listFailedSignIns(db: Database, of: Member, limit: number): Promise<readonly FailedSignIn[]> {
  const { rows } = await sql<FailedSignIn>`
    select at, address, coalesce(details->>'browser', '') as browser, coalesce(details->>'system', '') as system,
      coalesce(details->>'reason', '') as reason
    from audit_events where account_id = ${of.accountId}::uuid and subscription_id = ${of.subscriptionId}::uuid
      and action = 'sign_in.refused' order by at desc, id desc limit ${limit}`.execute(db)
  return rows
}

function historyOf(accountId: string, actions: readonly AuditAction[]) {
  return { whoIds: null, whomIds: [accountId], what: actions, from: null, before: null, network: null, place: null }
}
