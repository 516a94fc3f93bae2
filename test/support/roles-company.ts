import type { App } from '../../src/app.ts'
import { databaseNow } from '../../src/clock.ts'
import type { Condition } from '../../src/domain/account-state.ts'
import {
  EXTRA_RIGHTS,
  isExtraRight,
  isPlaceable,
  type ExtraRight,
  type PermissionTarget,
  type Standing,
} from '../../src/domain/permissions.ts'
import { PRODUCTS } from '../../src/domain/product.ts'
import type { Role } from '../../src/domain/roles.ts'
import { foldUsername } from '../../src/domain/username.ts'
import { newId } from '../../src/secrets.ts'
import { newCompany, newPerson, newUnit, type Person } from './people.ts'

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
  /** Those of its product. */
  readonly roles: readonly Role[]
  /** Two units, where its product has any; the second is nobody's. */
  readonly units: readonly string[]
  /** One of each role; the Unit Manager is in the first unit. */
  readonly actors: readonly RoleActor[]
  /** Unit Managers with one extra right each, one without a unit, and a User Administrator of the first unit. */
  readonly special: readonly RoleActor[]
  readonly newTarget: (wish: { role: Role; businessUnitId: string | null } & Condition) => Promise<PermissionTarget>
}

type ActorWish = { businessUnitId?: string | null; extraRights?: readonly ExtraRight[] }

export async function newRolesCompany(app: App): Promise<RolesCompany> {
  const { subscriptionId } = await newCompany(app)
  const { roles, units: hasUnits } = PRODUCTS[app.config.platform.product]
  const units = hasUnits ? [await newUnit(app, subscriptionId), await newUnit(app, subscriptionId)] : []
  const here = units[0] ?? null
  const newActor = async (role: Role, { businessUnitId = null, extraRights = [] }: ActorWish = {}): Promise<RoleActor> => {
    const person = await newPerson(app, subscriptionId, { role, businessUnitId, extraRights })
    return { person, standing: { accountId: person.accountId, role, businessUnitId, extraRights, seesOnlyUnit: false } }
  }
  const actors: RoleActor[] = []
  for (const role of roles.filter((one) => one !== 'contact')) {
    actors.push(await newActor(role, { businessUnitId: role === 'unit_manager' ? here : null }))
  }
  const special: RoleActor[] = []
  if (hasUnits) {
    for (const right of Object.keys(EXTRA_RIGHTS).filter(isExtraRight)) {
      special.push(await newActor('unit_manager', { businessUnitId: here, extraRights: [right] }))
    }
    special.push(await newActor('unit_manager'), await newActor('user_administrator', { businessUnitId: here }))
  }
  return { subscriptionId, roles, units, actors, special, newTarget: (wish) => insertTarget(app, subscriptionId, wish) }
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
  const credential = state === 'pending_activation' ? {} : { credentialHash: 'x', credentialSetAt: databaseNow }
  await app.db
    .insertInto('accounts')
    .values({ id, subscriptionId, ...names, ...standing, ...credential })
    .execute()
  return { accountId: id, role, businessUnitId, state, reason, isPointOfContact: false, isUnitPointOfContact: false }
}

/** The units in which somebody of a role may be, of those that are given. */
export function placesOf(role: Role, units: readonly (string | null)[]): readonly (string | null)[] {
  return units.filter((businessUnitId) => isPlaceable({ role, businessUnitId }))
}
