import { STAFF_ROOT } from './staff-paths.ts'

const segment = (part: string): string => encodeURIComponent(part)

/** Where operators write what the status page tells. */
export const DESK = {
  incidents: `${STAFF_ROOT}/incidents`,
  newIncident: `${STAFF_ROOT}/incidents/new`,
  newIncidentFrom: (template: string) => `${STAFF_ROOT}/incidents/new?template=${segment(template)}`,
  incident: (id: string) => `${STAFF_ROOT}/incidents/${segment(id)}`,
  reopen: (id: string) => `${STAFF_ROOT}/incidents/${segment(id)}/reopen`,
  postmortem: (id: string) => `${STAFF_ROOT}/incidents/${segment(id)}/postmortem`,
  /** Of a maintenance, too. */
  update: (id: string) => `${STAFF_ROOT}/updates/${segment(id)}`,
  maintenances: `${STAFF_ROOT}/maintenance`,
  newMaintenance: `${STAFF_ROOT}/maintenance/new`,
  newMaintenanceFrom: (template: string) => `${STAFF_ROOT}/maintenance/new?template=${segment(template)}`,
  maintenance: (id: string) => `${STAFF_ROOT}/maintenance/${segment(id)}`,
  maintenanceAct: (id: string, act: 'edit' | 'move' | 'extend' | 'start' | 'complete' | 'cancel') =>
    `${STAFF_ROOT}/maintenance/${segment(id)}/${act}`,
  components: `${STAFF_ROOT}/components`,
  component: (id: string) => `${STAFF_ROOT}/components/${segment(id)}`,
  clearComponent: (id: string) => `${STAFF_ROOT}/components/${segment(id)}/clear`,
  templates: `${STAFF_ROOT}/templates`,
  newTemplate: `${STAFF_ROOT}/templates/new`,
  template: (id: string) => `${STAFF_ROOT}/templates/${segment(id)}`,
  removeTemplate: (id: string) => `${STAFF_ROOT}/templates/${segment(id)}/remove`,
} as const
