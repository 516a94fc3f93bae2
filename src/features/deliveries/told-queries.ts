import type { Core } from '../../core.ts'
import type { ToldEvent } from '../../domain/told-event.ts'

/** In the order in which they happened; what was taken out of the books since is left out. */
export async function listTold(core: Core, ids: readonly number[]): Promise<readonly ToldEvent[]> {
  if (ids.length === 0) return []
  const rows = await core.db
    .selectFrom('statusEvents as e')
    .leftJoin('incidents as i', 'i.id', 'e.incidentId')
    .leftJoin('incidentUpdates as u', 'u.id', 'e.updateId')
    .leftJoin('components as c', 'c.id', 'e.componentId')
    .select(['e.id', 'e.event', 'e.at', 'e.details', 'c.id as componentId', 'c.name as component'])
    .select(['i.id as incidentId', 'i.kind', 'i.name', 'i.isRelease', 'i.scheduledFor', 'i.scheduledUntil'])
    .select(['u.id as updateId', 'u.status', 'u.body', 'u.displayAt'])
    .where('e.id', 'in', ids)
    .orderBy('e.id')
    .execute()
  const names = await namesByIncident(
    core,
    rows.flatMap(({ incidentId }) => incidentId ?? []),
  )
  return rows.map((row): ToldEvent => {
    const { id, event, at, details, component, incidentId, kind, name, isRelease, scheduledFor, scheduledUntil } = row
    const isThere = incidentId !== null && kind !== null && name !== null
    const { updateId, status, body, displayAt, componentId } = row
    const isUpdate = updateId !== null && status !== null && body !== null && displayAt !== null
    return {
      id,
      event,
      at,
      details,
      incident: isThere ? { id: incidentId, kind, name, isRelease: isRelease === true, scheduledFor, scheduledUntil } : null,
      update: isUpdate ? { id: updateId, status, body, at: displayAt } : null,
      component: componentId === null ? null : { id: componentId },
      concerned: component === null ? (names.get(incidentId ?? '') ?? []) : [component],
    }
  })
}

async function namesByIncident(core: Core, ids: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> {
  if (ids.length === 0) return new Map()
  const rows = await core.db
    .selectFrom('incidentComponents')
    .innerJoin('components', 'components.id', 'incidentComponents.componentId')
    .select(['incidentComponents.incidentId', 'components.name'])
    .where('incidentComponents.incidentId', 'in', ids)
    .orderBy('components.position')
    .execute()
  const grouped = Map.groupBy(rows, ({ incidentId }) => incidentId)
  return new Map([...grouped].map(([id, parts]) => [id, parts.map(({ name }) => name)]))
}
