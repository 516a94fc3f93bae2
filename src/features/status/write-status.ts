import type { Core } from '../../core.ts'
import { inTransaction } from '../../db/in-transaction.ts'
import type { Trx } from '../../db/schema.ts'
import type { AuditAction } from '../../domain/audit-actions.ts'
import { refuse } from '../../domain/errors.ts'
import type { Actor, RequestContext } from '../../domain/request-context.ts'
import { recordAudit } from '../audit/record.ts'
import { noteStatusChange } from './note-status-change.ts'
import { recordStatusEvent, type NewStatusEvent } from './record-status-event.ts'

/** What is done in one transaction; may be rehearsed for a preview. */
export type StatusDeed<Result> = (trx: Trx) => Promise<Result>

/** Who does it, and from where. */
export type Doer = { readonly actor: Actor; readonly context: RequestContext | null }

/**
 * Does one deed of what the status page tells. Its change is counted first: that row keeps deeds one behind the other,
 * whatever they are about, so that what a deed has checked still holds when it writes.
 */
export async function writeStatus<Result>(core: Core, deed: StatusDeed<Result>): Promise<Result> {
  return inTransaction(core.db, async (trx) => {
    await noteStatusChange(trx)
    return deed(trx)
  })
}

/** The one audit row of a deed (I-32), and what there is to tell of it; null: nothing. */
export async function recordDeed(
  trx: Trx,
  of: Doer & { action: AuditAction; details: Readonly<Record<string, unknown>>; told: NewStatusEvent | null },
): Promise<void> {
  const { actor, context, action, details, told } = of
  const subscriptionId = 'subscriptionId' in actor ? actor.subscriptionId : await findStaff(trx)
  await recordAudit(trx, { action, actor, subscriptionId, accountId: null, details, context })
  if (told) await recordStatusEvent(trx, told)
}

/** The one subscription of operators; null where nobody has been added yet. */
async function findStaff(trx: Trx): Promise<string | null> {
  const staff = await trx.selectFrom('subscriptions').select('id').orderBy('createdAt').limit(1).executeTakeFirst()
  return staff?.id ?? null
}

/** Under whose name it is kept: the username, or what acts in a person's place. */
export async function authorOf(trx: Trx, actor: Actor): Promise<string> {
  if (actor.kind === 'job') return 'Gatehouse'
  if (!('accountId' in actor)) return 'Command line'
  const account = await trx.selectFrom('accounts').select('username').where('id', '=', actor.accountId).executeTakeFirst()
  if (!account) throw refuse('forbidden')
  return account.username
}
