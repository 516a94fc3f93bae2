import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { apiCaller, countTokens, liveToken, newApiToken } from '../../../test/support/api-caller.ts'
import { newCompany, newPerson } from '../../../test/support/people.ts'
import { auditTrail, expectWords, flashAfter, pageAt, signedIn } from '../../../test/support/signed-in.ts'
import { useWorld } from '../../../test/support/world.ts'
import { forgetEndedTokens } from './forget-ended.ts'

const world = await useWorld()
const { db } = world.app

describe('a token ends', () => {
  it('when its owner revokes it, for the next request in every process (I-19)', async () => {
    const manager = await newCompany(world.app)
    const { tokenId, status, token } = await liveToken(world, manager)
    const twin = await world.openTwin()
    const owner = await signedIn(world, manager)
    expect(await flashAfter(owner, await owner.post(`/account/tokens/${tokenId}/revoke`, {}))).toContain('is revoked')
    expect([await status(), (await apiCaller(twin, token)('GET', '/activation-requests')).status]).toEqual([401, 401])
    expect((await owner.post(`/account/tokens/${tokenId}/revoke`, {})).status).toBe(404)
    expect(await pageAt(owner, '/account/tokens')).toContain('Revoked')
    const trail = await auditTrail(world.app, manager.subscriptionId)
    expect(trail.filter(({ action }) => action === 'token.revoked')).toHaveLength(1)
    expect((await world.mails(manager.email, 2)).map(({ subject }) => subject).join()).toContain('was revoked')
  })

  it('by the hand of a Manager of its subscription, and of nobody else (I-26, I-27)', async () => {
    const manager = await newCompany(world.app)
    const helper = await newPerson(world.app, manager.subscriptionId, { role: 'user_administrator' })
    const { tokenId, status } = await liveToken(world, helper)
    const ofManager = await liveToken(world, manager)
    const stranger = await liveToken(world, await newCompany(world.app))
    const helpers = await liveToken(world, helper)
    expect((await stranger.call('DELETE', `/tokens/${tokenId}`)).status).toBe(404)
    expect((await helpers.call('DELETE', `/tokens/${ofManager.tokenId}`)).status).toBe(404)
    expect((await helpers.call('GET', '/subscription/tokens')).status).toBe(403)
    expect(await status()).toBe(200)
    const page = await pageAt(await signedIn(world, manager), '/account/tokens')
    expectWords(page, ['Tokens of others', helper.username])
    expect((await ofManager.call('DELETE', `/tokens/${tokenId}`)).status).toBe(204)
    expect(await status()).toBe(401)
    expect((await ofManager.call('DELETE', `/tokens/${ofManager.tokenId}`)).status).toBe(204)
    expect(await ofManager.status()).toBe(401)
  })

  it('with its owner’s deactivation, and stays ended when they are activated again (I-29, I-04)', async () => {
    const manager = await newCompany(world.app)
    const helper = await newPerson(world.app, manager.subscriptionId, { role: 'user_administrator' })
    const { status } = await liveToken(world, helper)
    const owner = await signedIn(world, manager)
    expect(await pageAt(owner, `/users/${helper.accountId}`)).toContain('1 in force')
    expect((await owner.post(`/users/${helper.accountId}/deactivate`, { list: '' })).status).toBe(303)
    expect(await pageAt(owner, `/users/${helper.accountId}`)).not.toContain('in force')
    expect(await status()).toBe(401)
    expect((await owner.post(`/users/${helper.accountId}/activate`, { list: '' })).status).toBe(303)
    expect(await status()).toBe(401)
  })

  it('with the subscription, and rests from addresses that are not let in (A05)', async () => {
    const manager = await newCompany(world.app)
    const { token } = await newApiToken(world.app, manager)
    const [inside, outside] = ['192.0.2.7', '198.51.100.7'].map((address) => apiCaller(world, token, address))
    const settings = JSON.stringify({ allowedNetworks: ['192.0.2.0/24'] })
    await sql`update subscriptions set settings = settings || ${settings}::jsonb where id = ${manager.subscriptionId}::uuid`.execute(
      db,
    )
    expect([
      (await inside?.('GET', '/activation-requests'))?.status,
      (await outside?.('GET', '/activation-requests'))?.status,
    ]).toEqual([200, 401])
    await db
      .updateTable('subscriptions')
      .set({ expiredAt: new Date(0) })
      .where('id', '=', manager.subscriptionId)
      .execute()
    expect((await inside?.('GET', '/activation-requests'))?.status).toBe(401)
  })

  it('by no stranger’s guesses: a freeze stops no program (I-17)', async () => {
    const manager = await newCompany(world.app)
    const { status } = await liveToken(world, manager)
    await db
      .updateTable('accounts')
      .set({ state: 'inactive', inactiveReason: 'failed_sign_ins' })
      .where('id', '=', manager.accountId)
      .execute()
    expect(await status()).toBe(200)
  })
})

it('is forgotten 90 days after its end, with budgets and repeated answers', async () => {
  const manager = await newCompany(world.app)
  const { call } = await liveToken(world, manager)
  const person = { firstName: 'Ada', lastName: 'Berg', email: 'ada@mail.test', role: 'reader' }
  await call('POST', '/users', { json: person, headers: { 'idempotency-key': 'a' } })
  const left = async () => {
    const replies = await db.selectFrom('apiReplies').select('accountId').where('accountId', '=', manager.accountId).execute()
    return [await countTokens(db, manager), replies.length]
  }
  await forgetEndedTokens(db)
  expect(await left()).toEqual([1, 1])
  await world.passTime(90 * 86_400)
  await forgetEndedTokens(db)
  expect(await left()).toEqual([1, 0])
  await world.passTime(90 * 86_400 + 1)
  await forgetEndedTokens(db)
  expect(await left()).toEqual([0, 0])
  await world.passTime(-180 * 86_400 - 1)
})
