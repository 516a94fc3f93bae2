import type { HistoryDay } from './component-history.ts'
import { endOf, startOf, type ShownState } from './service-status.ts'
import type { Incident } from './status-facts.ts'
import { isOpen, type StatusView, type ViewMaintenance } from './status-view.ts'

/** An incident, or a maintenance that has begun or was cancelled, as the history tells of it. */
export type PastEvent =
  | { readonly kind: 'incident'; readonly id: string; readonly at: Date; readonly incident: Incident }
  | { readonly kind: 'maintenance'; readonly id: string; readonly at: Date; readonly maintenance: ViewMaintenance }

/** One UTC month of the history. */
export type HistoryMonth = {
  /** `2026-11` */
  readonly month: string
  /** The latest first. */
  readonly events: readonly PastEvent[]
}

/** So many months have a page whether or not there was anything. */
const ALWAYS_SHOWN = 12

/** The history by month, the latest first: of the last twelve each, of those before where there was something. */
export function monthsOf(view: Pick<StatusView, 'now' | 'incidents' | 'maintenances'>): readonly HistoryMonth[] {
  const byMonth = Map.groupBy(eventsOf(view), ({ at }) => monthOf(at))
  const last = Array.from({ length: ALWAYS_SHOWN }, (_, back) => monthsLater(view.now, -back))
  const months = [...new Set([...last, ...byMonth.keys()])].toSorted().toReversed()
  return months.map((month) => ({ month, events: byMonth.get(month) ?? [] }))
}

function eventsOf({ incidents, maintenances }: Pick<StatusView, 'incidents' | 'maintenances'>): readonly PastEvent[] {
  const told: readonly PastEvent[] = [
    ...incidents.map((incident) => ({ kind: 'incident' as const, id: incident.id, at: incident.startedAt, incident })),
    ...maintenances
      .filter(({ phase }) => phase !== 'scheduled')
      .map((maintenance) => ({ kind: 'maintenance' as const, id: maintenance.id, at: startOf(maintenance), maintenance })),
  ]
  return told.toSorted((one, other) => other.at.getTime() - one.at.getTime())
}

/** `2026-11`, of a moment in UTC. */
export function monthOf(at: Date): string {
  return at.toISOString().slice(0, 7)
}

/** The month that is so many after that of `now`; before it where negative. */
export function monthsLater(now: Date, count: number): string {
  return monthOf(new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + count, 1)))
}

/** How long it lasted, in seconds; null: it still does. */
export function lengthOf(event: PastEvent): number | null {
  if (event.kind === 'incident') {
    const { startedAt, resolvedAt } = event.incident
    return resolvedAt && (resolvedAt.getTime() - startedAt.getTime()) / 1_000
  }
  const { maintenance } = event
  if (maintenance.phase !== 'completed') return null
  return Math.max(0, endOf(maintenance).getTime() - startOf(maintenance).getTime()) / 1_000
}

/** Whether nothing changes in it any more but by a person's hand. */
export function isOver(event: PastEvent): boolean {
  return event.kind === 'incident' ? !isOpen(event.incident) : event.maintenance.phase === 'completed'
}

const WORST_FIRST: readonly ShownState[] = [
  'major_outage',
  'partial_outage',
  'degraded_performance',
  'under_maintenance',
  'unknown',
]

/** What a day was in but operational, the worst first, in seconds. */
export function troublesOf({ seconds }: HistoryDay): readonly { readonly state: ShownState; readonly seconds: number }[] {
  return WORST_FIRST.flatMap((state) => {
    const count = seconds[state] ?? 0
    return count > 0 ? [{ state, seconds: count }] : []
  })
}
