import { describe, expect, it } from 'vitest'
import { useStaff } from '../../test/support/core-world.ts'
import { PCI_ROUTE_NEEDS } from '../../test/support/pci-route-needs.ts'
import { CONDITIONS, newRolesCompany, placesOf, type RoleActor } from '../../test/support/roles-company.ts'
import { ROUTE_NEEDS, type RouteNeed } from '../../test/support/route-needs.ts'
import { pathOf, routesOf } from '../../test/support/routes.ts'
import { signedIn } from '../../test/support/signed-in.ts'
import { STAFF_ROUTE_NEEDS } from '../../test/support/staff-route-needs.ts'
import { visitor, type Visitor } from '../../test/support/visitor.ts'
import { useWorld, type World } from '../../test/support/world.ts'
import { denialOf, mayDo, type PermissionTarget } from '../domain/permissions.ts'
import { newId } from '../secrets.ts'
import { PATHS } from '../ui/paths.ts'

type Actor = RoleActor & { readonly session: Visitor }
type Matrix = Awaited<ReturnType<typeof newMatrix>>

/** A platform's routes with what each needs, and a company with somebody of every role, signed in. */
async function newMatrix(world: World, needs: Readonly<Record<string, RouteNeed>>) {
  const company = await newRolesCompany(world.app)
  const enter = async (actor: RoleActor): Promise<Actor> => ({ ...actor, session: await signedIn(world, actor.person) })
  const actors = await Promise.all(company.actors.map(enter))
  const special = await Promise.all(company.special.map(enter))
  const routes = routesOf(world).filter(({ path }) => !/^(?:\/staff)?\/api\/v1\//.test(path))
  const named = routes.map((route) => ({ ...route, name: `${route.method} ${route.path}` }))
  const { origin, platform } = world.app.config
  const { signIn } = PATHS[platform.product]
  return { company, actors, special, named, needs, signIn, guest: visitor(world.site, { origin }) }
}

/** Every cell of the published table, asked over the pages of each product (I-27): what it does not allow is denied. */
const MATRICES = [
  ['platform', await newMatrix(await useWorld({ work: false }), ROUTE_NEEDS)],
  ['PCI platform', await newMatrix(await useWorld({ platformId: 'PCI', work: false }), PCI_ROUTE_NEEDS)],
  ['part for operators', await newMatrix(await useStaff({ work: false }), STAFF_ROUTE_NEEDS)],
] as const

for (const [product, matrix] of MATRICES) {
  describe(`the ${product}: routes`, () => {
    describeRoutes(matrix)
  })
  describe(`the ${product}: rights in a subscription`, () => {
    describeRights(matrix)
  })
  describe(`the ${product}: acts on a user, cell by cell`, () => {
    describeActs(matrix)
  })
}

function describeRoutes({ named, needs, actors, guest, company, signIn }: Matrix): void {
  it('are all in the matrix, and the matrix holds no other (I-27)', () => {
    expect(Object.keys(needs).toSorted()).toEqual(named.map(({ name }) => name).toSorted())
  })

  it.each(named.filter(({ name }) => needs[name] !== 'nobody'))('$name asks a stranger to sign in', async (route) => {
    const path = pathOf(route, newId())
    const answer = route.method === 'GET' ? await guest.get(path) : await guest.post(path, {})
    expect([answer.status, answer.headers.get('location')?.replace(/\?.*/, '')]).toEqual([303, signIn])
  })

  const own = named.filter(({ name }) => needs[name] === 'own_row')
  it.each(own)('$name is denied to every role on everybody else (I-27, I-28)', async (route) => {
    for (const { standing, session } of actors) {
      for (const role of company.roles) {
        const target = await company.newTarget({ role, businessUnitId: null, state: 'active', reason: null })
        const path = pathOf(route, target.accountId)
        const answer = route.method === 'GET' ? await session.get(path) : await session.post(path, {})
        expect([standing.role, role, answer.status]).toEqual([standing.role, role, 403])
      }
    }
  })
}

function describeRights({ named, needs, actors, special }: Matrix): void {
  const asking = named.flatMap((route) => {
    const need = needs[route.name]
    return typeof need === 'object' && 'right' in need ? [{ ...route, need }] : []
  })

  it.each(asking)('$name is denied to every role without the right (I-27)', async (route) => {
    const path = pathOf(route, newId())
    for (const { standing, session } of [...actors, ...special]) {
      const answer = route.method === 'GET' ? await session.get(path) : await session.post(path, route.need.body ?? {})
      await answer.body?.cancel()
      const cell = [standing.role, standing.extraRights]
      expect([...cell, answer.status === 403]).toEqual([...cell, !mayDo(route.need.right, standing)])
    }
  })
}

/** One target a cell: a denied act leaves it as it was, an allowed one changes it, so that the next gets another. */
async function walkCells(
  { named, needs, company }: Matrix,
  actor: Actor,
  target: () => Promise<PermissionTarget>,
): Promise<void> {
  const { standing, session } = actor
  let current = await target()
  for (const route of named.filter(({ method }) => method === 'POST')) {
    const need = needs[route.name]
    if (typeof need !== 'object' || !('verb' in need)) continue
    const { verb, body = {}, allowed = 303 } = need
    const denial = denialOf(verb, standing, current)
    const { status } = await session.post(pathOf(route, current.accountId), body)
    const denied = denial === 'forbidden' ? 403 : 409
    const isHere = current.businessUnitId === (company.units[0] ?? null)
    const cell = [standing.role, route.name, current.role, current.state, current.reason, isHere]
    expect([...cell, status]).toEqual([...cell, denial === null ? allowed : denied])
    if (denial === null) current = await target()
  }
}

function describeStanding({ standing: { extraRights, businessUnitId } }: Actor): string {
  return extraRights.join() || (businessUnitId === null ? 'no unit' : 'a unit')
}

function describeActs(matrix: Matrix): void {
  const { company, actors, special } = matrix
  const cells = actors.flatMap((actor) => company.roles.map((of) => [actor.standing.role, of, actor] as const))

  it.each(cells)('%s on a %s, in every state and unit, by every route (I-27)', async (role, of, actor) => {
    const units = role === 'unit_manager' ? [...company.units, null] : [null, ...company.units.slice(0, 1)]
    for (const condition of CONDITIONS) {
      for (const businessUnitId of placesOf(of, units)) {
        await walkCells(matrix, actor, () => company.newTarget({ role: of, businessUnitId, ...condition }))
      }
    }
  })

  const specialCells = special.map((actor) => [actor.standing.role, describeStanding(actor), actor] as const)

  it.each(specialCells)('a %s with %s (I-27)', async (_role, _words, actor) => {
    for (const of of company.roles) {
      for (const businessUnitId of placesOf(of, [...company.units, null])) {
        await walkCells(matrix, actor, () => company.newTarget({ role: of, businessUnitId, state: 'active', reason: null }))
      }
    }
  })
}
