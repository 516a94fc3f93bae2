import { describe, expect, it } from 'vitest'
import { apiCaller, jsonOf, newApiToken } from '../../../test/support/api-caller.ts'
import { actorFor, newCompany, newPerson } from '../../../test/support/people.ts'
import { useWorld } from '../../../test/support/world.ts'
import type { App } from '../../app.ts'
import { rememberReply } from '../../features/tokens/remember-reply.ts'
import { addUser } from '../../features/users/add-user.ts'
import { newId } from '../../secrets.ts'
import { readIdempotencyKey } from './idempotency.ts'

const world = await useWorld()

const ADA = { firstName: 'Ada', lastName: 'Berg', role: 'reader' }
const wish = (key: string, email = `${newId()}@mail.test`) => ({
  json: { ...ADA, email },
  headers: { 'idempotency-key': `"${key}"` },
})

async function companyWithCaller() {
  const manager = await newCompany(world.app)
  const { token } = await newApiToken(world.app, manager)
  const users = async () => {
    const rows = await world.app.db
      .selectFrom('accounts')
      .select('id')
      .where('subscriptionId', '=', manager.subscriptionId)
      .execute()
    return rows.length
  }
  return { manager, call: apiCaller(world, token), users, token }
}

describe('a creation with an Idempotency-Key (A07)', () => {
  it('is carried out once, and answered byte for byte the same again', async () => {
    const { call, users, manager } = await companyWithCaller()
    const request = wish(newId())
    const answers = [await call('POST', '/users', request), await call('POST', '/users', request)]
    const texts = await Promise.all(answers.map((answer) => answer.text()))
    expect(answers.map(({ status }) => status)).toEqual([201, 201])
    expect(texts[1]).toBe(texts[0])
    const told = answers.map(({ headers }) => ['location', 'etag', 'content-type'].map((field) => headers.get(field)))
    expect(told[1]).toEqual(told[0])
    expect(await users()).toBe(2)
    const added = world.app.db.selectFrom('auditEvents').select('id').where('subscriptionId', '=', manager.subscriptionId)
    expect(await added.where('action', '=', 'account.added').execute()).toHaveLength(1)
  })

  it('of which many come at once is carried out once (I-38)', async () => {
    const { call, users, token } = await companyWithCaller()
    const twin = await world.openTwin()
    const request = wish(newId())
    const ofTwin = apiCaller(twin, token)
    const pair = async () => [call('POST', '/users', request), ofTwin('POST', '/users', request)]
    const answers = await Promise.all((await Promise.all(Array.from({ length: 6 }, pair))).flat())
    const statuses = answers.map(({ status }) => status)
    expect(statuses).toContain(201)
    for (const [index, answer] of answers.entries()) {
      if (answer.status === 201) continue
      expect([statuses[index], answer.headers.get('retry-after')]).toEqual([409, '1'])
      expect(await answer.json()).toMatchObject({ code: 'idempotency_key_in_use' })
    }
    expect(await users()).toBe(2)
    expect((await call('POST', '/users', request)).status).toBe(201)
    expect(await users()).toBe(2)
  })

  it('with another body, or to another place, is refused', async () => {
    const { call, users } = await companyWithCaller()
    const key = newId()
    expect((await call('POST', '/users', wish(key))).status).toBe(201)
    expect(await jsonOf(call('POST', '/users', wish(key)), 422)).toMatchObject({ code: 'idempotency_key_reused' })
    expect(await users()).toBe(2)
  })

  it('that was refused is not remembered, since nothing happened', async () => {
    const { call, users } = await companyWithCaller()
    const key = newId()
    expect((await call('POST', '/users', wish(key, 'nowhere'))).status).toBe(422)
    expect((await call('POST', '/users', wish(key))).status).toBe(201)
    expect(await users()).toBe(2)
  })

  it('is another one for another person, and after a day', async () => {
    const { call, users, manager } = await companyWithCaller()
    const helper = await newPerson(world.app, manager.subscriptionId, { role: 'user_administrator' })
    const ofHelper = apiCaller(world, (await newApiToken(world.app, helper)).token)
    const key = newId()
    expect((await call('POST', '/users', wish(key))).status).toBe(201)
    expect((await ofHelper('POST', '/users', wish(key))).status).toBe(201)
    await world.passTime(24 * 60 * 60 - 1)
    expect((await call('POST', '/users', wish(key))).status).toBe(422)
    await world.passTime(1)
    expect((await call('POST', '/users', wish(key))).status).toBe(201)
    expect(await users()).toBe(5)
  })

  it('is remembered by hashes: neither key nor request is kept in the clear (I-34)', async () => {
    const { call, manager } = await companyWithCaller()
    const key = `canary-${newId()}`
    await call('POST', '/users', wish(key))
    const rows = await world.app.db.selectFrom('apiReplies').selectAll().where('accountId', '=', manager.accountId).execute()
    expect(rows).toHaveLength(1)
    expect(JSON.stringify(rows)).not.toContain(key)
  })

  it('leaves neither deed nor answer where it breaks off between the two (I-38)', async () => {
    const { manager, users } = await companyWithCaller()
    const context = { requestId: newId(), address: '192.0.2.7', network: '192.0.2.0/24', browser: '', system: '' }
    const deed = async (within: App): Promise<never> => {
      await addUser(within, actorFor(manager), { ...ADA, email: 'ada@mail.test' }, context)
      throw new Error('pulled the plug')
    }
    const repeatable = { accountId: manager.accountId, key: 'a', request: ['POST', '/users'] }
    await expect(rememberReply(world.app, repeatable, deed)).rejects.toThrow('pulled the plug')
    expect(await users()).toBe(1)
    const left = world.app.db.selectFrom('apiReplies').select('status').where('accountId', '=', manager.accountId)
    expect(await left.execute()).toEqual([])
  })

  it.each([
    ['"a"', 'a'],
    ['"a \\"b\\""', 'a "b"'],
    ['8e03978e-40d5-43e8-bc93-6894a57f9324', '8e03978e-40d5-43e8-bc93-6894a57f9324'],
  ])('reads %s (RFC 9651)', (field, key) => {
    expect(readIdempotencyKey(field)).toBe(key)
  })

  it.each(['', '""', '"', 'a b', '"a', `"${'x'.repeat(256)}"`, '"ü"'])('refuses %s', (field) => {
    expect(() => readIdempotencyKey(field)).toThrow('invalid_header')
  })
})
