import type { Core } from '../../core.ts'
import { refuse, requireNoProblems } from '../../domain/errors.ts'
import type { Actor, RequestContext } from '../../domain/request-context.ts'
import { checkNote } from '../../domain/status-text.ts'
import { recordAudit } from '../audit/record.ts'
import { endSubscriber } from '../deliveries/queries.ts'
import { requireOperator } from '../status/require-operator.ts'
import {
  countSubscribers,
  listSubscribers,
  type ListedSubscriber,
  type SubscriberCounts,
  type SubscriberFilter,
} from './staff-queries.ts'

const PAGE = 50
const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/

export type SubscriberList = {
  readonly subscribers: readonly ListedSubscriber[]
  readonly counts: SubscriberCounts
  /** After whom the next page goes on; null: there is none. */
  readonly next: string | null
}

/** Who hears of the status, for operators. Throws Refusal `forbidden`. */
export async function overseeSubscribers(
  core: Core,
  actor: Actor,
  { search, filter, before }: { search: string; filter: SubscriberFilter; before: string },
): Promise<SubscriberList> {
  requireOperator(actor)
  const wish = { search: search.replaceAll('\0', '').trim(), filter, before: UUID.test(before) ? before : null, limit: PAGE + 1 }
  const [found, counts] = await Promise.all([listSubscribers(core.db, wish), countSubscribers(core.db)])
  const subscribers = found.slice(0, PAGE)
  return { subscribers, counts, next: found.length > PAGE ? (subscribers.at(-1)?.id ?? null) : null }
}

/** Whom a page is about to remove. Throws Refusal `forbidden`, `not_found`, also for one that has ended. */
export async function viewSubscriber(core: Core, actor: Actor, id: string): Promise<{ address: string }> {
  requireOperator(actor)
  if (!UUID.test(id)) throw refuse('not_found')
  const found = await core.db
    .selectFrom('subscribers')
    .select('address')
    .where('id', '=', id)
    .where('state', '<>', 'ended')
    .executeTakeFirst()
  return found ?? notThere()
}

function notThere(): never {
  throw refuse('not_found')
}

/** Ends somebody's subscription, for a reason. Throws Refusal `forbidden`, `not_found`, `invalid_fields` (`reason`). */
export async function removeSubscriber(
  core: Core,
  actor: Actor,
  { id, reason }: { id: string; reason: string },
  context: RequestContext | null,
): Promise<{ address: string }> {
  requireOperator(actor)
  const note = checkNote(reason)
  if (!note.ok) requireNoProblems({ reason: note.problem })
  else if (note.text === '') requireNoProblems({ reason: 'required' })
  if (!UUID.test(id)) throw refuse('not_found')
  return core.db.transaction().execute(async (trx) => {
    const found = await trx
      .selectFrom('subscribers')
      .select(['address', 'kind'])
      .where('id', '=', id)
      .forUpdate()
      .executeTakeFirst()
    if (!found || !(await endSubscriber(trx, id, 'removed'))) throw refuse('not_found')
    await recordAudit(trx, {
      action: 'subscriber.removed',
      actor,
      accountId: null,
      context,
      subscriptionId: 'subscriptionId' in actor ? actor.subscriptionId : null,
      details: { kind: found.kind, address: found.address, reason: reason.trim() },
    })
    return { address: found.address }
  })
}
