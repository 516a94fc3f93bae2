import type { Core } from '../../core.ts'
import { refuse } from '../../domain/errors.ts'
import { writeChange, type IncidentChange } from './incident-deed.ts'
import { lockIncident } from './incident-queries.ts'
import type { WrittenUpdate } from './open-incident.ts'
import { requireOperator } from './require-operator.ts'
import { writeStatus, type Doer, type StatusDeed } from './write-status.ts'

/**
 * Opens a resolved incident again, openly: by an update that says in which state it is, and what its components are in. The
 * time between counts as what it was told to be. An act of its own, so that nobody undoes another's Resolve by an update
 * that was meant for an open incident (S03).
 *
 * Throws Refusal `forbidden`, `not_found`, `changed_meanwhile`, `not_at_this_stage`, `invalid_fields`.
 */
export async function reopenIncident(core: Core, doer: Doer, input: IncidentChange): Promise<WrittenUpdate> {
  return writeStatus(core, reopeningOf(doer, input))
}

export function reopeningOf(doer: Doer, input: IncidentChange): StatusDeed<WrittenUpdate> {
  requireOperator(doer.actor)
  return async (trx) => {
    const incident = await lockIncident(trx, { id: input.id, kind: 'incident', version: input.version })
    if (incident.resolvedAt === null) throw refuse('not_at_this_stage', { stage: 'open' })
    if (incident.status === 'postmortem') throw refuse('not_at_this_stage', { stage: 'told of in a postmortem already' })
    return writeChange(trx, { doer, input, incident })
  }
}
