import type { ColumnType, Generated, Kysely, Transaction } from 'kysely'
import type { OwnSettings } from '../domain/security-settings.ts'
import type { SignInFacts } from '../domain/viewer.ts'
import type { BulkActTable, UserImportRowTable, UserImportTable } from './bulk-tables.ts'
import type { Json, NullableJson } from './json-columns.ts'
import type { StatusTables } from './status-tables.ts'

/**
 * One site's database. Column names are snake_case in SQL; Kysely's plugin speaks camelCase here. The tables of the status
 * page stand in the core's alone, and only verbs that take a `Core` use them.
 */
export type Schema = PlatformTables & StatusTables

type PlatformTables = {
  subscriptions: SubscriptionTable
  businessUnits: BusinessUnitTable
  accounts: AccountTable
  usernameCounters: { stem: string; last: number }
  sessions: SessionTable
  devices: DeviceTable
  activationKeys: ActivationKeyTable
  activationRequests: ActivationRequestTable
  guardBudgets: GuardBudgetTable
  spentCaptchas: { signature: Buffer; expiresAt: Date }
  mails: MailTable
  emailChanges: EmailChangeTable
  signInOrder: SignInOrderTable
  auditEvents: AuditEventTable
  apiTokens: ApiTokenTable
  apiBudgets: { subject: string; minute: Date; spent: number }
  apiReplies: ApiReplyTable
  userImports: UserImportTable
  userImportRows: UserImportRowTable
  auditSeals: AuditSealTable
  bulkActs: BulkActTable
  bulkActUsers: { bulkActId: string; accountId: string; outcome: string | null }
  idleWarnings: IdleWarningTable
  pastCredentials: { id: Generated<number>; accountId: string; credentialHash: string; replacedAt: Generated<Date> }
  restrictedSessions: RestrictedSessionTable
  quarantinedUsernames: { usernameFolded: string; username: string; accountId: string; endsAt: Date }
  usernameChanges: { accountId: string; sessionId: string; newUsername: string; createdAt: Generated<Date> }
  policies: { id: Generated<number>; policy: Json<Readonly<Record<string, unknown>>>; since: Generated<Date> }
  usedNonces: { nonce: Buffer; expiresAt: Date }
  passwordNotices: { accountId: string; credentialSetAt: Date; days: number; toldAt: Generated<Date> }
}

export type Database = Kysely<Schema>
export type Trx = Transaction<Schema>

export type TamContact = { name: string; email: string; phone: string; hours: string }

type SubscriptionTable = {
  id: string
  name: string
  acronym: string
  pointOfContactId: string | null
  tam: NullableJson<TamContact>
  /** What differs from the platform's own; ask `settings_in_force` for what counts. */
  settings: ColumnType<OwnSettings, string | undefined, string>
  trialSettings: NullableJson<OwnSettings>
  trialEndsAt: Date | null
  trialStartedBy: string | null
  settingsVersion: Generated<number>
  expiredAt: Date | null
  createdAt: Generated<Date>
}

/** Whom the idle clock has warned, of being unused since when. */
type IdleWarningTable = { accountId: string; unusedSince: Date; level: number; warnedAt: Generated<Date> }

type BusinessUnitTable = {
  id: string
  subscriptionId: string
  name: string
  pointOfContactId: string | null
  /** Its people read of no other unit. */
  seesOnlyItself: Generated<boolean>
  createdAt: Generated<Date>
}

type AccountTable = {
  id: string
  subscriptionId: string
  businessUnitId: string | null
  username: string
  usernameFolded: string
  firstName: string
  lastName: string
  email: string
  role: string
  state: string
  inactiveReason: string | null
  stateChangedAt: Generated<Date>
  stateChangedBy: string
  credentialHash: string | null
  credentialSetAt: Date | null
  /** Of a revealed credential: until then it lets its owner choose another (I-06). Null: it is the owner's own. */
  temporaryUntil: Date | null
  /** Until then failures of unknown devices spend a budget that never freezes (I-17). */
  unfrozenUntil: Date | null
  lastSignIn: NullableJson<SignInFacts>
  lastSignInAt: Date | null
  createdAt: Generated<Date>
  extraRights: Generated<string[]>
  /** What another system calls it (A06). */
  externalId: string | null
  /** Counted up by each edit. */
  version: ColumnType<number, never, never>
}

type SessionTable = {
  id: string
  tokenHash: Buffer
  accountId: string
  createdAt: Generated<Date>
  lastSeenAt: Generated<Date>
  browser: string
  system: string
  address: string
  previousSignIn: NullableJson<SignInFacts>
}

type RestrictedSessionTable = {
  tokenHash: Buffer
  accountId: string
  reason: 'temporary_password' | 'expired_password'
  /** SHA-256 of the credential that was verified: with another one it is over. */
  credentialDigest: Buffer
  createdAt: Generated<Date>
}

type DeviceTable = { accountId: string; tokenHash: Buffer; createdAt: Generated<Date>; lastUsedAt: Generated<Date> }

type ActivationKeyTable = {
  id: string
  keyHash: Buffer
  accountId: string
  purpose: string
  payload: Json<Record<string, string>>
  createdAt: Generated<Date>
  expiresAt: Date
  claimedAt: Date | null
  diedAt: Date | null
  deathReason: string | null
}

type ActivationRequestTable = {
  id: string
  accountId: string
  subscriptionId: string
  createdAt: Generated<Date>
  decidedAt: Date | null
  decidedBy: string | null
  decision: string | null
}

type GuardBudgetTable = {
  subject: Buffer
  /** Checks let in: those that failed, and those under way. */
  spent: number
  failures: number
  expiresAt: Date
  /** When the last check was let in. */
  chargedAt: Generated<Date>
  /** The end of the lock that the name's owner was told of. */
  toldUntil: Date | null
}

type MailTable = {
  id: string
  accountId: string | null
  kind: string
  recipient: string
  params: Json<Record<string, string>>
  state: Generated<string>
  attempts: Generated<number>
  lastError: string | null
  createdAt: Generated<Date>
  sentAt: Date | null
}

/** Kept by triggers alone. */
type SignInOrderTable = { accountId: string; subscriptionId: string; at: Date; nameKey: string; activeSince: Date | null }

type EmailChangeTable = {
  accountId: string
  newEmail: string
  requestedBy: string
  requestedAt: Generated<Date>
  effectiveAt: Date
  confirmedAt: Date | null
}

type AuditEventTable = {
  id: Generated<number>
  at: Generated<Date>
  subscriptionId: string | null
  accountId: string | null
  actorKind: string
  actorId: string | null
  action: string
  details: Json<Record<string, unknown>>
  address: string | null
  requestId: string | null
}

type AuditSealTable = {
  /** From 1, without gaps. */
  number: number
  eventId: number
  /** The event's time and kind, which say how long it is kept. */
  at: Date
  kind: 'sign_in' | 'act'
  digest: Buffer
  hash: Buffer
  /** On the last seal of each batch. */
  signature: Buffer | null
}

type ApiTokenTable = {
  id: string
  tokenHash: Buffer
  accountId: string
  name: string
  scopes: string[]
  createdAt: Generated<Date>
  expiresAt: Date
  /** At most a minute behind. */
  lastUsedAt: Date | null
  lastUsedAddress: string | null
  revokedAt: Date | null
  revokedBy: string | null
}

type ApiReplyTable = {
  accountId: string
  keyHash: Buffer
  requestHash: Buffer
  status: number
  headers: Json<Record<string, string>>
  body: string
  createdAt: Generated<Date>
}
