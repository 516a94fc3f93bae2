import { sql } from 'kysely'
import { databaseNow, secondsAgo } from '../../clock.ts'
import type { Database, Trx } from '../../db/schema.ts'
import type { SubscriberEnd, SubscriberScope } from '../../domain/subscriber-scope.ts'

/** Whoever has not confirmed within a week is forgotten. */
export const PENDING_SECONDS = 7 * 24 * 60 * 60

export type Subscriber = {
  readonly id: string
  readonly kind: 'mail' | 'webhook'
  readonly address: string
  readonly salt: Buffer
  readonly scope: SubscriberScope
  readonly state: 'pending' | 'active' | 'ended'
  readonly endReason: SubscriberEnd | null
  readonly failingSince: Date | null
  readonly lastError: string | null
  readonly createdAt: Date
}

const COLUMNS = [
  'id',
  'kind',
  'address',
  'salt',
  'scope',
  'state',
  'endReason',
  'failingSince',
  'lastError',
  'createdAt',
] as const

export type NewSubscriber = {
  readonly id: string
  readonly kind: 'mail' | 'webhook'
  readonly address: string
  readonly addressFolded: string
  readonly salt: Buffer
  readonly scope: SubscriberScope
  readonly confirmHash: Buffer | null
  readonly manageHash: Buffer
  readonly unsubscribeHash: Buffer
}

export async function insertSubscriber(trx: Trx, { scope, ...subscriber }: NewSubscriber): Promise<void> {
  await trx
    .insertInto('subscribers')
    .values({ ...subscriber, scope: JSON.stringify(scope) })
    .execute()
}

/** The one of an address that has not ended, locked; there is at most one. */
export async function lockByAddress(trx: Trx, addressFolded: string): Promise<Subscriber | null> {
  const found = await trx
    .selectFrom('subscribers')
    .select(COLUMNS)
    .where('kind', '=', 'mail')
    .where('addressFolded', '=', addressFolded)
    .where('state', '<>', 'ended')
    .forUpdate()
    .executeTakeFirst()
  return found ?? null
}

/** What is asked anew replaces what was asked before: only the newest mail's key works. */
export async function askAnew(trx: Trx, { id, scope, ...rest }: Omit<NewSubscriber, 'kind' | 'addressFolded'>): Promise<void> {
  await trx
    .updateTable('subscribers')
    .set({ ...rest, scope: JSON.stringify(scope), askedAt: databaseNow })
    .where('id', '=', id)
    .execute()
}

/** By the key to confirm, as long as it counts; an active one may come back with it, its owner pressed twice. */
export async function lockByConfirmKey(trx: Trx, hash: Buffer): Promise<Subscriber | null> {
  const found = await trx
    .selectFrom('subscribers')
    .select(COLUMNS)
    .where('confirmHash', '=', hash)
    .where('state', '<>', 'ended')
    .where('askedAt', '>', secondsAgo(PENDING_SECONDS))
    .forUpdate()
    .executeTakeFirst()
  return found ?? null
}

export async function findByManageKey(db: Database | Trx, hash: Buffer): Promise<Subscriber | null> {
  const found = await db.selectFrom('subscribers').select(COLUMNS).where('manageHash', '=', hash).executeTakeFirst()
  return found ?? null
}

export async function findByUnsubscribeKey(db: Database | Trx, hash: Buffer): Promise<Subscriber | null> {
  const found = await db.selectFrom('subscribers').select(COLUMNS).where('unsubscribeHash', '=', hash).executeTakeFirst()
  return found ?? null
}

export async function activate(trx: Trx, id: string): Promise<void> {
  await trx
    .updateTable('subscribers')
    .set({ state: 'active', confirmedAt: sql`coalesce(confirmed_at, gatehouse_now())` })
    .where('id', '=', id)
    .where('state', '=', 'pending')
    .execute()
}

export async function setScope(trx: Trx, id: string, scope: SubscriberScope): Promise<void> {
  await trx
    .updateTable('subscribers')
    .set({ scope: JSON.stringify(scope) })
    .where('id', '=', id)
    .execute()
}
