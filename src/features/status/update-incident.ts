import type { Core } from '../../core.ts'
import { refuse } from '../../domain/errors.ts'
import { writeChange, type IncidentChange } from './incident-deed.ts'
import { lockIncident } from './incident-queries.ts'
import type { WrittenUpdate } from './open-incident.ts'
import { requireOperator } from './require-operator.ts'
import { writeStatus, type Doer, type StatusDeed } from './write-status.ts'

/**
 * Adds an update to an open incident: what is known, how bad it is, what each component is in. The status `resolved` ends
 * it and makes every component of it operational again. Updates stand in the order of what they tell (S03).
 *
 * Throws Refusal `forbidden`, `not_found`, `changed_meanwhile`, `not_at_this_stage`, `invalid_fields`.
 */
export async function updateIncident(core: Core, doer: Doer, input: IncidentChange): Promise<WrittenUpdate> {
  return writeStatus(core, updateOf(doer, input))
}

/** The same with nothing else to choose: all is well again. */
export async function resolveIncident(
  core: Core,
  doer: Doer,
  input: Pick<IncidentChange, 'id' | 'version' | 'body' | 'displayAt' | 'deliver'>,
): Promise<WrittenUpdate> {
  const rest = { name: '', impact: '', status: 'resolved', components: {}, startedAt: null }
  return updateIncident(core, doer, { ...input, ...rest })
}

export function updateOf(doer: Doer, input: IncidentChange): StatusDeed<WrittenUpdate> {
  requireOperator(doer.actor)
  return async (trx) => {
    const incident = await lockIncident(trx, { id: input.id, kind: 'incident', version: input.version })
    if (incident.resolvedAt !== null) throw refuse('not_at_this_stage', { stage: 'resolved' })
    return writeChange(trx, { doer, input, incident })
  }
}
