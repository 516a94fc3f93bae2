import { sql } from 'kysely'
import { secondsAgo } from '../../clock.ts'
import type { Core } from '../../core.ts'
import type { Database, Trx } from '../../db/schema.ts'
import type { AffectedComponent } from '../../db/status-tables.ts'
import { HISTORY_DAYS } from '../../domain/component-history.ts'
import { isIncidentImpact, isIncidentStatus } from '../../domain/service-status.ts'
import type {
  Affected,
  Component,
  ComponentGroup,
  ComponentSpan,
  Incident,
  Maintenance,
  StatusUpdate,
} from '../../domain/status-facts.ts'

export async function listGroups(db: Database | Trx): Promise<readonly ComponentGroup[]> {
  return db
    .selectFrom('componentGroups')
    .select(['id', 'name', 'position', 'createdAt', 'updatedAt'])
    .orderBy('position')
    .execute()
}

/** Those that the configuration still has. */
export async function listComponents(db: Database | Trx): Promise<readonly Component[]> {
  return db
    .selectFrom('components')
    .select(['id', 'key', 'platformId', 'name', 'description', 'groupId', 'position'])
    .select(['showcase', 'onlyShowIfDegraded', 'startDate', 'createdAt', 'updatedAt'])
    .where('retiredAt', 'is', null)
    .orderBy('position')
    .execute()
}

/** Those that touch the days that are shown. */
export async function listSpans(db: Database | Trx): Promise<readonly ComponentSpan[]> {
  return db
    .selectFrom('componentSpans')
    .select(['componentId', 'source', 'state', 'startedAt', 'endedAt'])
    .where((eb) => eb.or([eb('endedAt', 'is', null), eb('endedAt', '>', secondsAgo((HISTORY_DAYS + 1) * 86_400))]))
    .execute()
}

type UpdateRow = {
  id: string
  incidentId: string
  status: StatusUpdate['status']
  body: string
  affected: readonly AffectedComponent[] | null
  deliver: boolean
  displayAt: Date
  createdAt: Date
  updatedAt: Date
  correctedAt: Date | null
  former: StatusUpdate['former']
}

/** Everything of all incidents and maintenances, in three statements. */
export async function listIncidentsAndMaintenances(
  db: Database | Trx,
): Promise<{ incidents: readonly Incident[]; maintenances: readonly Maintenance[] }> {
  const [rows, updates, parts] = await Promise.all([
    db.selectFrom('incidents').selectAll().orderBy('startedAt', 'desc').orderBy('id').execute(),
    db
      .selectFrom('incidentUpdates')
      .select(['id', 'incidentId', 'status', 'body', 'affected', 'deliver'])
      .select(['displayAt', 'createdAt', 'updatedAt', 'correctedAt', 'former'])
      .orderBy('displayAt', 'desc')
      .orderBy('createdAt', 'desc')
      .orderBy('id')
      .execute(),
    db.selectFrom('incidentComponents').selectAll().execute(),
  ])
  const updatesOf = Map.groupBy(updates, ({ incidentId }) => incidentId)
  const partsOf = Map.groupBy(parts, ({ incidentId }) => incidentId)
  const incidents = rows.flatMap((row): Incident[] => {
    const { id, name, impact, status, startedAt, monitoringAt, resolvedAt, createdAt, updatedAt } = row
    if (!isIncidentImpact(impact) || !isIncidentStatus(status)) return []
    return [
      {
        id,
        name,
        impact,
        status,
        startedAt,
        monitoringAt,
        resolvedAt,
        createdAt,
        updatedAt,
        components: (partsOf.get(id) ?? []).map(({ componentId, state }) => ({ componentId, state })),
        updates: (updatesOf.get(id) ?? []).map(readUpdate),
      },
    ]
  })
  const maintenances = rows.flatMap((row): Maintenance[] => {
    const { scheduledFor, scheduledUntil, ...rest } = row
    if (scheduledFor === null || scheduledUntil === null) return []
    const componentIds = (partsOf.get(row.id) ?? []).map(({ componentId }) => componentId)
    return [{ ...rest, scheduledFor, scheduledUntil, componentIds, updates: (updatesOf.get(row.id) ?? []).map(readUpdate) }]
  })
  return {
    incidents,
    maintenances: maintenances.toSorted((one, other) => other.scheduledFor.getTime() - one.scheduledFor.getTime()),
  }
}

function readUpdate({ incidentId: _of, affected, ...rest }: UpdateRow): StatusUpdate {
  return { ...rest, affected: affected?.map(readAffected) ?? null }
}

function readAffected({ code, name, old_status: oldState, new_status: newState }: AffectedComponent): Affected {
  return { componentId: code, name, oldState, newState }
}

export type PageRow = { id: string; createdAt: Date; changedAt: Date; revision: number; now: Date }

/** The page's own row, and the database's present moment. Throws where `prepareStatus` has not been there. */
export async function readPage(db: Database | Trx): Promise<PageRow> {
  return db
    .selectFrom('statusPages')
    .select(['id', 'createdAt', 'changedAt', 'revision', sql<Date>`gatehouse_now()`.as('now')])
    .executeTakeFirstOrThrow()
}

/** What publishers look at each second. */
export async function readRevision(core: Core): Promise<{ revision: number; now: Date }> {
  const { revision, now } = await readPage(core.db)
  return { revision, now }
}
