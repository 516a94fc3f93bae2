import type { Core } from '../../core.ts'
import { windowProblems } from '../../domain/maintenance-plan.ts'
import { momentText } from '../../domain/message-template.ts'
import { beginChecks, endChecks } from './check-text.ts'
import { listPartsOf } from './incident-queries.ts'
import { allAffected, bodyOf, tellOfAct, type MaintenanceAct } from './maintenance-deed.ts'
import { changeMaintenance, findOverlap, lockMaintenance, requirePhase } from './maintenance-queries.ts'
import type { WrittenUpdate } from './open-incident.ts'
import { requireOperator } from './require-operator.ts'
import { writeStatus, type Doer, type StatusDeed } from './write-status.ts'

/**
 * Begins a maintenance before its time. Its planned end stays.
 *
 * Throws Refusal `forbidden`, `not_found`, `changed_meanwhile`, `not_at_this_stage`, `invalid_fields`.
 */
export async function startMaintenance(core: Core, doer: Doer, input: MaintenanceAct): Promise<WrittenUpdate> {
  return writeStatus(core, startingOf(doer, input))
}

export function startingOf(doer: Doer, input: MaintenanceAct): StatusDeed<WrittenUpdate> {
  requireOperator(doer.actor)
  return async (trx) => {
    const { maintenance, phase, now } = await lockMaintenance(trx, input)
    requirePhase({ maintenance, phase }, 'scheduled')
    const { id, scheduledUntil, scheduledFor } = maintenance
    const parts = maintenance.isRelease ? [] : await listPartsOf(trx, id)
    const checks = beginChecks()
    const window = { from: now, until: scheduledUntil }
    // One of next spring, begun by a slip, would keep its platform closed until then.
    const { until: tooLong } = windowProblems(window, now)
    if (tooLong) checks.problems['body'] = tooLong
    const overlap = await findOverlap(trx, { componentIds: parts.map((part) => part.id), window, now, except: id })
    if (overlap !== null) {
      checks.problems['body'] = 'window_overlaps'
      checks.wrong['body'] = overlap
    }
    const values = { start: momentText(now), end: momentText(scheduledUntil) }
    const body = bodyOf(checks, { typed: input.body, otherwise: 'The maintenance has begun, earlier than planned.', values })
    endChecks(checks)
    await changeMaintenance(trx, id, { newWindow: false, set: { actualStartAt: now, startedAt: now } })
    const affected = await allAffected(trx, maintenance, ['operational', 'under_maintenance'])
    return tellOfAct(trx, {
      ...doer,
      maintenance,
      status: 'in_progress',
      body,
      affected,
      deliver: input.deliver,
      action: 'maintenance.started',
      event: 'maintenance.started',
      details: { planned: scheduledFor.toISOString() },
    })
  }
}
