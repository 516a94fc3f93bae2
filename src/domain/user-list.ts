import { STATE_WORDS, type AccountState, type Condition } from './account-state.ts'
import type { KeyPurpose } from './activation-key.ts'
import type { AuditEvent } from './audit-trail.ts'
import type { ExtraRight, MemberEdit, MemberVerb } from './permissions.ts'
import { canSignIn, type Role } from './roles.ts'

/** The columns of a list of users, each of which it can be sorted by (S08). */
export const USER_SORTS = ['name', 'login', 'email', 'role', 'unit', 'state', 'last-sign-in', 'added'] as const

export type UserSort = (typeof USER_SORTS)[number]

/** Those beside the name, which is always shown. */
export type UserColumn = Exclude<UserSort, 'name'>
export const USER_COLUMNS = USER_SORTS.filter((sort) => sort !== 'name')
export const DEFAULT_COLUMNS: readonly UserColumn[] = ['login', 'role', 'state', 'last-sign-in']

/** A Contact waits for no activation: it receives mail, and never signs in. */
export type ListedState = AccountState | 'mail_only'
export const LISTED_STATES = ['active', 'pending_activation', 'inactive', 'mail_only'] as const

export const LISTED_STATE_WORDS: Readonly<Record<ListedState, string>> = { ...STATE_WORDS, mail_only: 'Receives mail only' }

export function listedStateOf({ role, state }: { readonly role: Role; readonly state: AccountState }): ListedState {
  return canSignIn(role) ? state : 'mail_only'
}

/** Filters by the last sign-in, in days from now: at most so long ago, or not for so long (whoever never did, neither). */
export const SIGN_IN_FILTERS = {
  never: null,
  'within-7': { within: 7 },
  'within-30': { within: 30 },
  'within-90': { within: 90 },
  'not-for-30': { notFor: 30 },
  'not-for-90': { notFor: 90 },
  'not-for-180': { notFor: 180 },
} as const satisfies Readonly<Record<string, { within: number } | { notFor: number } | null>>

export type SignInFilter = keyof typeof SIGN_IN_FILTERS

export function isSignInFilter(text: string): text is SignInFilter {
  return Object.hasOwn(SIGN_IN_FILTERS, text)
}

/** A unit by its id; 'none' means those who are in no unit. */
export type UnitFilter = string

/** A page begins after one user of the list, or ends before one, named by id. */
export type ListPlace = { readonly side: 'after' | 'before'; readonly id: string }

/** Which users are meant. */
export type UserFilter = {
  /** Words that must all occur; '' for everybody. One or two letters are looked for where words begin. */
  readonly search: string
  readonly state: ListedState | null
  readonly role: Role | null
  readonly unit: UnitFilter | null
  readonly signIn: SignInFilter | null
}

/** What a list of users is asked for. */
export type UserListWish = UserFilter & {
  readonly sort: UserSort
  readonly descending: boolean
  readonly place: ListPlace | null
  /** Null: as this reader had them last. */
  readonly columns: readonly UserColumn[] | null
}

export const EVERYBODY: UserFilter = { search: '', state: null, role: null, unit: null, signIn: null }
export const WHOLE_LIST: UserListWish = { ...EVERYBODY, sort: 'name', descending: false, place: null, columns: null }

/** One row: what everybody in a subscription may read of everybody else in it. */
export type ListedUser = Condition & {
  readonly id: string
  readonly username: string
  readonly firstName: string
  readonly lastName: string
  readonly role: Role
  readonly businessUnit: string | null
  readonly businessUnitId: string | null
  readonly isPointOfContact: boolean
  readonly isUnitPointOfContact: boolean
  readonly hasPassword: boolean
  readonly lastSignInAt: Date | null
  readonly createdAt: Date
  /** The latest mail with a link could not be delivered; false for those who may not act on it (A02). */
  readonly isMailUndelivered: boolean
}

/** Null: the address of somebody on whom the reader does not act. */
export type UserOfList = ListedUser & { readonly email: string | null; readonly verbs: readonly MemberVerb[] }

