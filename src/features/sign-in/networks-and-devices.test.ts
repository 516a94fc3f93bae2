import { describe, expect, it } from 'vitest'
import { newCompany } from '../../../test/support/people.ts'
import { countingVerifications, failTimes, guess, requestFrom } from '../../../test/support/sign-in-attempts.ts'
import { useWorld } from '../../../test/support/world.ts'
import { describeAttempt } from './attempt.ts'

const world = await useWorld({ work: false })

describe('a network', () => {
  it('I-15 that fails on many accounts is challenged and slowed, and never refused', async () => {
    const address = '203.0.113.5'
    const names = Array.from({ length: 110 }, (_, index) => `net${index}_ab1`)
    await Promise.all(names.map(async (username) => guess(world.app, { username, password: 'wrong horse battery', address })))
    const owner = await newCompany(world.app)
    const neighbour = '203.0.113.250'
    expect((await guess(world.app, { ...owner, address: neighbour, captcha: false })).code).toBe('captcha_required')
    const startedAt = performance.now()
    expect((await guess(world.app, { ...owner, address: neighbour })).code).toBe('entered')
    const took = performance.now() - startedAt
    expect(took).toBeGreaterThan(200)
    expect(took).toBeLessThan(4_000)
    expect((await guess(world.app, { ...owner, address: '203.0.112.5', captcha: false })).code).toBe('entered')
    await world.passTime(15 * 60 + 1)
    expect((await guess(world.app, { ...owner, address: neighbour, captcha: false })).code).toBe('entered')
  })

  it('I-16 is the socket’s where no trusted proxy stands before it, whatever the headers claim', async () => {
    const { app, site } = world
    const owner = await newCompany(app)
    const bindings = { incoming: { socket: { remoteAddress: '192.0.2.77' } } }
    for (let round = 0; round < 3; round += 1) {
      const claims = {
        'x-forwarded-for': `198.18.${round}.1`,
        forwarded: `for=198.18.${round}.1`,
        'x-real-ip': `198.18.${round}.1`,
      }
      const headers = { ...claims, origin: app.config.origin, 'content-type': 'application/x-www-form-urlencoded' }
      const body = new URLSearchParams({ username: owner.username, password: 'wrong horse battery' })
      // Only the socket's address is read of the bindings.
      await site.fetch(new Request(`${app.config.origin}/sign-in`, { method: 'POST', headers, body }), bindings as never)
    }
    const trail = await app.db
      .selectFrom('auditEvents')
      .select('address')
      .where('accountId', '=', owner.accountId)
      .where('action', '=', 'sign_in.refused')
      .execute()
    expect(trail.map(({ address }) => address)).toEqual(['192.0.2.77', '192.0.2.77', '192.0.2.77'])
    const { subjects } = describeAttempt(app, {
      username: 'x',
      deviceToken: null,
      captcha: null,
      captchaSpent: false,
      context: requestFrom('192.0.2.1'),
    })
    const budget = await app.db
      .selectFrom('guardBudgets')
      .select('failures')
      .where('subject', '=', subjects.network)
      .executeTakeFirst()
    expect(budget).toEqual({ failures: 3 })
  })
})

describe('a known device', () => {
  it('has a budget of its own, and spends the account’s once that is gone', async () => {
    const owner = await newCompany(world.app)
    const deviceToken = (await guess(world.app, owner)).tokens?.deviceToken ?? null
    const counting = countingVerifications(world.app)
    await failTimes(counting.app, 10, owner.username, { deviceToken })
    expect((await guess(world.app, owner)).code).toBe('entered')
    await failTimes(counting.app, 15, owner.username, { deviceToken })
    expect(counting.verified()).toBe(10 + 10)
    expect((await guess(counting.app, { ...owner, deviceToken })).code).toBe('invalid_credentials')
    expect((await guess(counting.app, owner)).code).toBe('invalid_credentials')
  })

  it('of one account is a stranger to another', async () => {
    const mine = await newCompany(world.app)
    const theirs = await newCompany(world.app)
    const deviceToken = (await guess(world.app, mine)).tokens?.deviceToken ?? null
    await failTimes(world.app, 10, theirs.username, { deviceToken })
    expect((await guess(world.app, { ...theirs, deviceToken })).code).toBe('invalid_credentials')
  })

  it('is no invented cookie', async () => {
    const owner = await newCompany(world.app)
    await failTimes(world.app, 3, owner.username)
    expect((await guess(world.app, { ...owner, deviceToken: 'A'.repeat(43), captcha: false })).code).toBe('captcha_required')
  })
})
