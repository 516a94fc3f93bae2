import { sql, type RawBuilder } from 'kysely'
import { keyedHash, sha256 } from '../../secrets.ts'

/** An event with all its columns, as PostgreSQL writes them: nothing of it is lost in a JavaScript type. */
export type EventText = {
  readonly id: number
  /** `2026-11-23T14:05:09.123456Z` */
  readonly at: string
  readonly subscriptionId: string | null
  readonly accountId: string | null
  readonly actorKind: string
  readonly actorId: string | null
  readonly action: string
  /** The text of the jsonb. */
  readonly details: string
  readonly address: string | null
  readonly requestId: string | null
}

/** A seal without what follows from the one before it. */
export type SealText = {
  readonly number: number
  readonly eventId: number
  readonly at: string
  readonly kind: string
  readonly digest: Buffer
}

/** Before the first seal stands a hash of zeros. */
export const GENESIS: Buffer = Buffer.alloc(32)

/** A moment to the microsecond, in UTC, whatever the session's settings. */
export function isoTime(moment: RawBuilder<unknown>): RawBuilder<string> {
  return sql<string>`to_char(${moment} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`
}

/** The columns of an event as its digest reads them. */
export const EVENT_TEXT = [
  sql<number>`e.id`.as('id'),
  isoTime(sql`e.at`).as('at'),
  sql<string | null>`e.subscription_id`.as('subscriptionId'),
  sql<string | null>`e.account_id`.as('accountId'),
  sql<string>`e.actor_kind`.as('actorKind'),
  sql<string | null>`e.actor_id`.as('actorId'),
  sql<string>`e.action`.as('action'),
  sql<string>`e.details::text`.as('details'),
  sql<string | null>`e.address`.as('address'),
  sql<string | null>`e.request_id`.as('requestId'),
] as const

/** SHA-256 of the event as a JSON array of all its columns, in their order; the first item names this form (I-32). */
export function digestOf(event: EventText): Buffer {
  const { id, at, subscriptionId, accountId, actorKind, actorId, action, details, address, requestId } = event
  return sha256(JSON.stringify([1, id, at, subscriptionId, accountId, actorKind, actorId, action, details, address, requestId]))
}

/** SHA-256 over the hash before it and all of the seal, so that none can be changed, left out or put in (I-32). */
export function hashOf(before: Buffer, { number, eventId, at, kind, digest }: SealText): Buffer {
  return sha256(JSON.stringify([before.toString('hex'), number, eventId, at, kind, digest.toString('hex')]))
}

/** By the platform's secret, which is not in the database: who can write there can't make a chain anew. */
export function signatureOf(secret: Uint8Array, { number, hash }: { number: number; hash: Buffer }): Buffer {
  return keyedHash(secret, 'audit seal', String(number), hash.toString('hex'))
}
