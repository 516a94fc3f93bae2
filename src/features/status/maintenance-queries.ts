import { sql } from 'kysely'
import { databaseNow, readDatabaseClock } from '../../clock.ts'
import type { Trx } from '../../db/schema.ts'
import { refuse } from '../../domain/errors.ts'
import { overlaps, type PlannedWindow } from '../../domain/maintenance-plan.ts'
import { momentText } from '../../domain/message-template.ts'
import { phaseAt, startOf, type MaintenancePhase } from '../../domain/service-status.ts'
import { lockIncident } from './incident-queries.ts'

/** A maintenance with its row held, and the phase that it is in by the database's clock. */
export async function lockMaintenance(trx: Trx, of: { id: string; version: number | null }) {
  const { scheduledFor, scheduledUntil, ...row } = await lockIncident(trx, { ...of, kind: 'maintenance' })
  if (scheduledFor === null || scheduledUntil === null) throw refuse('not_found')
  const maintenance = { ...row, scheduledFor, scheduledUntil }
  const now = await readDatabaseClock(trx)
  return { maintenance, phase: phaseAt(maintenance, now), now }
}

const STAGES: Readonly<Record<MaintenancePhase, string>> = {
  scheduled: 'still to come',
  in_progress: 'in progress',
  verifying: 'in progress, beyond its planned end or being verified',
  completed: 'over',
}

/** Throws Refusal `not_at_this_stage` in any other phase than these. */
export function requirePhase(
  of: { phase: MaintenancePhase; maintenance: { cancelledAt: Date | null } },
  ...phases: MaintenancePhase[]
): void {
  if (phases.includes(of.phase)) return
  throw refuse('not_at_this_stage', { stage: of.maintenance.cancelledAt === null ? STAGES[of.phase] : 'cancelled' })
}

/**
 * The first maintenance of any of these components that shares a moment with a window, in words; null: there is none.
 * Releases are none, and one that runs takes at least until now. Deeds of the status page stand in line, so that what is
 * free here is still free when it is written.
 */
export async function findOverlap(
  trx: Trx,
  of: { componentIds: readonly string[]; window: PlannedWindow; now: Date; except?: string },
): Promise<string | null> {
  if (of.componentIds.length === 0) return null
  const rows = await trx
    .selectFrom('incidents')
    .select([
      'id',
      'name',
      'scheduledFor',
      'scheduledUntil',
      'actualStartAt',
      'verifyingAt',
      'actualEndAt',
      'cancelledAt',
      'completes',
    ])
    .where('kind', '=', 'maintenance')
    .where('isRelease', '=', false)
    .where('cancelledAt', 'is', null)
    .where('actualEndAt', 'is', null)
    .where('id', '<>', of.except ?? '')
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom('incidentComponents')
          .select(sql`1`.as('one'))
          .whereRef('incidentId', '=', 'incidents.id')
          .where('componentId', 'in', [...of.componentIds]),
      ),
    )
    .orderBy('scheduledFor')
    .execute()
  const found = rows.find(({ scheduledFor, scheduledUntil, ...rest }) => {
    if (scheduledFor === null || scheduledUntil === null) return false
    const planned = { scheduledFor, scheduledUntil, ...rest }
    if (phaseAt(planned, of.now) === 'completed') return false
    const until = new Date(Math.max(scheduledUntil.getTime(), of.now.getTime()))
    return overlaps({ from: startOf(planned), until }, of.window)
  })
  return found?.scheduledFor ? `“${found.name}” of ${momentText(found.scheduledFor)}` : null
}

/** The change of a maintenance's row; `newWindow`: calendars are told by the next number (RFC 5545, 3.8.7.4). */
export async function changeMaintenance(
  trx: Trx,
  id: string,
  change: {
    newWindow: boolean
    set: Partial<
      Record<
        'startedAt' | 'scheduledFor' | 'scheduledUntil' | 'actualStartAt' | 'verifyingAt' | 'actualEndAt' | 'cancelledAt',
        Date
      >
    > & { name?: string; closes?: boolean }
  },
): Promise<number> {
  const { sequence } = await trx
    .updateTable('incidents')
    .set((eb) => ({
      ...change.set,
      ...(change.newWindow && { sequence: eb('sequence', '+', 1) }),
      updatedAt: databaseNow,
      version: eb('version', '+', 1),
    }))
    .where('id', '=', id)
    .returning('sequence')
    .executeTakeFirstOrThrow()
  return sequence
}
