import { sql } from 'kysely'
import { secondsAgo } from '../../clock.ts'
import type { Database } from '../../db/schema.ts'
import { isShortId } from '../../domain/record-id.ts'
import { LONGEST_OVERRUN_SECONDS } from '../../domain/service-status.ts'

/** Where a page of a list begins: after this one. */
export type ListPlace = { readonly at: Date; readonly id: string }

const PAGE_ROWS = 25

/** Those that nobody has resolved, the newest first. */
export async function listOpenIncidents(db: Database) {
  return incidentRows(db).where('resolvedAt', 'is', null).orderBy('startedAt', 'desc').orderBy('id').limit(200).execute()
}

/** One page of those that are over, by name; one row more than are shown. */
export async function searchPastIncidents(db: Database, { search, after }: { search: string; after: ListPlace | null }) {
  return incidentRows(db)
    .where('resolvedAt', 'is not', null)
    .$if(search !== '', (query) => query.where('name', 'ilike', pattern(search)))
    .$if(after !== null, (query) => query.where(sql<boolean>`(started_at, id) < (${after?.at ?? null}, ${after?.id ?? null})`))
    .orderBy('startedAt', 'desc')
    .orderBy('id', 'desc')
    .limit(PAGE_ROWS + 1)
    .execute()
}

export async function countPastIncidents(db: Database, search: string): Promise<number> {
  const { count } = await db
    .selectFrom('incidents')
    .select((eb) => eb.fn.countAll<string>().as('count'))
    .where('kind', '=', 'incident')
    .where('resolvedAt', 'is not', null)
    .$if(search !== '', (query) => query.where('name', 'ilike', pattern(search)))
    .executeTakeFirstOrThrow()
  return Number(count)
}

function incidentRows(db: Database) {
  return db
    .selectFrom('incidents')
    .select(['id', 'name', 'impact', 'status', 'startedAt', 'resolvedAt', 'updatedAt'])
    .select(partNames)
    .where('kind', '=', 'incident')
}

const partNames = sql<readonly string[]>`array(
  select c.name from incident_components ic join components c on c.id = ic.component_id
  where ic.incident_id = incidents.id order by c.position)`.as('components')

/** Those to come and those that may still run, the nearest first. */
export async function listAheadMaintenances(db: Database) {
  return maintenanceRows(db)
    .where('cancelledAt', 'is', null)
    .where('actualEndAt', 'is', null)
    .where('scheduledUntil', '>', secondsAgo(LONGEST_OVERRUN_SECONDS))
    .orderBy('scheduledFor')
    .orderBy('id')
    .limit(500)
    .execute()
}

/** One page of the others, the latest first; one row more than are shown. */
export async function searchPastMaintenances(db: Database, { search, after }: { search: string; after: ListPlace | null }) {
  return maintenanceRows(db)
    .where((eb) =>
      eb.or([
        eb('cancelledAt', 'is not', null),
        eb('actualEndAt', 'is not', null),
        eb.and([eb('scheduledUntil', '<=', sql<Date>`gatehouse_now()`), eb('completes', '=', 'by_clock')]),
        eb('scheduledUntil', '<=', secondsAgo(LONGEST_OVERRUN_SECONDS)),
      ]),
    )
    .$if(search !== '', (query) => query.where('name', 'ilike', pattern(search)))
    .$if(after !== null, (query) => query.where(sql<boolean>`(scheduled_for, id) < (${after?.at ?? null}, ${after?.id ?? null})`))
    .orderBy('scheduledFor', 'desc')
    .orderBy('id', 'desc')
    .limit(PAGE_ROWS + 1)
    .execute()
}

function maintenanceRows(db: Database) {
  return db
    .selectFrom('incidents')
    .select(['id', 'name', 'scheduledFor', 'scheduledUntil', 'actualStartAt', 'verifyingAt', 'actualEndAt', 'cancelledAt'])
    .select(['completes', 'isRelease', 'closes'])
    .select(partNames)
    .where('kind', '=', 'maintenance')
}

/** `%` and `_` of a search are what they are. */
function pattern(search: string): string {
  return `%${search.replaceAll(/[\\%_]/gu, String.raw`\$&`)}%`
}

export async function findDeskIncident(db: Database, of: { id: string; kind: 'incident' | 'maintenance' }) {
  if (!isShortId(of.id)) return undefined
  return db.selectFrom('incidents').selectAll().where('id', '=', of.id).where('kind', '=', of.kind).executeTakeFirst()
}

/** Newest first, with who wrote them and what they said before. */
export async function listDeskUpdates(db: Database, incidentId: string) {
  return db
    .selectFrom('incidentUpdates')
    .select(['id', 'status', 'body', 'affected', 'deliver', 'writtenBy', 'displayAt', 'createdAt', 'correctedAt', 'former'])
    .where('incidentId', '=', incidentId)
    .orderBy('displayAt', 'desc')
    .orderBy('createdAt', 'desc')
    .orderBy('id')
    .execute()
}

export async function findDeskUpdate(db: Database, id: string) {
  if (!isShortId(id)) return undefined
  return db
    .selectFrom('incidentUpdates')
    .innerJoin('incidents', 'incidents.id', 'incidentUpdates.incidentId')
    .select(['incidentUpdates.id', 'incidentUpdates.body', 'incidentUpdates.status', 'displayAt', 'incidentId'])
    .select(['incidents.name', 'incidents.kind', 'incidents.version'])
    .where('incidentUpdates.id', '=', id)
    .executeTakeFirst()
}

/** What can be named, in the order of the page. */
export async function listDeskComponents(db: Database) {
  return db
    .selectFrom('components')
    .leftJoin('componentGroups', 'componentGroups.id', 'components.groupId')
    .select(['components.id', 'components.key', 'components.name', 'componentGroups.name as group'])
    .where('retiredAt', 'is', null)
    .orderBy('components.position')
    .execute()
}

/** What people have said that still holds. */
export async function listWords(db: Database) {
  return db
    .selectFrom('componentSpans')
    .select(['id', 'componentId', 'state', 'note', 'setBy', 'startedAt'])
    .where('source', '=', 'person')
    .where('endedAt', 'is', null)
    .execute()
}

export async function listDeskProbes(db: Database) {
  return db
    .selectFrom('probeStates')
    .select(['target', 'componentId', 'state', 'since', 'checkedAt', 'lastError'])
    .orderBy('target')
    .execute()
}

export async function listTemplates(db: Database, kind: 'incident' | 'maintenance' | null) {
  return db
    .selectFrom('messageTemplates')
    .selectAll()
    .$if(kind !== null, (query) => query.where('kind', '=', kind ?? 'incident'))
    .orderBy('kind')
    .orderBy('label')
    .execute()
}

export const ROWS_OF_A_PAGE = PAGE_ROWS
