import { beforeEach, describe, expect, it } from 'vitest'
import { budgetOf } from '../../../test/support/budgets.ts'
import { actorFor, newCompany } from '../../../test/support/people.ts'
import { giveSettings } from '../../../test/support/settings.ts'
import { countingVerifications, failTimes, guess, requestFrom } from '../../../test/support/sign-in-attempts.ts'
import { stopClockAt } from '../../../test/support/stopped-clock.ts'
import { freshAddress } from '../../../test/support/visitor.ts'
import { useWorld } from '../../../test/support/world.ts'
import { isRefusal } from '../../domain/errors.ts'
import { findAccount } from '../accounts/queries.ts'
import { releaseLock } from './release-lock.ts'
import { withCurrentPassword } from './with-current-password.ts'

const world = await useWorld({ platformId: 'PCI', work: false })
const at = (seconds: number) => stopClockAt(world.app, seconds)

const MINUTE = 60
const HOUR = 60 * MINUTE
const LOCK = 30 * MINUTE
const DAY = 24 * HOUR

const codes = (outcomes: readonly { code: string }[]) => [...new Set(outcomes.map(({ code }) => code))]

beforeEach(() => at(0))

describe('the lock (PCI DSS 4.0.1 8.3.4)', () => {
  it.each([
    [9, 'entered'],
    [10, 'invalid_credentials'],
    [11, 'invalid_credentials'],
  ])('comes or not after %i failures', async (failures, code) => {
    const owner = await newCompany(world.app)
    await failTimes(world.app, failures, owner.username)
    expect((await guess(world.app, owner)).code).toBe(code)
  })

  it.each([
    ['a second before 30 minutes', LOCK - 1, 'invalid_credentials', 0],
    ['at 30 minutes', LOCK, 'entered', 1],
    ['a second after 30 minutes', LOCK + 1, 'entered', 1],
  ])('%s: has ended by itself or not, and until then verifies nothing (I-12)', async (_, seconds, code, verified) => {
    const owner = await newCompany(world.app)
    await failTimes(world.app, 10, owner.username)
    const counting = countingVerifications(world.app)
    await at(seconds)
    expect((await guess(counting.app, owner)).code).toBe(code)
    expect(counting.verified()).toBe(verified)
  })

  it('answers every try alike, and no refusal prolongs it (I-17)', async () => {
    const owner = await newCompany(world.app)
    await failTimes(world.app, 10, owner.username)
    const counting = countingVerifications(world.app)
    for (const seconds of [1, 10 * MINUTE, LOCK - 1]) {
      await at(seconds)
      const outcomes = [...(await failTimes(counting.app, 5, owner.username)), await guess(counting.app, owner)]
      expect(new Set(outcomes.map(({ code, captchaNext }) => `${code} ${captchaNext}`))).toEqual(
        new Set(['invalid_credentials true']),
      )
    }
    expect(counting.verified()).toBe(0)
    await at(LOCK)
    expect((await guess(world.app, owner)).code).toBe('entered')
  })

  it('begins with the failure that fills the budget, and after it all is new', async () => {
    const owner = await newCompany(world.app)
    await failTimes(world.app, 9, owner.username)
    await at(20 * HOUR)
    await failTimes(world.app, 1, owner.username)
    await at(20 * HOUR + LOCK - 1)
    expect((await guess(world.app, owner)).code).toBe('invalid_credentials')
    await at(20 * HOUR + LOCK)
    const counting = countingVerifications(world.app)
    expect(codes(await failTimes(counting.app, 15, owner.username))).toEqual(['invalid_credentials'])
    expect(counting.verified()).toBe(10)
    await at(20 * HOUR + 2 * LOCK)
    expect((await guess(world.app, owner)).code).toBe('entered')
  })

  it('comes at a subscription’s own threshold, and is no longer where that was lowered meanwhile', async () => {
    const owner = await newCompany(world.app)
    await failTimes(world.app, 5, owner.username)
    await giveSettings(world.app, owner.subscriptionId, { freezeThreshold: 3 })
    await at(HOUR)
    expect((await guess(world.app, owner)).code).toBe('invalid_credentials')
    await at(HOUR + LOCK)
    await failTimes(world.app, 3, owner.username)
    expect((await guess(world.app, owner)).code).toBe('invalid_credentials')
    await at(HOUR + 2 * LOCK)
    expect((await guess(world.app, owner)).code).toBe('entered')
  })

  it('is not put off by a success within the ten, which clears them', async () => {
    const owner = await newCompany(world.app)
    for (let round = 0; round < 3; round += 1) {
      await failTimes(world.app, 9, owner.username)
      expect((await guess(world.app, owner)).code).toBe('entered')
    }
  })
})

