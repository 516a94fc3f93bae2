import { describe, expect, it } from 'vitest'
import { apiCaller, jsonOf, newApiToken, type ApiInit } from '../../../test/support/api-caller.ts'
import { newCompany, newPerson } from '../../../test/support/people.ts'
import { signedIn } from '../../../test/support/signed-in.ts'
import { useWorld } from '../../../test/support/world.ts'
import { LARGEST_JSON } from './read-body.ts'

const world = await useWorld()
const manager = await newCompany(world.app)
const { token } = await newApiToken(world.app, manager)
const call = apiCaller(world, token)
const ADA = { firstName: 'Ada', lastName: 'Berg', email: 'ada@example.com', role: 'reader' }

const countUsers = async () => {
  const { users } = await world.app.db
    .selectFrom('accounts')
    .select((eb) => eb.fn.countAll<number>().as('users'))
    .where('subscriptionId', '=', manager.subscriptionId)
    .executeTakeFirstOrThrow()
  return users
}

describe('a request to the API', () => {
  it.each<[string, ApiInit, number, string]>([
    ['no body', {}, 415, 'unsupported_media_type'],
    ['a form', { body: 'a=b', headers: { 'content-type': 'application/x-www-form-urlencoded' } }, 415, 'unsupported_media_type'],
    ['a packed body', { json: ADA, headers: { 'content-encoding': 'gzip' } }, 415, 'unsupported_media_type'],
    [
      'another alphabet',
      { json: ADA, headers: { 'content-type': 'application/json; charset=utf-16' } },
      415,
      'unsupported_media_type',
    ],
    [
      'bytes that are no UTF-8',
      { body: new Uint8Array([0xff]), headers: { 'content-type': 'application/json' } },
      400,
      'malformed_body',
    ],
    ['more than we read', { json: { firstName: 'x'.repeat(LARGEST_JSON) } }, 413, 'body_too_large'],
    ['a list', { json: [ADA] }, 422, 'invalid_fields'],
    ['null', { json: null }, 422, 'invalid_fields'],
    ['a field of ours', { json: { ...ADA, state: 'active' } }, 422, 'invalid_fields'],
    [
      'a prototype',
      { body: '{"__proto__":{"role":"manager"}}', headers: { 'content-type': 'application/json' } },
      422,
      'invalid_fields',
    ],
    [
      'a field twice',
      { body: '{"role":"reader","role":"manager"}', headers: { 'content-type': 'application/json' } },
      400,
      'malformed_body',
    ],
    ['NUL', { json: { ...ADA, firstName: 'A\0' } }, 400, 'malformed_body'],
    ['a wish for HTML', { json: ADA, headers: { accept: 'text/html' } }, 406, 'not_acceptable'],
    ['a key that is none', { json: ADA, headers: { 'idempotency-key': '""' } }, 400, 'invalid_header'],
  ])('with %s is refused with a problem that says so, and changes nothing (I-33)', async (_, init, status, code) => {
    const before = await countUsers()
    const answer = await call('POST', '/users', init)
    expect(answer.headers.get('content-type')).toBe('application/problem+json')
    const problem = await jsonOf(answer.clone(), status)
    expect(problem).toMatchObject({ status, code, type: `${world.app.config.origin}/api#problem-${code}` })
    expect(problem['requestId']).toBe(answer.headers.get('x-request-id'))
    expect(problem['title'] === '' || problem['detail'] === '').toBe(false)
    expect(await countUsers()).toBe(before)
  })

  it('of bad JSON learns line and column', async () => {
    const answer = call('POST', '/users', { body: '{\n  "firstName": }', headers: { 'content-type': 'application/json' } })
    expect((await jsonOf(answer, 400))['detail']).toContain('line 2, column 16')
  })

  it('names each field that is wrong, whether its shape or its sense', async () => {
    expect(await jsonOf(call('POST', '/users', { json: { firstName: 1, role: 'king', id: 'x' } }), 422)).toMatchObject({
      errors: [
        { field: 'firstName', code: 'wrong_type' },
        { field: 'lastName', code: 'required' },
        { field: 'email', code: 'required' },
        { field: 'role', code: 'not_a_choice' },
        { field: 'id', code: 'unknown_field' },
      ],
    })
    const sense = { ...ADA, email: 'nowhere', lastName: 'http://x' }
    expect(await jsonOf(call('POST', '/users', { json: sense }), 422)).toMatchObject({
      errors: [
        { field: 'lastName', code: 'not_text' },
        { field: 'email', code: 'not_an_email' },
      ],
    })
  })

  it.each(['?limit=0', '?limit=x', '?limit=1000', '?stat=active', '?state=gone', '?q=a&q=b', '?sort=password', '?q=%00'])(
    'with the query %s is refused: a filter that is misspelt must not mean everybody',
    async (query) => {
      expect(await jsonOf(call('GET', `/users${query}`), 400)).toMatchObject({ code: 'invalid_parameters', errors: [{}] })
    },
  )

  it('by another method learns which there are', async () => {
    for (const [method, path, allow] of [
      ['DELETE', '/users', 'GET, POST, HEAD'],
      ['PUT', `/users/${manager.accountId}`, 'GET, PATCH, HEAD'],
      ['OPTIONS', '/users', 'GET, POST, HEAD'],
      ['GET', `/users/${manager.accountId}/activate`, 'POST'],
      ['POST', '/session', 'GET, HEAD'],
      ['POST', '/openapi.json', 'GET, HEAD'],
    ] as const) {
      const answer = await call(method, path)
      expect([answer.status, answer.headers.get('allow'), path]).toEqual([405, allow, path])
    }
    expect(await jsonOf(call('GET', '/nothing'), 404)).toMatchObject({ code: 'not_found' })
  })

  it('is told what is left of its minute, and refused beyond it, in every process', async () => {
    const twin = await world.openTwin()
    const person = await newPerson(world.app, manager.subscriptionId, { role: 'user_administrator' })
    const made = await newApiToken(world.app, person)
    const [here, there] = [apiCaller(world, made.token), apiCaller(twin, made.token)]
    const first = await here('GET', '/activation-requests')
    expect(first.headers.get('ratelimit-policy')).toBe('"default";q=600;w=60')
    expect(first.headers.get('ratelimit')).toMatch(/^"default";r=599;t=([1-9]|[1-5]\d|60)$/)
    expect((await there('GET', '/activation-requests')).headers.get('ratelimit')).toMatch(/^"default";r=598;/)
    await world.app.db.updateTable('apiBudgets').set({ spent: 599 }).where('subject', '=', made.tokenId).execute()
    expect((await here('GET', '/activation-requests')).status).toBe(200)
    const refused = await there('GET', '/activation-requests')
    expect(await jsonOf(refused.clone(), 429)).toMatchObject({ code: 'rate_limited' })
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(refused.headers.get('ratelimit')).toMatch(/^"default";r=0;/)
    expect((await call('GET', '/activation-requests')).status).toBe(200)
    await world.passTime(60)
    expect((await there('GET', '/activation-requests')).status).toBe(200)
  })

  it('has headers that no page of another site can make use of, and is not stored', async () => {
    const answer = await call('GET', '/activation-requests', { headers: { origin: 'https://evil.test' } })
    expect(answer.status).toBe(200)
    expect(answer.headers.get('access-control-allow-origin')).toBeNull()
    expect(answer.headers.get('cache-control')).toBe('no-store')
    expect(answer.headers.get('cross-origin-resource-policy')).toBe('same-origin')
  })
})

