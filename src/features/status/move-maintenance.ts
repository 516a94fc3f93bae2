import type { Core } from '../../core.ts'
import { momentText } from '../../domain/message-template.ts'
import type { TypedMoment } from '../../domain/zoned-time.ts'
import { beginChecks, endChecks } from './check-text.ts'
import { listPartsOf } from './incident-queries.ts'
import { bodyOf, tellOfAct, type MaintenanceAct } from './maintenance-deed.ts'
import { changeMaintenance, lockMaintenance, requirePhase } from './maintenance-queries.ts'
import type { WrittenUpdate } from './open-incident.ts'
import { requireOperator } from './require-operator.ts'
import { checkWindow } from './schedule-maintenance.ts'
import { writeStatus, type Doer, type StatusDeed } from './write-status.ts'

/** As typed. */
export type MaintenanceMove = MaintenanceAct & { readonly from: TypedMoment; readonly until: TypedMoment }

/**
 * Moves a maintenance that hasn't begun to another time; whoever was told is told again (S04).
 *
 * Throws Refusal `forbidden`, `not_found`, `changed_meanwhile`, `not_at_this_stage`, `invalid_fields`.
 */
export async function moveMaintenance(core: Core, doer: Doer, input: MaintenanceMove): Promise<WrittenUpdate> {
  return writeStatus(core, moveOf(doer, input))
}

export function moveOf(doer: Doer, input: MaintenanceMove): StatusDeed<WrittenUpdate> {
  requireOperator(doer.actor)
  return async (trx) => {
    const locked = await lockMaintenance(trx, input)
    requirePhase(locked, 'scheduled')
    const { maintenance } = locked
    const { id, scheduledFor: formerFrom, scheduledUntil: formerUntil } = maintenance
    const parts = maintenance.isRelease ? [] : await listPartsOf(trx, id)
    const checks = beginChecks()
    const { from, until } = input
    const window = await checkWindow(trx, checks, { from, until, componentIds: parts.map((part) => part.id), except: id })
    if (window?.from.getTime() === formerFrom.getTime() && window.until.getTime() === formerUntil.getTime()) {
      checks.problems['from'] = 'unchanged'
    }
    const values = { start: momentText(window?.from ?? formerFrom), end: momentText(window?.until ?? formerUntil) }
    const body = bodyOf(checks, { typed: input.body, otherwise: 'Moved: now from {{start}} to {{end}}.', values })
    endChecks(checks)
    if (!window) throw new Error('a window without problems has both its ends')
    const set = { scheduledFor: window.from, scheduledUntil: window.until, startedAt: window.from }
    const sequence = await changeMaintenance(trx, id, { newWindow: true, set })
    return tellOfAct(trx, {
      ...doer,
      maintenance,
      status: 'scheduled',
      body,
      deliver: input.deliver,
      action: 'maintenance.moved',
      event: 'maintenance.moved',
      eventDetails: { sequence },
      details: {
        start: { from: formerFrom.toISOString(), to: window.from.toISOString() },
        end: { from: formerUntil.toISOString(), to: window.until.toISOString() },
      },
    })
  }
}
