import type { Child } from 'hono/jsx'
import { STATE_WORDS } from '../../domain/account-state.ts'
import { auditWords } from '../../domain/audit-actions.ts'
import type { AuditActorKind, AuditEvent, AuditPerson } from '../../domain/audit-trail.ts'
import type { ProductWords } from '../../domain/product.ts'
import { isRole, ROLES } from '../../domain/roles.ts'
import { Verbatim } from '../../ui/page-parts.tsx'

/** Who did it where no account did. */
const ACTORS: Readonly<Record<AuditActorKind, string>> = {
  account: 'A user who is gone',
  api_token: 'A user who is gone',
  job: 'Gatehouse',
  operator: 'The operator of this platform',
  anonymous: 'Somebody',
}

/** What happened, as a sentence with the people in it. */
export function EventSentence({ event, words: { pointOfContact } }: { event: AuditEvent; words: ProductWords }) {
  const words = auditWords(event.action)
  const isOwn = event.who !== null && event.who.id === event.whom?.id
  const sentence = (isOwn ? words?.own : undefined) ?? words?.sentence ?? event.action
  const parts: Readonly<Record<string, Child>> = {
    '{who}': <Who event={event} />,
    '{whom}': event.whom ? <Person person={event.whom} /> : 'somebody',
    '{contact}': pointOfContact,
  }
  return <>{sentence.split(/(\{whom?\}|\{contact\})/u).map((part) => parts[part] ?? part)}</>
}

function Who({ event: { who, actorKind } }: { event: AuditEvent }) {
  if (who === null) return <>{ACTORS[actorKind]}</>
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
export function eventDetails({ details, whom }: AuditEvent): string {
  const { browser, system, ...others } = details
  const device = [browser, system].filter((part) => typeof part === 'string' && part !== '').join(' on ')
  const { from, to, ...rest } = others
  // What became of what: both or neither.
  const hasMoved = from !== undefined && to !== undefined
  const facts = Object.entries(hasMoved ? rest : others).flatMap(([key, value]) => {
    const isSaid = HIDDEN.has(key) || (key === 'username' && value === whom?.username)
    const text = isSaid ? null : valueWords(key, value)
    return text === null ? [] : [`${DETAILS[key] ?? keyWords(key)}: ${text}`]
  })
  const change = hasMoved ? valueWords('', { from, to }) : null
  return [...(change === null ? [] : [change]), ...facts, ...(device === '' ? [] : [device])].join(' · ')
}

const HIDDEN: ReadonlySet<string> = new Set(['demo', 'tokenId', 'businessUnitId', 'unitId', 'previousId', 'anchor', 'anchorHash'])

/** Words for details whose name is not word enough. */
const DETAILS: Readonly<Record<string, string>> = {
  email: 'E-mail address',
  newEmail: 'New e-mail address',
  sessions: 'Sessions ended',
  sent: 'Mail ordered',
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

function valueWords(key: string, value: unknown): string | null {
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (typeof value === 'number') return value.toLocaleString('en-GB')
  if (typeof value === 'string') return plainWords(key, value)
  if (Array.isArray(value)) return value.map((item: unknown) => valueWords(key, item) ?? '').join(', ') || 'none'
  if (isChange(value)) return `${valueWords(key, value.from) ?? 'none'} \u2192 ${valueWords(key, value.to) ?? 'none'}`
  return null
}

function plainWords(key: string, value: string): string | null {
  if (value === '') return null
  if (/role$/iu.test(key) && isRole(value)) return ROLES[value]
  const words = Object.hasOwn(VALUES, value) ? VALUES[value] : value
  return (words ?? value).slice(0, LONGEST_VALUE)
}

function isChange(value: unknown): value is { readonly from: unknown; readonly to: unknown } {
  return typeof value === 'object' && value !== null && 'from' in value && 'to' in value
}
