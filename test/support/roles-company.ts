import type { App } from '../../src/app.ts'
import type { Condition } from '../../src/domain/account-state.ts'
import {
  EXTRA_RIGHTS,
  isExtraRight,
  isPlaceable,
  type ExtraRight,
  type PermissionTarget,
  type Standing,
} from '../../src/domain/permissions.ts'
import { isRole, ROLES, type Role } from '../../src/domain/roles.ts'
import { foldUsername } from '../../src/domain/username.ts'
import { newId } from '../../src/secrets.ts'
import { newCompany, newPerson, newUnit, type Person } from './people.ts'

export const ALL_ROLES = Object.keys(ROLES).filter(isRole)

export const CONDITIONS: readonly Condition[] = [
  { state: 'pending_activation', reason: null },
  { state: 'active', reason: null },
  { state: 'inactive', reason: 'failed_sign_ins' },
  { state: 'inactive', reason: 'deactivated' },
  { state: 'inactive', reason: 'idle' },
]

export type RoleActor = { readonly person: Person; readonly standing: Standing }

/** A company with somebody of every role that signs in, two units, and as many others as a test asks for. */
export type RolesCompany = {
  readonly subscriptionId: string
  readonly here: string
  readonly there: string
  /** One of each role; the Unit Manager is in `here`. */
  readonly actors: readonly RoleActor[]
  /** Unit Managers with one extra right each, one without a unit, and a User Administrator of `here`. */
  readonly special: readonly RoleActor[]
  readonly newTarget: (wish: { role: Role; businessUnitId: string | null } & Condition) => Promise<PermissionTarget>
}

type ActorWish = { businessUnitId?: string | null; extraRights?: readonly ExtraRight[] }

export async function newRolesCompany(app: App): Promise<RolesCompany> {
  const { subscriptionId } = await newCompany(app)
  const [here, there] = [await newUnit(app, subscriptionId), await newUnit(app, subscriptionId)]
  const newActor = async (role: Role, { businessUnitId = null, extraRights = [] }: ActorWish = {}): Promise<RoleActor> => {
    const person = await newPerson(app, subscriptionId, { role, businessUnitId, extraRights })
    return { person, standing: { accountId: person.accountId, role, businessUnitId, extraRights, seesOnlyUnit: false } }
  }
  const actors: RoleActor[] = []
  for (const role of ALL_ROLES.filter((one) => one !== 'contact')) {
    actors.push(await newActor(role, { businessUnitId: role === 'unit_manager' ? here : null }))
  }
  const special: RoleActor[] = []
  for (const right of Object.keys(EXTRA_RIGHTS).filter(isExtraRight)) {
    special.push(await newActor('unit_manager', { businessUnitId: here, extraRights: [right] }))
  }
  special.push(await newActor('unit_manager'), await newActor('user_administrator', { businessUnitId: here }))
  return { subscriptionId, here, there, actors, special, newTarget: (wish) => insertTarget(app, subscriptionId, wish) }
}

/** Straight into the table: thousands of them are needed. */
async function insertTarget(
  app: App,
  subscriptionId: string,
  { role, businessUnitId, state, reason }: { role: Role; businessUnitId: string | null } & Condition,
): Promise<PermissionTarget> {
  const id = newId()
  const username = `x${id}`
  const names = { username, usernameFolded: foldUsername(username), firstName: 'A', lastName: 'B', email: `${id}@mail.test` }
  const standing = { role, businessUnitId, state, inactiveReason: reason, stateChangedBy: 'test' }
  const credentialHash = state === 'pending_activation' ? null : 'x'
  await app.db
    .insertInto('accounts')
    .values({ id, subscriptionId, ...names, ...standing, credentialHash })
    .execute()
  return { accountId: id, role, businessUnitId, state, reason, isPointOfContact: false, isUnitPointOfContact: false }
}

/** The units in which somebody of a role may be, of those that are given. */
export function placesOf(role: Role, units: readonly (string | null)[]): readonly (string | null)[] {
  return units.filter((businessUnitId) => isPlaceable({ role, businessUnitId }))
}
