import { isAuditAction } from '../domain/audit-actions.ts'
import { cursorText, readCursor, WHOLE_TRAIL, type AuditPlace, type AuditWish } from '../domain/audit-trail.ts'
import { AUDIT_GROUPS } from '../domain/audit-words.ts'
import type { FieldProblem } from '../domain/errors.ts'
import { readNetwork } from '../domain/network.ts'
import { PLATFORM } from './paths.ts'

const FIELDS = ['who', 'whom', 'what', 'from', 'to', 'network'] as const

type AuditField = (typeof FIELDS)[number]

/** A search of the trail as the address holds it. What can't be read is a problem: an auditor must not take a part for all. */
export type AuditSearch = {
  readonly typed: Readonly<Record<AuditField, string>>
  readonly wish: AuditWish
  readonly problems: Readonly<Partial<Record<AuditField, FieldProblem>>>
}

const LONGEST = 200
const MINUTE = 60_000

/** Reads the address. Times are in UTC; `to` is the last minute, or day, that belongs to it. */
export function readAuditAddress(query: URLSearchParams): AuditSearch {
  const typed = { who: '', whom: '', what: '', from: '', to: '', network: '' }
  for (const field of FIELDS) typed[field] = readText(query.get(field) ?? '')
  const [from, to, network] = [readMinute(typed.from, '00:00'), readMinute(typed.to, '23:59'), readNetwork(typed.network)]
  const what = readWhat(typed.what)
  const wish = {
    ...WHOLE_TRAIL,
    who: typed.who,
    whom: typed.whom,
    what,
    from,
    before: to && new Date(to.getTime() + MINUTE),
    network,
    place: readPlace(query),
  }
  const problems = {
    ...(typed.what !== '' && what === null && { what: 'not_a_choice' as const }),
    ...(typed.from !== '' && from === null && { from: 'not_a_time' as const }),
    ...(typed.to !== '' && to === null && { to: 'not_a_time' as const }),
    ...(typed.network !== '' && network === null && { network: 'not_a_network' as const }),
  }
  return { typed: { ...typed, from: minuteText(from, typed.from), to: minuteText(to, typed.to) }, wish, problems }
}

/** The address of the same search, at a page of it. */
export function auditAddress({ typed }: AuditSearch, place: AuditPlace | null, path: string = PLATFORM.audit): string {
  const query = new URLSearchParams()
  for (const field of FIELDS) if (typed[field] !== '') query.set(field, typed[field])
  if (place) query.set(place.side, cursorText(place.than))
  return query.size === 0 ? path : `${path}?${query.toString()}`
}

function readText(typed: string): string {
  return typed
    .toWellFormed()
    .replaceAll(/\p{Cc}/gu, ' ')
    .normalize('NFC')
    .trim()
    .slice(0, LONGEST)
}

function readWhat(text: string): AuditWish['what'] {
  if (isAuditAction(text)) return text
  return Object.hasOwn(AUDIT_GROUPS, text) ? (text as AuditWish['what']) : null
}

function readPlace(query: URLSearchParams): AuditPlace | null {
  for (const side of ['older', 'newer'] as const) {
    const than = readCursor(query.get(side) ?? '')
    if (than) return { side, than }
  }
  return null
}

/** `2026-11-23`, `2026-11-23T14:05`, or with a space and seconds, which don't count. Null for what is no moment. */
function readMinute(typed: string, ofDay: string): Date | null {
  const [, day, time = ofDay] = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(?::\d{2})?Z?)?$/.exec(typed) ?? []
  const moment = new Date(`${day}T${time}:00Z`)
  // A month has no thirtieth of February, though Date would find one.
  return Number.isNaN(moment.getTime()) || moment.toISOString().slice(0, 10) !== day ? null : moment
}

function minuteText(moment: Date | null, typed: string): string {
  return moment?.toISOString().slice(0, 16) ?? typed
}
