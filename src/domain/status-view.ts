import { claimsOf, historyOf, stateAt, type ComponentHistory } from './component-history.ts'
import {
  isOverrun,
  phaseAt,
  rollUp,
  startOf,
  turningPoints,
  worstState,
  type ComponentState,
  type Indicator,
  type MaintenancePhase,
  type ShownState,
} from './service-status.ts'
import type {
  Component,
  ComponentGroup,
  Incident,
  Maintenance,
  StatusFacts,
  StatusPage,
  StatusUpdate,
  UptimeWeights,
} from './status-facts.ts'
import type { SupportContact } from './support-contact.ts'

/** What is published at one moment: everything public is drawn from this, and from nothing else (N14). */
export type StatusView = {
  /** By the core's database. */
  readonly now: Date
  readonly page: StatusPage & { readonly updatedAt: Date }
  readonly indicator: Indicator
  readonly description: string
  readonly groups: readonly ViewGroup[]
  readonly components: readonly ViewComponent[]
  /** Newest first, all of them. */
  readonly incidents: readonly Incident[]
  /** By planned start, the latest first, all of them. */
  readonly maintenances: readonly ViewMaintenance[]
  readonly contacts: readonly SupportContact[]
  readonly weights: UptimeWeights
}

export type ViewGroup = ComponentGroup & { readonly state: ShownState; readonly components: readonly ViewComponent[] }

export type ViewComponent = Component & {
  readonly state: ShownState
  /** The last known for clients that know nothing of unknown. */
  readonly publicState: ComponentState
  readonly history: ComponentHistory
}

export type ViewMaintenance = Maintenance & {
  readonly phase: MaintenancePhase
  readonly overrun: boolean
  /** With those that the clock made, newest first, at least one. */
  readonly updates: readonly StatusUpdate[]
}

/** Draws the view of one moment. Pure: the same facts and moment give the same view. */
export function statusView(facts: StatusFacts, now: Date): StatusView {
  const maintenances = facts.maintenances.map((one) => viewMaintenance(one, now))
  const components = facts.components.map((component) => viewComponent(component, facts, now))
  const open = facts.incidents.filter(isOpen)
  const { indicator, description } = rollUp({
    impacts: open.map(({ impact }) => impact),
    states: components.map(({ publicState }) => publicState),
  })
  const groups = facts.groups.map((group): ViewGroup => {
    const own = components.filter(({ groupId }) => groupId === group.id)
    return {
      ...group,
      components: own,
      state: worstState<ShownState>(
        own.map(({ state }) => state),
        'operational',
      ),
    }
  })
  const changes = [facts.page.changedAt, ...maintenances.map(({ updatedAt }) => updatedAt)]
  const updatedAt = new Date(Math.max(...changes.map((at) => at.getTime())))
  const { incidents, contacts, weights } = facts
  return {
    now,
    page: { ...facts.page, updatedAt },
    indicator,
    description,
    groups,
    components,
    incidents,
    maintenances,
    contacts,
    weights,
  }
}

export function isOpen({ status }: Incident): boolean {
  return status !== 'resolved' && status !== 'postmortem'
}

function viewComponent(component: Component, facts: StatusFacts, now: Date): ViewComponent {
  const claims = claimsOf(component.id, { ...facts, now })
  const state = stateAt(claims, now.getTime())
  const startsAt = component.startDate === null ? component.createdAt : new Date(component.startDate)
  return {
    ...component,
    state,
    publicState: state === 'unknown' ? lastKnown(claims, now.getTime()) : state,
    history: historyOf(claims, { now, startsAt, weights: facts.weights }),
  }
}

