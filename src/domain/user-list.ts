import type { AccountState, Condition } from './account-state.ts'
import type { MemberVerb } from './permissions.ts'
import type { Role } from './roles.ts'

/** The columns of a list of users, each of which it can be sorted by (S08). */
export const USER_SORTS = ['name', 'login', 'role', 'state', 'last-sign-in'] as const

export type UserSort = (typeof USER_SORTS)[number]

/** A page begins after one user of the list, or ends before one, named by id. */
export type ListPlace = { readonly side: 'after' | 'before'; readonly id: string }

/** What a list of users is asked for. */
export type UserListWish = {
  /** Words that must all occur; '' for everybody. */
  readonly search: string
  readonly state: AccountState | null
  readonly sort: UserSort
  readonly descending: boolean
  readonly place: ListPlace | null
}

export const WHOLE_LIST: UserListWish = { search: '', state: null, sort: 'name', descending: false, place: null }

/** One row: what everybody in a subscription may read of everybody else in it. */
export type ListedUser = Condition & {
  readonly id: string
  readonly username: string
  readonly firstName: string
  readonly lastName: string
  readonly role: Role
  readonly businessUnit: string | null
  readonly isPointOfContact: boolean
  readonly hasPassword: boolean
  readonly lastSignInAt: Date | null
  /** The latest mail with a link could not be delivered; false for those who may not act on it (A02). */
  readonly isMailUndelivered: boolean
}

export type UserList = {
  readonly users: readonly (ListedUser & { readonly verbs: readonly MemberVerb[] })[]
  /** Users of the subscription, whatever was asked for. */
  readonly total: number
  /** Those that the search finds, by state. */
  readonly found: Readonly<Record<AccountState, number>>
  readonly activeManagers: number
  readonly previous: ListPlace | null
  readonly next: ListPlace | null
}

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
  readonly verbs: readonly MemberVerb[]
  readonly oversight: Oversight | null
}

export type Oversight = {
  readonly sessions: number
  /** The latest first. */
  readonly mails: readonly OrderedMail[]
  readonly openRequestId: string | null
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
}
