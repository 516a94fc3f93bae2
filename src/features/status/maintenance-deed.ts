import type { Trx } from '../../db/schema.ts'
import type { AffectedComponent } from '../../db/status-tables.ts'
import type { AuditAction } from '../../domain/audit-actions.ts'
import type { Placeholder } from '../../domain/message-template.ts'
import type { ComponentState, MaintenancePhase } from '../../domain/service-status.ts'
import type { StatusEventDetails, StatusEventName } from '../../domain/status-event.ts'
import { checkBody } from '../../domain/status-text.ts'
import { affectedBy } from './affected.ts'
import { accepted, filled, type FieldChecks } from './check-text.ts'
import { insertUpdate, listPartsOf } from './incident-queries.ts'
import type { WrittenUpdate } from './open-incident.ts'
import { authorOf, recordDeed, type Doer } from './write-status.ts'

/** What is done to a maintenance that stands: which, as it was read, and what is said of it. */
export type MaintenanceAct = {
  readonly id: string
  /** As the form showed it; null where that is of no account. */
  readonly version: number | null
  /** Markdown; where it is empty, the act speaks for itself. */
  readonly body: string
  readonly deliver: boolean
}

/** What the update says: as typed, or the act's own words. */
export function bodyOf(
  checks: FieldChecks,
  of: { typed: string; otherwise: string; values?: Readonly<Partial<Record<Placeholder, string>>> },
): string {
  const text = accepted(checks, 'body', checkBody(of.typed.trim() === '' ? of.otherwise : of.typed))
  return filled(checks, { field: 'body', text, values: of.values ?? {} })
}

/** The update of an act on a maintenance, its audit row, and what there is to tell of it. */
export async function tellOfAct(
  trx: Trx,
  of: Doer & {
    maintenance: { id: string; name: string }
    status: MaintenancePhase
    body: string
    deliver: boolean
    affected?: readonly AffectedComponent[] | null
    action: AuditAction
    event: StatusEventName
    eventDetails?: StatusEventDetails
    details?: Readonly<Record<string, unknown>>
  },
): Promise<WrittenUpdate> {
  const { maintenance, status, body, deliver, affected = null, action, event, eventDetails = {} } = of
  const { id: incidentId, name } = maintenance
  const writtenBy = await authorOf(trx, of.actor)
  const updateId = await insertUpdate(trx, { incidentId, status, body, affected, deliver, writtenBy, displayAt: null })
  const told = { event, incidentId, updateId, details: eventDetails }
  const details = { incidentId, name, ...of.details }
  await recordDeed(trx, { actor: of.actor, context: of.context, action, details, told })
  return { incidentId, updateId, name }
}

/** All its components going from one state into another; a release changes none. */
export async function allAffected(
  trx: Trx,
  maintenance: { id: string; isRelease: boolean },
  [before, after]: readonly [ComponentState, ComponentState],
): Promise<readonly AffectedComponent[] | null> {
  if (maintenance.isRelease) return null
  const parts = await listPartsOf(trx, maintenance.id)
  return affectedBy(parts.map(({ id, name }) => ({ id, name, before, after })))
}
