import { endOf, phaseAt, startOf, type MaintenanceWindow, type UpdateStatus } from './service-status.ts'

/** What the clock has to tell of a maintenance; `overrun`: its planned end has passed, and it goes on. */
export type MaintenanceNotice = '72h' | '24h' | '1h' | 'start' | 'overrun' | 'end'

const HOUR_MS = 60 * 60 * 1_000

/** How long before the start each reminder is due, the earliest first. */
const REMINDERS: readonly (readonly [MaintenanceNotice, number])[] = [
  ['72h', 72 * HOUR_MS],
  ['24h', 24 * HOUR_MS],
  ['1h', HOUR_MS],
]

type Moment = { readonly notice: MaintenanceNotice; readonly at: Date; readonly told: UpdateStatus | null }

/**
 * The notice that is due at `now`: the latest of those whose moment has come since the window was set, so that nothing is
 * told of what was past by then, and after a long silence one mail comes and not three. Null: none, or a person wrote of it.
 * `written`: the statuses of the updates that people wrote.
 */
export function dueNotice(
  maintenance: MaintenanceWindow,
  of: { readonly setAt: Date; readonly now: Date; readonly written: ReadonlySet<UpdateStatus> },
): MaintenanceNotice | null {
  if (maintenance.cancelledAt !== null) return null
  const come = momentsOf(maintenance, of.now).filter(({ at }) => at <= of.now && at > of.setAt)
  const latest = come.at(-1)
  if (!latest || (latest.told !== null && of.written.has(latest.told))) return null
  return latest.notice
}

/** Those of the phase that it is in: nobody is reminded of what has begun. */
function momentsOf(maintenance: MaintenanceWindow, now: Date): readonly Moment[] {
  const phase = phaseAt(maintenance, now)
  const start = startOf(maintenance)
  if (phase === 'scheduled') {
    return REMINDERS.map(([notice, before]) => ({ notice, at: new Date(start.getTime() - before), told: null }))
  }
  if (phase === 'completed') return [{ notice: 'end', at: endOf(maintenance), told: 'completed' }]
  const begun: Moment = { notice: 'start', at: start, told: 'in_progress' }
  const { completes, scheduledUntil } = maintenance
  return completes === 'by_clock' ? [begun] : [begun, { notice: 'overrun', at: scheduledUntil, told: 'verifying' }]
}
