import { sql } from 'kysely'
import type { Database } from '../../db/schema.ts'
import type { SubscriberEnd, SubscriberScope } from '../../domain/subscriber-scope.ts'

export type ListedSubscriber = {
  readonly id: string
  readonly kind: 'mail' | 'webhook'
  readonly address: string
  readonly scope: SubscriberScope
  readonly state: 'pending' | 'active' | 'ended'
  readonly createdAt: Date
  readonly endReason: SubscriberEnd | null
  readonly failingSince: Date | null
  readonly lastError: string | null
  readonly waiting: number
  readonly lastSentAt: Date | null
}

export const SUBSCRIBER_FILTERS = ['active', 'pending', 'failing', 'ended'] as const
export type SubscriberFilter = (typeof SUBSCRIBER_FILTERS)[number]

export type SubscriberCounts = Readonly<Record<SubscriberFilter, number>> & { readonly webhooks: number; readonly mails: number }

export async function countSubscribers(db: Database): Promise<SubscriberCounts> {
  const { rows } = await sql<SubscriberCounts>`select
    count(*) filter (where state = 'active')::integer as active,
    count(*) filter (where state = 'pending')::integer as pending,
    count(*) filter (where state = 'ended')::integer as ended,
    count(*) filter (where state = 'active' and failing_since is not null)::integer as failing,
    count(*) filter (where state = 'active' and kind = 'mail')::integer as mails,
    count(*) filter (where state = 'active' and kind = 'webhook')::integer as webhooks
    from subscribers`.execute(db)
  const [counts] = rows
  if (!counts) throw new Error('counting gives one row')
  return counts
}

/** The newest first; `before`: the id of the last one of the page before. */
export async function listSubscribers(
  db: Database,
  of: { search: string; filter: SubscriberFilter; before: string | null; limit: number },
): Promise<readonly ListedSubscriber[]> {
  const pattern = `%${of.search.toLowerCase().replaceAll(/[\\%_]/gu, String.raw`\$&`)}%`
  const state = of.filter === 'failing' ? 'active' : of.filter
  return db
    .selectFrom('subscribers as s')
    .select(['s.id', 's.kind', 's.address', 's.scope', 's.state', 's.createdAt', 's.endReason', 's.failingSince', 's.lastError'])
    .select([
      sql<number>`(select count(*) from deliveries d where d.subscriber_id = s.id and d.state = 'queued')::integer`.as('waiting'),
      sql<Date | null>`(select max(sent_at) from deliveries d where d.subscriber_id = s.id)`.as('lastSentAt'),
    ])
    .where('s.state', '=', state)
    .$if(of.filter === 'failing', (query) => query.where('s.failingSince', 'is not', null))
    .$if(of.search !== '', (query) => query.where(sql<boolean>`lower(s.address) like ${pattern}`))
    .$if(of.before !== null, (query) =>
      query.where(sql<boolean>`(s.created_at, s.id) < (select created_at, id from subscribers where id = ${of.before}::uuid)`),
    )
    .orderBy('s.createdAt', 'desc')
    .orderBy('s.id', 'desc')
    .limit(of.limit)
    .execute()
}
