import type { Trx } from '../../db/schema.ts'
import type { StatusEventDetails, StatusEventName } from '../../domain/status-event.ts'

export type NewStatusEvent = {
  readonly event: StatusEventName
  /** Of a maintenance, too. */
  readonly incidentId?: string
  readonly updateId?: string
  /** Where it is of a component alone. */
  readonly componentId?: string
  readonly details?: StatusEventDetails
}

/** Notes that there is something to tell, in the deed's own transaction; to whom, is found out within a second (A20). */
export async function recordStatusEvent(trx: Trx, { event, details = {}, ...of }: NewStatusEvent): Promise<void> {
  const { incidentId = null, updateId = null, componentId = null } = of
  await trx
    .insertInto('statusEvents')
    .values({ event, incidentId, updateId, componentId, details: JSON.stringify(details) })
    .execute()
}
