import type { App } from '../../app.ts'
import { refuse } from '../../domain/errors.ts'
import { isRecordId } from '../../domain/record-id.ts'
import type { MemberActor } from '../../domain/request-context.ts'
import { requireActing } from '../users/act-on-member.ts'
import { requireUnit } from '../users/placement.ts'
import { lockBulkAct } from './queries.ts'

/**
 * Says where a bulk act moves its users, before it starts: the id of a unit, or 'none'. Throws Refusal `invalid_fields` for
 * any other (I-26), `not_found`, and `wrong_state` once it runs.
 */
export async function chooseUnit(app: App, actor: MemberActor, { id, unit }: { id: string; unit: string }): Promise<void> {
  if (!isRecordId(id)) throw refuse('not_found')
  if (unit === '') throw refuse('invalid_fields', { fields: { unit: 'required' } })
  await app.db.transaction().execute(async (trx) => {
    await requireActing(trx, actor)
    const act = await lockBulkAct(trx, id, actor)
    if (!act || act.act !== 'move') throw refuse('not_found')
    if (act.state !== 'preview') throw refuse('already_decided')
    const { subscriptionId } = actor
    const businessUnitId = unit === 'none' ? null : await requireUnit(trx, { subscriptionId, unitId: unit })
    await trx.updateTable('bulkActs').set({ businessUnitId, unitChosen: true }).where('id', '=', id).execute()
  })
}
