import { sql } from 'kysely'
import type { Core } from '../../core.ts'
import type { MaintenanceWindow, UpdateStatus } from '../../domain/service-status.ts'

export type Window = MaintenanceWindow & {
  readonly id: string
  readonly sequence: number
  /** When it was scheduled, or moved last. */
  readonly setAt: Date
  readonly written: ReadonlySet<UpdateStatus>
  /** Whoever wrote of it wanted nobody to be told. */
  readonly isSilent: boolean
}

type Row = MaintenanceWindow & { id: string; sequence: number; setAt: Date; statuses: UpdateStatus[] | null; isSilent: boolean }

/** Those whose time is near, or was of late, beyond the longest overrun; cancelled ones have nothing to say. */
export async function listWindows(core: Core): Promise<readonly Window[]> {
  const { rows } = await sql<Row>`
    select i.id, i.sequence, i.scheduled_for as "scheduledFor", i.scheduled_until as "scheduledUntil",
      i.actual_start_at as "actualStartAt", i.verifying_at as "verifyingAt", i.actual_end_at as "actualEndAt",
      i.cancelled_at as "cancelledAt", i.completes, u.statuses, coalesce(u.silent, false) as "isSilent",
      greatest(i.created_at, coalesce(e.at, i.created_at)) as "setAt"
    from incidents i
    left join lateral (select array_agg(distinct status) as statuses, not bool_or(deliver) as silent
      from incident_updates where incident_id = i.id) u on true
    left join lateral (select max(at) as at from status_events
      where incident_id = i.id and event <> 'maintenance.notice' and details ? 'sequence') e on true
    where i.kind = 'maintenance' and i.cancelled_at is null
      and i.scheduled_for < gatehouse_now() + interval '73 hours'
      and coalesce(i.actual_end_at, i.scheduled_until) > gatehouse_now() - interval '3 days'`.execute(core.db)
  return rows.map(({ statuses, ...row }) => ({ ...row, written: new Set(statuses) }))
}
