import type { AuditAction } from './audit-actions.ts'
import type { AuditGroup } from './audit-words.ts'
import type { Network } from './network.ts'

/** What the trail is searched for (A04). */
export type AuditWish = {
  /** Who did it: a username, words of a name, or an account's id; '' for everybody, and for what nobody did. */
  readonly who: string
  /** Whom it concerns, in the same way. */
  readonly whom: string
  readonly what: AuditGroup | AuditAction | null
  /** From this moment on, and before that one. */
  readonly from: Date | null
  readonly before: Date | null
  readonly network: Network | null
  readonly place: AuditPlace | null
}

export const WHOLE_TRAIL: AuditWish = {
  who: '',
  whom: '',
  what: null,
  from: null,
  before: null,
  network: null,
  place: null,
}

/** A page has what is older, or newer, than an event of the list. */
export type AuditPlace = { readonly side: 'older' | 'newer'; readonly than: AuditCursor }

/** Where an event stands in the trail, the latest first: its time in microseconds since 1970, then its id. */
export type AuditCursor = { readonly microseconds: number; readonly id: number }

/** `1763906709123456.4711`: all that a page needs to go on, whatever has become of the event itself. */
export function cursorText({ microseconds, id }: AuditCursor): string {
  return `${microseconds}.${id}`
}

/** Null for what no `cursorText` wrote. */
export function readCursor(text: string): AuditCursor | null {
  const [, microseconds, id] = /^(\d{1,16})\.(\d{1,15})$/.exec(text) ?? []
  if (microseconds === undefined || id === undefined) return null
  const cursor = { microseconds: Number(microseconds), id: Number(id) }
  return Number.isSafeInteger(cursor.microseconds) ? cursor : null
}

/** An account in the trail; of one that was cancelled the username is known, and no name. */
export type AuditPerson = { readonly id: string; readonly username: string | null; readonly name: string | null }

export type AuditActorKind = 'account' | 'api_token' | 'job' | 'operator' | 'anonymous'

export type AuditEvent = AuditCursor & {
  readonly at: Date
  /** An `AuditAction`, or one that only another version knows. */
  readonly action: string
  readonly actorKind: AuditActorKind
  readonly who: AuditPerson | null
  readonly whom: AuditPerson | null
  readonly details: Readonly<Record<string, unknown>>
  readonly address: string | null
  readonly requestId: string | null
  /** Its place in the hash chain; null for the second in which it is not sealed yet. */
  readonly seal: number | null
}

export type AuditPage = {
  readonly events: readonly AuditEvent[]
  /** Where the pages before and after this one begin, or null where there is none. */
  readonly newer: AuditPlace | null
  readonly older: AuditPlace | null
}
