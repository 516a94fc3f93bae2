/** States, impacts and stages of what the status page tells (S03, S04), in the words of its public API, and what outranks what. */

/** From best to worst as a roll-up ranks them. */
export const COMPONENT_STATES = [
  'operational',
  'under_maintenance',
  'degraded_performance',
  'partial_outage',
  'major_outage',
] as const
export type ComponentState = (typeof COMPONENT_STATES)[number]

/** What pages show: also that nothing has reported. The public API never says so. */
export type ShownState = ComponentState | 'unknown'

export const INCIDENT_IMPACTS = ['none', 'minor', 'major', 'critical'] as const
export type IncidentImpact = (typeof INCIDENT_IMPACTS)[number]
export type Impact = IncidentImpact | 'maintenance'

/** In the order in which an incident goes through them. */
export const INCIDENT_STATUSES = ['investigating', 'identified', 'monitoring', 'resolved', 'postmortem'] as const
export type IncidentStatus = (typeof INCIDENT_STATUSES)[number]

export const MAINTENANCE_PHASES = ['scheduled', 'in_progress', 'verifying', 'completed'] as const
export type MaintenancePhase = (typeof MAINTENANCE_PHASES)[number]

export type UpdateStatus = IncidentStatus | MaintenancePhase

export const isComponentState = oneOf(COMPONENT_STATES)
export const isIncidentImpact = oneOf(INCIDENT_IMPACTS)
export const isIncidentStatus = oneOf(INCIDENT_STATUSES)

/** Of an incident that goes on. */
export const isOpenStatus = (text: string): text is IncidentStatus =>
  isIncidentStatus(text) && text !== 'resolved' && text !== 'postmortem'

function oneOf<Known extends string>(known: readonly Known[]) {
  return (text: string): text is Known => known.some((one) => one === text)
}

export type Indicator = IncidentImpact | 'maintenance'

/** How bad each is, the worst last: maintenance ranks just above none. */
const INDICATORS: readonly Indicator[] = ['none', 'maintenance', 'minor', 'major', 'critical']

const INDICATOR_OF: Readonly<Record<ComponentState, Indicator>> = {
  operational: 'none',
  under_maintenance: 'maintenance',
  degraded_performance: 'minor',
  partial_outage: 'major',
  major_outage: 'critical',
}

/** Fixed by existing clients. */
export const INDICATOR_WORDS: Readonly<Record<Indicator, string>> = {
  none: 'All Systems Operational',
  minor: 'Partially Degraded Service',
  major: 'Partial System Outage',
  critical: 'Major Service Outage',
  maintenance: 'Service Under Maintenance',
}

/**
 * The roll-up of the whole page: the worst of the open incidents' impact and of the components' states. Never "All Systems
 * Operational" while an incident of impact minor or above is open.
 */
export function rollUp(of: { impacts: readonly IncidentImpact[]; states: readonly ComponentState[] }): {
  indicator: Indicator
  description: string
} {
  const all: readonly Indicator[] = [...of.impacts, ...of.states.map((state) => INDICATOR_OF[state])]
  const indicator = all.reduce<Indicator>(
    (worst, one) => (INDICATORS.indexOf(one) > INDICATORS.indexOf(worst) ? one : worst),
    'none',
  )
  return { indicator, description: INDICATOR_WORDS[indicator] }
}

/** The worst of some states; unknown is worse than operational alone, as nothing bad is known. */
export function worstState<State extends ShownState>(states: readonly State[], none: State): State {
  return states.reduce((worst, one) => (rankOf(one) > rankOf(worst) ? one : worst), none)
}

const rankOf = (state: ShownState): number => (state === 'unknown' ? 0.5 : COMPONENT_STATES.indexOf(state))

/** What is said of a component at one moment, by whom. */
export type Claims = {
  /** Of each open incident that names it. */
  readonly incidents: readonly ComponentState[]
  readonly inMaintenance: boolean
  /** Set by an operator. */
  readonly person: ShownState | null
  readonly probe: ShownState | null
}

/** The order of truth: incident beats maintenance beats a person's word beats probe beats operational. */
export function settleState({ incidents, inMaintenance, person, probe }: Claims): ShownState {
  if (incidents.length > 0) return worstState(incidents, 'operational')
  if (inMaintenance) return 'under_maintenance'
  return person ?? probe ?? 'operational'
}

export type MaintenanceWindow = {
  readonly scheduledFor: Date
  readonly scheduledUntil: Date
  readonly actualStartAt: Date | null
  readonly verifyingAt: Date | null
  readonly actualEndAt: Date | null
  readonly cancelledAt: Date | null
  /** By whom it ends: at its planned end by itself, or when a person says so. */
  readonly completes: 'by_clock' | 'by_person'
}

/** So long after its planned end a maintenance that nobody completed is over all the same: its state never sticks. */
export const LONGEST_OVERRUN_SECONDS = 24 * 60 * 60

/** When it is over, as far as is known at `now`; in the future for one that is not. */
export function endOf(maintenance: MaintenanceWindow): Date {
  const { scheduledUntil, actualEndAt, cancelledAt, completes } = maintenance
  if (cancelledAt) return cancelledAt
  if (actualEndAt) return actualEndAt
  return completes === 'by_clock' ? scheduledUntil : new Date(scheduledUntil.getTime() + LONGEST_OVERRUN_SECONDS * 1_000)
}

/** When it began, or is to begin. */
export function startOf({ actualStartAt, scheduledFor }: MaintenanceWindow): Date {
  return actualStartAt ?? scheduledFor
}

/** The phase follows from the clock, so that it never sticks (S04). A cancelled one is completed. */
export function phaseAt(maintenance: MaintenanceWindow, now: Date): MaintenancePhase {
  if (maintenance.cancelledAt !== null || endOf(maintenance) <= now) return 'completed'
  if (now < startOf(maintenance)) return 'scheduled'
  const { verifyingAt, scheduledUntil } = maintenance
  return scheduledUntil <= now || (verifyingAt !== null && verifyingAt <= now) ? 'verifying' : 'in_progress'
}

/** Whether it goes on beyond its planned end: people are told so. */
export function isOverrun(maintenance: MaintenanceWindow, now: Date): boolean {
  const phase = phaseAt(maintenance, now)
  return (phase === 'in_progress' || phase === 'verifying') && maintenance.scheduledUntil <= now
}

/** The moments at which its phase changes by itself. */
export function turningPoints(maintenance: MaintenanceWindow): readonly Date[] {
  return [startOf(maintenance), maintenance.scheduledUntil, endOf(maintenance)]
}
