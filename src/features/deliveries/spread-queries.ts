import { sql } from 'kysely'
import { databaseNow } from '../../clock.ts'
import type { Trx } from '../../db/schema.ts'
import type { SubscribedKind } from '../../domain/subscriber-scope.ts'

export type SpreadEvent = {
  readonly id: number
  readonly incidentId: string | null
  readonly updateId: string | null
  readonly componentId: string | null
  /** Whether anybody is to be written to. */
  readonly deliver: boolean
}

/** Whom an event is for. */
export type EventReach = {
  readonly kind: SubscribedKind
  /** Ids of the platforms, and keys of the shared components; of none: it is for all. */
  readonly platforms: readonly string[]
  readonly components: readonly string[]
}

/** One process at a time spreads, so that deliveries come in the order of the events. False: another one is at it. */
export async function claimSpreading(trx: Trx): Promise<boolean> {
  const { rows } = await sql<{
    mine: boolean
  }>`select pg_try_advisory_xact_lock(hashtext('spread status events')) as mine`.execute(trx)
  return rows[0]?.mine === true
}

export async function listUnspread(trx: Trx, limit: number): Promise<readonly SpreadEvent[]> {
  const rows = await trx
    .selectFrom('statusEvents')
    .leftJoin('incidentUpdates', 'incidentUpdates.id', 'statusEvents.updateId')
    .select([
      'statusEvents.id',
      'statusEvents.incidentId',
      'statusEvents.updateId',
      'statusEvents.componentId',
      'statusEvents.details',
      'incidentUpdates.deliver',
    ])
    .where('statusEvents.spreadAt', 'is', null)
    .orderBy('statusEvents.id')
    .limit(limit)
    .execute()
  return rows.map(({ details, deliver, ...event }) => ({ ...event, deliver: deliver !== false && details.deliver !== false }))
}

export async function markSpread(trx: Trx, ids: readonly number[]): Promise<void> {
  await trx.updateTable('statusEvents').set({ spreadAt: databaseNow }).where('id', 'in', ids).execute()
}

/**
 * All that an incident ever named, so that whoever heard of the beginning hears of the end; what a maintenance is of, and what
 * this one update says is no longer part of it. Null: what it was about is gone.
 */
export async function findReach(trx: Trx, { incidentId, updateId, componentId }: SpreadEvent): Promise<EventReach | null> {
  if (incidentId === null) return componentId === null ? null : reachOf('incident', await listKeys(trx, [componentId]))
  const incident = await trx.selectFrom('incidents').select(['kind', 'isRelease']).where('id', '=', incidentId).executeTakeFirst()
  if (!incident) return null
  const { rows } = await sql<{ id: string }>`
    select component_id as id from incident_components where incident_id = ${incidentId}
    union
    select one->>'code' from incident_updates, jsonb_array_elements(case jsonb_typeof(affected) when 'array' then affected else '[]' end) as one
    where incident_id = ${incidentId} and (${incident.kind === 'incident'}::boolean or id = ${updateId}::text)`.execute(trx)
  const keys = await listKeys(
    trx,
    rows.map(({ id }) => id),
  )
  if (incident.kind === 'incident') return reachOf('incident', keys)
  return reachOf(incident.isRelease ? 'release' : 'maintenance', keys)
}

type ComponentKey = { key: string; platformId: string | null }

async function listKeys(trx: Trx, ids: readonly string[]): Promise<readonly ComponentKey[]> {
  if (ids.length === 0) return []
  return trx.selectFrom('components').select(['key', 'platformId']).where('id', 'in', ids).execute()
}

function reachOf(kind: SubscribedKind, keys: readonly ComponentKey[]): EventReach {
  return {
    kind,
    platforms: keys.flatMap(({ platformId }) => platformId ?? []),
    components: keys.flatMap(({ key, platformId }) => (platformId === null ? [key] : [])),
  }
}

/** One delivery for each active subscriber whom it is for, at most one ever; answers whose are new. */
export async function insertDeliveries(
  trx: Trx,
  eventId: number,
  { kind, platforms, components }: EventReach,
): Promise<readonly { id: string; kind: 'mail' | 'webhook' }[]> {
  const isForAll = platforms.length + components.length === 0
  const wants = (name: 'platforms' | 'components', ids: readonly string[]) => sql<boolean>`(cardinality(${ids}::text[]) > 0
    and (s.scope->${sql.lit(name)} = 'null'::jsonb or s.scope->${sql.lit(name)} ?| ${ids}::text[]))`
  const { rows } = await sql<{ id: string; kind: 'mail' | 'webhook' }>`
    with made as (
      insert into deliveries (id, subscriber_id, event_id)
      select gen_random_uuid(), s.id, ${eventId}::bigint from subscribers s
      where s.state = 'active'
        and (s.scope->'kinds' = 'null'::jsonb or s.scope->'kinds' ? ${kind}::text)
        and (${isForAll}::boolean or ${wants('platforms', platforms)} or ${wants('components', components)})
      on conflict (subscriber_id, event_id) do nothing returning subscriber_id)
    select s.id, s.kind from made join subscribers s on s.id = made.subscriber_id`.execute(trx)
  return rows
}

/** Active subscribers for whom something waits, and whose time has come. */
export async function listDue(trx: Trx, limit: number): Promise<readonly { id: string; kind: 'mail' | 'webhook' }[]> {
  const { rows } = await sql<{ id: string; kind: 'mail' | 'webhook' }>`
    select s.id, s.kind from subscribers s
    where s.state = 'active' and (s.retry_at is null or s.retry_at <= gatehouse_now())
      and (s.leased_until is null or s.leased_until <= gatehouse_now())
      and exists (select from deliveries d where d.subscriber_id = s.id and d.state = 'queued')
    order by s.id limit ${limit}::integer`.execute(trx)
  return rows
}
