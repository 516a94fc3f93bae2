import type { Child } from 'hono/jsx'
import { STATE_WORDS } from '../../domain/account-state.ts'
import { auditWords } from '../../domain/audit-actions.ts'
import type { AuditActorKind, AuditEvent, AuditPerson } from '../../domain/audit-trail.ts'
import type { ProductWords } from '../../domain/product-words.ts'
import { isRole } from '../../domain/roles.ts'
import { isComponentState } from '../../domain/service-status.ts'
import { Verbatim } from '../../ui/page-parts.tsx'
import { SERVICE_STATE_WORDS } from '../../ui/service-state.tsx'
import { capitalized } from '../../ui/shown-text.ts'
import { utcWords } from '../../ui/time-words.ts'

/** Who did it where no account did. */
const ACTORS: Readonly<Record<Exclude<AuditActorKind, 'operator'>, string>> = {
  account: 'A user who is gone',
  api_token: 'A user who is gone',
  job: 'Gatehouse',
  anonymous: 'Somebody',
}

/** What happened, as a sentence with the people in it. */
export function EventSentence({ event, words }: { event: AuditEvent; words: ProductWords }) {
  const act = auditWords(event.action)
  const isOwn = event.who !== null && event.who.id === event.whom?.id
  const sentence = (isOwn ? act?.own : undefined) ?? act?.sentence ?? event.action
  const parts: Readonly<Record<string, Child>> = {
    '{who}': <Who event={event} words={words} />,
    '{whom}': event.whom ? <Person person={event.whom} /> : 'somebody',
    '{contact}': words.pointOfContact,
  }
  return <>{sentence.split(/(\{whom?\}|\{contact\})/u).map((part) => parts[part] ?? part)}</>
}

function Who({ event: { who, actorKind }, words }: { event: AuditEvent; words: ProductWords }) {
  if (who === null) return <>{actorKind === 'operator' ? capitalized(words.server.long) : ACTORS[actorKind]}</>
  return (
    <>
      <Person person={who} />
      {actorKind === 'api_token' ? ' (by an API token)' : null}
    </>
  )
}

function Person({ person: { name, username } }: { person: AuditPerson }) {
  if (username === null) return <>a user who is gone</>
  return (
    <>
      {name === null ? null : <strong>{name}</strong>} <Verbatim>{username}</Verbatim>
    </>
  )
}

/** What else is known of it: plain values only, each with its word. Ids say nothing to anybody and are left to exports. */
export function eventDetails({ details, whom }: AuditEvent, words: ProductWords): string {
  const { browser, system, ...others } = details
  const device = [browser, system].filter((part) => typeof part === 'string' && part !== '').join(' on ')
  const { from, to, ...rest } = others
  // What became of what: both or neither.
  const hasMoved = from !== undefined && to !== undefined
  const facts = inReadingOrder(hasMoved ? rest : others).flatMap(([key, value]) => {
    const isSaid = HIDDEN.has(key) || (key === 'username' && value === whom?.username)
    const text = isSaid ? null : valueWords(key, value, words)
    return text === null ? [] : [`${DETAILS[key] ?? keyWords(key)}: ${text}`]
  })
  const change = hasMoved ? valueWords('', { from, to }, words) : null
  return [...(change === null ? [] : [change]), ...facts, ...(device === '' ? [] : [device])].join(' · ')
}

/** They are kept in no order that means something: what it is comes first, and a beginning before its end. */
function inReadingOrder(details: Readonly<Record<string, unknown>>): readonly (readonly [string, unknown])[] {
  const rank = ([key]: readonly [string, unknown]) => FIRST.indexOf(key) + (FIRST.includes(key) ? 0 : FIRST.length + 1)
  return Object.entries(details).toSorted((one, other) => rank(one) - rank(other))
}

const FIRST: readonly string[] = ['name', 'start', 'end']

const HIDDEN: ReadonlySet<string> = new Set([
  'demo',
  'tokenId',
  'businessUnitId',
  'unitId',
  'previousId',
  'incidentId',
  'updateId',
  'maintenanceId',
  'anchor',
  'anchorHash',
])

/** Words for details whose name is not word enough. */
const DETAILS: Readonly<Record<string, string>> = {
  email: 'E-mail address',
  newEmail: 'New e-mail address',
  sessions: 'Sessions ended',
  sent: 'Mail ordered',
  platformId: 'Platform',
  // Of the network: what a job does has no request of its own.
  address: 'Asked from',
  before: 'Until before',
  signInsBefore: 'Sign-ins before',
  actsBefore: 'The rest before',
}

const VALUES: Readonly<Record<string, string>> = {
  ...STATE_WORDS,
  wrong_password: 'wrong password',
  wrong_username: 'wrong user login',
  temporary_password_ended: 'right, but a temporary password whose time was up',
  temporary_password: 'temporary password',
  expired_password: 'expired password',
  budget_spent: 'too many failures before',
  elsewhere: 'right password, from a network that is not allowed',
  failed_sign_ins: 'failed sign-ins',
}

/** `externalId` is "External id". */
function keyWords(key: string): string {
  const words = key.replaceAll(/[A-Z]/gu, (letter) => ` ${letter.toLowerCase()}`).replaceAll('_', ' ')
  return words.slice(0, 1).toUpperCase() + words.slice(1)
}

const LONGEST_VALUE = 200

function valueWords(key: string, value: unknown, words: ProductWords): string | null {
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (typeof value === 'number') return value.toLocaleString('en-GB')
  if (typeof value === 'string') return plainWords(key, value, words)
  if (Array.isArray(value)) return value.map((item: unknown) => valueWords(key, item, words) ?? '').join(', ') || 'none'
  if (!isChange(value)) return null
  const [from, to] = [value.from, value.to].map((one) => valueWords(key, one, words) ?? 'none')
  return from === to ? (from ?? '') : `${from} \u2192 ${to}`
}

function plainWords(key: string, value: string, { roles }: ProductWords): string | null {
  if (value === '') return null
  if (/role$/iu.test(key) && isRole(value)) return roles[value]
  const words = Object.hasOwn(VALUES, value) ? VALUES[value] : statusWords(value)
  return (words ?? value).slice(0, LONGEST_VALUE)
}

const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/u

/** A moment in UTC; a component's state, alone or behind its name: "EU Platform 1: partial_outage". */
function statusWords(value: string): string {
  if (MOMENT.test(value)) return utcWords(new Date(value))
  const start = value.lastIndexOf(' ') + 1
  const state = value.slice(start)
  return isComponentState(state) ? `${value.slice(0, start)}${SERVICE_STATE_WORDS[state].toLowerCase()}` : value
}

function isChange(value: unknown): value is { readonly from: unknown; readonly to: unknown } {
  return typeof value === 'object' && value !== null && 'from' in value && 'to' in value
}
