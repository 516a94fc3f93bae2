import type { Core } from '../../core.ts'
import { extensionProblems } from '../../domain/maintenance-plan.ts'
import { momentText } from '../../domain/message-template.ts'
import { startOf } from '../../domain/service-status.ts'
import { isLeftOut, type TypedMoment } from '../../domain/zoned-time.ts'
import { beginChecks, endChecks, momentOf } from './check-text.ts'
import { listPartsOf } from './incident-queries.ts'
import { bodyOf, tellOfAct, type MaintenanceAct } from './maintenance-deed.ts'
import { changeMaintenance, findOverlap, lockMaintenance, requirePhase } from './maintenance-queries.ts'
import type { WrittenUpdate } from './open-incident.ts'
import { requireOperator } from './require-operator.ts'
import { writeStatus, type Doer, type StatusDeed } from './write-status.ts'

/** As typed. */
export type MaintenanceExtension = MaintenanceAct & { readonly until: TypedMoment }

/**
 * Gives a maintenance that runs, or has overrun, a later planned end.
 *
 * Throws Refusal `forbidden`, `not_found`, `changed_meanwhile`, `not_at_this_stage`, `invalid_fields`.
 */
export async function extendMaintenance(core: Core, doer: Doer, input: MaintenanceExtension): Promise<WrittenUpdate> {
  return writeStatus(core, extensionOf(doer, input))
}

export function extensionOf(doer: Doer, input: MaintenanceExtension): StatusDeed<WrittenUpdate> {
  requireOperator(doer.actor)
  return async (trx) => {
    const { maintenance, phase, now } = await lockMaintenance(trx, input)
    requirePhase({ maintenance, phase }, 'in_progress', 'verifying')
    const { id, scheduledUntil } = maintenance
    const from = startOf(maintenance)
    const checks = beginChecks()
    const until = momentOf(checks, 'until', input.until)
    if (isLeftOut(input.until)) checks.problems['until'] = 'required'
    if (until) {
      Object.assign(checks.problems, extensionProblems({ from, until: scheduledUntil }, until, now))
      const parts = maintenance.isRelease ? [] : await listPartsOf(trx, id)
      const window = { from: scheduledUntil, until }
      const overlap = await findOverlap(trx, { componentIds: parts.map((part) => part.id), window, now, except: id })
      if (overlap !== null) {
        checks.problems['until'] ??= 'window_overlaps'
        checks.wrong['until'] = overlap
      }
    }
    const values = { start: momentText(from), end: momentText(until ?? scheduledUntil) }
    const body = bodyOf(checks, { typed: input.body, otherwise: 'It takes longer: now until {{end}}.', values })
    endChecks(checks)
    if (!until) throw new Error('an end without problems is there')
    const sequence = await changeMaintenance(trx, id, { newWindow: true, set: { scheduledUntil: until } })
    const status = maintenance.verifyingAt === null ? 'in_progress' : 'verifying'
    return tellOfAct(trx, {
      ...doer,
      maintenance,
      status,
      body,
      deliver: input.deliver,
      action: 'maintenance.extended',
      event: 'maintenance.moved',
      eventDetails: { sequence },
      details: { end: { from: scheduledUntil.toISOString(), to: until.toISOString() } },
    })
  }
}
