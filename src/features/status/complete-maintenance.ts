import type { Core } from '../../core.ts'
import { beginChecks, endChecks } from './check-text.ts'
import { allAffected, bodyOf, tellOfAct, type MaintenanceAct } from './maintenance-deed.ts'
import { changeMaintenance, lockMaintenance, requirePhase } from './maintenance-queries.ts'
import type { WrittenUpdate } from './open-incident.ts'
import { requireOperator } from './require-operator.ts'
import { writeStatus, type Doer, type StatusDeed } from './write-status.ts'

/**
 * Ends a maintenance that runs: whatever it named is operational again, unless something else is said of it.
 *
 * Throws Refusal `forbidden`, `not_found`, `changed_meanwhile`, `not_at_this_stage`, `invalid_fields`.
 */
export async function completeMaintenance(core: Core, doer: Doer, input: MaintenanceAct): Promise<WrittenUpdate> {
  return writeStatus(core, completionOf(doer, input))
}

export function completionOf(doer: Doer, input: MaintenanceAct): StatusDeed<WrittenUpdate> {
  requireOperator(doer.actor)
  return async (trx) => {
    const { maintenance, phase, now } = await lockMaintenance(trx, input)
    requirePhase({ maintenance, phase }, 'in_progress', 'verifying')
    const checks = beginChecks()
    const body = bodyOf(checks, { typed: input.body, otherwise: 'The maintenance is completed.' })
    endChecks(checks)
    await changeMaintenance(trx, maintenance.id, { newWindow: false, set: { actualEndAt: now } })
    const affected = await allAffected(trx, maintenance, ['under_maintenance', 'operational'])
    return tellOfAct(trx, {
      ...doer,
      maintenance,
      status: 'completed',
      body,
      affected,
      deliver: input.deliver,
      action: 'maintenance.completed',
      event: 'maintenance.completed',
    })
  }
}
