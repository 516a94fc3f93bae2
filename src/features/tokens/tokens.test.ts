import { describe, expect, it } from 'vitest'
import { apiCaller, countTokens, jsonOf, liveToken, newApiToken } from '../../../test/support/api-caller.ts'
import { newCompany, newPerson, type Person } from '../../../test/support/people.ts'
import { auditTrail, expectWords, pageAt, signedIn, trySignIn } from '../../../test/support/signed-in.ts'
import { freshAddress, type Visitor } from '../../../test/support/visitor.ts'
import { useWorld } from '../../../test/support/world.ts'
import { looksLikeApiToken, SCOPE_NAMES } from '../../domain/api-token.ts'
import { PLATFORM_OPERATIONS } from '../../sites/platform-api.ts'

const world = await useWorld()
const { db } = world.app

const form = (person: Person, more: Record<string, string> = {}) => ({
  name: 'Nightly import',
  days: '90',
  'users:read': 'yes',
  currentPassword: person.password,
  ...more,
})

const create = (owner: Visitor, person: Person, more: Record<string, string> = {}) =>
  owner.post('/account/tokens', form(person, more))
const tokenIn = (page: string) => /gatehouse_pat_\w+/.exec(page)?.[0] ?? ''

describe('an API token (A07)', () => {
  it('is shown once, to its owner, and only its hash is kept (I-34, I-28)', async () => {
    const manager = await newCompany(world.app)
    const owner = await signedIn(world, manager)
    const answer = await create(owner, manager)
    const page = await answer.clone().text()
    const token = tokenIn(page)
    expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'no-store'])
    expect(looksLikeApiToken(token)).toBe(true)
    expect(page).toContain('data-copy="token"')
    expect((await apiCaller(world, token)('GET', '/activation-requests')).status).toBe(200)

    const list = await pageAt(owner, '/account/tokens')
    expectWords(list, ['Nightly import', 'users:read', 'Revoke'])
    expect(tokenIn(list)).toBe('')
    const [row] = await db.selectFrom('apiTokens').selectAll().where('accountId', '=', manager.accountId).execute()
    for (const stored of [JSON.stringify(row), row?.tokenHash.toString('hex'), row?.tokenHash.toString('base64url')]) {
      expect(stored).not.toContain(token)
      expect((await apiCaller(world, String(stored))('GET', '/activation-requests')).status).toBe(401)
    }
  })

  it('is made once by a form that is sent again: the reload shows no secret', async () => {
    const manager = await newCompany(world.app)
    const owner = await signedIn(world, manager)
    expect((await create(owner, manager)).status).toBe(200)
    const again = await create(owner, manager, { name: 'nightly IMPORT' })
    const page = await again.text()
    expect([again.status, tokenIn(page), await countTokens(db, manager)]).toEqual([422, '', 1])
    expectWords(page, ['This one is taken', 'nightly IMPORT'])
  })

  it('takes the current password, and a wrong one spends the budget of the name (I-25, I-14)', async () => {
    const manager = await newCompany(world.app)
    const owner = await signedIn(world, manager)
    const guesses = await Promise.all(Array.from({ length: 24 }, () => create(owner, manager, { currentPassword: 'wrong' })))
    expect(guesses.map(({ status }) => status)).toEqual(guesses.map(() => 422))
    expect((await create(owner, manager)).status).toBe(422)
    expect((await trySignIn(world, manager)).status).toBe(422)
    expect(await countTokens(db, manager)).toBe(0)
  })

  it.each<[string, Record<string, string>, string]>([
    ['no name', { name: ' ' }, 'Enter: Name'],
    ['no scope', { 'users:read': '' }, 'Choose at least one'],
    ['a life of its own choosing', { days: '4000' }, 'Choose one from the list'],
    ['no password', { currentPassword: '' }, 'Enter: Current password'],
  ])('with %s is not made', async (_, more, words) => {
    const manager = await newCompany(world.app)
    const answer = await create(await signedIn(world, manager), manager, more)
    expect(answer.status).toBe(422)
    expectWords(await answer.text(), [words])
    expect(await countTokens(db, manager)).toBe(0)
  })

  it('is for those whose role has them (I-27)', async () => {
    const manager = await newCompany(world.app)
    const reader = await newPerson(world.app, manager.subscriptionId)
    const owner = await signedIn(world, reader)
    expect((await owner.get('/account/tokens')).status).toBe(403)
    expect((await create(owner, reader)).status).toBe(403)
    expect(await pageAt(owner, '/account')).not.toContain('/account/tokens')
    expect(await countTokens(db, reader)).toBe(0)
  })

  it('is one of twenty at most, and its owner is told of each by mail (I-32)', async () => {
    const manager = await newCompany(world.app)
    await newApiToken(world.app, manager, { name: 'One' })
    await newApiToken(world.app, manager, { name: 'Two' })
    const mails = await world.mails(manager.email, 2)
    expect(mails.map(({ text }) => ['One', 'Two'].find((name) => text.includes(name)) ?? '').toSorted()).toEqual(['One', 'Two'])
    for (const { text } of mails) expect(tokenIn(text)).toBe('')
    const trail = await auditTrail(world.app, manager.subscriptionId)
    expect(trail.filter(({ action }) => action === 'token.created')).toHaveLength(2)
    const values = Array.from({ length: 18 }, (_, index) => ({
      id: crypto.randomUUID(),
      tokenHash: Buffer.from([index]),
      accountId: manager.accountId,
      name: `Nr ${index}`,
      scopes: [],
      expiresAt: new Date(Date.now() + 86_400_000),
    }))
    await db.insertInto('apiTokens').values(values).execute()
    await expect(newApiToken(world.app, manager)).rejects.toThrow('too_many_tokens')
  })

  it('of nobody is refused with one answer for every reason', async () => {
    const manager = await newCompany(world.app)
    const { token, tokenId } = await newApiToken(world.app, manager)
    const typo = `${token.slice(0, -1)}${token.endsWith('0') ? '1' : '0'}`
    const ended = await newApiToken(world.app, manager)
    await db
      .updateTable('apiTokens')
      .set({ expiresAt: new Date(0) })
      .where('id', '=', ended.tokenId)
      .execute()
    const bodies = new Set<string>()
    for (const wrong of ['x', typo, ended.token, tokenId, 'gatehouse_pat_']) {
      const answer = await apiCaller(world, wrong)('GET', '/activation-requests')
      const { requestId: _, ...problem } = await jsonOf(answer.clone(), 401)
      bodies.add(JSON.stringify([problem, answer.headers.get('www-authenticate')]))
    }
    expect([...bodies]).toEqual([expect.stringContaining('not_authenticated')])
  })

  it('is worthless when its time is over, to the second (I-40)', async () => {
    const manager = await newCompany(world.app)
    const { token } = await newApiToken(world.app, manager, { days: 7 })
    const call = apiCaller(world, token)
    await world.passTime(7 * 86_400 - 5)
    expect((await call('GET', '/activation-requests')).status).toBe(200)
    await world.passTime(5)
    expect((await call('GET', '/activation-requests')).status).toBe(401)
    await world.passTime(-7 * 86_400)
  })

  it('says when and from where it was used, a minute behind at most', async () => {
    const manager = await newCompany(world.app)
    const made = await newApiToken(world.app, manager)
    const used = () =>
      db
        .selectFrom('apiTokens')
        .select(['lastUsedAt', 'lastUsedAddress'])
        .where('id', '=', made.tokenId)
        .executeTakeFirstOrThrow()
    expect(await used()).toEqual({ lastUsedAt: null, lastUsedAddress: null })
    const address = freshAddress()
    await apiCaller(world, made.token, address)('GET', '/activation-requests')
    const first = await used()
    expect(first.lastUsedAddress).toBe(address)
    await apiCaller(world, made.token)('GET', '/activation-requests')
    expect(await used()).toEqual(first)
    await world.passTime(61)
    await apiCaller(world, made.token)('GET', '/activation-requests')
    expect((await used()).lastUsedAddress).not.toBe(address)
  })
})

