import { sql } from 'kysely'
import { databaseNow, secondsAgo, secondsFromNow } from '../../clock.ts'
import type { Core } from '../../core.ts'
import type { Trx } from '../../db/schema.ts'
import { phaseAt, type ShownState } from '../../domain/service-status.ts'

type Registered = { readonly key: string; readonly component: string }

/** Makes the rows of what the configuration names, and drops those that it no longer does. Answers whose rows went. */
export async function keepTargets(core: Core, targets: readonly Registered[]): Promise<readonly string[]> {
  const rows = targets.map(({ key, component }) => ({ target: key, component }))
  await sql`insert into probe_states (target, component_id)
    select t.target, c.id from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as t (target text, component text)
    join components c on c.key = t.component and c.retired_at is null
    on conflict (target) do nothing`.execute(core.db)
  const known = targets.map(({ key }) => key)
  const gone = await core.db
    .deleteFrom('probeStates')
    .where(sql<boolean>`not (target = any(${known}::text[]))`)
    .returning('componentId')
    .execute()
  return [...new Set(gone.map(({ componentId }) => componentId))]
}

/** Takes what is due, at most so many, for as long as the lease lasts: each check is one process's, once an interval. */
export async function claimDue(
  core: Core,
  of: { lease: string; targets: readonly string[]; most: number },
): Promise<readonly string[]> {
  const { intervalSeconds, timeoutSeconds } = core.config.status.probes
  const { rows } = await sql<{ target: string }>`
    update probe_states set lease = ${of.lease}::uuid, leased_until = ${secondsFromNow(timeoutSeconds + LEASE_GRACE_SECONDS)},
      due_at = ${secondsFromNow(intervalSeconds)}
    where target in (
      select target from probe_states
      where target = any(${of.targets}::text[]) and due_at <= gatehouse_now()
        and (leased_until is null or leased_until <= gatehouse_now())
      order by due_at limit ${of.most}::integer for update skip locked)
    returning target`.execute(core.db)
  return rows.map(({ target }) => target)
}

/** Beyond the time-out of a check: to write down what it found. */
const LEASE_GRACE_SECONDS = 10

/** The row of a check that is in hand; null where the lease was lost. */
export async function lockLeased(trx: Trx, { target, lease }: { target: string; lease: string }) {
  const row = await trx
    .selectFrom('probeStates')
    .select(['componentId', 'state', 'leaning', 'streak'])
    .where('target', '=', target)
    .where('lease', '=', lease)
    .forUpdate()
    .executeTakeFirst()
  return row ?? null
}

export type Silence = { readonly target: string; readonly componentId: string; readonly since: Date }

/** Targets of which nothing was heard for so many seconds, and that don't count as unknown yet; since when they should. */
export async function listSilent(core: Core, of: { targets: readonly string[]; seconds: number }): Promise<readonly Silence[]> {
  const { rows } = await sql<Silence>`
    select p.target, p.component_id as "componentId",
      coalesce(p.checked_at, p.since) + make_interval(secs => ${of.seconds}::double precision) as since
    from probe_states p
    where p.target = any(${of.targets}::text[])
      and coalesce(p.checked_at, p.since) <= ${secondsAgo(of.seconds)}
      and (p.state <> 'unknown' or not exists (select from component_spans s
        where s.component_id = p.component_id and s.source = 'probe' and s.ended_at is null))
    order by since`.execute(core.db)
  return rows
}

/** Makes it unknown, unless somebody has heard of it meanwhile. */
export async function forgetTarget(trx: Trx, { target, seconds }: { target: string; seconds: number }): Promise<void> {
  await trx
    .updateTable('probeStates')
    .set({ state: 'unknown', streak: 0 })
    .where('target', '=', target)
    .where((eb) => eb.fn.coalesce('checkedAt', 'since'), '<=', secondsAgo(seconds))
    .execute()
}

/** What the targets of a component count as; one that was only just registered, and never checked, says nothing yet. */
export async function listTargetStates(trx: Trx, componentId: string, silentSeconds: number) {
  const rows = await trx
    .selectFrom('probeStates')
    .select('state')
    .where('componentId', '=', componentId)
    .where((eb) =>
      eb.or([eb('state', '<>', 'unknown'), eb(eb.fn.coalesce('checkedAt', 'since'), '<=', secondsAgo(silentSeconds))]),
    )
    .execute()
  return rows.map(({ state }) => state)
}

/** Locks the component, so that its probes settle it one after the other. */
export async function lockComponent(trx: Trx, componentId: string): Promise<void> {
  await trx.selectFrom('components').select('id').where('id', '=', componentId).forUpdate().execute()
}

export async function findOpenSpan(trx: Trx, componentId: string): Promise<{ id: number; state: ShownState } | null> {
  const span = await trx
    .selectFrom('componentSpans')
    .select(['id', 'state'])
    .where('componentId', '=', componentId)
    .where('source', '=', 'probe')
    .where('endedAt', 'is', null)
    .executeTakeFirst()
  return span ?? null
}

/** Ends one span and begins another; operational needs none. `at`: in the past, or null for now. */
export async function changeSpan(
  trx: Trx,
  of: { componentId: string; open: number | null; state: ShownState; note: string | null; at: Date | null },
): Promise<void> {
  const at = of.at ?? databaseNow
  if (of.open !== null) {
    const endedAt = sql<Date>`greatest(started_at, ${at}::timestamptz)`
    await trx.updateTable('componentSpans').set({ endedAt }).where('id', '=', of.open).execute()
  }
  if (of.state === 'operational') return
  const { componentId, state, note } = of
  await trx.insertInto('componentSpans').values({ componentId, source: 'probe', state, note, startedAt: at }).execute()
}

/** Whether something beats what a probe says: an open incident, a maintenance that runs, a person's word. */
export async function isSpokenFor(trx: Trx, componentId: string, now: Date): Promise<boolean> {
  const word = await trx
    .selectFrom('componentSpans')
    .select('id')
    .where('componentId', '=', componentId)
    .where('source', '=', 'person')
    .where('endedAt', 'is', null)
    .executeTakeFirst()
  if (word) return true
  const rows = await trx
    .selectFrom('incidents')
    .innerJoin('incidentComponents', 'incidentComponents.incidentId', 'incidents.id')
    .selectAll('incidents')
    .where('incidentComponents.componentId', '=', componentId)
    .where('incidents.resolvedAt', 'is', null)
    .where('incidents.cancelledAt', 'is', null)
    .where('incidents.isRelease', '=', false)
    .execute()
  return rows.some(({ scheduledFor, scheduledUntil, ...rest }) => {
    if (scheduledFor === null || scheduledUntil === null) return true
    const phase = phaseAt({ scheduledFor, scheduledUntil, ...rest }, now)
    return phase === 'in_progress' || phase === 'verifying'
  })
}

/** What was told of a component last, by whomever. */
export async function lastTold(trx: Trx, componentId: string): Promise<ShownState> {
  const told = await trx
    .selectFrom('statusEvents')
    .select('details')
    .where('componentId', '=', componentId)
    .where('event', '=', 'component.changed')
    .where(sql<boolean>`details ? 'newState'`)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return told?.details.newState ?? 'operational'
}
