import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import type { App } from '../../app.ts'
import { statement } from '../../db/statement.ts'
import { advanceFrontier, type AuditFrontier } from '../../domain/audit-frontier.ts'
import { sealEvents } from './seal-events.ts'

export type Sealer = {
  /** Seals what is there, then rests. */
  readonly stop: () => Promise<void>
}

/** Well within the second that a seal may take (I-32). */
const PAUSE_MILLISECONDS = 500
/** After a fault: the database is away, most likely. */
const LONG_PAUSE_MILLISECONDS = 2_000
const BATCH = 1_000
/** How far before the last seal a process looks that has just started. */
const LOOK_BACK = 20_000
const SEARCHED_HOURLY = 1_000_000

/**
 * Seals events within a second of their commit, beside the deeds and never in their way: a deed waits for no chain. Any
 * number of processes may do so at once.
 */
export function startSealer(app: App): Sealer {
  const leaving = new AbortController()
  let frontier: AuditFrontier | null = null
  const sealAll = async (): Promise<void> => {
    frontier ??= await findFrontier(app)
    for (let isDone = false; !isDone;) {
      const step = await sealStep(app, frontier)
      ;({ frontier, isDone } = step)
    }
  }
  const seal = async (): Promise<number> => {
    try {
      await sealAll()
      return PAUSE_MILLISECONDS
    } catch (error) {
      if (!leaving.signal.aborted) app.log.warn({ reason: String(error) }, 'audit events wait to be sealed')
      return LONG_PAUSE_MILLISECONDS
    }
  }
  const work = async (): Promise<void> => {
    while (!leaving.signal.aborted) {
      const pause = await seal()
      await sleep(pause, undefined, { signal: leaving.signal, ref: false }).catch(() => undefined)
    }
    await seal()
  }
  const working = work()
  return {
    stop: async () => {
      leaving.abort()
      await working
    },
  }
}

/** Seals what the sealing forgot, if ever: among the latest million events all that have no seal. For once an hour. */
export async function sealForgotten(app: App): Promise<void> {
  const latest = await app.db
    .selectFrom('auditEvents')
    .select((eb) => eb.fn.max<number | null>('id').as('id'))
    .executeTakeFirstOrThrow()
  let above = Math.max(0, (latest.id ?? 0) - SEARCHED_HOURLY)
  for (let isDone = false; !isDone;) {
    const ids = await unsealedAbove(app, above)
    isDone = !(await sealEvents(app, ids)) || ids.length < BATCH
    above = ids.at(-1) ?? above
  }
}

async function unsealedAbove({ db }: App, above: number): Promise<readonly number[]> {
  const rows = await db
    .selectFrom('auditEvents as e')
    .select('e.id')
    .where('e.id', '>', above)
    .where(sql<boolean>`not exists (select from audit_seals s where s.event_id = e.id and s.event_id > ${above})`)
    .orderBy('e.id')
    .limit(BATCH)
    .execute()
  return rows.map(({ id }) => id)
}

async function findFrontier({ db }: App): Promise<AuditFrontier> {
  const { sealed } = await db
    .selectFrom('auditSeals')
    .select((eb) => eb.fn.max<number | null>('eventId').as('sealed'))
    .executeTakeFirstOrThrow()
  return { highest: Math.max(0, (sealed ?? 0) - LOOK_BACK), gaps: [] }
}

type Looked = { id: number | null; isSealed: boolean; oldestRunning: number; nextTransaction: number }

/** New events, and those that were missing before; one snapshot says which transactions may still bring some. */
const lookForEvents = statement<{ highest: number; lows: number[]; highs: number[]; limit: number }, Looked>(
  (the) => sql`
    select e.id, exists (select from audit_seals s where s.event_id = e.id) as "isSealed",
      pg_snapshot_xmin(now)::text::bigint as "oldestRunning", pg_snapshot_xmax(now)::text::bigint as "nextTransaction"
    from pg_current_snapshot() as now left join lateral (
      (select id from audit_events where id > ${the.highest}::bigint order by id limit ${the.limit}::integer)
      union all
      (select a.id from unnest(${the.lows}::bigint[], ${the.highs}::bigint[]) as gap (low, high)
        join audit_events a on a.id between gap.low and gap.high limit ${the.limit}::integer)
    ) e on true order by e.id`,
)

/** One look and at most one batch. Where another process seals, it is looked again later. */
async function sealStep(app: App, frontier: AuditFrontier): Promise<{ frontier: AuditFrontier; isDone: boolean }> {
  const lows = frontier.gaps.map(({ low }) => low)
  const highs = frontier.gaps.map(({ high }) => high)
  const looked = await lookForEvents(app.db, { highest: frontier.highest, lows, highs, limit: BATCH })
  const [first] = looked
  const found = looked.flatMap(({ id, isSealed }) => (id === null ? [] : [{ id, isSealed }]))
  const unsealed = found.filter(({ isSealed }) => !isSealed).map(({ id }) => id)
  if (!first || !(await sealEvents(app, unsealed))) return { frontier, isDone: true }
  const isDone = found.length < BATCH
  const ids = found.map(({ id }) => id)
  // A look that was cut short says of no gap that it is lost.
  const oldestRunning = isDone ? first.oldestRunning : 0
  return { frontier: advanceFrontier(frontier, { ...first, oldestRunning, ids, at: app.clock.monotonic() }), isDone }
}
