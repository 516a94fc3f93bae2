import { isAllowed, type Condition, type Transition } from './account-state.ts'
import { canSignIn, type Role } from './roles.ts'

/** What somebody may do to a user of their own subscription. For now Managers act and the others read (S08). */
export type MemberVerb = 'resend_welcome' | 'cancel' | 'activate' | 'send_reset' | 'end_sessions' | 'deactivate'

export type PermissionActor = { readonly accountId: string; readonly role: Role }
export type PermissionTarget = { readonly accountId: string; readonly role: Role; readonly isPointOfContact: boolean } & Condition

/** Why a verb is refused, or null where it is allowed. */
export type Denial = 'forbidden' | 'not_oneself' | 'point_of_contact' | 'wrong_state'

const ACTING_ROLES: ReadonlySet<Role> = new Set<Role>(['manager'])

/** The transition that a verb makes; null where it changes no state, and then the states in which it makes sense. */
const MAKES: Readonly<Record<MemberVerb, Transition | readonly Condition['state'][]>> = {
  resend_welcome: ['pending_activation'],
  cancel: 'cancel',
  activate: 'activate',
  send_reset: ['active'],
  end_sessions: ['active', 'inactive'],
  deactivate: 'deactivate',
}

/** Acts after which the user is there no more, or can't sign in. */
const TAKES_AWAY: ReadonlySet<MemberVerb> = new Set<MemberVerb>(['deactivate', 'cancel'])

export const MEMBER_VERBS = Object.keys(MAKES) as readonly MemberVerb[]

export function mayActOnUsers(role: Role): boolean {
  return ACTING_ROLES.has(role)
}

/**
 * Decides one verb on one user of the actor's own subscription (other subscriptions do not exist, I-26). The last active
 * Manager is a matter of counting and is decided in the transaction, under a lock (I-30).
 */
export function denialOf(verb: MemberVerb, actor: PermissionActor, target: PermissionTarget): Denial | null {
  if (!mayActOnUsers(actor.role)) return 'forbidden'
  if (verb === 'deactivate' && actor.accountId === target.accountId) return 'not_oneself'
  if (TAKES_AWAY.has(verb) && target.isPointOfContact) return 'point_of_contact'
  // A Contact can be taken back; there is nothing else in it to change.
  if (!canSignIn(target.role) && verb !== 'cancel') return 'wrong_state'
  return fitsState(verb, target) ? null : 'wrong_state'
}

/** The verbs that the actor may use on this user, in the order of their buttons. */
export function allowedVerbs(actor: PermissionActor, target: PermissionTarget): readonly MemberVerb[] {
  return MEMBER_VERBS.filter((verb) => denialOf(verb, actor, target) === null)
}

function fitsState(verb: MemberVerb, target: Condition): boolean {
  const makes = MAKES[verb]
  return typeof makes === 'string' ? isAllowed(makes, target) : makes.includes(target.state)
}
