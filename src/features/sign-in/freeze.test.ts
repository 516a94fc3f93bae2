import { describe, expect, it } from 'vitest'
import { actorFor, newCompany, newPerson, type Person } from '../../../test/support/people.ts'
import { giveSettings } from '../../../test/support/settings.ts'
import { failTimes, guess, requestFrom } from '../../../test/support/sign-in-attempts.ts'
import { freshAddress, visitor } from '../../../test/support/visitor.ts'
import { useWorld } from '../../../test/support/world.ts'
import { unfreeze } from '../recovery/unfreeze.ts'
import { activateUser } from '../users/activate-user.ts'

const world = await useWorld()

const HOUR = 60 * 60

async function conditionOf({ accountId }: Person): Promise<{ state: string; inactiveReason: string | null }> {
  await world.jobsDone()
  return world.app.db
    .selectFrom('accounts')
    .select(['state', 'inactiveReason'])
    .where('id', '=', accountId)
    .executeTakeFirstOrThrow()
}

const ACTIVE = { state: 'active', inactiveReason: null }
const FROZEN = { state: 'inactive', inactiveReason: 'failed_sign_ins' }

async function freeze(owner: Person): Promise<void> {
  await failTimes(world.app, 10, owner.username)
  expect(await conditionOf(owner)).toEqual(FROZEN)
}

describe('the freeze (S19)', () => {
  it.each([
    [null, 9, ACTIVE],
    [null, 10, FROZEN],
    [null, 11, FROZEN],
    [3, 2, ACTIVE],
    [3, 3, FROZEN],
    [12, 11, ACTIVE],
    [12, 12, FROZEN],
  ])('with a threshold of %s comes or not after %i failures', async (freezeThreshold, failures, condition) => {
    const owner = await newCompany(world.app)
    if (freezeThreshold !== null) await giveSettings(world.app, owner.subscriptionId, { freezeThreshold })
    await failTimes(world.app, failures, owner.username)
    expect(await conditionOf(owner)).toEqual(condition)
    expect((await guess(world.app, owner)).code).toBe(condition === ACTIVE ? 'entered' : 'invalid_credentials')
  })

  it('comes over HTTP, too, and tells the owner once', async () => {
    const owner = await newCompany(world.app)
    const guest = visitor(world.site, { origin: world.app.config.origin })
    for (let round = 0; round < 12; round += 1) {
      await guest.post('/sign-in', { username: owner.username, password: 'wrong horse', altcha: await guest.captcha('sign-in') })
    }
    expect(await conditionOf(owner)).toEqual(FROZEN)
    expect(await world.mails(owner.email)).toHaveLength(1)
  })

  it('I-12 answers the right password as a wrong one, and does not end by it', async () => {
    const owner = await newCompany(world.app)
    await freeze(owner)
    const outcomes = [await guess(world.app, owner), ...(await failTimes(world.app, 1, owner.username))]
    expect(outcomes.map(({ code, captchaNext }) => [code, captchaNext])).toEqual([
      ['invalid_credentials', true],
      ['invalid_credentials', true],
    ])
    expect(await conditionOf(owner)).toEqual(FROZEN)
  })

  it('I-12 lasts when the failures are forgotten: the owner is told by mail, the answer stays', async () => {
    const owner = await newCompany(world.app)
    await freeze(owner)
    await world.passTime(24 * HOUR + 1)
    expect((await guess(world.app, owner)).code).toBe('invalid_credentials')
    expect(await conditionOf(owner)).toEqual(FROZEN)
    expect(await world.mails(owner.email, 2)).toHaveLength(2)
  })

  it('I-12 is not got round by a device that has signed in', async () => {
    const owner = await newCompany(world.app)
    const deviceToken = (await guess(world.app, owner)).tokens?.deviceToken ?? null
    await freeze(owner)
    expect((await guess(world.app, { ...owner, deviceToken })).code).toBe('invalid_credentials')
    expect(await conditionOf(owner)).toEqual(FROZEN)
  })

  it('I-17 ends no session', async () => {
    const owner = await newCompany(world.app)
    const guest = visitor(world.site, { origin: world.app.config.origin })
    await guest.post('/sign-in', { username: owner.username, password: owner.password })
    await freeze(owner)
    await failTimes(world.app, 20, owner.username)
    expect((await guest.get('/')).status).toBe(200)
  })

  it('ends by a Manager’s activation, with the whole budget back', async () => {
    const manager = await newCompany(world.app)
    const owner = await newPerson(world.app, manager.subscriptionId)
    await freeze(owner)
    const actor = actorFor(manager)
    await activateUser(world.app, actor, owner.accountId, requestFrom(freshAddress()))
    await failTimes(world.app, 9, owner.username)
    expect((await guess(world.app, owner)).code).toBe('entered')
  })

  it('never comes from names that only fold alike', async () => {
    const owner = await newCompany(world.app)
    await failTimes(world.app, 30, owner.username.toUpperCase())
    expect(await conditionOf(owner)).toEqual(ACTIVE)
  })
})

describe('I-17 after the owner has unfrozen the account by the mailed key', () => {
  const unfreezeBy = async (owner: Person) => {
    await freeze(owner)
    const [mail] = await world.mails(owner.email)
    const input = { key: mail?.key ?? '', email: owner.email }
    return unfreeze(world.app, input, requestFrom(freshAddress()))
  }

  it('the owner’s browser signs in without captcha, however often strangers fail, and nothing freezes for 24 hours', async () => {
    const owner = await newCompany(world.app)
    const { deviceToken } = await unfreezeBy(owner)
    await failTimes(world.app, 30, owner.username)
    expect(await conditionOf(owner)).toEqual(ACTIVE)
    expect((await guess(world.app, { ...owner, deviceToken, captcha: false })).code).toBe('entered')
    await world.passTime(24 * HOUR - 60)
    await failTimes(world.app, 15, owner.username)
    expect(await conditionOf(owner)).toEqual(ACTIVE)
  })

  it('strangers have a budget that refuses, the right password too', async () => {
    const owner = await newCompany(world.app)
    await unfreezeBy(owner)
    await failTimes(world.app, 10, owner.username)
    expect((await guess(world.app, owner)).code).toBe('invalid_credentials')
  })

  it('failures freeze again once the 24 hours are over', async () => {
    const owner = await newCompany(world.app)
    await unfreezeBy(owner)
    await world.passTime(24 * HOUR + 1)
    await failTimes(world.app, 10, owner.username)
    expect(await conditionOf(owner)).toEqual(FROZEN)
  })

  it('the browser’s own failures spend its own budget first, and never freeze within the 24 hours', async () => {
    const owner = await newCompany(world.app)
    const { deviceToken } = await unfreezeBy(owner)
    await failTimes(world.app, 25, owner.username, { deviceToken })
    expect(await conditionOf(owner)).toEqual(ACTIVE)
    expect((await guess(world.app, { ...owner, deviceToken })).code).toBe('invalid_credentials')
  })
})