/** Before it became unknown: what was said then, without what said that it is unknown. */
function lastKnown(claims: ReturnType<typeof claimsOf>, moment: number): ComponentState {
  const unknownSince = Math.max(
    ...claims.filter((claim) => 'state' in claim && claim.state === 'unknown').map(({ start }) => start),
    -Infinity,
  )
  const before = stateAt(
    claims.filter((claim) => !('state' in claim) || claim.state !== 'unknown'),
    Number.isFinite(unknownSince) ? unknownSince - 1 : moment,
  )
  return before === 'unknown' ? 'operational' : before
}

function viewMaintenance(maintenance: Maintenance, now: Date): ViewMaintenance {
  const made = updatesByClock(maintenance, now)
  const updates = [...maintenance.updates, ...made].toSorted((one, other) => other.displayAt.getTime() - one.displayAt.getTime())
  const times = [maintenance.updatedAt, ...made.map(({ updatedAt }) => updatedAt)].map((at) => at.getTime())
  return {
    ...maintenance,
    phase: phaseAt(maintenance, now),
    overrun: isOverrun(maintenance, now),
    updates,
    updatedAt: new Date(Math.max(...times)),
  }
}

const CLOCK_WORDS: Readonly<Record<MaintenancePhase | 'cancelled', string>> = {
  scheduled: 'The maintenance is scheduled.',
  in_progress: 'The maintenance has begun.',
  verifying: 'The planned end has passed. The maintenance goes on; we will say when it is completed.',
  completed: 'The maintenance is completed.',
  cancelled: 'The maintenance has been cancelled.',
}

/** Where nobody wrote that a phase began, the clock says so; the id is made of the maintenance's, so that it stays the same. */
function updatesByClock(maintenance: Maintenance, now: Date): readonly StatusUpdate[] {
  const { createdAt, cancelledAt, updates } = maintenance
  const [start = createdAt, plannedEnd = createdAt, end = createdAt] = turningPoints(maintenance)
  const written = new Set(updates.map(({ status }) => status))
  const isSaid = (status: MaintenancePhase) => written.has(status)
  const first = { status: 'scheduled' as const, at: createdAt, mark: 'p0', due: updates.length === 0 }
  const turns = [
    { status: 'in_progress' as const, at: start, mark: 'p1', due: !isSaid('in_progress') && start <= end },
    { status: 'verifying' as const, at: plannedEnd, mark: 'p2', due: !isSaid('verifying') && plannedEnd < end },
    { status: 'completed' as const, at: end, mark: 'p3', due: !isSaid('completed') },
  ]
  const made =
    cancelledAt === null
      ? [first, ...turns].filter(({ at, due }) => due && at <= now)
      : [first, { status: 'completed' as const, at: cancelledAt, mark: 'p3', due: !isSaid('completed') }].filter(({ due }) => due)
  // The last first, should they be of one moment.
  return made.toReversed().map(({ status, at, mark }) => ({
    id: `${maintenance.id.slice(0, 10)}${mark}`,
    status,
    body: CLOCK_WORDS[status === 'completed' && cancelledAt !== null ? 'cancelled' : status],
    affected: null,
    deliver: true,
    displayAt: at,
    createdAt: at,
    updatedAt: at,
    correctedAt: null,
    former: [],
  }))
}

/** The next moment at which a view of the same facts looks different by itself; at the latest the next UTC midnight. */
export function nextTurn(facts: StatusFacts, now: Date): Date {
  const midnight = new Date(now)
  midnight.setUTCHours(24, 0, 0, 0)
  const turns = facts.maintenances.flatMap((one) => [...turningPoints(one), ...(one.verifyingAt ? [one.verifyingAt] : [])])
  const ahead = [...turns, midnight].filter((at) => at > now).map((at) => at.getTime())
  return new Date(Math.min(...ahead))
}

/** The maintenances that run, and those to come, the nearest first. */
export function aheadOf(view: Pick<StatusView, 'maintenances'>): readonly ViewMaintenance[] {
  return view.maintenances
    .filter(({ phase }) => phase !== 'completed')
    .toSorted((one, other) => startOf(one).getTime() - startOf(other).getTime())
}
