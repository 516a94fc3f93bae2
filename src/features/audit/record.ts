import type { Database, Trx } from '../../db/schema.ts'
import type { Actor, RequestContext } from '../../domain/request-context.ts'

/** What happened, in the past tense of the trail. */
export type AuditAction =
  | 'sign_in.succeeded'
  | 'sign_in.refused'
  | 'account.added'
  | 'account.activated'
  | 'account.deactivated'
  | 'account.frozen'
  | 'account.unfrozen'
  | 'account.activation_completed'
  | 'account.cancelled'
  | 'password.reset'
  | 'password.changed'
  | 'password.change_refused'
  | 'password.reset_started'
  | 'welcome.resent'
  | 'sessions.ended'
  | 'email.change_requested'
  | 'email.changed'
  | 'profile.changed'
  | 'recovery.requested'
  | 'recovery.address_mismatch'
  | 'activation.requested'
  | 'activation.request_denied'
  | 'subscription.created'

export type AuditEntry = {
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
      actorId: entry.actor.kind === 'account' ? entry.actor.accountId : null,
      action: entry.action,
      details: JSON.stringify(entry.details ?? {}),
      address: entry.context?.address ?? null,
      requestId: entry.context?.requestId ?? null,
    })
    .execute()
}
