import { databaseNow, readDatabaseClock } from '../../clock.ts'
import type { Core } from '../../core.ts'
import { refuse } from '../../domain/errors.ts'
import { isShortId } from '../../domain/record-id.ts'
import { checkBody } from '../../domain/status-text.ts'
import { accepted, beginChecks, endChecks, filled } from './check-text.ts'
import { lockIncident } from './incident-queries.ts'
import type { WrittenUpdate } from './open-incident.ts'
import { requireOperator } from './require-operator.ts'
import { recordDeed, writeStatus, type Doer } from './write-status.ts'

export type Correction = {
  readonly updateId: string
  /** Of its incident or maintenance. */
  readonly version: number | null
  readonly body: string
}

/**
 * Corrects what an update says, openly: it says that it was corrected and when, and what it said before is kept and shown.
 * Nobody is written to for it.
 *
 * Throws Refusal `forbidden`, `not_found`, `changed_meanwhile`, `invalid_fields` (`unchanged`, too).
 */
export async function correctUpdate(core: Core, doer: Doer, input: Correction): Promise<WrittenUpdate> {
  requireOperator(doer.actor)
  if (!isShortId(input.updateId)) throw refuse('not_found')
  return writeStatus(core, async (trx) => {
    const update = await trx
      .selectFrom('incidentUpdates')
      .innerJoin('incidents', 'incidents.id', 'incidentUpdates.incidentId')
      .select(['incidentUpdates.body', 'incidentUpdates.former', 'incidentId', 'incidents.kind'])
      .where('incidentUpdates.id', '=', input.updateId)
      .executeTakeFirst()
    if (!update) throw refuse('not_found')
    const { incidentId, kind } = update
    const { name } = await lockIncident(trx, { id: incidentId, kind, version: input.version })
    const checks = beginChecks()
    const body = filled(checks, { field: 'body', text: accepted(checks, 'body', checkBody(input.body)), values: {} })
    if (body === update.body) checks.problems['body'] = 'unchanged'
    endChecks(checks)
    const now = await readDatabaseClock(trx)
    const former = JSON.stringify([...update.former, { body: update.body, until: now.toISOString() }])
    await trx
      .updateTable('incidentUpdates')
      .set({ body, former, correctedAt: now, updatedAt: now })
      .where('id', '=', input.updateId)
      .execute()
    await trx
      .updateTable('incidents')
      .set((eb) => ({ updatedAt: databaseNow, version: eb('version', '+', 1) }))
      .where('id', '=', incidentId)
      .execute()
    const { updateId } = input
    const details = { incidentId, updateId, name, text: { from: update.body, to: body } }
    const event = kind === 'incident' ? 'incident.corrected' : 'maintenance.corrected'
    const told = { event, incidentId, updateId, details: { deliver: false } } as const
    await recordDeed(trx, { ...doer, action: 'update.corrected', details, told })
    return { incidentId, updateId, name }
  })
}
