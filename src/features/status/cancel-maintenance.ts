import type { Core } from '../../core.ts'
import { beginChecks, endChecks } from './check-text.ts'
import { bodyOf, tellOfAct, type MaintenanceAct } from './maintenance-deed.ts'
import { changeMaintenance, lockMaintenance, requirePhase } from './maintenance-queries.ts'
import type { WrittenUpdate } from './open-incident.ts'
import { requireOperator } from './require-operator.ts'
import { writeStatus, type Doer, type StatusDeed } from './write-status.ts'

const SAID = 'This maintenance has been cancelled.'

/**
 * Cancels a maintenance that hasn't begun. It stays in the schedule as what it is, its last update says so, and calendars
 * are told (RFC 5545, STATUS:CANCELLED).
 *
 * Throws Refusal `forbidden`, `not_found`, `changed_meanwhile`, `not_at_this_stage`, `invalid_fields`.
 */
export async function cancelMaintenance(core: Core, doer: Doer, input: MaintenanceAct): Promise<WrittenUpdate> {
  return writeStatus(core, cancellationOf(doer, input))
}

export function cancellationOf(doer: Doer, input: MaintenanceAct): StatusDeed<WrittenUpdate> {
  requireOperator(doer.actor)
  return async (trx) => {
    const { maintenance, phase, now } = await lockMaintenance(trx, input)
    requirePhase({ maintenance, phase }, 'scheduled')
    const checks = beginChecks()
    const reason = bodyOf(checks, { typed: input.body, otherwise: SAID })
    endChecks(checks)
    const body = reason === SAID ? SAID : `${SAID}\n\n${reason}`
    const sequence = await changeMaintenance(trx, maintenance.id, { newWindow: true, set: { cancelledAt: now } })
    return tellOfAct(trx, {
      ...doer,
      maintenance,
      status: 'completed',
      body,
      deliver: input.deliver,
      eventDetails: { sequence },
      action: 'maintenance.cancelled',
      event: 'maintenance.cancelled',
    })
  }
}
