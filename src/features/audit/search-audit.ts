import type { App } from '../../app.ts'
import type { AuditEvent, AuditPage, AuditWish } from '../../domain/audit-trail.ts'
import { refuse, requireNoProblems } from '../../domain/errors.ts'
import { mayDo } from '../../domain/permissions.ts'
import { isRecordId } from '../../domain/record-id.ts'
import type { MemberActor, RequestContext } from '../../domain/request-context.ts'
import { recordAudit } from './record.ts'
import { findPeople, listEvents, type AuditScope, type ResolvedWish } from './search-queries.ts'

export const EVENTS_A_PAGE = 50
/** More people than that are no answer to "who". */
export const MOST_PEOPLE = 100
const EVENTS_AT_ONCE = 1_000

/**
 * One page of the trail, the latest first (A04): of the whole subscription for Managers, and for Auditors who are in no unit;
 * for an Auditor of a unit, and a Unit Manager with the right to it, what concerns the accounts of that unit. At most `limit`
 * events (50 unless told, 200 at most).
 *
 * Throws Refusal `forbidden`, and `invalid_fields` where more than 100 people match `who` or `whom`.
 */
export async function searchAudit(
  app: App,
  actor: MemberActor,
  wish: AuditWish,
  { limit = EVENTS_A_PAGE }: { limit?: number } = {},
): Promise<AuditPage> {
  const scope = scopeOf(actor)
  const size = Math.min(Math.max(1, limit), 200)
  const events = await listEvents(app.db, scope, await resolve(app, scope, wish), size + 1)
  return cutPage(events, wish.place, size)
}

/**
 * All that a search finds, the latest first, a thousand events at a time, as they are asked for. It is in the trail itself
 * before the first of them leaves. Throws as `searchAudit` does, at once.
 */
export async function streamAudit(
  app: App,
  actor: MemberActor,
  of: { wish: AuditWish; format: 'csv' | 'jsonl' },
  context: RequestContext,
): Promise<AsyncGenerator<readonly AuditEvent[], undefined>> {
  const scope = scopeOf(actor)
  const wish = await resolve(app, scope, { ...of.wish, place: null })
  const { subscriptionId } = actor
  const details = { format: of.format, ...wordsOf(of.wish) }
  await recordAudit(app.db, { action: 'audit.exported', actor, subscriptionId, accountId: null, details, context })
  return batches(app, scope, wish)
}

async function* batches(app: App, scope: AuditScope, wish: ResolvedWish): AsyncGenerator<readonly AuditEvent[], undefined> {
  let { place } = wish
  for (;;) {
    const events = await listEvents(app.db, scope, { ...wish, place }, EVENTS_AT_ONCE)
    if (events.length > 0) yield events
    const last = events.at(-1)
    if (!last || events.length < EVENTS_AT_ONCE) return
    place = { side: 'older', than: last }
  }
}

function scopeOf(actor: MemberActor): AuditScope {
  if (!mayDo('read_audit', actor)) throw refuse('forbidden')
  // A unit's people have a right for their unit, whatever their role: who may add an Auditor to one must not read beyond it.
  return { subscriptionId: actor.subscriptionId, businessUnitId: actor.businessUnitId }
}

async function resolve(app: App, scope: AuditScope, { who, whom, ...wish }: AuditWish): Promise<ResolvedWish> {
  const [whoIds, whomIds] = await Promise.all([who, whom].map((typed) => peopleOf(app, scope, typed)))
  requireNoProblems({
    ...((whoIds?.length ?? 0) > MOST_PEOPLE && { who: 'too_many_people' }),
    ...((whomIds?.length ?? 0) > MOST_PEOPLE && { whom: 'too_many_people' }),
  })
  return { ...wish, whoIds: whoIds ?? null, whomIds: whomIds ?? null }
}

async function peopleOf(app: App, { subscriptionId }: AuditScope, typed: string): Promise<readonly string[] | null> {
  if (typed.trim() === '') return null
  return isRecordId(typed) ? [typed] : findPeople(app.db, subscriptionId, typed.trim(), MOST_PEOPLE + 1)
}

/** What was asked for, as far as it was, for the event of an export. */
function wordsOf({ who, whom, what, from, before }: AuditWish): Record<string, string> {
  return {
    ...(who !== '' && { who }),
    ...(whom !== '' && { whom }),
    ...(what !== null && { what }),
    ...(from !== null && { from: from.toISOString() }),
    ...(before !== null && { before: before.toISOString() }),
  }
}

/** One event more than a page says that the list goes on, the way it was walked. */
function cutPage(events: readonly AuditEvent[], place: AuditWish['place'], size: number): AuditPage {
  const goesOn = events.length > size
  const isNewer = place?.side === 'newer'
  const shown = isNewer ? events.slice(-size) : events.slice(0, size)
  const [first, last] = [shown[0], shown.at(-1)]
  const hasNewer = isNewer ? goesOn : place !== null
  const hasOlder = isNewer || goesOn
  return {
    events: shown,
    newer: hasNewer && first ? { side: 'newer', than: first } : null,
    older: hasOlder && last ? { side: 'older', than: last } : null,
  }
}
