import { sql } from 'kysely'
import { secondsAgo } from '../../clock.ts'
import type { Core } from '../../core.ts'
import { PENDING_SECONDS } from './queries.ts'

const DAY_SECONDS = 24 * 60 * 60
/** Operators see for so long who left, and why. */
const ENDED_SECONDS = 30 * DAY_SECONDS
/** What was told, and to whom. */
const TOLD_SECONDS = 90 * DAY_SECONDS

/** Hourly: forgets who never confirmed, who left, and what was told long ago, so that nothing grows without bound. */
export async function forgetSubscribers({ db }: Core): Promise<void> {
  await db.deleteFrom('subscribers').where('state', '=', 'pending').where('askedAt', '<=', secondsAgo(PENDING_SECONDS)).execute()
  await db.deleteFrom('subscribers').where('state', '=', 'ended').where('endedAt', '<=', secondsAgo(ENDED_SECONDS)).execute()
  await db.deleteFrom('deliveries').where('state', '<>', 'queued').where('createdAt', '<=', secondsAgo(TOLD_SECONDS)).execute()
  // What was told of a component last is what its probes go on from; what still waits for somebody is not forgotten.
  await sql`delete from status_events e where e.spread_at <= ${secondsAgo(TOLD_SECONDS)}
    and not exists (select from deliveries d where d.event_id = e.id)
    and (e.component_id is null or exists (select from status_events l where l.component_id = e.component_id and l.id > e.id))`.execute(
    db,
  )
}
