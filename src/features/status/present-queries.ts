import { secondsAgo } from '../../clock.ts'
import type { Database, Trx } from '../../db/schema.ts'
import {
  LONGEST_OVERRUN_SECONDS,
  phaseAt,
  settleState,
  type Claims,
  type ComponentState,
  type ShownState,
} from '../../domain/service-status.ts'

/** What is said of one component now, and the state that follows by the order of truth. */
export type PresentState = Claims & { readonly state: ShownState }

const NOTHING: Claims = { incidents: [], inMaintenance: false, person: null, probe: null }

/** The present state of each component of which anything is said; all others are operational. */
export async function listPresentStates(db: Database | Trx, now: Date): Promise<ReadonlyMap<string, PresentState>> {
  const [incidents, running, spans] = [await listOpenParts(db), await listRunningParts(db, now), await listOpenSpans(db)]
  const found = new Map<string, Claims>()
  const say = (id: string, change: (before: Claims) => Claims) => found.set(id, change(found.get(id) ?? NOTHING))
  for (const { componentId, state } of incidents) {
    say(componentId, (before) => ({ ...before, incidents: [...before.incidents, state] }))
  }
  for (const componentId of running) say(componentId, (before) => ({ ...before, inMaintenance: true }))
  for (const { componentId, source, state } of spans) say(componentId, (before) => ({ ...before, [source]: state }))
  return new Map([...found].map(([id, claims]) => [id, { ...claims, state: settleState(claims) }]))
}

/** As clients know it, who know nothing of unknown. */
export function knownState(present: PresentState | undefined): ComponentState {
  const state = present?.state ?? 'operational'
  return state === 'unknown' ? 'operational' : state
}

async function listOpenParts(db: Database | Trx) {
  return db
    .selectFrom('incidentComponents')
    .innerJoin('incidents', 'incidents.id', 'incidentComponents.incidentId')
    .select(['incidentComponents.componentId', 'incidentComponents.state'])
    .where('incidents.kind', '=', 'incident')
    .where('incidents.resolvedAt', 'is', null)
    .execute()
}

async function listRunningParts(db: Database | Trx, now: Date): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('incidentComponents')
    .innerJoin('incidents', 'incidents.id', 'incidentComponents.incidentId')
    .select(['incidentComponents.componentId', 'scheduledFor', 'scheduledUntil', 'actualStartAt', 'verifyingAt'])
    .select(['actualEndAt', 'cancelledAt', 'completes'])
    .where('kind', '=', 'maintenance')
    .where('isRelease', '=', false)
    .where('cancelledAt', 'is', null)
    .where('actualEndAt', 'is', null)
    .where('scheduledUntil', '>', secondsAgo(LONGEST_OVERRUN_SECONDS + 60))
    .execute()
  return rows.flatMap(({ componentId, scheduledFor, scheduledUntil, ...rest }) => {
    if (scheduledFor === null || scheduledUntil === null) return []
    const phase = phaseAt({ scheduledFor, scheduledUntil, ...rest }, now)
    return phase === 'in_progress' || phase === 'verifying' ? [componentId] : []
  })
}

async function listOpenSpans(db: Database | Trx) {
  return db.selectFrom('componentSpans').select(['componentId', 'source', 'state']).where('endedAt', 'is', null).execute()
}
