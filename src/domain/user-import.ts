import type { Condition } from './account-state.ts'
import { sameEmail } from './contact.ts'
import {
  denialOf,
  isPlaceable,
  mayDo,
  mayGrant,
  mayRead,
  reachOf,
  reaches,
  type Denial,
  type PermissionTarget,
  type Standing,
} from './permissions.ts'
import { canSignIn, type Role } from './roles.ts'
import { changesOf, editsOf, factsAfter, type MemberChanges, type MemberFacts } from './user-change.ts'
import type { CellProblem, UserRow } from './user-csv.ts'

/** What becomes of a row (A06): before the start what would, afterwards what did. */
export const FATES = ['created', 'changed', 'unchanged', 'refused'] as const
export type Fate = (typeof FATES)[number]

export function isFate(text: string): text is Fate {
  return FATES.some((fate) => fate === text)
}

/** Why a row is refused. */
export type RowReason =
  | CellProblem
  | Denial
  | 'repeated_key'
  | 'unit_unknown'
  | 'manager_in_unit'
  | 'unit_needed'
  | 'has_signed_in'
  | 'last_manager'
  | 'username_of_another'
  | 'hash_not_allowed'
  | 'hash_of_contact'
  | 'starter_lost_right'

/** What a row says and import leaves alone. */
export type RowNote = 'email_kept' | 'password_kept' | 'username_new'

/** Somebody of the subscription whom a row may mean. */
export type KnownMember = MemberFacts &
  Condition &
  Omit<PermissionTarget, keyof Condition> & { readonly username: string; readonly email: string }

/** Whom a row means, by its external id and by its username; null where there is nobody. */
export type KnownMembers = { readonly byExternalId: KnownMember | null; readonly byUsername: KnownMember | null }

/** Null: no unit. `known` is false for one that is yet to be made. */
export type RowUnit = { readonly id: string; readonly isNew: boolean } | null

export type RowDecision =
  | { readonly fate: 'refused'; readonly reasons: readonly RowReason[] }
  | { readonly fate: 'created'; readonly businessUnitId: string | null; readonly notes: readonly RowNote[] }
  | {
      readonly fate: 'changed'
      readonly accountId: string
      readonly wanted: Partial<MemberFacts>
      readonly changes: MemberChanges
      readonly notes: readonly RowNote[]
    }
  | { readonly fate: 'unchanged'; readonly notes: readonly RowNote[] }

export type RowQuestion = {
  readonly row: UserRow
  readonly actor: Standing
  readonly known: KnownMembers
  /** Undefined: the row speaks of a unit that does not exist. */
  readonly unit: RowUnit | undefined
  /** Of the subscription, as far as the rows before this one leave them. */
  readonly activeManagers: number
}

const refused = (...reasons: readonly RowReason[]): RowDecision => ({ fate: 'refused', reasons })

/** Decides one row by the rules of adding and changing users; asked for the dry run, and again under the locks. */
export function decideRow(question: RowQuestion): RowDecision {
  const { row, known, unit, actor } = question
  if (unit === undefined) return refused('unit_unknown')
  const { byExternalId } = known
  // The username of somebody whom the actor can't see is as good as nobody's.
  const byUsername = known.byUsername && mayRead(actor, known.byUsername) ? known.byUsername : null
  if (byExternalId) {
    const isAnother = row.username !== null && byUsername !== null && byUsername.accountId !== byExternalId.accountId
    return isAnother ? refused('username_of_another') : decideMember(question, byExternalId, unit)
  }
  if (byUsername) {
    const isAnother = row.externalId !== null && byUsername.externalId !== null
    return isAnother ? refused('username_of_another') : decideMember(question, byUsername, unit)
  }
  return row.externalId === null ? refused('no_key') : decideNew(question, unit)
}

/** Whether the actor may say which password somebody new comes with: like everything about passwords, Managers only (I-28). */
export function mayBringHashes(actor: Standing): boolean {
  return actor.role === 'manager'
}

