import { sql, type RawBuilder } from 'kysely'
import type { Database, Trx } from './db/schema.ts'

/**
 * The one time source for lives and locks is the database's (I-40): every comparison is made in SQL with
 * `gatehouse_now()`, which tests replace in their own database. The process's clock only paces waits and paints pages.
 */
export const databaseNow: RawBuilder<Date> = sql<Date>`gatehouse_now()`

export function secondsFromNow(seconds: number): RawBuilder<Date> {
  return sql<Date>`gatehouse_now() + make_interval(secs => ${seconds}::double precision)`
}

export function secondsAgo(seconds: number): RawBuilder<Date> {
  return sql<Date>`gatehouse_now() - make_interval(secs => ${seconds}::double precision)`
}

/** The database's present moment, for copy that names a time ("expires at ..."). */
export async function readDatabaseClock(db: Database | Trx): Promise<Date> {
  const { rows } = await sql<{ now: Date }>`select gatehouse_now() as now`.execute(db)
  const [row] = rows
  if (!row) throw new Error('select gatehouse_now() returned no row')
  return row.now
}

/** The process's own clock: for showing "2 minutes ago", for pacing, never for deciding. */
export type Clock = {
  readonly now: () => Date
  readonly sleep: (milliseconds: number) => Promise<void>
  /** Milliseconds of a monotonic clock, for durations in logs. */
  readonly monotonic: () => number
}

export const systemClock: Clock = {
  now: () => new Date(),
  sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
  monotonic: () => performance.now(),
}
