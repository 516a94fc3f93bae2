import type { Trx } from '../../db/schema.ts'
import type { MemberActor, RequestContext } from '../../domain/request-context.ts'
import type { RowDecision } from '../../domain/user-import.ts'
import { recordAudits } from '../audit/record.ts'
import type { UnitBook } from './decide-rows.ts'

/** Makes the units that accepted rows speak of and nobody has made yet, each with its line in the trail. */
export async function createMissingUnits(
  trx: Trx,
  decisions: readonly RowDecision[],
  { units, actor, context }: { units: UnitBook; actor: MemberActor; context: RequestContext },
): Promise<void> {
  const missing = new Map<string, string>()
  for (const decision of decisions) {
    const unitId = unitOf(decision)
    const name = unitId && units.newNameOf(unitId)
    if (unitId && name) missing.set(unitId, name)
  }
  if (missing.size === 0) return
  const { subscriptionId } = actor
  const made = [...missing].map(([id, name]) => ({ id, subscriptionId, name }))
  await trx.insertInto('businessUnits').values(made).execute()
  const acts = made.map(({ id, name }) => ({ accountId: null, details: { unitId: id, name, seesOnlyItself: false } }))
  await recordAudits(trx, { action: 'unit.created', actor, subscriptionId, context }, acts)
}

function unitOf(decision: RowDecision): string | null | undefined {
  if (decision.fate === 'created') return decision.businessUnitId
  return decision.fate === 'changed' ? decision.wanted.businessUnitId : null
}
