import type { App } from '../../app.ts'
import { databaseNow } from '../../clock.ts'
import { inTransaction } from '../../db/in-transaction.ts'
import { refuse } from '../../domain/errors.ts'
import { mayDo } from '../../domain/permissions.ts'
import { isRecordId } from '../../domain/record-id.ts'
import type { MemberActor, RequestContext } from '../../domain/request-context.ts'
import { recordAudit } from '../audit/record.ts'
import { requireActing, standingOf } from '../users/act-on-member.ts'

/**
 * Starts an import whose dry run the actor has read; a job does it, by their rights. `welcomes`: whether those who come
 * without a password are mailed at once. To start what runs or is over has no effect. Returns whether it began with this.
 * Throws Refusal `not_found` for a file that somebody else brought (I-26), `forbidden`.
 */
export async function startImport(
  app: App,
  actor: MemberActor,
  { importId, welcomes }: { importId: string; welcomes: boolean },
  context: RequestContext,
): Promise<boolean> {
  if (!isRecordId(importId)) throw refuse('not_found')
  const { subscriptionId, accountId } = actor
  return inTransaction(app.db, async (trx) => {
    const starter = await requireActing(trx, actor)
    if (!mayDo('import_users', standingOf(starter))) throw refuse('forbidden')
    const own = await trx
      .selectFrom('userImports')
      .select(['state', 'fileName', 'toDo'])
      .where('id', '=', importId)
      .where('subscriptionId', '=', subscriptionId)
      .where('accountId', '=', accountId)
      .forUpdate()
      .executeTakeFirst()
    if (!own) throw refuse('not_found')
    if (own.state !== 'checked') return false
    const { address, requestId } = context
    // The trail names who started it, by whichever way the file came (I-32).
    const tokenId = actor.kind === 'api_token' ? actor.tokenId : null
    await trx
      .updateTable('userImports')
      .set({ state: 'running', startedAt: databaseNow, welcomes, tokenId, address, requestId })
      .where('id', '=', importId)
      .execute()
    const details = { importId, fileName: own.fileName, rows: own.toDo, welcomes }
    await recordAudit(trx, { action: 'import.started', actor, subscriptionId, accountId: null, details, context })
    await app.jobs.send(trx, 'run-import', { importId })
    return true
  })
}
