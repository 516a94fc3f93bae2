import { beforeEach, describe, expect, it } from 'vitest'
import { apiCaller, type ApiCaller, type ApiInit } from '../../test/support/api-caller.ts'
import { CONDITIONS, newRolesCompany, placesOf, type RoleActor } from '../../test/support/roles-company.ts'
import { useWorld } from '../../test/support/world.ts'
import { secondsFromNow } from '../clock.ts'
import { formatApiToken, SCOPE_NAMES, type TokenScope } from '../domain/api-token.ts'
import { denialOf, mayDo, type MemberEdit, type MemberVerb, type PermissionTarget } from '../domain/permissions.ts'
import type { Operation } from '../http/api/operation.ts'
import { hashToken, newId, randomBytesOf } from '../secrets.ts'
import { PLATFORM_OPERATIONS } from './platform-api.ts'

/** The same table as over the pages, asked over every operation of the API, which names the cells that it needs (I-27). */
const world = await useWorld({ work: false })
const company = await newRolesCompany(world.app)
const { roles } = company
const [here = null, there = null] = company.units

type Actor = RoleActor & { readonly call: ApiCaller }

/** With a token, whoever it is: also of those who could make none. */
async function withToken(actor: RoleActor, scopes: readonly TokenScope[] = SCOPE_NAMES): Promise<Actor> {
  const token = formatApiToken(randomBytesOf(32))
  const id = newId()
  const { accountId } = actor.person
  const values = { id, tokenHash: hashToken(token), accountId, name: id, scopes: [...scopes], expiresAt: secondsFromNow(3_600) }
  await world.app.db.insertInto('apiTokens').values(values).execute()
  return { ...actor, call: apiCaller(world, token) }
}

const actors = await Promise.all(company.actors.map((actor) => withToken(actor)))
const special = await Promise.all(company.special.map((actor) => withToken(actor)))

// Thousands of calls a minute are more than any program may make.
beforeEach(async () => {
  await world.app.db.deleteFrom('apiBudgets').execute()
})

/** A body that would do the deed; operations that are not here take none. */
const BODIES: Readonly<Record<string, ApiInit>> = {
  createUser: { json: { firstName: 'Ana', lastName: 'Lee', email: 'ana.lee@mail.test', role: 'reader' } },
  createUnit: { json: { name: 'A new unit' } },
  changeUnit: { json: { name: 'Renamed' } },
  passPointOfContact: { json: { userId: newId() } },
  passUnitPointOfContact: { json: { userId: newId() } },
  changeSettings: { json: {} },
  createImport: { body: 'external_id,first_name,last_name,email,role\n', headers: { 'content-type': 'text/csv' } },
}

async function perform({ call }: Actor, { id, method, path, manner }: Operation, parameter: string, init: ApiInit = {}) {
  const { headers, ...body } = { ...BODIES[id], ...init }
  const extra = { ...(manner === 'edit' && { 'if-match': '*' }), ...(manner === 'create' && { 'idempotency-key': newId() }) }
  const answer = await call(method.toUpperCase(), path.replaceAll(/\{\w+\}/g, parameter), {
    ...body,
    headers: { ...headers, ...extra },
  })
  await answer.body?.cancel()
  return answer.status
}

const named = PLATFORM_OPERATIONS.map((operation) => [operation.id, operation] as const)

describe('every operation of the API', () => {
  it.each(named)('%s asks for a token (I-27)', async (_, operation) => {
    const stranger = { ...(actors[0] as RoleActor), call: apiCaller(world, null) }
    expect(await perform(stranger, operation, newId())).toBe(401)
  })

  it.each(named.filter(([, { scope }]) => scope !== null))(
    '%s is denied to a token without its scope (A07)',
    async (_, operation) => {
      const [manager] = company.actors
      if (!manager) throw new Error('the first is a Manager')
      const others = SCOPE_NAMES.filter((scope) => scope !== operation.scope)
      expect(await perform(await withToken(manager, others), operation, newId())).toBe(403)
    },
  )

  const asking = named.flatMap(([id, operation]) =>
    'right' in operation.permission ? [[id, operation, operation.permission.right] as const] : [],
  )

  it.each(asking)('%s is denied to every role without the right (I-27)', async (_, operation, right) => {
    for (const actor of [...actors, ...special]) {
      const cell = [actor.standing.role, actor.standing.extraRights]
      const status = await perform(actor, operation, newId())
      expect([...cell, status === 403]).toEqual([...cell, !mayDo(right, actor.standing)])
    }
  })
})

/** Each operation on one user, by each verb that it may need, with a body that asks for that verb. */
const EDIT_BODIES: Partial<Record<MemberVerb | MemberEdit, (target: PermissionTarget) => object>> = {
  edit: () => ({ firstName: `Renamed ${newId()}` }),
  change_role: ({ role }) => ({ role: role === 'reader' ? 'scanner' : 'reader' }),
  change_email: () => ({ email: `${newId()}@mail.test` }),
}

const ON_USERS = PLATFORM_OPERATIONS.flatMap((operation) => {
  const { permission, method } = operation
  const verbs = 'verb' in permission ? [permission.verb] : 'verbs' in permission ? permission.verbs : []
  return verbs
    .filter((verb) => method === 'get' || method === 'post' || EDIT_BODIES[verb] !== undefined)
    .map((verb) => ({ operation, verb }))
})

/** Where there is nothing to do, whoever may is told so. */
const NOTHING_THERE: Readonly<Record<string, number>> = { cancelUserEmailChange: 404 }

async function walkCells(actor: Actor, target: () => Promise<PermissionTarget>): Promise<void> {
  let current = await target()
  for (const { operation, verb } of ON_USERS) {
    const denial = denialOf(verb, actor.standing, current)
    const json = EDIT_BODIES[verb]?.(current)
    const sends = json !== undefined && operation.method !== 'get'
    const status = await perform(actor, operation, current.accountId, sends ? { json } : {})
    const denied = denial === 'forbidden' ? 403 : 409
    const cell = [actor.standing.role, operation.id, current.role, current.state, current.reason, current.businessUnitId === here]
    expect([...cell, status]).toEqual([...cell, denial === null ? (NOTHING_THERE[operation.id] ?? operation.status) : denied])
    if (denial === null && operation.method !== 'get') current = await target()
  }
}

describe('operations on a user, cell by cell', () => {
  const cells = actors.flatMap((actor) => roles.map((of) => [actor.standing.role, of, actor] as const))

  it.each(cells)('%s on a %s, in every state and unit (I-27)', async (role, of, actor) => {
    const units = role === 'unit_manager' ? [here, there, null] : [null, here]
    for (const condition of CONDITIONS) {
      for (const businessUnitId of placesOf(of, units)) {
        await walkCells(actor, () => company.newTarget({ role: of, businessUnitId, ...condition }))
      }
    }
  })

  const specialCells = special.map((actor) => [actor.standing.role, actor.standing.extraRights.join() || 'none', actor] as const)

  it.each(specialCells)('a %s with the extra right %s (I-27)', async (_role, _right, actor) => {
    for (const of of roles) {
      for (const businessUnitId of placesOf(of, [here, there, null])) {
        await walkCells(actor, () => company.newTarget({ role: of, businessUnitId, state: 'active', reason: null }))
      }
    }
  })
})
