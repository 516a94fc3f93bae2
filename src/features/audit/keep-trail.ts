import { sql } from 'kysely'
import type { App } from '../../app.ts'
import { isoTime } from './chain.ts'
import { listPrunings, type Pruning } from './prunings.ts'
import { recordAudit } from './record.ts'
import { sealForgotten } from './sealer.ts'

const ROWS_A_STATEMENT = 2_000
/** The rest goes within the next hour. */
const LONGEST_PRUNING_MILLISECONDS = 20_000

/**
 * Hourly: seals what was forgotten, removes what the configuration keeps no longer, and writes the head of the chain into
 * the log, where it outlives whatever happens to the database (I-32). Days begin at midnight UTC, so at most one pruning a
 * day. What goes is said in an event before it goes, and that event is sealed: verifying takes nothing else for pruned.
 */
export async function keepTrail(app: App): Promise<void> {
  await sealForgotten(app)
  await markPruning(app)
  await sealForgotten(app)
  const until = app.clock.monotonic() + LONGEST_PRUNING_MILLISECONDS
  while (app.clock.monotonic() < until && (await prune(app)) > 0);
  await tellHead(app)
}

async function markPruning(app: App): Promise<void> {
  const [latest] = await listPrunings(app.db)
  const limits = await limitsOf(app, latest)
  const isNews = limits.signInsBefore !== latest?.signInsBefore || limits.actsBefore !== latest.actsBefore
  if (!isNews || !(await isAnythingBefore(app, limits))) return
  await recordAudit(app.db, {
    action: 'audit.pruned',
    actor: { kind: 'job' },
    subscriptionId: null,
    accountId: null,
    details: { ...limits, ...(await anchorOf(app, limits)) },
    context: null,
  })
}

type Limits = Pick<Pruning, 'signInsBefore' | 'actsBefore'>

/** What was removed once stays removable, though more is kept from now on. */
async function limitsOf({ db, config }: App, latest: Pruning | undefined): Promise<Limits> {
  const midnight = (days: number) =>
    isoTime(
      sql`(date_trunc('day', gatehouse_now() at time zone 'UTC') - make_interval(days => ${days}::integer)) at time zone 'UTC'`,
    )
  const { rows } = await sql<Limits>`
    select ${midnight(config.audit.signInDays)} as sign_ins_before, ${midnight(config.audit.keepDays)} as acts_before`.execute(db)
  const [now] = rows
  if (!now) throw new Error('the limits are no row')
  const later = (one: string, other = '') => (one > other ? one : other)
  return {
    signInsBefore: later(now.signInsBefore, latest?.signInsBefore),
    actsBefore: later(now.actsBefore, latest?.actsBefore),
  }
}

async function isAnythingBefore({ db }: App, { signInsBefore, actsBefore }: Limits): Promise<boolean> {
  const { rows } = await sql<{ isThere: boolean }>`
    select exists (select from audit_events where starts_with(action, 'sign_in.') and at < ${signInsBefore}::timestamptz)
      or exists (select from audit_events where not starts_with(action, 'sign_in.') and at < ${actsBefore}::timestamptz) as is_there`.execute(
    db,
  )
  return rows[0]?.isThere === true
}

/** The last seal of the beginning of the chain that is pruned whole: from there on seals stay, though their events go. */
async function anchorOf({ db }: App, limits: Limits): Promise<Pick<Pruning, 'anchor' | 'anchorHash'>> {
  const { signInsBefore, actsBefore } = limits
  const { rows } = await sql<{ number: number; hash: string }>`
    select number, encode(hash, 'hex') as hash from audit_seals where number = (
      select number - 1 from audit_seals
      where at >= case kind when 'sign_in' then ${signInsBefore}::timestamptz else ${actsBefore}::timestamptz end
      order by number limit 1)`.execute(db)
  return { anchor: rows[0]?.number ?? 0, anchorHash: rows[0]?.hash ?? '' }
}

async function prune({ db }: App): Promise<number> {
  const { rows } = await sql<{ removed: number }>`select prune_audit_trail(${ROWS_A_STATEMENT}) as removed`.execute(db)
  return rows[0]?.removed ?? 0
}

async function tellHead({ db, log }: App): Promise<void> {
  const head = await db.selectFrom('auditSeals').select(['number', 'hash']).orderBy('number', 'desc').limit(1).executeTakeFirst()
  if (head) log.info({ number: head.number, hash: head.hash.toString('hex') }, 'head of the audit trail')
}
