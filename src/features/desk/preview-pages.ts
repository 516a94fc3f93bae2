import type { Core } from '../../core.ts'
import { incidentObject, maintenanceObject } from '../../domain/public-objects.ts'
import type { Incident } from '../../domain/status-facts.ts'
import type { StatusView, ViewMaintenance } from '../../domain/status-view.ts'
import { writeLocal } from '../../domain/zoned-time.ts'
import { FRONT_DOOR, onOrigin } from '../../ui/paths.ts'
import { eventLetter } from '../deliveries/letters.ts'
import type { Preview } from '../status/preview-deed.ts'
import type { ShownPreview } from './preview-views.tsx'

/** A rehearsal as operators are shown it: in the public page's words, the mail's, and the API's own object. */
export function shownPreview(core: Core, preview: Preview, zone: string): ShownPreview {
  const { view, incidentId, updateId, told } = preview
  const incident = view.incidents.find(({ id }) => id === incidentId)
  const maintenance = view.maintenances.find(({ id }) => id === incidentId)
  const thing = incident ?? maintenance
  const update = thing?.updates.find(({ id }) => id === updateId)
  if (!thing || !update) throw new Error('a rehearsal has what was rehearsed')
  const { name } = thing
  const { status, body, displayAt, deliver } = update
  const { ids, json } = incident ? ofIncident(view, incident) : maintenance ? ofMaintenance(view, maintenance) : NOTHING
  return {
    name,
    status,
    body,
    displayAt,
    impact: incident?.impact ?? 'maintenance',
    startedAt: incident?.startedAt ?? displayAt,
    window: maintenance ? windowOf(maintenance, zone) : null,
    components: view.components
      .filter(({ id }) => ids.some((one) => one === id))
      .map((one) => ({ name: one.name, state: one.state })),
    page: { indicator: view.indicator, description: view.description },
    subject: told ? subjectOf(core, told) : '',
    isTold: told !== null && deliver,
    json: JSON.stringify(json, null, 2),
  }
}

const NOTHING = { ids: [], json: null }

function ofIncident(view: StatusView, incident: Incident) {
  return { ids: incident.components.map(({ componentId }) => componentId), json: incidentObject(view, incident) }
}

function ofMaintenance(view: StatusView, maintenance: ViewMaintenance) {
  return { ids: maintenance.componentIds, json: maintenanceObject(view, maintenance) }
}

function windowOf({ scheduledFor: from, scheduledUntil: until }: { scheduledFor: Date; scheduledUntil: Date }, zone: string) {
  const [start, end] = [from, until].map((at) => writeLocal(at, zone).replace('T', ' '))
  return { from, until, zone, local: `${start} to ${end}` }
}

function subjectOf(core: Core, told: NonNullable<Preview['told']>): string {
  const { frontDoorOrigin, status } = core.config
  const nowhere = onOrigin(frontDoorOrigin, FRONT_DOOR.status)
  return eventLetter(told, { frontDoorOrigin, pageName: status.name, scope: '', manageUrl: nowhere, unsubscribeUrl: nowhere })
    .subject
}
