import type {
  ComponentState,
  IncidentImpact,
  IncidentStatus,
  MaintenanceWindow,
  ShownState,
  UpdateStatus,
} from './service-status.ts'
import type { SupportContact } from './support-contact.ts'

/** All that the status page is made of, as it stands in the core's database at one moment. */
export type StatusFacts = {
  readonly page: StatusPage
  readonly groups: readonly ComponentGroup[]
  /** In the order of their groups and positions. */
  readonly components: readonly Component[]
  /** Those that touch the last 90 days. */
  readonly spans: readonly ComponentSpan[]
  /** Newest first. */
  readonly incidents: readonly Incident[]
  /** By planned start, the latest first. */
  readonly maintenances: readonly Maintenance[]
  readonly contacts: readonly SupportContact[]
  /** What each state takes away from the uptime while it lasts, from 0 to 1. */
  readonly weights: UptimeWeights
}

export type StatusPage = {
  readonly id: string
  readonly name: string
  /** Absolute. */
  readonly url: string
  readonly createdAt: Date
  /** When anything of it changed last. */
  readonly changedAt: Date
}

export type ComponentGroup = {
  readonly id: string
  readonly name: string
  readonly position: number
  readonly createdAt: Date
  readonly updatedAt: Date
}

export type Component = {
  readonly id: string
  /** The platform's id, or what the configuration calls a shared part. */
  readonly key: string
  readonly platformId: string | null
  readonly name: string
  readonly description: string | null
  readonly groupId: string | null
  readonly position: number
  readonly showcase: boolean
  readonly onlyShowIfDegraded: boolean
  /** `2026-11-23`: since when it is counted. */
  readonly startDate: string | null
  readonly createdAt: Date
  readonly updatedAt: Date
}

/** What an operator or a probe said of a component, over time. */
export type ComponentSpan = {
  readonly componentId: string
  readonly source: 'person' | 'probe'
  readonly state: ShownState
  readonly startedAt: Date
  readonly endedAt: Date | null
}

export type Affected = {
  readonly componentId: string
  /** As it was called then. */
  readonly name: string
  readonly oldState: ComponentState
  readonly newState: ComponentState
}

export type StatusUpdate = {
  readonly id: string
  readonly status: UpdateStatus
  /** Markdown */
  readonly body: string
  /** Null: it says nothing of components. */
  readonly affected: readonly Affected[] | null
  readonly deliver: boolean
  /** Back-dated where it tells of what was before. */
  readonly displayAt: Date
  readonly createdAt: Date
  readonly updatedAt: Date
  /** When its text was corrected. */
  readonly correctedAt: Date | null
  /** What it said before, the oldest first; `until`: ISO 8601. */
  readonly former: readonly { readonly body: string; readonly until: string }[]
}

export type Incident = {
  readonly id: string
  readonly name: string
  readonly impact: IncidentImpact
  readonly status: IncidentStatus
  readonly startedAt: Date
  readonly monitoringAt: Date | null
  readonly resolvedAt: Date | null
  readonly createdAt: Date
  readonly updatedAt: Date
  readonly components: readonly { readonly componentId: string; readonly state: ComponentState }[]
  /** Newest first, at least one. */
  readonly updates: readonly StatusUpdate[]
}

export type Maintenance = MaintenanceWindow & {
  readonly id: string
  readonly name: string
  /** Counted up whenever the window changes, or it is cancelled. */
  readonly sequence: number
  /** Without downtime: a class of its own. */
  readonly isRelease: boolean
  /** Nobody signs in at its platforms meanwhile. */
  readonly closes: boolean
  readonly createdAt: Date
  readonly updatedAt: Date
  readonly componentIds: readonly string[]
  /** As written by people, newest first; those that the clock makes are added by the view. */
  readonly updates: readonly StatusUpdate[]
}

export type UptimeWeights = Readonly<Record<'degraded_performance' | 'partial_outage' | 'major_outage', number>>
