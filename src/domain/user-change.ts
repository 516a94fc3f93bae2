import { checkPersonName } from './contact.ts'
import { requireNoProblems, type FieldProblem } from './errors.ts'
import { isExtraRight, type ExtraRight, type MemberEdit } from './permissions.ts'
import type { Role } from './roles.ts'

/** What may be changed of a user by those who act on them (A03). */
export type MemberFacts = {
  readonly firstName: string
  readonly lastName: string
  readonly role: Role
  readonly businessUnitId: string | null
  readonly extraRights: readonly ExtraRight[]
  readonly externalId: string | null
}

/** As typed: what is left out stays as it is, an empty unit or external id means none. */
export type UserChange = {
  readonly firstName?: string
  readonly lastName?: string
  readonly role?: string
  readonly businessUnitId?: string
  readonly extraRights?: readonly string[]
  readonly externalId?: string
}

export type UnitChoice = { readonly id: string; readonly name: string }

/** What somebody may give to a user. */
export type PlacementChoices = {
  readonly roles: readonly Role[]
  readonly units: readonly UnitChoice[]
  /** They act in one unit: who is added goes there. */
  readonly isUnitChosen: boolean
}

/** A user in front of somebody who changes them. */
export type UserEdit = PlacementChoices & {
  readonly user: MemberFacts & {
    readonly id: string
    readonly username: string
    readonly version: number
    readonly isPointOfContact: boolean
    readonly isUnitPointOfContact: boolean
  }
  readonly edits: readonly MemberEdit[]
}

const LONGEST_EXTERNAL_ID = 200

/** Each fact with what it was and what it becomes; only those that differ. */
export type MemberChanges = {
  readonly [Fact in keyof MemberFacts]?: { readonly from: MemberFacts[Fact]; readonly to: MemberFacts[Fact] }
}

const EDIT_OF: Readonly<Record<keyof MemberFacts, MemberEdit>> = {
  firstName: 'edit',
  lastName: 'edit',
  externalId: 'edit',
  role: 'change_role',
  businessUnitId: 'move',
  extraRights: 'change_rights',
}

/** Reads what was typed; `roles` are those of the product. Whether a unit exists is asked later. Throws Refusal `invalid_fields` naming each bad field. */
export function checkUserChange(change: UserChange, roles: readonly Role[]): Partial<MemberFacts> {
  const problems: Record<string, FieldProblem> = {}
  const wanted: { -readonly [Fact in keyof MemberFacts]?: MemberFacts[Fact] } = {}
  for (const name of ['firstName', 'lastName'] as const) {
    const typed = change[name]
    if (typed === undefined) continue
    const checked = checkPersonName(typed)
    if (checked.ok) wanted[name] = checked.text
    else problems[name] = checked.problem
  }
  if (change.role !== undefined) {
    const role = roles.find((one) => one === change.role)
    if (role) wanted.role = role
    else problems['role'] = change.role === '' ? 'required' : 'not_a_choice'
  }
  if (change.businessUnitId !== undefined) wanted.businessUnitId = change.businessUnitId === '' ? null : change.businessUnitId
  if (change.extraRights !== undefined) {
    if (change.extraRights.every(isExtraRight)) wanted.extraRights = [...new Set(change.extraRights)].toSorted()
    else problems['extraRights'] = 'not_a_choice'
  }
  if (change.externalId !== undefined) {
    const checked = checkExternalId(change.externalId)
    if (checked.ok) wanted.externalId = checked.id
    else problems['externalId'] = checked.problem
  }
  requireNoProblems(problems)
  return wanted
}

/** What another system calls a user: compared to the letter, white space around it aside; null where empty (A06). */
export function checkExternalId(typed: string): { ok: true; id: string | null } | { ok: false; problem: FieldProblem } {
  const id = typed.trim()
  if (!id.isWellFormed() || /\p{Cc}/u.test(id)) return { ok: false, problem: 'not_text' }
  if (id.length > LONGEST_EXTERNAL_ID) return { ok: false, problem: 'too_long' }
  return { ok: true, id: id === '' ? null : id }
}

/** Extra rights go with the role, and a Manager stands in no unit unless one is asked for, which is refused. */
export function factsAfter(before: MemberFacts, wanted: Partial<MemberFacts>): MemberFacts {
  const { firstName, lastName, role, businessUnitId, extraRights, externalId } = { ...before, ...wanted }
  const leavesUnit = role === 'manager' && wanted.businessUnitId === undefined
  return {
    firstName,
    lastName,
    role,
    businessUnitId: leavesUnit ? null : businessUnitId,
    extraRights: role === 'unit_manager' ? extraRights : [],
    externalId,
  }
}

export function changesOf(before: MemberFacts, after: MemberFacts): MemberChanges {
  const facts = Object.keys(EDIT_OF) as readonly (keyof MemberFacts)[]
  const differing = facts.filter((fact) => JSON.stringify(before[fact]) !== JSON.stringify(after[fact]))
  return Object.fromEntries(differing.map((fact) => [fact, { from: before[fact], to: after[fact] }]))
}

/** Which rights these changes need, each once. Rights that go with a role need no right of their own. */
export function editsOf(changes: MemberChanges): readonly MemberEdit[] {
  const facts = Object.keys(changes) as readonly (keyof MemberFacts)[]
  const counted = facts.filter((fact) => !(changes.role && isBroughtByRole(fact, changes)))
  return [...new Set(counted.map((fact) => EDIT_OF[fact]))]
}

/** Losing extra rights or a unit is part of becoming something that has none. */
function isBroughtByRole(fact: keyof MemberFacts, { role, extraRights, businessUnitId }: MemberChanges): boolean {
  if (fact === 'extraRights') return role?.to !== 'unit_manager' && extraRights?.to.length === 0
  return fact === 'businessUnitId' && role?.to === 'manager' && businessUnitId?.to === null
}