export type UserList = {
  readonly users: readonly UserOfList[]
  /** Users of the subscription whom the reader may see, whatever was asked for. */
  readonly total: number
  /** Those that search and filters find, by state; the filter by state left out. */
  readonly found: Readonly<Record<ListedState, number>>
  /** Otherwise so many were counted, and there may be more. */
  readonly isFoundExact: boolean
  /** Whether the number of those that the whole filter finds is exact, the state included. */
  readonly isCurrentExact: boolean
  readonly activeManagers: number
  /** The subscription's, by name. */
  readonly units: readonly ListedUnit[]
  readonly previous: ListPlace | null
  readonly next: ListPlace | null
}

/** Those found, whatever their state. */
export function totalFound({ found }: Pick<UserList, 'found'>): number {
  return found.active + found.pending_activation + found.inactive + found.mail_only
}

export type ListedUnit = { readonly id: string; readonly name: string }

/** An open "please activate me" (N11). */
export type OpenRequest = Condition & {
  readonly id: string
  readonly username: string
  readonly firstName: string
  readonly lastName: string
  readonly createdAt: Date
}

/** A mail to a user, as far as its delivery goes (A02): never what it said. */
export type OrderedMail = {
  readonly kind: string
  readonly recipient: string
  readonly state: MailState
  readonly attempts: number
  readonly createdAt: Date
  readonly sentAt: Date | null
  readonly lastError: string | null
}

export type MailState = 'queued' | 'sent' | 'parked' | 'obsolete'

/** A user's own page. What only those see who may act on users is null for the others. */
export type UserProfile = ListedUser & {
  readonly email: string | null
  readonly stateChangedAt: Date
  /** A username, or the part of the system that did it. */
  readonly stateChangedBy: string
  readonly createdAt: Date
  readonly extraRights: readonly ExtraRight[]
  readonly externalId: string | null
  readonly version: number
  readonly verbs: readonly MemberVerb[]
  readonly edits: readonly MemberEdit[]
  readonly oversight: Oversight | null
}

export type Oversight = {
  /** Live ones, the latest used first. */
  readonly sessions: readonly SeenSession[]
  /** Mailed keys that still open something. */
  readonly keys: readonly OutstandingKey[]
  /** The latest first. */
  readonly mails: readonly OrderedMail[]
  /** Of its state and standing, the latest first: who, when, why. */
  readonly history: readonly AuditEvent[]
  readonly failedSignIns: readonly FailedSignIn[]
  readonly openRequestId: string | null
  readonly emailChange: PendingEmailChange | null
  /** Live API tokens of theirs. */
  readonly tokens: number
}

export type SeenSession = {
  readonly id: string
  readonly browser: string
  readonly system: string
  readonly address: string
  readonly createdAt: Date
  readonly lastSeenAt: Date
}

export type FailedSignIn = {
  readonly at: Date
  readonly address: string | null
  readonly browser: string
  readonly system: string
  /** `wrong_password`, `budget_spent`, or the state of an account whose right password did not open it. */
  readonly reason: string
}

/** Never the key itself. */
export type OutstandingKey = { readonly purpose: KeyPurpose; readonly createdAt: Date; readonly expiresAt: Date }

/** A Manager's change of a user's address, waiting for the new one and for its three days (I-37). */
export type PendingEmailChange = {
  readonly newEmail: string
  /** A Manager's name. */
  readonly requestedBy: string
  readonly requestedAt: Date
  readonly effectiveAt: Date
  readonly confirmedAt: Date | null
}

export type RequestDecision = 'approved' | 'denied' | 'settled'

/** "Please activate me" as the Manager sees it who follows the mail's link, with the account as it stands now. */
export type ActivationRequest = OpenRequest & {
  readonly accountId: string
  readonly email: string
  readonly hasPassword: boolean
  readonly stateChangedAt: Date
  /** Null while open. Settled: the account left Inactive another way. */
  readonly decision: RequestDecision | null
  readonly decidedAt: Date | null
  /** A Manager's username; null where settled, or where that account is gone. */
  readonly decidedBy: string | null
}

/** Somebody of one's own company who can help. */
export type HelpfulColleague = Condition & {
  readonly id: string
  readonly firstName: string
  readonly lastName: string
  readonly email: string
  readonly isPointOfContact: boolean
  /** Of the unit of whoever asks. */
  readonly isUnitPointOfContact: boolean
}
