import { sql } from 'kysely'
import { databaseNow, secondsAgo, secondsFromNow } from '../../clock.ts'
import type { Core } from '../../core.ts'
import type { Trx } from '../../db/schema.ts'
import { STORM_SECONDS } from '../../domain/mail-storm.ts'
import type { SubscriberEnd, SubscriberScope } from '../../domain/subscriber-scope.ts'

/** Longer than the longest time that one mail or one post may take. */
const LEASE_SECONDS = 60

/** Somebody whose deliveries this process has in hand. */
export type Recipient = {
  readonly id: string
  readonly kind: 'mail' | 'webhook'
  readonly address: string
  readonly salt: Buffer
  readonly scope: SubscriberScope
  readonly failures: number
}

/** Null: there is nobody to deliver to now, or another process is at it. */
export async function claimRecipient(core: Core, { id, lease }: { id: string; lease: string }): Promise<Recipient | null> {
  const claimed = await core.db
    .updateTable('subscribers')
    .set({ lease, leasedUntil: secondsFromNow(LEASE_SECONDS) })
    .where('id', '=', id)
    .where('state', '=', 'active')
    .where((eb) => eb.or([eb('retryAt', 'is', null), eb('retryAt', '<=', databaseNow)]))
    .where((eb) => eb.or([eb('leasedUntil', 'is', null), eb('leasedUntil', '<=', databaseNow), eb('lease', '=', lease)]))
    .returning(['id', 'kind', 'address', 'salt', 'scope', 'failures'])
    .executeTakeFirst()
  return claimed ?? null
}

export async function release(core: Core, { id, lease }: { id: string; lease: string }): Promise<void> {
  const nobody = { lease: null, leasedUntil: null }
  await core.db.updateTable('subscribers').set(nobody).where('id', '=', id).where('lease', '=', lease).execute()
}

export async function hasWaiting(core: Core, id: string): Promise<boolean> {
  const found = await core.db
    .selectFrom('deliveries')
    .select('id')
    .where('subscriberId', '=', id)
    .where('state', '=', 'queued')
    .limit(1)
    .executeTakeFirst()
  return found !== undefined
}

export type Waiting = {
  readonly id: string
  readonly eventId: number
  readonly messageId: string | null
  /** Seconds since it was ordered. */
  readonly waited: number
}

/** In the order in which it happened. */
export async function listWaiting(trx: Trx, subscriberId: string, limit: number): Promise<readonly Waiting[]> {
  return trx
    .selectFrom('deliveries')
    .select(['id', 'eventId', 'messageId', sql<number>`extract(epoch from gatehouse_now() - created_at)::float8`.as('waited')])
    .where('subscriberId', '=', subscriberId)
    .where('state', '=', 'queued')
    .orderBy('eventId')
    .limit(limit)
    .execute()
}

/** The ages in seconds of the mails that went out of late. */
export async function listMailAges(trx: Trx, subscriberId: string): Promise<readonly number[]> {
  const rows = await trx
    .selectFrom('deliveries')
    .select(sql<number>`extract(epoch from gatehouse_now() - max(sent_at))::float8`.as('age'))
    .where('subscriberId', '=', subscriberId)
    .where('sentAt', '>', secondsAgo(STORM_SECONDS))
    .groupBy('messageId')
    .execute()
  return rows.map(({ age }) => age)
}

export async function nameMessage(trx: Trx, { ids, messageId }: { ids: readonly string[]; messageId: string }): Promise<void> {
  await trx.updateTable('deliveries').set({ messageId }).where('id', 'in', ids).execute()
}

export async function postpone(trx: Trx, id: string, seconds: number): Promise<void> {
  await trx
    .updateTable('subscribers')
    .set({ retryAt: secondsFromNow(seconds) })
    .where('id', '=', id)
    .execute()
}

/** What was told is told, and who was told can be told. */
export async function settleSent(
  core: Core,
  of: { subscriberId: string; ids: readonly string[]; state: 'sent' | 'digested' },
): Promise<void> {
  await core.db.transaction().execute(async (trx) => {
    await trx.updateTable('deliveries').set({ state: of.state, sentAt: databaseNow }).where('id', 'in', of.ids).execute()
    await trx
      .updateTable('subscribers')
      .set({ failures: 0, failingSince: null, lastError: null, retryAt: null })
      .where('id', '=', of.subscriberId)
      .execute()
  })
}

/** What can't be told, by whomever's fault, waits no longer. */
export async function settleUnsent(trx: Trx, ids: readonly string[], state: 'parked' | 'obsolete'): Promise<void> {
  await trx.updateTable('deliveries').set({ state }).where('id', 'in', ids).execute()
}

/**
 * Waits as long again as it has failed so far, from half a minute to an hour. `counts`: whether it is the receiver's own
 * fault. Answers for how many seconds it has failed.
 */
export async function noteFailure(
  trx: Trx,
  id: string,
  { reason, counts }: { reason: string; counts: boolean },
): Promise<number> {
  const { rows } = await sql<{ seconds: number }>`
    update subscribers set failing_since = coalesce(failing_since, gatehouse_now()), last_error = ${reason},
      failures = failures + ${counts ? 1 : 0}::integer,
      retry_at = gatehouse_now()
        + least(greatest(gatehouse_now() - coalesce(failing_since, gatehouse_now()), interval '30 seconds'), interval '1 hour')
    where id = ${id}::uuid
    returning extract(epoch from gatehouse_now() - failing_since)::float8 as seconds`.execute(trx)
  return rows[0]?.seconds ?? 0
}

/** Ends a subscription, whoever or whatever ended it: nothing more is sent, and no key of it works. False: it had ended. */
export async function endSubscriber(trx: Trx, id: string, reason: SubscriberEnd): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('subscribers')
    .set({ state: 'ended', endedAt: databaseNow, endReason: reason, confirmHash: null, unsubscribeHash: null })
    .where('id', '=', id)
    .where('state', '<>', 'ended')
    .executeTakeFirst()
  await trx
    .updateTable('deliveries')
    .set({ state: 'obsolete' })
    .where('subscriberId', '=', id)
    .where('state', '=', 'queued')
    .execute()
  return numUpdatedRows > 0n
}
