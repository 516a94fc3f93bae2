import { componentObjects, incidentObject, maintenanceObject, pageObject } from '../../domain/public-objects.ts'
import { aheadOf, isOpen, type StatusView } from '../../domain/status-view.ts'
import { STATUS_API } from '../../ui/status-paths.ts'
import type { Artefact } from '../publishing/artefact.ts'
import { uptimeReport } from './uptime-api.ts'

/** Of incidents and of maintenances, where a document has all of them. */
const MOST = 50

/** The public API as existing clients read it (A20): eight documents, and one of our own, for programs of any origin. */
export function statusApi(view: StatusView): readonly Artefact[] {
  const page = pageObject(view)
  const { indicator, description } = view
  const status = { indicator, description }
  const components = componentObjects(view)
  const open = view.incidents.filter(isOpen).map((one) => incidentObject(view, one))
  const ahead = aheadOf(view).map((one) => maintenanceObject(view, one))
  const documents: Readonly<Record<string, object>> = {
    [STATUS_API.summary]: { page, status, components, incidents: open, scheduled_maintenances: ahead },
    [STATUS_API.status]: { page, status },
    [STATUS_API.components]: { page, components },
    [STATUS_API.incidents]: { page, incidents: view.incidents.slice(0, MOST).map((one) => incidentObject(view, one)) },
    [STATUS_API.unresolved]: { page, incidents: open },
    [STATUS_API.maintenances]: {
      page,
      scheduled_maintenances: view.maintenances.slice(0, MOST).map((one) => maintenanceObject(view, one)),
    },
    [STATUS_API.upcoming]: { page, scheduled_maintenances: ahead.filter((one) => one.status === 'scheduled') },
    [STATUS_API.active]: { page, scheduled_maintenances: ahead.filter((one) => one.status !== 'scheduled') },
    [STATUS_API.uptime]: { page, ...uptimeReport(view) },
  }
  return Object.entries(documents).map(([path, document]) => ({
    path,
    contentType: 'application/json',
    body: JSON.stringify(document),
    isOpenToAll: true,
  }))
}