describe('failures below the threshold', () => {
  it.each([
    ['a second before 24 hours', DAY - 1, 'invalid_credentials'],
    ['at 24 hours', DAY, 'entered'],
    ['a second after 24 hours', DAY + 1, 'entered'],
  ])('%s are forgotten or not', async (_, seconds, code) => {
    const owner = await newCompany(world.app)
    await failTimes(world.app, 9, owner.username)
    await at(seconds)
    await failTimes(world.app, 1, owner.username)
    expect((await guess(world.app, owner)).code).toBe(code)
  })

  it('that trickle in, less than a day apart, add up to a lock (I-11)', async () => {
    const owner = await newCompany(world.app)
    for (let day = 0; day < 10; day += 1) {
      await at(day * (DAY - 1))
      await failTimes(world.app, 1, owner.username)
    }
    expect((await guess(world.app, owner)).code).toBe('invalid_credentials')
    expect(await budgetOf(world.app, owner.username)).toMatchObject({ spent: 10, failures: 10 })
  })

  it('are remembered for a day after a lock, too, not for the length of it', async () => {
    const owner = await newCompany(world.app)
    await failTimes(world.app, 10, owner.username)
    await at(LOCK)
    await failTimes(world.app, 9, owner.username)
    await at(2 * LOCK + HOUR)
    await failTimes(world.app, 1, owner.username)
    expect((await guess(world.app, owner)).code).toBe('invalid_credentials')
  })
})

describe('a device that has signed in', () => {
  const knownDeviceOf = async (owner: { username: string; password: string }) =>
    (await guess(world.app, owner)).tokens?.deviceToken ?? null

  it('is asked for no captcha, and spends the same ten as everybody', async () => {
    const owner = await newCompany(world.app)
    const deviceToken = await knownDeviceOf(owner)
    const counting = countingVerifications(world.app)
    expect(codes(await failTimes(counting.app, 6, owner.username, { deviceToken, captcha: false }))).toEqual([
      'invalid_credentials',
    ])
    await failTimes(counting.app, 10, owner.username)
    expect(counting.verified()).toBe(10)
    expect((await guess(counting.app, { ...owner, deviceToken })).code).toBe('invalid_credentials')
    expect((await guess(counting.app, owner)).code).toBe('invalid_credentials')
    expect(counting.verified()).toBe(10)
    await at(LOCK)
    expect((await guess(counting.app, { ...owner, deviceToken, captcha: false })).code).toBe('entered')
  })

  it('locks the name alone, without a stranger’s help', async () => {
    const owner = await newCompany(world.app)
    const deviceToken = await knownDeviceOf(owner)
    const counting = countingVerifications(world.app)
    await failTimes(counting.app, 25, owner.username, { deviceToken })
    expect(counting.verified()).toBe(10)
    expect((await guess(counting.app, owner)).code).toBe('invalid_credentials')
  })
})

describe('the day after a release', () => {
  it.each([
    ['a second before its end', DAY - 1, 'entered'],
    ['at its end', DAY, 'invalid_credentials'],
    ['a second after its end', DAY + 1, 'invalid_credentials'],
  ])('%s: failures of a known device are its own or everybody’s', async (_, seconds, code) => {
    const owner = await newCompany(world.app)
    const account = await findAccount(world.app.db, owner.accountId)
    if (!account) throw new Error('the account is gone')
    const { deviceToken } = await world.app.db.transaction().execute((trx) => releaseLock(world.app, trx, account))
    await at(seconds)
    await failTimes(world.app, 10, owner.username, { deviceToken })
    expect((await guess(world.app, owner)).code).toBe(code)
    expect((await guess(world.app, { ...owner, deviceToken })).code).toBe('invalid_credentials')
  })

  it('gives strangers no ten more at its end (I-11)', async () => {
    const owner = await newCompany(world.app)
    const account = await findAccount(world.app.db, owner.accountId)
    if (!account) throw new Error('the account is gone')
    await world.app.db.transaction().execute((trx) => releaseLock(world.app, trx, account))
    const counting = countingVerifications(world.app)
    await at(DAY - 1)
    await failTimes(counting.app, 11, owner.username)
    await at(DAY)
    await failTimes(counting.app, 11, owner.username)
    expect(counting.verified()).toBe(10)
    await at(DAY - 1 + LOCK)
    expect((await guess(world.app, owner)).code).toBe('entered')
  })
})

describe('I-14 one budget', () => {
  it('is common to all processes, and the lock survives their end', async () => {
    const owner = await newCompany(world.app)
    const twin = await world.openTwin({ work: false })
    await failTimes(world.app, 5, owner.username)
    await failTimes(twin.app, 5, owner.username)
    expect((await guess(world.app, owner)).code).toBe('invalid_credentials')
    await twin.close()
    const later = await world.openTwin({ work: false })
    expect((await guess(later.app, owner)).code).toBe('invalid_credentials')
    await at(LOCK)
    expect((await guess(later.app, owner)).code).toBe('entered')
  })

  it('I-25 is spent where the current password is asked for, too, which a lock refuses', async () => {
    const owner = await newCompany(world.app)
    const account = await findAccount(world.app.db, owner.accountId)
    if (!account) throw new Error('the account is gone')
    const tryCurrent = async (currentPassword: string) => {
      const of = {
        account,
        actor: actorFor(owner),
        action: 'password.change_refused',
        currentPassword,
        deviceToken: null,
      } as const
      try {
        return await withCurrentPassword(world.app, { ...of, context: requestFrom(freshAddress()) }, async () => 'done')
      } catch (error) {
        if (isRefusal(error)) return error.code
        throw error
      }
    }
    for (let round = 0; round < 5; round += 1) expect(await tryCurrent('wrong horse battery')).toBe('invalid_fields')
    await failTimes(world.app, 5, owner.username)
    expect(await tryCurrent(owner.password)).toBe('invalid_fields')
    expect((await guess(world.app, owner)).code).toBe('invalid_credentials')
    await at(LOCK)
    expect(await tryCurrent(owner.password)).toBe('done')
  })
})
