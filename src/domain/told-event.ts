import type { UpdateStatus } from './service-status.ts'
import type { StatusEventDetails, StatusEventName } from './status-event.ts'

/** One event with all that a letter says of it. */
export type ToldEvent = {
  readonly id: number
  readonly event: StatusEventName
  readonly at: Date
  readonly details: StatusEventDetails
  readonly incident: ToldIncident | null
  readonly update: { readonly id: string; readonly status: UpdateStatus; readonly body: string; readonly at: Date } | null
  /** Where it is of a component alone. */
  readonly component: { readonly id: string } | null
  /** Names of the components concerned. */
  readonly concerned: readonly string[]
}

export type ToldIncident = {
  readonly id: string
  readonly kind: 'incident' | 'maintenance'
  readonly name: string
  readonly isRelease: boolean
  readonly scheduledFor: Date | null
  readonly scheduledUntil: Date | null
}