describe('a session at the API', () => {
  it('may what its page may, from its own origin alone (I-24)', async () => {
    const owner = await signedIn(world, manager)
    const cookie = [...owner.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const bySession = apiCaller(world, null)
    expect((await bySession('GET', '/activation-requests', { headers: { cookie } })).status).toBe(200)
    const before = await countUsers()
    for (const foreign of [
      {},
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site', origin: 'https://eu1.gatehouse.test' },
    ]) {
      const answer = bySession('POST', '/users', { json: ADA, headers: { cookie, ...foreign } })
      expect(await jsonOf(answer, 403)).toMatchObject({ code: 'cross_origin' })
    }
    expect(await countUsers()).toBe(before)
    const own = { cookie, 'sec-fetch-site': 'same-origin', origin: world.app.config.origin }
    expect((await bySession('POST', '/users', { json: ADA, headers: own })).status).toBe(201)
  })

  it('does not help a token that is none: where both come, the token alone counts', async () => {
    const owner = await signedIn(world, manager)
    const cookie = [...owner.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const own = { cookie, 'sec-fetch-site': 'same-origin', origin: world.app.config.origin }
    for (const authorization of ['Bearer nothing', 'Basic YTpi', 'Bearer', '']) {
      const answer = await apiCaller(world, null)('GET', '/activation-requests', { headers: { ...own, authorization } })
      expect([answer.status, authorization]).toEqual([401, authorization])
    }
    // Nor does a foreign origin matter beside a live token: no page can send that field by itself.
    const helper = await newPerson(world.app, manager.subscriptionId, { role: 'user_administrator' })
    const made = await newApiToken(world.app, helper)
    const foreign = { cookie, 'sec-fetch-site': 'cross-site', origin: 'https://evil.test' }
    const answer = await apiCaller(world, made.token)('POST', '/users', { json: { ...ADA, role: 'manager' }, headers: foreign })
    expect(await jsonOf(answer, 403)).toMatchObject({ code: 'forbidden' })
  })

  it('that is none is told how to come in', async () => {
    const answer = await apiCaller(world, null)('GET', '/activation-requests')
    expect(await jsonOf(answer.clone(), 401)).toMatchObject({ code: 'not_authenticated' })
    expect(answer.headers.get('www-authenticate')).toBe('Bearer realm="gatehouse"')
  })
})
