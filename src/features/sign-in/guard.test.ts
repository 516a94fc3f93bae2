import { describe, expect, it } from 'vitest'
import { actorFor, newCompany } from '../../../test/support/people.ts'
import { countingVerifications, failTimes, guess, requestFrom, solvedCaptcha } from '../../../test/support/sign-in-attempts.ts'
import { freshAddress, visitor } from '../../../test/support/visitor.ts'
import { useWorld } from '../../../test/support/world.ts'
import { readDatabaseClock, secondsFromNow } from '../../clock.ts'
import { isRefusal } from '../../domain/errors.ts'
import { foldUsername } from '../../domain/username.ts'
import { changePassword } from '../profile/change-password.ts'
import { describeAttempt } from './attempt.ts'
import { nameSubjects } from './guard-subjects.ts'
import { openAttempt } from './open-attempt.ts'

const world = await useWorld({ work: false })

const codes = (outcomes: readonly { code: string }[]) => [...new Set(outcomes.map(({ code }) => code))]
const DAY = 24 * 60 * 60

describe('the captcha', () => {
  it('is asked of unknown devices from the third failure on, and nothing is verified or spent without it', async () => {
    const owner = await newCompany(world.app)
    const outcomes = await failTimes(world.app, 3, owner.username, { captcha: false })
    expect(outcomes.map(({ code, captchaNext }) => [code, captchaNext])).toEqual([
      ['invalid_credentials', false],
      ['invalid_credentials', false],
      ['invalid_credentials', true],
    ])
    const counting = countingVerifications(world.app)
    expect(codes(await failTimes(counting.app, 20, owner.username, { captcha: false }))).toEqual(['captcha_required'])
    expect(counting.verified()).toBe(0)
    expect((await guess(counting.app, owner)).code).toBe('entered')
  })

  it('is no longer asked after a success from a new device', async () => {
    const owner = await newCompany(world.app)
    await failTimes(world.app, 3, owner.username)
    expect((await guess(world.app, { ...owner, captcha: false })).code).toBe('captcha_required')
    expect((await guess(world.app, owner)).code).toBe('entered')
    expect((await guess(world.app, { ...owner, captcha: false })).code).toBe('entered')
  })

  it('is asked for a day after the last failure, whoever comes by on a known device', async () => {
    const owner = await newCompany(world.app)
    const deviceToken = (await guess(world.app, owner)).tokens?.deviceToken ?? null
    await failTimes(world.app, 3, owner.username)
    expect((await guess(world.app, { ...owner, deviceToken, captcha: false })).code).toBe('entered')
    expect((await guess(world.app, { ...owner, captcha: false })).code).toBe('captcha_required')
    await world.passTime(DAY + 1)
    expect((await guess(world.app, { ...owner, captcha: false })).code).toBe('entered')
  })

  it('is not asked of a device that has signed in', async () => {
    const owner = await newCompany(world.app)
    const deviceToken = (await guess(world.app, owner)).tokens?.deviceToken ?? null
    await failTimes(world.app, 9, owner.username)
    expect((await guess(world.app, { ...owner, deviceToken, captcha: false })).code).toBe('entered')
  })

  it('I-18 opens nothing a second time', async () => {
    const owner = await newCompany(world.app)
    await failTimes(world.app, 3, owner.username)
    const guest = visitor(world.site, { origin: world.app.config.origin })
    const altcha = await guest.captcha('sign-in')
    const first = await guest.post('/sign-in', { username: owner.username, password: 'wrong', altcha })
    expect(await first.text()).toContain('Invalid credentials')
    const second = await guest.post('/sign-in', { username: owner.username, password: owner.password, altcha })
    expect(second.status).toBe(422)
    expect(await second.text()).toContain('One more check')
  })
})

