import { describe, expect, it } from 'vitest'
import { belongingsOf } from '../../test/support/belongings.ts'
import { useStaff } from '../../test/support/core-world.ts'
import { actorFor, newCompany, newPerson, newUnit, type Person } from '../../test/support/people.ts'
import { pathOf, routesOf } from '../../test/support/routes.ts'
import { requestFrom } from '../../test/support/sign-in-attempts.ts'
import { signedIn } from '../../test/support/signed-in.ts'
import { useWorld, type World } from '../../test/support/world.ts'
import { PRODUCTS } from '../domain/product.ts'
import { mintKey } from '../features/accounts/keys.ts'
import { askActivation } from '../features/users/ask-activation.ts'
import { sendReset } from '../features/users/mail-user.ts'
import { newId } from '../secrets.ts'

/**
 * Two subscriptions do not exist for each other (I-26): every route with every identifier of one, put to a Manager of the
 * other. Routes and identifiers are read from the site and from the database, so that a new one can't be forgotten.
 */
const PAIRS = [
  ['platform', await newPair(await useWorld({ work: false }))],
  ['PCI platform', await newPair(await useWorld({ platformId: 'PCI', work: false }))],
  // All operators are in one subscription; were there two, they would not exist for each other either.
  ['part for operators', await newPair(await useStaff({ work: false }))],
] as const

type Pair = Awaited<ReturnType<typeof newPair>>

async function newPair(world: World) {
  const { units, roles } = PRODUCTS[world.app.config.platform.product]
  const lastRole = roles.at(-1) ?? 'manager'

  /** A company with something in every table that its people can reach. */
  const furnished = async (): Promise<Person> => {
    const manager = await newCompany(world.app)
    const { subscriptionId } = manager
    const businessUnitId = units ? await newUnit(world.app, subscriptionId) : null
    if (units) await newPerson(world.app, subscriptionId, { role: 'unit_manager', businessUnitId })
    await newPerson(world.app, subscriptionId, { state: 'pending_activation' })
    const inactive = await newPerson(world.app, subscriptionId, { state: 'inactive' })
    const active = await newPerson(world.app, subscriptionId, { businessUnitId })
    await signedIn(world, active)
    await sendReset(world.app, actorFor(manager), active.accountId, requestFrom('192.0.2.1'))
    const mint = { accountId: inactive.accountId, purpose: 'ask_activation' } as const
    const { key } = await world.app.db.transaction().execute((trx) => mintKey(trx, mint))
    await askActivation(world.app, { key, email: inactive.email }, requestFrom('192.0.2.1'))
    return manager
  }

  const [theirs, ours] = [await furnished(), await furnished()]
  const boss = await signedIn(world, ours)

  /** Every field that takes an identifier; a form that has no such field has no use for it (I-33). */
  const fieldsWith = (id: string) => ({
    ...Object.fromEntries(
      ['accountId', 'businessUnitId', 'unitId', 'id', 'tokenId', 'sessionId', 'requestId'].map((name) => [name, id]),
    ),
    firstName: 'Swapped',
    lastName: 'Swapped',
    name: 'Swapped',
    email: 'swapped@mail.test',
    username: 'swapped@c.test',
    role: lastRole,
    list: '?',
  })

  /** Status and body, but for what was sent in and what is fresh in each answer. */
  const answerTo = async (method: string, path: string, id: string): Promise<string> => {
    const answer = method === 'GET' ? await boss.get(path) : await boss.post(path, fieldsWith(id))
    const text = (await answer.text())
      .replaceAll(id, 'ID')
      .replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'FRESH')
      .replaceAll(/data-seconds-left="\d+"/g, '')
    return `${answer.status} ${text}`
  }

  // Those of the API take JSON, and are asked in api-two-subscriptions.test.ts.
  const routes = routesOf(world).filter(({ path }) => !path.startsWith('/api/') && !path.startsWith('/assets'))
  return { app: world.app, theirs, boss, fieldsWith, answerTo, routes }
}

describe.each(PAIRS)('two subscriptions of the %s', (_, pair: Pair) => {
  const { app, theirs, boss, routes, fieldsWith, answerTo } = pair
  const withParameter = routes.filter(({ path, method }) => path.includes('/:') && method !== 'HEAD')

  it.each(withParameter)(
    '$method $path: an id of the other is an id of nothing, and changes nothing there (I-26)',
    async (route) => {
      const before = await belongingsOf(app, theirs.subscriptionId)
      expect(before.ids.length).toBeGreaterThanOrEqual(10)
      const missing = newId()
      const nothing = await answerTo(route.method, pathOf(route, missing), missing)
      for (const id of before.ids) expect(await answerTo(route.method, pathOf(route, id), id)).toBe(nothing)
      expect((await belongingsOf(app, theirs.subscriptionId)).rows).toBe(before.rows)
    },
  )

  const posts = routes.filter(({ path, method }) => method === 'POST' && !path.includes('/:') && !path.endsWith('/sign-out'))

  it.each(posts)('$method $path: an id of the other in any field changes nothing there (I-26)', async ({ path }) => {
    const before = await belongingsOf(app, theirs.subscriptionId)
    for (const id of before.ids) await boss.post(path, fieldsWith(id))
    expect((await belongingsOf(app, theirs.subscriptionId)).rows).toBe(before.rows)
  })

  const lists = routes.filter(({ path, method }) => method === 'GET' && !path.includes('/:'))

  it.each(lists)('$method $path shows nothing of the other, whatever id its address names (I-26)', async ({ path }) => {
    const { ids } = await belongingsOf(app, theirs.subscriptionId)
    const names = await app.db
      .selectFrom('accounts')
      .select('username')
      .where('subscriptionId', '=', theirs.subscriptionId)
      .execute()
    for (const id of ids.slice(0, 40)) {
      const query = ['after', 'before', 'unit', 'whom', 'who', 'account'].map((name) => `${name}=${id}`).join('&')
      const text = await (await boss.get(`${path}?${query}`)).text()
      expect(names.filter(({ username }) => text.includes(`>${username}<`))).toEqual([])
    }
  })
})
