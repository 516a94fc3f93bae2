import { sql } from 'kysely'
import type { Database } from '../../db/schema.ts'
import { isoTime } from './chain.ts'

/** What an event of pruning carries: what may be gone, and the last seal that may. Moments are ISO 8601 in UTC. */
export type Pruning = {
  readonly signInsBefore: string
  readonly actsBefore: string
  /** The chain may begin after this seal; 0: none is removed. */
  readonly anchor: number
  /** Its hash in hex, from which the rest can be followed. */
  readonly anchorHash: string
}

/** The sealed prunings, the latest first: each covers those before it. */
export async function listPrunings(db: Database): Promise<readonly Pruning[]> {
  const { rows } = await sql<Pruning>`
    select ${isoTime(sql`(e.details->>'signInsBefore')::timestamptz`)} as sign_ins_before,
      ${isoTime(sql`(e.details->>'actsBefore')::timestamptz`)} as acts_before,
      (e.details->>'anchor')::bigint as anchor, e.details->>'anchorHash' as anchor_hash
    from audit_events e join audit_seals s on s.event_id = e.id where e.action = 'audit.pruned' order by s.number desc`.execute(
    db,
  )
  return rows
}

/** Whether an event of this time and kind may be gone. ISO 8601 in UTC compares as text. */
export function isPruned([latest]: readonly Pruning[], { at, kind }: { at: string; kind: string }): boolean {
  if (!latest) return false
  return at < (kind === 'sign_in' ? latest.signInsBefore : latest.actsBefore)
}
