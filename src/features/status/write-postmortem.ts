import { databaseNow } from '../../clock.ts'
import type { Core } from '../../core.ts'
import { refuse } from '../../domain/errors.ts'
import { checkBody } from '../../domain/status-text.ts'
import { accepted, beginChecks, endChecks, filled } from './check-text.ts'
import { insertUpdate, lockIncident } from './incident-queries.ts'
import type { WrittenUpdate } from './open-incident.ts'
import { requireOperator } from './require-operator.ts'
import { authorOf, recordDeed, writeStatus, type Doer, type StatusDeed } from './write-status.ts'

export type Postmortem = {
  readonly id: string
  readonly version: number | null
  readonly body: string
  readonly deliver: boolean
}

/**
 * Tells of a resolved incident what was behind it; once, and corrected like any update.
 *
 * Throws Refusal `forbidden`, `not_found`, `changed_meanwhile`, `not_at_this_stage`, `invalid_fields`.
 */
export async function writePostmortem(core: Core, doer: Doer, input: Postmortem): Promise<WrittenUpdate> {
  return writeStatus(core, postmortemOf(doer, input))
}

export function postmortemOf(doer: Doer, input: Postmortem): StatusDeed<WrittenUpdate> {
  requireOperator(doer.actor)
  return async (trx) => {
    const incident = await lockIncident(trx, { id: input.id, kind: 'incident', version: input.version })
    if (incident.resolvedAt === null) throw refuse('not_at_this_stage', { stage: 'not resolved yet' })
    if (incident.status === 'postmortem') throw refuse('not_at_this_stage', { stage: 'told of in a postmortem already' })
    const checks = beginChecks()
    const body = filled(checks, { field: 'body', text: accepted(checks, 'body', checkBody(input.body)), values: {} })
    endChecks(checks)
    const { id: incidentId, name } = incident
    await trx
      .updateTable('incidents')
      .set((eb) => ({ status: 'postmortem', updatedAt: databaseNow, version: eb('version', '+', 1) }))
      .where('id', '=', incidentId)
      .execute()
    const writtenBy = await authorOf(trx, doer.actor)
    const { deliver } = input
    const update = { incidentId, status: 'postmortem', body, affected: null, deliver, writtenBy, displayAt: null } as const
    const updateId = await insertUpdate(trx, update)
    const told = { event: 'incident.updated', incidentId, updateId } as const
    await recordDeed(trx, { ...doer, action: 'incident.postmortem_written', details: { incidentId, name }, told })
    return { incidentId, updateId, name }
  }
}
