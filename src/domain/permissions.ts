import { isAllowed, type Condition, type Transition } from './account-state.ts'
import { canSignIn, type Role } from './roles.ts'

/** What only some Unit Managers may do, each given by a Manager, each with its words on screen (A03). */
export const EXTRA_RIGHTS = {
  take_in_users: 'Take users who are in no unit into their unit',
  import_users: 'Import and export the users of their unit',
  read_audit: 'Read the audit trail of their unit',
} as const

export type ExtraRight = keyof typeof EXTRA_RIGHTS

export function isExtraRight(text: string): text is ExtraRight {
  return Object.hasOwn(EXTRA_RIGHTS, text)
}

/** Who somebody is in their subscription, as far as rights go. */
export type Standing = {
  readonly accountId: string
  readonly role: Role
  /** Null: in no unit, as Managers always are. */
  readonly businessUnitId: string | null
  /** Of a Unit Manager; empty for everybody else. */
  readonly extraRights: readonly ExtraRight[]
  /** Their unit's people read of no other unit. */
  readonly seesOnlyUnit: boolean
}

export type Placement = { readonly role: Role; readonly businessUnitId: string | null }

export type PermissionTarget = Condition &
  Placement & {
    readonly accountId: string
    /** Of the subscription. */
    readonly isPointOfContact: boolean
    readonly isUnitPointOfContact: boolean
  }

type Scope = 'subscription' | 'unit' | 'subscription_or_unit' | 'nobody'

/** On whom each role acts: how far it reaches, and which roles it spares there. Who is not named acts on nobody. */
export const REACH: Readonly<Record<Role, { readonly scope: Scope; readonly sparing: readonly Role[] }>> = {
  manager: { scope: 'subscription', sparing: [] },
  unit_manager: { scope: 'unit', sparing: ['manager'] },
  /** Of one unit where they are in one. */
  user_administrator: { scope: 'subscription_or_unit', sparing: ['manager', 'user_administrator'] },
  scanner: { scope: 'nobody', sparing: [] },
  reader: { scope: 'nobody', sparing: [] },
  auditor: { scope: 'nobody', sparing: [] },
  remediation_user: { scope: 'nobody', sparing: [] },
  knowledgebase_only: { scope: 'nobody', sparing: [] },
  contact: { scope: 'nobody', sparing: [] },
  /** Of the PCI platform, where only Managers act. */
  user: { scope: 'nobody', sparing: [] },
}

/** Acts on a user that need nothing but a yes, in the order of their buttons. */
export type MemberVerb = 'resend_welcome' | 'cancel' | 'activate' | 'send_reset' | 'end_sessions' | 'deactivate'
/** Changes of what is known of a user. */
export type MemberEdit = 'edit' | 'change_email' | 'change_role' | 'move' | 'change_rights'

type VerbRule = {
  /** The transition that it makes; where it changes no state, the states in which it makes sense. */
  readonly makes: Transition | readonly Condition['state'][]
  /** Not by oneself on oneself. */
  readonly notOneself?: true
  /** Not on a point of contact, who must pass that on first. */
  readonly notPointOfContact?: true
  /** Also on a Contact, who never signs in. */
  readonly onContacts?: true
  readonly onlyOn?: Role
  readonly onlyBy?: Role
}

const EVERY_STATE = ['pending_activation', 'active', 'inactive'] as const

export const MEMBER_VERBS: Readonly<Record<MemberVerb | MemberEdit, VerbRule>> = {
  resend_welcome: { makes: ['pending_activation'] },
  cancel: { makes: 'cancel', notPointOfContact: true, onContacts: true },
  activate: { makes: 'activate' },
  send_reset: { makes: ['active'] },
  end_sessions: { makes: ['active', 'inactive'] },
  deactivate: { makes: 'deactivate', notOneself: true, notPointOfContact: true },
  edit: { makes: EVERY_STATE, onContacts: true },
  change_email: { makes: EVERY_STATE, notOneself: true, onContacts: true },
  change_role: { makes: EVERY_STATE, notOneself: true, notPointOfContact: true, onContacts: true },
  move: { makes: EVERY_STATE, notOneself: true, notPointOfContact: true, onContacts: true },
  change_rights: { makes: EVERY_STATE, notOneself: true, onlyOn: 'unit_manager', onlyBy: 'manager' },
}

export const MEMBER_ACTS: readonly MemberVerb[] = [
  'resend_welcome',
  'cancel',
  'activate',
  'send_reset',
  'end_sessions',
  'deactivate',
]
export const MEMBER_EDITS: readonly MemberEdit[] = ['edit', 'change_email', 'change_role', 'move', 'change_rights']

/** What is done to a subscription, not to one user of it. */
export type SubscriptionRight =
  | 'add_users'
  | 'decide_requests'
  | 'import_users'
  | 'export_users'
  | 'appoint_unit_point_of_contact'
  | 'appoint_point_of_contact'
  | 'manage_units'
  | 'change_settings'
  | 'read_audit'
  | 'create_tokens'
  | 'oversee_tokens'

type RightRule = { readonly roles: readonly Role[]; readonly extra?: ExtraRight }

const ACTING: readonly Role[] = ['manager', 'unit_manager', 'user_administrator']

/** Which roles have it, and the extra right with which a Unit Manager has it too. A unit's people have it for their unit. */
export const SUBSCRIPTION_RIGHTS: Readonly<Record<SubscriptionRight, RightRule>> = {
  add_users: { roles: ACTING },
  decide_requests: { roles: ACTING },
  import_users: { roles: ['manager', 'user_administrator'], extra: 'import_users' },
  export_users: { roles: ['manager', 'user_administrator'], extra: 'import_users' },
  appoint_unit_point_of_contact: { roles: ['manager', 'unit_manager'] },
  appoint_point_of_contact: { roles: ['manager'] },
  manage_units: { roles: ['manager'] },
  change_settings: { roles: ['manager'] },
  read_audit: { roles: ['manager', 'auditor'], extra: 'read_audit' },
  create_tokens: { roles: ACTING },
  /** See and revoke those of others. */
  oversee_tokens: { roles: ['manager'] },
}

