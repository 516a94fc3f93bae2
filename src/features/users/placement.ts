import type { Trx } from '../../db/schema.ts'
import { refuse } from '../../domain/errors.ts'
import { isPlaceable, type Placement } from '../../domain/permissions.ts'
import { isRecordId } from '../../domain/record-id.ts'

/** The id of a unit of this subscription. Throws Refusal `invalid_fields` for any other (I-26). */
export async function requireUnit(
  trx: Trx,
  { subscriptionId, unitId }: { subscriptionId: string; unitId: string },
): Promise<string> {
  const unit = isRecordId(unitId) ? await findUnit(trx, { subscriptionId, unitId }) : null
  if (!unit) throw refuse('invalid_fields', { fields: { businessUnitId: 'not_a_choice' } })
  return unit.id
}

export async function findUnitName(trx: Trx, unitId: string): Promise<string | null> {
  const unit = await trx.selectFrom('businessUnits').select('name').where('id', '=', unitId).executeTakeFirst()
  return unit?.name ?? null
}

async function findUnit(trx: Trx, of: { subscriptionId: string; unitId: string }): Promise<{ id: string } | null> {
  const unit = trx
    .selectFrom('businessUnits')
    .select('id')
    .where('id', '=', of.unitId)
    .where('subscriptionId', '=', of.subscriptionId)
  return (await unit.forShare().executeTakeFirst()) ?? null
}

/** Throws Refusal `invalid_fields` for a Manager in a unit, or a Unit Manager in none. */
export function requirePlaceable(placement: Placement): void {
  if (isPlaceable(placement)) return
  const problem = placement.role === 'manager' ? 'manager_in_unit' : 'unit_needed'
  throw refuse('invalid_fields', { fields: { businessUnitId: problem } })
}
