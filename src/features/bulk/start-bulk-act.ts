import type { App } from '../../app.ts'
import { databaseNow } from '../../clock.ts'
import { refuse } from '../../domain/errors.ts'
import { isRecordId } from '../../domain/record-id.ts'
import type { MemberActor, RequestContext } from '../../domain/request-context.ts'
import { requireActing } from '../users/act-on-member.ts'
import { lockBulkAct } from './queries.ts'

/**
 * Starts a bulk act whose preview the actor has read; a job does it, by their rights. To start what runs or is over has no
 * effect: pressed twice, it happens once. Throws Refusal `not_found` for anybody else's (I-26), `forbidden`.
 */
export async function startBulkAct(
  app: App,
  actor: MemberActor,
  id: string,
  { address, requestId }: RequestContext,
): Promise<void> {
  if (!isRecordId(id)) throw refuse('not_found')
  // The trail names who started it, by whichever way it was prepared (I-32).
  const tokenId = actor.kind === 'api_token' ? actor.tokenId : null
  await app.db.transaction().execute(async (trx) => {
    await requireActing(trx, actor)
    const act = await lockBulkAct(trx, id, actor)
    if (!act) throw refuse('not_found')
    if (act.act === 'move' && !act.unitChosen) throw refuse('invalid_fields', { fields: { unit: 'required' } })
    if (act.state !== 'preview') return
    await trx
      .updateTable('bulkActs')
      .set({ state: 'running', startedAt: databaseNow, tokenId, address, requestId })
      .where('id', '=', id)
      .execute()
    await app.jobs.send(trx, 'run-bulk-act', { bulkActId: id })
  })
}

/**
 * Stops a bulk act, or drops its preview. Who was done stays done; it waits for the batch under way, and none begins after
 * it. To cancel what is over has no effect. Throws Refusal `not_found` for anybody else's (I-26).
 */
export async function cancelBulkAct(app: App, actor: MemberActor, id: string): Promise<void> {
  if (!isRecordId(id)) throw refuse('not_found')
  await app.db.transaction().execute(async (trx) => {
    await requireActing(trx, actor)
    const act = await lockBulkAct(trx, id, actor)
    if (!act) throw refuse('not_found')
    if (act.state !== 'preview' && act.state !== 'running') return
    await trx.updateTable('bulkActs').set({ state: 'cancelled', endedAt: databaseNow }).where('id', '=', id).execute()
  })
}
