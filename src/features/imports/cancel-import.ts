import { sql } from 'kysely'
import type { App } from '../../app.ts'
import { databaseNow } from '../../clock.ts'
import { inTransaction } from '../../db/in-transaction.ts'
import type { Trx } from '../../db/schema.ts'
import { refuse } from '../../domain/errors.ts'
import { mayDo } from '../../domain/permissions.ts'
import { isRecordId } from '../../domain/record-id.ts'
import type { MemberActor, RequestContext } from '../../domain/request-context.ts'
import { recordAudit } from '../audit/record.ts'
import { requireActing, standingOf } from '../users/act-on-member.ts'
import { importsOf } from './queries.ts'

/**
 * Stops an import, or drops one that waits. Rows that are done stay done; the others are forgotten, with their hashes. It
 * waits for the batch under way, and none begins after it. To cancel what is over has no effect: returns false.
 * Throws Refusal `forbidden`, or `not_found` for an import that the actor can't see (I-26).
 */
export async function cancelImport(app: App, actor: MemberActor, importId: string, context: RequestContext): Promise<boolean> {
  if (!isRecordId(importId)) throw refuse('not_found')
  const { subscriptionId } = actor
  return inTransaction(app.db, async (trx) => {
    const canceller = await requireActing(trx, actor)
    if (!mayDo('import_users', standingOf(canceller))) throw refuse('forbidden')
    const found = await importsOf(trx, { subscriptionId, accountId: canceller.id, role: canceller.role })
      .select(['userImports.state', 'userImports.fileName'])
      .where('userImports.id', '=', importId)
      .forUpdate('userImports')
      .executeTakeFirst()
    if (!found) throw refuse('not_found')
    if (found.state !== 'checked' && found.state !== 'running') return false
    const done = await forgetRest(trx, importId)
    await trx.updateTable('userImports').set({ state: 'cancelled', endedAt: databaseNow }).where('id', '=', importId).execute()
    const details = { importId, fileName: found.fileName, done }
    await recordAudit(trx, { action: 'import.cancelled', actor, subscriptionId, accountId: null, details, context })
    return true
  })
}

/** Leaves the rows that are behind us, and counts those only. Returns how many were created or changed. */
async function forgetRest(trx: Trx, importId: string): Promise<number> {
  await trx.deleteFrom('userImportRows').where('importId', '=', importId).where('isDone', '=', false).execute()
  const { rows } = await sql<{ done: number }>`
    update user_imports i set created = c.created, changed = c.changed, unchanged = c.unchanged, refused = c.refused
    from (select count(*) filter (where fate = 'created') as created, count(*) filter (where fate = 'changed') as changed,
        count(*) filter (where fate = 'unchanged') as unchanged, count(*) filter (where fate = 'refused') as refused
      from user_import_rows where import_id = ${importId}::uuid) c
    where i.id = ${importId}::uuid returning i.created + i.changed as done`.execute(trx)
  return rows[0]?.done ?? 0
}
