import type { ColumnType, Generated, Kysely, Transaction } from 'kysely'
import type { SignInFacts } from '../domain/viewer.ts'

/** One platform's database. Column names are snake_case in SQL; Kysely's plugin speaks camelCase here. */
export type Schema = {
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
  auditEvents: AuditEventTable
}

export type Database = Kysely<Schema>
export type Trx = Transaction<Schema>

/** Json columns are written as text (`JSON.stringify`) and read as values. */
type Json<Value> = ColumnType<Value, string, string>
type NullableJson<Value> = ColumnType<Value | null, string | null | undefined, string | null>

export type TamContact = { name: string; email: string; phone: string; hours: string }

type SubscriptionTable = {
  id: string
  name: string
  acronym: string
  pointOfContactId: string | null
  tam: NullableJson<TamContact>
  selfUnfreeze: Generated<boolean>
  freezeThreshold: number | null
  expiredAt: Date | null
  createdAt: Generated<Date>
}

type BusinessUnitTable = { id: string; subscriptionId: string; name: string; pointOfContactId: string | null }

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
  /** Until then failures of unknown devices spend a budget that never freezes (I-17). */
  unfrozenUntil: Date | null
  lastSignIn: NullableJson<SignInFacts>
  lastSignInAt: Date | null
  createdAt: Generated<Date>
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