/** Why a verb is refused, or null where it is allowed. */
export type Denial = 'forbidden' | 'not_oneself' | 'point_of_contact' | 'wrong_state'

/** Whose users somebody acts on: everybody, one unit's, or nobody's; and the roles spared there. */
export type ReachOf =
  | { readonly of: 'everybody' | 'nobody'; readonly sparing: readonly Role[] }
  | { readonly of: 'unit'; readonly businessUnitId: string; readonly sparing: readonly Role[] }

export function reachOf({ role, businessUnitId }: Placement): ReachOf {
  const { scope, sparing } = REACH[role]
  if (scope === 'subscription') return { of: 'everybody', sparing }
  if (scope === 'nobody') return { of: 'nobody', sparing }
  if (businessUnitId !== null) return { of: 'unit', businessUnitId, sparing }
  return { of: scope === 'unit' ? 'nobody' : 'everybody', sparing }
}

/** Whether somebody acts on users of this role and unit at all. */
export function reaches(actor: Placement, target: Placement): boolean {
  const reach = reachOf(actor)
  if (reach.of === 'nobody' || reach.sparing.includes(target.role)) return false
  return reach.of === 'unit' ? reach.businessUnitId === target.businessUnitId : true
}

/** Whether there is anybody on whom they act: what a page shows to those who run users. */
export function actsOnUsers(actor: Placement): boolean {
  return reachOf(actor).of !== 'nobody'
}

/** Everybody reads who is in their subscription, unless their unit keeps to itself: then its own people and the Managers (S08). */
export function mayRead(actor: Standing, target: Placement & { readonly accountId: string }): boolean {
  if (!actor.seesOnlyUnit || target.accountId === actor.accountId) return true
  return target.role === 'manager' || target.businessUnitId === actor.businessUnitId
}

/** What only who has it may give to somebody else: the trail tells of everybody. */
const NEVER_LENT: readonly SubscriptionRight[] = ['read_audit']

/** Of an actor, what rights follow from. */
export type Grounds = Pick<Standing, 'role' | 'businessUnitId' | 'extraRights'>

/**
 * Nobody grants a role, or moves anybody into a unit, on which they could not act, or makes somebody a reader of the trail
 * who don't read it themselves. Managers are in no unit.
 */
export function mayGrant(actor: Grounds, placement: Placement): boolean {
  const isLent = (right: SubscriptionRight) => mayDo(right, { ...placement, extraRights: [] }) && !mayDo(right, actor)
  return isPlaceable(placement) && reaches(actor, placement) && !NEVER_LENT.some(isLent)
}

export function isPlaceable({ role, businessUnitId }: Placement): boolean {
  return role === 'manager' ? businessUnitId === null : role !== 'unit_manager' || businessUnitId !== null
}

export function mayDo(right: SubscriptionRight, { role, businessUnitId, extraRights }: Grounds): boolean {
  const { roles, extra } = SUBSCRIPTION_RIGHTS[right]
  if (role === 'unit_manager' && businessUnitId === null) return false
  return roles.includes(role) || (role === 'unit_manager' && extra !== undefined && extraRights.includes(extra))
}

/**
 * Decides one verb on one user of the actor's own subscription (other subscriptions do not exist, I-26). The last active
 * Manager is a matter of counting and is decided in the transaction, under a lock (I-30).
 */
export function denialOf(verb: MemberVerb | MemberEdit, actor: Standing, target: PermissionTarget): Denial | null {
  const rule = MEMBER_VERBS[verb]
  if (!isReachedBy(verb, actor, target)) return 'forbidden'
  if (rule.onlyBy !== undefined && actor.role !== rule.onlyBy) return 'forbidden'
  if (rule.notOneself && actor.accountId === target.accountId) return 'not_oneself'
  if (rule.notPointOfContact && (target.isPointOfContact || target.isUnitPointOfContact)) return 'point_of_contact'
  if (!canSignIn(target.role) && !rule.onContacts) return 'wrong_state'
  if (rule.onlyOn !== undefined && target.role !== rule.onlyOn) return 'wrong_state'
  return fitsState(rule, target) ? null : 'wrong_state'
}

/**
 * A Unit Manager may be let to take in those who are in no unit: that one verb reaches further than the others. Not those
 * who act on users from there, who would lose by it what reaches beyond the unit.
 */
function isReachedBy(verb: MemberVerb | MemberEdit, actor: Standing, target: Placement): boolean {
  if (reaches(actor, target)) return true
  const takesIn = verb === 'move' && actor.extraRights.includes('take_in_users') && target.businessUnitId === null
  return takesIn && !actsOnUsers(target) && reaches(actor, { ...target, businessUnitId: actor.businessUnitId })
}

function fitsState({ makes }: VerbRule, target: Condition): boolean {
  return typeof makes === 'string' ? isAllowed(makes, target) : makes.includes(target.state)
}

/** The acts that somebody may do to this user, in the order of their buttons. */
export function allowedVerbs(actor: Standing, target: PermissionTarget): readonly MemberVerb[] {
  return MEMBER_ACTS.filter((verb) => denialOf(verb, actor, target) === null)
}

export function allowedEdits(actor: Standing, target: PermissionTarget): readonly MemberEdit[] {
  return MEMBER_EDITS.filter((verb) => denialOf(verb, actor, target) === null)
}
