import type { MaintenanceNotice } from './maintenance-notice.ts'
import type { ComponentState } from './service-status.ts'

/** What there is to tell to subscribers (A20), as webhooks name it. */
export const STATUS_EVENTS = [
  'incident.opened',
  'incident.updated',
  'incident.resolved',
  'incident.reopened',
  'incident.corrected',
  'maintenance.scheduled',
  'maintenance.moved',
  'maintenance.changed',
  'maintenance.started',
  'maintenance.updated',
  'maintenance.completed',
  'maintenance.cancelled',
  'maintenance.corrected',
  'maintenance.notice',
  'component.changed',
] as const
export type StatusEventName = (typeof STATUS_EVENTS)[number]

/** What the rows that an event points to don't say. Times are ISO 8601. */
export type StatusEventDetails = {
  /** Of a notice: which, and of which window. */
  readonly notice?: MaintenanceNotice
  readonly sequence?: number
  /** False: nobody is written to. */
  readonly deliver?: boolean
  /** Of a component that a probe saw change. */
  readonly oldState?: ComponentState
  readonly newState?: ComponentState
}