describe('the budget of a name', () => {
  it('refuses the right password when it is gone, and verifies nothing any more', async () => {
    const owner = await newCompany(world.app)
    const counting = countingVerifications(world.app)
    expect(codes(await failTimes(counting.app, 15, owner.username))).toEqual(['invalid_credentials'])
    expect(counting.verified()).toBe(10)
    expect((await guess(counting.app, owner)).code).toBe('invalid_credentials')
    expect(counting.verified()).toBe(10)
  })

  it('counts failures since the last success', async () => {
    const owner = await newCompany(world.app)
    for (let round = 0; round < 3; round += 1) {
      await failTimes(world.app, 9, owner.username)
      expect((await guess(world.app, owner)).code).toBe('entered')
    }
  })

  it('ends 24 hours after the first failure, however many follow', async () => {
    const owner = await newCompany(world.app)
    const startedAt = await readDatabaseClock(world.app.db)
    await failTimes(world.app, 1, owner.username)
    const { expiresAt } = await budgetOf(owner.username)
    const endsAfter = (expiresAt.getTime() - startedAt.getTime()) / 1_000
    expect(endsAfter).toBeGreaterThanOrEqual(DAY)
    expect(endsAfter).toBeLessThan(DAY + 5)
    await failTimes(world.app, 9, owner.username)
    expect((await budgetOf(owner.username)).expiresAt).toEqual(expiresAt)
  })

  it.each([
    ['a moment before its end', 1, 'invalid_credentials'],
    ['at its end', 0, 'entered'],
    ['a moment after its end', -1, 'entered'],
  ])('is whole again %s or not', async (_, secondsLeft, code) => {
    const owner = await newCompany(world.app)
    await failTimes(world.app, 10, owner.username)
    const { subject } = await budgetOf(owner.username)
    await world.app.db
      .updateTable('guardBudgets')
      .set({ expiresAt: secondsFromNow(secondsLeft) })
      .where('subject', '=', subject)
      .execute()
    expect((await guess(world.app, owner)).code).toBe(code)
  })

  it('I-13 is one for all spellings of a name', async () => {
    const owner = await newCompany(world.app)
    const spellings = [
      owner.username.toUpperCase(),
      `\u200b${owner.username}`,
      owner.username.replace(/^c/, '\uff43'),
      `${owner.username}\u00a0`,
      owner.username.replace('_', '\uff3f'),
    ]
    for (const spelling of spellings) expect(codes(await failTimes(world.app, 2, spelling))).toEqual(['invalid_credentials'])
    const counting = countingVerifications(world.app)
    expect((await guess(counting.app, owner)).code).toBe('invalid_credentials')
    expect(counting.verified()).toBe(0)
  })

  it('I-14 is common to all processes, and survives their end', async () => {
    const owner = await newCompany(world.app)
    const twin = await world.openTwin()
    await failTimes(world.app, 5, owner.username)
    await failTimes(twin.app, 5, owner.username)
    expect((await guess(world.app, owner)).code).toBe('invalid_credentials')
    await twin.close()
    const later = await world.openTwin()
    expect((await guess(later.app, owner)).code).toBe('invalid_credentials')
  })

  it('I-14 I-25 is spent by Change Password, too, and refuses there the right one when it is gone', async () => {
    const owner = await newCompany(world.app)
    const change = async (currentPassword: string) => {
      const actor = actorFor(owner)
      const newPassword = 'quiet ember lantern 47'
      const input = { currentPassword, newPassword, confirmation: newPassword, captcha: solvedCaptcha(), deviceToken: null }
      try {
        await changePassword(world.app, actor, input, requestFrom(freshAddress()))
        return 'changed'
      } catch (error) {
        if (isRefusal(error)) return error.code
        throw error
      }
    }
    for (let done = 0; done < 5; done += 1) expect(await change('wrong horse battery')).toBe('invalid_fields')
    await failTimes(world.app, 5, owner.username)
    expect(await change(owner.password)).toBe('invalid_fields')
    expect((await guess(world.app, owner)).code).toBe('invalid_credentials')
  })

  it('I-10 takes the same few rows for an unknown name, of one size, however long the name', async () => {
    const count = async () =>
      (await world.app.db.selectFrom('guardBudgets').select('subject').execute()).map(({ subject }) => subject.length)
    const before = await count()
    await failTimes(world.app, 12, 'n'.repeat(900), { address: '198.51.100.1' })
    const after = await count()
    expect(after.length - before.length).toBe(3)
    expect(new Set(after)).toEqual(new Set([32]))
  })
})

describe('a charge that was never settled', () => {
  /** What a process leaves behind that dies between charging and settling. */
  const crashWhileChecking = async (username: string) => {
    const { app } = world
    const attempt = describeAttempt(app, {
      username,
      deviceToken: null,
      captcha: solvedCaptcha(),
      captchaSpent: false,
      context: requestFrom(freshAddress()),
    })
    const { address } = attempt.context
    return openAttempt(app.db, {
      ...attempt,
      address,
      threshold: 10,
      highestThreshold: 100,
      captchaFrom: 3,
      memorySeconds: DAY,
      locks: false,
      passwordSeconds: null,
    })
  }

  it('counts, and leaves the rest of the budget usable', async () => {
    const owner = await newCompany(world.app)
    for (let crashes = 0; crashes < 4; crashes += 1) await crashWhileChecking(owner.username)
    const counting = countingVerifications(world.app)
    await failTimes(counting.app, 5, owner.username)
    expect(counting.verified()).toBe(5)
    expect((await guess(world.app, owner)).code).toBe('entered')
  })

  it('lets nobody wait for more than 10 s, and is a failure once it can be in flight no more', async () => {
    const owner = await newCompany(world.app)
    for (let crashes = 0; crashes < 12; crashes += 1) await crashWhileChecking(owner.username)
    const startedAt = performance.now()
    expect((await guess(world.app, owner)).code).toBe('overloaded')
    expect(performance.now() - startedAt).toBeLessThan(15_000)
    await world.passTime(61)
    expect((await guess(world.app, owner)).code).toBe('invalid_credentials')
    expect(await budgetOf(owner.username)).toMatchObject({ spent: 10, failures: 10 })
  })
})

/** The budget of a name's strangers. */
async function budgetOf(username: string): Promise<{ subject: Buffer; spent: number; failures: number; expiresAt: Date }> {
  const { name } = nameSubjects(world.app.config.secret, foldUsername(username))
  return world.app.db
    .selectFrom('guardBudgets')
    .select(['subject', 'spent', 'failures', 'expiresAt'])
    .where('subject', '=', name)
    .executeTakeFirstOrThrow()
}
