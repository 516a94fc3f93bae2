import {
  isOverrun,
  phaseAt,
  startOf,
  type IncidentImpact,
  type MaintenancePhase,
  type MaintenanceWindow,
  type ShownState,
} from './service-status.ts'
import { aheadOf, isOpen, type StatusView } from './status-view.ts'

/** What a platform's sign-in page and the finder say of it (N05). Times are ISO 8601 where it crosses a wire; here they are dates. */
export type PlatformStanding = {
  readonly platformId: string
  readonly state: ShownState
  /** Its open incidents, the worst first. */
  readonly incidents: readonly {
    readonly id: string
    readonly name: string
    readonly impact: IncidentImpact
    readonly updatedAt: Date
  }[]
  /** Those that run and those to come, the nearest first. */
  readonly maintenances: readonly StandingMaintenance[]
  /** When the front door said so, by its own clock. */
  readonly asOf: Date
}

export type StandingMaintenance = MaintenanceWindow & {
  readonly id: string
  readonly name: string
  readonly isRelease: boolean
  readonly closes: boolean
}

const IMPACT_ORDER: readonly IncidentImpact[] = ['critical', 'major', 'minor', 'none']

/** The standing of every platform of a view, by the platform's id. */
export function standingsOf(view: StatusView): ReadonlyMap<string, PlatformStanding> {
  return new Map(
    view.components.flatMap(({ id, platformId, state }) =>
      platformId === null ? [] : [[platformId, standingOf(view, { id, platformId, state })] as const],
    ),
  )
}

function standingOf(view: StatusView, of: { id: string; platformId: string; state: ShownState }): PlatformStanding {
  const incidents = view.incidents
    .filter((incident) => isOpen(incident) && incident.components.some(({ componentId }) => componentId === of.id))
    .map(({ id, name, impact, updatedAt }) => ({ id, name, impact, updatedAt }))
    .toSorted((one, other) => IMPACT_ORDER.indexOf(one.impact) - IMPACT_ORDER.indexOf(other.impact))
  const maintenances = aheadOf(view)
    .filter(({ componentIds }) => componentIds.includes(of.id))
    .map((one): StandingMaintenance => ({
      id: one.id,
      name: one.name,
      isRelease: one.isRelease,
      closes: one.closes,
      scheduledFor: one.scheduledFor,
      scheduledUntil: one.scheduledUntil,
      actualStartAt: one.actualStartAt,
      verifyingAt: one.verifyingAt,
      actualEndAt: one.actualEndAt,
      cancelledAt: one.cancelledAt,
      completes: one.completes,
    }))
  return { platformId: of.platformId, state: of.state, incidents, maintenances, asOf: view.now }
}

/** From so long before its start a sign-in page tells of a maintenance. */
export const NOTICE_SECONDS = 72 * 60 * 60

/** What a sign-in page tells of a standing at one moment; null: that all is well, or that nothing is known. */
export type Notice =
  | { readonly kind: 'incident'; readonly id: string; readonly name: string; readonly impact: IncidentImpact }
  | {
      readonly kind: 'maintenance'
      readonly maintenance: StandingMaintenance
      readonly phase: MaintenancePhase
      readonly overrun: boolean
    }

/** The order of truth: an incident first, then a maintenance that runs or begins within 72 hours. */
export function noticeOf({ incidents: [incident], maintenances }: PlatformStanding, now: Date): Notice | null {
  if (incident) return { kind: 'incident', id: incident.id, name: incident.name, impact: incident.impact }
  const near = maintenances.find((one) => {
    const phase = phaseAt(one, now)
    const isNear = startOf(one).getTime() - now.getTime() <= NOTICE_SECONDS * 1_000
    return phase !== 'completed' && (phase !== 'scheduled' || isNear)
  })
  return near ? { kind: 'maintenance', maintenance: near, phase: phaseAt(near, now), overrun: isOverrun(near, now) } : null
}

/** The maintenance for which a platform is closed at this moment, or null. */
export function closingMaintenance({ maintenances }: PlatformStanding, now: Date): StandingMaintenance | null {
  return (
    maintenances.find((one) => one.closes && (phaseAt(one, now) === 'in_progress' || phaseAt(one, now) === 'verifying')) ?? null
  )
}

/** What a page tells of the platform that it stands on. */
export type StatusGlance = {
  readonly platformLabel: string
  readonly frontDoorOrigin: string
  /** Null: nothing was ever heard of it. */
  readonly standing: PlatformStanding | null
  readonly now: Date
}

/**
 * What is left of a standing once nothing has been heard for too long: not how the platform is, and of its maintenances
 * what was planned, so that none goes on beyond its planned end only because nobody says that it is over.
 */
export function unheard(standing: PlatformStanding): PlatformStanding {
  const maintenances = standing.maintenances.map((one) => ({ ...one, completes: 'by_clock' as const }))
  return { ...standing, state: 'unknown', incidents: [], maintenances }
}

/** A maintenance to tell of even while an incident is open: one that runs, or begins within 72 hours. */
export function maintenanceNoticeOf(standing: PlatformStanding, now: Date): Extract<Notice, { kind: 'maintenance' }> | null {
  const notice = noticeOf({ ...standing, incidents: [] }, now)
  return notice?.kind === 'maintenance' ? notice : null
}

/** In its last hour a maintenance that is to come is counted down to. */
export const COUNTDOWN_SECONDS = 60 * 60

/** Seconds until it begins, in the last hour before; else null. */
export function countdownTo(maintenance: MaintenanceWindow, now: Date): number | null {
  const seconds = Math.ceil((startOf(maintenance).getTime() - now.getTime()) / 1_000)
  return seconds > 0 && seconds <= COUNTDOWN_SECONDS ? seconds : null
}

/** For how long a program shall wait for a closed platform: until its planned end, at least a minute, at most a day. */
export function retryAfterSeconds({ scheduledUntil }: Pick<MaintenanceWindow, 'scheduledUntil'>, now: Date): number {
  const left = Math.ceil((scheduledUntil.getTime() - now.getTime()) / 1_000)
  return Math.min(Math.max(left, 60), 24 * 60 * 60)
}
