import { endOf, phaseAt, settleState, startOf, worstState, type ComponentState, type ShownState } from './service-status.ts'
import type { ComponentSpan, Incident, Maintenance, UptimeWeights } from './status-facts.ts'

/** A stretch of time in which something was said of one component; `end` null: it still holds. */
type Claim = { readonly start: number; readonly end: number | null } & (
  | { readonly by: 'incident'; readonly state: ComponentState; readonly incidentId: string }
  | { readonly by: 'maintenance' }
  | { readonly by: 'person' | 'probe'; readonly state: ShownState }
)

/** One UTC day of one component. */
export type HistoryDay = {
  /** `2026-11-23` */
  readonly day: string
  /** The worst that it was in; null: the component was not counted yet. */
  readonly worst: ShownState | null
  /** Seconds in each state but operational. */
  readonly seconds: Readonly<Partial<Record<ShownState, number>>>
  readonly incidentIds: readonly string[]
}

export type ComponentHistory = {
  /** The oldest first; the last one is today, so far. */
  readonly days: readonly HistoryDay[]
  /** From 0 to 1; null where nothing was counted. */
  readonly uptime: number | null
}

export const HISTORY_DAYS = 90

const DAY_MS = 86_400_000

/** Everything said of a component, by whomever. */
export function claimsOf(
  componentId: string,
  of: { spans: readonly ComponentSpan[]; incidents: readonly Incident[]; maintenances: readonly Maintenance[]; now: Date },
): readonly Claim[] {
  return [
    ...of.incidents.flatMap((incident) => incidentClaims(componentId, incident)),
    ...of.maintenances.flatMap((maintenance) => maintenanceClaims(componentId, maintenance, of.now)),
    ...of.spans
      .filter((span) => span.componentId === componentId)
      .map(({ source, state, startedAt, endedAt }) => ({
        by: source,
        state,
        start: startedAt.getTime(),
        end: endedAt?.getTime() ?? null,
      })),
  ]
}

/**
 * An incident's updates say, one after the other, what a component is in; the end of the incident ends them all. From an
 * update that resolved it to one that opened it again it says nothing.
 */
function incidentClaims(componentId: string, incident: Incident): readonly Claim[] {
  const steps = incident.updates
    .toReversed()
    .flatMap(({ displayAt, status, affected }) =>
      (affected ?? [])
        .filter((one) => one.componentId === componentId)
        .map(({ newState }) => ({ at: displayAt.getTime(), newState, ends: status === 'resolved' })),
    )
    .toSorted((one, other) => one.at - other.at)
  const over = incident.resolvedAt?.getTime() ?? null
  return steps.flatMap(({ at, newState, ends }, index): Claim[] => {
    const start = index === 0 ? Math.min(at, incident.startedAt.getTime()) : at
    const end = steps[index + 1]?.at ?? over
    const isOver = ends || (over !== null && start >= over)
    return isOver ? [] : [{ by: 'incident', state: newState, incidentId: incident.id, start, end }]
  })
}

function maintenanceClaims(componentId: string, maintenance: Maintenance, now: Date): readonly Claim[] {
  if (maintenance.isRelease || !maintenance.componentIds.includes(componentId)) return []
  const start = startOf(maintenance).getTime()
  if (phaseAt(maintenance, now) === 'scheduled') return []
  const end = Math.max(endOf(maintenance).getTime(), start)
  // Cancelled before it began: it never was.
  return end === start ? [] : [{ by: 'maintenance', start, end }]
}

/** The state at one moment, by the order of truth; the end of a claim is no longer of it. */
export function stateAt(claims: readonly Claim[], moment: number): ShownState {
  const held = claims.filter(({ start, end }) => start <= moment && (end === null || moment < end))
  const said = (by: 'person' | 'probe') => held.find((claim) => claim.by === by)
  const [person, probe] = [said('person'), said('probe')]
  return settleState({
    incidents: held.flatMap((claim) => (claim.by === 'incident' ? [claim.state] : [])),
    inMaintenance: held.some(({ by }) => by === 'maintenance'),
    person: person && 'state' in person ? person.state : null,
    probe: probe && 'state' in probe ? probe.state : null,
  })
}

/**
 * Ninety UTC days of a component, and its uptime: maintenance and what is unknown are taken out of the time that counts,
 * and each state takes away its weight. Time before `startsAt` does not count.
 */
export function historyOf(
  claims: readonly Claim[],
  { now, startsAt, weights }: { now: Date; startsAt: Date | null; weights: UptimeWeights },
): ComponentHistory {
  const today = Math.floor(now.getTime() / DAY_MS) * DAY_MS
  const first = today - (HISTORY_DAYS - 1) * DAY_MS
  const counted = startsAt?.getTime() ?? -Infinity
  const days = Array.from({ length: HISTORY_DAYS }, (_, index) => {
    const from = first + index * DAY_MS
    return dayOf(claims, { day: from, from: Math.max(from, counted), to: Math.min(from + DAY_MS, now.getTime()) })
  })
  return { days, uptime: uptimeOf(days, { now, first: Math.max(first, counted), weights }) }
}

function dayOf(claims: readonly Claim[], { day, from, to }: { day: number; from: number; to: number }): HistoryDay {
  const name = new Date(day).toISOString().slice(0, 10)
  if (to <= from) return { day: name, worst: null, seconds: {}, incidentIds: [] }
  const touching = claims.filter(({ start, end }) => start < to && (end === null || end > from))
  const edges = [from, to, ...touching.flatMap(({ start, end }) => [start, end ?? to])]
  const cuts = [...new Set(edges.filter((edge) => edge >= from && edge <= to))].toSorted((one, other) => one - other)
  const seconds: Partial<Record<ShownState, number>> = {}
  for (const [index, start] of cuts.slice(0, -1).entries()) {
    const state = stateAt(touching, start)
    if (state !== 'operational') seconds[state] = (seconds[state] ?? 0) + ((cuts[index + 1] ?? start) - start) / 1_000
  }
  const states = Object.keys(seconds) as ShownState[]
  const incidentIds = [...new Set(touching.flatMap((claim) => (claim.by === 'incident' ? [claim.incidentId] : [])))]
  return { day: name, worst: worstState<ShownState>(states, 'operational'), seconds, incidentIds }
}

function uptimeOf(days: readonly HistoryDay[], of: { now: Date; first: number; weights: UptimeWeights }): number | null {
  const sum = (state: ShownState) => days.reduce((total, { seconds }) => total + (seconds[state] ?? 0), 0)
  const counted = (of.now.getTime() - of.first) / 1_000 - sum('under_maintenance') - sum('unknown')
  if (counted <= 0) return null
  const { degraded_performance: degraded, partial_outage: partial, major_outage: major } = of.weights
  const lost = degraded * sum('degraded_performance') + partial * sum('partial_outage') + major * sum('major_outage')
  return Math.max(0, 1 - lost / counted)
}
