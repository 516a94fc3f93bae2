import { sql } from 'kysely'
import type { Database, Trx } from '../../db/schema.ts'
import type { AuditAction } from '../../domain/audit-actions.ts'
import type { Actor, RequestContext } from '../../domain/request-context.ts'

export type AuditEntry = {
  /** A new one is a line in `domain/audit-actions.ts`, with its words. */
  readonly action: AuditAction
  readonly actor: Actor
  readonly subscriptionId: string | null
  /** Whom it concerns. */
  readonly accountId: string | null
  readonly details?: Readonly<Record<string, unknown>>
  readonly context: RequestContext | null
}

/** Writes one row, in the deed's own transaction (A04, I-32). Sign-ins write theirs in their own statement. */
export async function recordAudit(trx: Trx | Database, entry: AuditEntry): Promise<void> {
  await trx
    .insertInto('auditEvents')
    .values({
      subscriptionId: entry.subscriptionId,
      accountId: entry.accountId,
      actorKind: entry.actor.kind,
      actorId: 'accountId' in entry.actor ? entry.actor.accountId : null,
      action: entry.action,
      details: JSON.stringify({ ...entry.details, ...(entry.actor.kind === 'api_token' && { tokenId: entry.actor.tokenId }) }),
      address: entry.context?.address ?? null,
      requestId: entry.context?.requestId ?? null,
    })
    .execute()
}

/** One row for each of many acts by one actor, in one statement. */
export async function recordAudits(
  trx: Trx,
  common: Omit<AuditEntry, 'accountId' | 'details'>,
  acts: readonly Required<Pick<AuditEntry, 'accountId' | 'details'>>[],
): Promise<void> {
  const { action, actor, subscriptionId, context } = common
  const byToken = actor.kind === 'api_token' ? { tokenId: actor.tokenId } : {}
  const rows = acts.map(({ accountId, details }) => ({ account_id: accountId, details: { ...details, ...byToken } }))
  const actorId = 'accountId' in actor ? actor.accountId : null
  await sql`insert into audit_events (subscription_id, account_id, actor_kind, actor_id, action, details, address, request_id)
    select ${subscriptionId}::uuid, account_id, ${actor.kind}, ${actorId}::uuid, ${action}, details,
      ${context?.address ?? null}::text, ${context?.requestId ?? null}::text
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as e (account_id uuid, details jsonb)`.execute(trx)
}
