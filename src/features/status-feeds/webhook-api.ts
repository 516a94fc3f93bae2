import type { Core } from '../../core.ts'
import { componentObject, incidentObject, maintenanceObject, pageObject } from '../../domain/public-objects.ts'
import type { StatusView } from '../../domain/status-view.ts'
import type { ToldEvent } from '../../domain/told-event.ts'
import { viewKeeper } from '../status/current-view.ts'

type Payload = Readonly<Record<string, unknown>>

/**
 * What webhooks are posted: the event's name and time, and the objects of the public API as they are now. Null where what
 * it was about is gone. One view serves for all of a storm.
 */
export function webhookPayloads(): (core: Core, told: ToldEvent) => Promise<Payload | null> {
  const present = viewKeeper()
  return async (core, told) => {
    const view = await present(core)
    const data = dataOf(view, told)
    return data && { type: told.event, timestamp: told.at.toISOString(), data: { page: pageObject(view), ...data } }
  }
}

function dataOf(view: StatusView, { incident, component, details, update }: ToldEvent): Payload | null {
  if (component) {
    const found = view.components.find(({ id }) => id === component.id)
    if (!found) return null
    const change = { component_id: found.id, old_status: details.oldState ?? null, new_status: details.newState ?? null }
    return { component: componentObject(view, found), component_update: change }
  }
  const updateId = update?.id ?? null
  const maintenance = view.maintenances.find(({ id }) => id === incident?.id)
  if (maintenance) {
    return {
      scheduled_maintenance: maintenanceObject(view, maintenance),
      incident_update_id: updateId,
      notice: details.notice ?? null,
    }
  }
  const open = view.incidents.find(({ id }) => id === incident?.id)
  return open ? { incident: incidentObject(view, open), incident_update_id: updateId } : null
}
