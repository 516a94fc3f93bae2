import { beforeEach, describe, expect, it } from 'vitest'
import { apiCaller, newApiToken } from '../../test/support/api-caller.ts'
import { belongingsOf } from '../../test/support/belongings.ts'
import { newCompany, newPerson, newUnit } from '../../test/support/people.ts'
import { useWorld } from '../../test/support/world.ts'
import { newId } from '../secrets.ts'
import { PLATFORM_OPERATIONS } from './platform-api.ts'

/** Every operation of the API with every identifier of another subscription, from the table of operations itself (I-26). */
const world = await useWorld({ work: false })

/** A company with something of each kind that the API names by an id. */
async function furnished() {
  const manager = await newCompany(world.app)
  const { subscriptionId } = manager
  const unit = await newUnit(world.app, subscriptionId)
  await newPerson(world.app, subscriptionId, { businessUnitId: unit })
  await newPerson(world.app, subscriptionId, { state: 'pending_activation' })
  const { accountId } = await newPerson(world.app, subscriptionId, { state: 'inactive' })
  await world.app.db.insertInto('activationRequests').values({ id: newId(), accountId, subscriptionId }).execute()
  const { token } = await newApiToken(world.app, manager)
  const call = apiCaller(world, token)
  const body = 'external_id,first_name,last_name,email,role\n1,Ada,Berg,ada@example.com,reader\n'
  expect((await call('POST', '/imports', { body, headers: { 'content-type': 'text/csv' } })).status).toBe(201)
  return { manager, call }
}

const [theirs, { call }] = [await furnished(), await furnished()]
const theirBelongings = () => belongingsOf(world.app, theirs.manager.subscriptionId)

beforeEach(async () => void (await world.app.db.deleteFrom('apiBudgets').execute()))

/** Bodies that would do the deed, wherever they fit. */
const valuesWith = (id: string) => ({
  firstName: 'Swapped',
  name: 'Swapped',
  userId: id,
  email: 'swapped@mail.test',
  welcomes: true,
  version: 1,
})

const NAMED = PLATFORM_OPERATIONS.filter(({ path }) => path.includes('{'))

describe('another subscription, to the API', () => {
  it.each(NAMED.map((operation) => [operation.id, operation] as const))(
    '%s has for each id of the other the answer for an id of nothing, and changes nothing there (I-26)',
    async (_, { method, path, body, manner }) => {
      const before = await theirBelongings()
      const fields = Object.keys((body as { shape?: object } | null)?.shape ?? {})
      const ask = async (id: string) => {
        const json = Object.fromEntries(Object.entries(valuesWith(id)).filter(([name]) => fields.includes(name)))
        const headers: Record<string, string> = manner === 'edit' ? { 'if-match': '*' } : {}
        const init = method === 'get' ? {} : { json, headers }
        const answer = await call(method.toUpperCase(), path.replaceAll(/\{\w+\}/g, id), init)
        const { requestId: _id, ...problem } = JSON.parse(await answer.text()) as Record<string, unknown>
        return JSON.stringify([answer.status, problem]).replaceAll(id, 'ID')
      }
      const nothing = await ask(newId())
      expect(nothing).toMatch(/^\[404,/)
      for (const id of before.ids) expect(await ask(id)).toBe(nothing)
      expect((await theirBelongings()).rows).toBe(before.rows)
    },
  )

  it('lends no unit, contact or place in a list (I-26)', async () => {
    const before = await theirBelongings()
    for (const id of before.ids) {
      const person = { firstName: 'Ada', lastName: 'Berg', email: 'ada@example.com', role: 'reader', businessUnitId: id }
      expect((await call('POST', '/users', { json: person })).status).toBe(422)
      expect((await call('PUT', '/subscription/point-of-contact', { json: { userId: id } })).status).toBe(404)
      for (const query of [`after=${id}`, `unit=${id}`]) {
        expect(await (await call('GET', `/users?${query}`)).text()).not.toContain(theirs.manager.username)
      }
      for (const query of [`who=${id}`, `whom=${id}`]) {
        expect(await (await call('GET', `/audit-events?${query}`)).text()).not.toContain(theirs.manager.username)
      }
    }
    expect((await theirBelongings()).rows).toBe(before.rows)
  })
})