describe('the scopes of a token', () => {
  it.each(
    PLATFORM_OPERATIONS.filter(({ scope }) => scope !== null).map(
      ({ id, method, path, scope }) => [id, method, path, scope] as const,
    ),
  )('are asked for by %s, whatever its owner may', async (_, method, path, scope) => {
    const manager = await newCompany(world.app)
    const { call } = await liveToken(
      world,
      manager,
      SCOPE_NAMES.filter((name) => name !== scope),
    )
    const init = method === 'get' ? {} : { json: {} }
    const answer = await call(method.toUpperCase(), path.replaceAll(/\{\w+\}/g, manager.accountId), init)
    expect(await jsonOf(answer.clone(), 403)).toMatchObject({ code: 'insufficient_scope' })
    expect(answer.headers.get('www-authenticate')).toContain(`scope="${scope}"`)
  })

  it('never reach to tokens, passwords or links: no operation makes or shows one (I-28)', () => {
    const making = PLATFORM_OPERATIONS.filter(
      ({ method, path }) => method !== 'get' && method !== 'delete' && /token|password/.test(path),
    )
    expect(making).toEqual([])
  })
})

describe('wrong tokens', () => {
  it('of one network are bounded, and stop nobody whose token was seen to live', async () => {
    const manager = await newCompany(world.app)
    const { token } = await newApiToken(world.app, manager)
    const address = freshAddress()
    const good = apiCaller(world, token, address)
    expect((await good('GET', '/activation-requests')).status).toBe(200)
    const bad = apiCaller(world, 'gatehouse_pat_wrong', address)
    const statuses: number[] = []
    for (let sent = 0; sent < 62; sent += 1) statuses.push((await bad('GET', '/activation-requests')).status)
    expect([statuses[0], statuses[59], statuses[60], statuses[61]]).toEqual([401, 401, 429, 429])
    expect((await good('GET', '/activation-requests')).status).toBe(200)
    expect((await apiCaller(world, 'gatehouse_pat_wrong')('GET', '/activation-requests')).status).toBe(401)
  })
})
