import { describe, expect, it } from 'vitest'
import { ALL_ROLES, CONDITIONS, newRolesCompany, placesOf, type RoleActor } from '../../test/support/roles-company.ts'
import { ROUTE_NEEDS } from '../../test/support/route-needs.ts'
import { pathOf, routesOf } from '../../test/support/routes.ts'
import { signedIn } from '../../test/support/signed-in.ts'
import { visitor, type Visitor } from '../../test/support/visitor.ts'
import { useWorld } from '../../test/support/world.ts'
import { denialOf, mayDo, type PermissionTarget } from '../domain/permissions.ts'
import { newId } from '../secrets.ts'

/** Every cell of the published table, asked over the pages (I-27): what it does not allow is denied. */
const world = await useWorld({ work: false })
const company = await newRolesCompany(world.app)
const { here, there } = company
const guest = visitor(world.site, { origin: world.app.config.origin })

type Actor = RoleActor & { readonly session: Visitor }
const enter = async (actor: RoleActor): Promise<Actor> => ({ ...actor, session: await signedIn(world, actor.person) })
const actors = await Promise.all(company.actors.map(enter))
const special = await Promise.all(company.special.map(enter))

const routes = routesOf(world).filter(({ path }) => !path.startsWith('/api/v1/'))
const named = routes.map((route) => ({ ...route, name: `${route.method} ${route.path}` }))

describe('the routes', () => {
  it('are all in the matrix, and the matrix holds no other (I-27)', () => {
    expect(Object.keys(ROUTE_NEEDS).toSorted()).toEqual(named.map(({ name }) => name).toSorted())
  })

  it.each(named.filter(({ name }) => ROUTE_NEEDS[name] !== 'nobody'))('$name asks a stranger to sign in', async (route) => {
    const path = pathOf(route, newId())
    const answer = route.method === 'GET' ? await guest.get(path) : await guest.post(path, {})
    expect([answer.status, answer.headers.get('location')?.replace(/\?.*/, '')]).toEqual([303, '/sign-in'])
  })
})

describe('rights in a subscription', () => {
  const asking = named.flatMap((route) => {
    const need = ROUTE_NEEDS[route.name]
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
})

const VERB_ROUTES = named.flatMap((route) => {
  const need = ROUTE_NEEDS[route.name]
  return route.method === 'POST' && typeof need === 'object' && 'verb' in need ? [{ ...route, need }] : []
})

/** One target a cell: a denied act leaves it as it was, an allowed one changes it, so that the next gets another. */
async function walkCells({ standing, session }: Actor, target: () => Promise<PermissionTarget>): Promise<void> {
  let current = await target()
  for (const route of VERB_ROUTES) {
    const { verb, body = {}, allowed = 303 } = route.need
    const denial = denialOf(verb, standing, current)
    const { status } = await session.post(pathOf(route, current.accountId), body)
    const denied = denial === 'forbidden' ? 403 : 409
    const cell = [standing.role, route.name, current.role, current.state, current.reason, current.businessUnitId === here]
    expect([...cell, status]).toEqual([...cell, denial === null ? allowed : denied])
    if (denial === null) current = await target()
  }
}

function describeStanding({ standing: { extraRights, businessUnitId } }: Actor): string {
  return extraRights.join() || (businessUnitId === null ? 'no unit' : 'a unit')
}

describe('acts on a user, cell by cell', () => {
  const cells = actors.flatMap((actor) => ALL_ROLES.map((of) => [actor.standing.role, of, actor] as const))

  it.each(cells)('%s on a %s, in every state and unit, by every route (I-27)', async (role, of, actor) => {
    const units = role === 'unit_manager' ? [here, there, null] : [null, here]
    for (const condition of CONDITIONS) {
      for (const businessUnitId of placesOf(of, units)) {
        await walkCells(actor, () => company.newTarget({ role: of, businessUnitId, ...condition }))
      }
    }
  })

  const specialCells = special.map((actor) => [actor.standing.role, describeStanding(actor), actor] as const)

  it.each(specialCells)('a %s with %s (I-27)', async (_role, _words, actor) => {
    for (const of of ALL_ROLES) {
      for (const businessUnitId of placesOf(of, [here, there, null])) {
        await walkCells(actor, () => company.newTarget({ role: of, businessUnitId, state: 'active', reason: null }))
      }
    }
  })
})
