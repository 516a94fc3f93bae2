import type { Generated } from 'kysely'
import type { MaintenanceNotice } from '../domain/maintenance-notice.ts'
import type { OpeningHours } from '../domain/opening-hours.ts'
import type { ProbeState, ProbeVerdict } from '../domain/probe-damping.ts'
import type { ComponentState, Impact, IncidentStatus, ShownState, UpdateStatus } from '../domain/service-status.ts'
import type { StatusEventDetails, StatusEventName } from '../domain/status-event.ts'
import type { SubscriberEnd, SubscriberScope } from '../domain/subscriber-scope.ts'
import type { Json } from './json-columns.ts'

/** The tables of the front door's own database, the core; no platform's has them. */
export type StatusTables = {
  statusPages: { id: string; revision: Generated<number>; changedAt: Generated<Date>; createdAt: Generated<Date> }
  componentGroups: { id: string; name: string; position: number; createdAt: Generated<Date>; updatedAt: Generated<Date> }
  components: ComponentTable
  componentSpans: ComponentSpanTable
  incidents: IncidentTable
  incidentComponents: { incidentId: string; componentId: string; state: ComponentState }
  incidentUpdates: IncidentUpdateTable
  messageTemplates: MessageTemplateTable
  probeStates: ProbeStateTable
  subscribers: SubscriberTable
  statusEvents: StatusEventTable
  deliveries: DeliveryTable
  maintenanceNotices: { incidentId: string; sequence: number; notice: MaintenanceNotice; at: Generated<Date> }
  supportContacts: SupportContactTable
}

/** As existing clients of the public API read it. */
export type AffectedComponent = {
  readonly code: string
  readonly name: string
  readonly old_status: ComponentState
  readonly new_status: ComponentState
}

type ComponentTable = {
  id: string
  key: string
  platformId: string | null
  name: string
  description: string | null
  groupId: string | null
  position: number
  showcase: Generated<boolean>
  onlyShowIfDegraded: Generated<boolean>
  /** `2026-11-23` */
  startDate: string | null
  retiredAt: Date | null
  createdAt: Generated<Date>
  updatedAt: Generated<Date>
}

type ComponentSpanTable = {
  id: Generated<number>
  componentId: string
  source: 'person' | 'probe'
  state: ShownState
  note: string | null
  setBy: string | null
  startedAt: Generated<Date>
  endedAt: Date | null
}

type IncidentTable = {
  id: string
  kind: 'incident' | 'maintenance'
  name: string
  impact: Impact
  /** Of a maintenance `maintenance`: what it is in follows from the clock. */
  status: IncidentStatus | 'maintenance'
  startedAt: Generated<Date>
  monitoringAt: Date | null
  resolvedAt: Date | null
  scheduledFor: Date | null
  scheduledUntil: Date | null
  actualStartAt: Date | null
  verifyingAt: Date | null
  actualEndAt: Date | null
  cancelledAt: Date | null
  /** Of the calendar entry (RFC 5545): counted up whenever the window changes, or it is cancelled. */
  sequence: Generated<number>
  /** Without downtime. */
  isRelease: Generated<boolean>
  /** Nobody signs in at its platforms meanwhile. */
  closes: Generated<boolean>
  completes: Generated<'by_clock' | 'by_person'>
  createdBy: string
  version: Generated<number>
  createdAt: Generated<Date>
  updatedAt: Generated<Date>
}

type IncidentUpdateTable = {
  id: string
  incidentId: string
  status: UpdateStatus
  /** Markdown */
  body: string
  affected: Json<readonly AffectedComponent[] | null>
  deliver: Generated<boolean>
  writtenBy: string
  displayAt: Generated<Date>
  correctedAt: Date | null
  /** What it said before it was corrected, the oldest first. */
  former: Json<readonly { readonly body: string; readonly until: string }[]>
  createdAt: Generated<Date>
  updatedAt: Generated<Date>
}

type MessageTemplateTable = {
  id: string
  kind: 'incident' | 'maintenance'
  label: string
  name: string
  status: string | null
  impact: string | null
  body: string
  createdAt: Generated<Date>
  updatedAt: Generated<Date>
}

type ProbeStateTable = {
  target: string
  componentId: string
  state: Generated<ProbeState>
  /** The latest verdict, and how often in a row it came. */
  leaning: Generated<ProbeVerdict>
  streak: Generated<number>
  since: Generated<Date>
  dueAt: Generated<Date>
  checkedAt: Date | null
  lastError: string | null
  milliseconds: number | null
  lease: string | null
  leasedUntil: Date | null
}

type SubscriberTable = {
  id: string
  kind: 'mail' | 'webhook'
  /** A mail address, or where to post to. */
  address: string
  addressFolded: string
  /** What its keys are derived from, together with the site's secret. */
  salt: Buffer
  scope: Json<SubscriberScope>
  state: Generated<'pending' | 'active' | 'ended'>
  confirmHash: Buffer | null
  manageHash: Buffer | null
  unsubscribeHash: Buffer | null
  createdAt: Generated<Date>
  confirmedAt: Date | null
  endedAt: Date | null
  endReason: SubscriberEnd | null
  failingSince: Date | null
  /** In a row: refusals for good of mail, any failures of a webhook. */
  failures: Generated<number>
  lastError: string | null
  /** Not before then. */
  retryAt: Date | null
  lease: string | null
  leasedUntil: Date | null
  askedAt: Generated<Date>
}

type StatusEventTable = {
  id: Generated<number>
  event: StatusEventName
  incidentId: string | null
  updateId: string | null
  componentId: string | null
  details: Json<StatusEventDetails>
  at: Generated<Date>
  spreadAt: Date | null
}

type DeliveryTable = {
  id: string
  subscriberId: string
  eventId: number
  state: Generated<'queued' | 'sent' | 'digested' | 'parked' | 'obsolete'>
  /** Of the mail that tells it, once that is decided. */
  messageId: string | null
  createdAt: Generated<Date>
  sentAt: Date | null
}

type SupportContactTable = {
  id: string
  location: string
  label: string
  number: string
  display: string
  kind: 'toll-free' | 'toll' | 'local'
  isWorldwide: Generated<boolean>
  languages: Generated<string[]>
  timeZone: string | null
  hours: Json<OpeningHours['ranges']>
  holidays: Json<OpeningHours['holidays']>
  severities: Generated<number[]>
  position: Generated<number>
  verifiedAt: Date | null
  removedAt: Date | null
  updatedBy: string
  version: Generated<number>
  createdAt: Generated<Date>
  updatedAt: Generated<Date>
}