/** Whether units that the file names and nobody has made yet may come into being with it. */
export function mayCreateUnits(actor: Standing): boolean {
  return mayDo('manage_units', actor)
}

function decideNew({ row, actor }: RowQuestion, unit: RowUnit): RowDecision {
  const reach = reachOf(actor)
  const own = row.unitName === undefined && reach.of === 'unit' ? reach.businessUnitId : null
  const placement = { role: row.role, businessUnitId: unit?.id ?? own }
  const reasons: RowReason[] = []
  if (!isPlaceable(placement)) reasons.push(row.role === 'manager' ? 'manager_in_unit' : 'unit_needed')
  else if (!mayGrant(actor, placement)) reasons.push('forbidden')
  if (row.passwordHash !== null && !mayBringHashes(actor)) reasons.push('hash_not_allowed')
  if (row.passwordHash !== null && !canSignIn(row.role)) reasons.push('hash_of_contact')
  if (reasons.length > 0) return refused(...reasons)
  return { fate: 'created', businessUnitId: placement.businessUnitId, notes: row.username === null ? [] : ['username_new'] }
}

function decideMember({ row, actor, activeManagers }: RowQuestion, member: KnownMember, unit: RowUnit): RowDecision {
  if (!mayRead(actor, member)) return refused('forbidden')
  const wanted = {
    firstName: row.firstName,
    lastName: row.lastName,
    role: row.role,
    ...(row.unitName !== undefined && { businessUnitId: unit?.id ?? null }),
    ...(row.externalId !== null && { externalId: row.externalId }),
  }
  const next = factsAfter(member, wanted)
  const changes = changesOf(member, next)
  const edits = editsOf(changes)
  if (edits.length === 0) return { fate: 'unchanged', notes: notesOf(row, actor, member) }
  const denials = edits.map((edit) => denialOf(edit, actor, member)).filter((denial) => denial !== null)
  const reasons = new Set<RowReason>([...denials, ...placeProblems({ actor, member, next, activeManagers })])
  if (reasons.size > 0) return refused(...reasons)
  return { fate: 'changed', accountId: member.accountId, wanted, changes, notes: notesOf(row, actor, member) }
}

/** Addresses are compared only for those who could read them. */
function notesOf(row: UserRow, actor: Standing, member: KnownMember): readonly RowNote[] {
  const notes: RowNote[] = []
  if (reaches(actor, member) && !sameEmail(row.email, member.email)) notes.push('email_kept')
  if (row.passwordHash !== null) notes.push('password_kept')
  return notes
}

function placeProblems({
  actor,
  member,
  next,
  activeManagers,
}: {
  actor: Standing
  member: KnownMember
  next: MemberFacts
  activeManagers: number
}): readonly RowReason[] {
  const problems: RowReason[] = []
  if (member.role !== next.role || member.businessUnitId !== next.businessUnitId) {
    if (!isPlaceable(next)) problems.push(next.role === 'manager' ? 'manager_in_unit' : 'unit_needed')
    else if (!mayGrant(actor, next)) problems.push('forbidden')
  }
  const stopsSigningIn = canSignIn(member.role) && !canSignIn(next.role) && member.state !== 'pending_activation'
  if (stopsSigningIn) problems.push('has_signed_in')
  if (isActiveManager(member) && next.role !== 'manager' && activeManagers <= 1) problems.push('last_manager')
  return problems
}

function isActiveManager({ role, state }: { role: Role; state: Condition['state'] }): boolean {
  return role === 'manager' && state === 'active'
}

/** Active Managers after a decision: one fewer where it takes the role from one, one more where it gives it. */
export function managersAfter(decision: RowDecision, row: UserRow, state: Condition['state'] | null): number {
  if (decision.fate === 'created') return row.role === 'manager' && row.passwordHash !== null ? 1 : 0
  if (decision.fate !== 'changed' || !decision.changes.role || state !== 'active') return 0
  return (decision.changes.role.to === 'manager' ? 1 : 0) - (decision.changes.role.from === 'manager' ? 1 : 0)
}
