import type { Core } from '../../core.ts'
import { momentText } from '../../domain/message-template.ts'
import { beginChecks, choiceOf, endChecks } from './check-text.ts'
import { bodyOf, tellOfAct, type MaintenanceAct } from './maintenance-deed.ts'
import { changeMaintenance, lockMaintenance, requirePhase } from './maintenance-queries.ts'
import type { WrittenUpdate } from './open-incident.ts'
import { requireOperator } from './require-operator.ts'
import { writeStatus, type Doer, type StatusDeed } from './write-status.ts'

/** `status`: `verifying` once the work is done and being looked at; empty: it stays in its phase. */
export type MaintenanceUpdate = MaintenanceAct & { readonly status: string }

const isVerifying = (text: string): text is 'verifying' => text === 'verifying'

/**
 * Tells how a maintenance goes, or something beforehand. Nothing of its window changes.
 *
 * Throws Refusal `forbidden`, `not_found`, `changed_meanwhile`, `not_at_this_stage`, `invalid_fields`.
 */
export async function updateMaintenance(core: Core, doer: Doer, input: MaintenanceUpdate): Promise<WrittenUpdate> {
  return writeStatus(core, maintenanceUpdateOf(doer, input))
}

export function maintenanceUpdateOf(doer: Doer, input: MaintenanceUpdate): StatusDeed<WrittenUpdate> {
  requireOperator(doer.actor)
  return async (trx) => {
    const { maintenance, phase, now } = await lockMaintenance(trx, input)
    requirePhase({ maintenance, phase }, 'scheduled', 'in_progress', 'verifying')
    const checks = beginChecks()
    const verifies =
      input.status !== '' && choiceOf(checks, { field: 'status', typed: input.status, isWord: isVerifying }) !== null
    if (verifies && phase === 'scheduled') checks.problems['status'] = 'not_a_choice'
    const { scheduledFor, scheduledUntil, verifyingAt } = maintenance
    const values = { start: momentText(scheduledFor), end: momentText(scheduledUntil) }
    const body = bodyOf(checks, { typed: input.body, otherwise: '', values })
    endChecks(checks)
    const set = verifies && verifyingAt === null ? { verifyingAt: now } : {}
    await changeMaintenance(trx, maintenance.id, { newWindow: false, set })
    return tellOfAct(trx, {
      ...doer,
      maintenance,
      status: verifies ? 'verifying' : phase,
      body,
      deliver: input.deliver,
      action: 'maintenance.updated',
      event: 'maintenance.updated',
    })
  }
}
