import { describe, expect, it } from 'vitest'
import { newCompany, type Person } from '../../../test/support/people.ts'
import { giveSettings } from '../../../test/support/settings.ts'
import { countingVerifications, guess, insist, type GuessOutcome } from '../../../test/support/sign-in-attempts.ts'
import { visitor } from '../../../test/support/visitor.ts'
import { useWorld } from '../../../test/support/world.ts'
import type { App } from '../../app.ts'
import { secondsFromNow } from '../../clock.ts'
import { foldUsername } from '../../domain/username.ts'
import { nameSubjects } from './guard-subjects.ts'

const world = await useWorld()
const twin = await world.openTwin()
const here = countingVerifications(world.app)
const there = countingVerifications(twin.app)
const apps = [here.app, there.app] as const
const verified = () => here.verified() + there.verified()

/** So many at once, every other one in each of the two processes. */
function atOnce(count: number, attempt: (app: App, index: number) => Promise<GuessOutcome>): Promise<readonly GuessOutcome[]> {
  return Promise.all(Array.from({ length: count }, (_, index) => attempt(apps[index % 2 === 0 ? 0 : 1], index)))
}

function tally(outcomes: readonly GuessOutcome[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const { code } of outcomes) counts[code] = (counts[code] ?? 0) + 1
  return counts
}

async function budgetOf({ username }: Person): Promise<{ spent: number; failures: number } | undefined> {
  const { name } = nameSubjects(world.app.config.secret, foldUsername(username))
  return world.app.db.selectFrom('guardBudgets').select(['spent', 'failures']).where('subject', '=', name).executeTakeFirst()
}

async function countFreezes({ accountId }: Person): Promise<number> {
  const rows = await world.app.db
    .selectFrom('auditEvents')
    .select('id')
    .where('accountId', '=', accountId)
    .where('action', '=', 'account.frozen')
    .execute()
  return rows.length
}

describe('I-11 two hundred guesses at once, in two processes', () => {
  it('verify no more wrong passwords than the budget has, and freeze once', async () => {
    const owner = await newCompany(world.app)
    const before = verified()
    const outcomes = await atOnce(200, (app, index) => insist(app, { ...owner, password: `wrong horse battery ${index}` }))
    expect(tally(outcomes)).toEqual({ invalid_credentials: 200 })
    expect(verified() - before).toBe(10)
    expect(await budgetOf(owner)).toEqual({ spent: 10, failures: 10 })
    await world.jobsDone()
    expect(await countFreezes(owner)).toBe(1)
    expect(await world.mails(owner.email)).toHaveLength(1)
  })

  it('verify no more where the right one is among them', async () => {
    const owner = await newCompany(world.app)
    const before = verified()
    const outcomes = await atOnce(200, (app, index) =>
      insist(app, index === 137 ? owner : { ...owner, password: `wrong horse battery ${index}` }),
    )
    const entered = tally(outcomes)['entered'] ?? 0
    // Each success opens the budget anew, and is verified itself.
    expect(verified() - before).toBeLessThanOrEqual(10 + entered * 11)
    expect(await budgetOf(owner)).toEqual({ spent: 10, failures: 10 })
  })

  it('hold a subscription’s own threshold', async () => {
    const owner = await newCompany(world.app)
    await giveSettings(world.app, owner.subscriptionId, { freezeThreshold: 4 })
    const before = verified()
    await atOnce(100, (app) => insist(app, { ...owner, password: 'wrong horse battery' }))
    expect(verified() - before).toBe(4)
    await world.jobsDone()
    expect(await countFreezes(owner)).toBe(1)
  })

  it('without a captcha end at the third failure, but for those in flight by then', async () => {
    const owner = await newCompany(world.app)
    const before = verified()
    const outcomes = await atOnce(100, (app) => insist(app, { ...owner, password: 'wrong horse battery', captcha: false }))
    expect(verified() - before).toBeGreaterThanOrEqual(3)
    expect(verified() - before).toBeLessThanOrEqual(10)
    expect(Object.keys(tally(outcomes)).toSorted()).toEqual(['captcha_required', 'invalid_credentials'])
  })
})

describe('I-11 right passwords at once', () => {
  it('all succeed, a hundred in two processes, and leave the budget whole', async () => {
    const owner = await newCompany(world.app)
    const outcomes = await atOnce(100, (app) => insist(app, owner))
    expect(tally(outcomes)).toEqual({ entered: 100 })
    expect(await budgetOf(owner)).toEqual({ spent: 0, failures: 0 })
    expect(new Set(outcomes.map(({ tokens }) => tokens?.sessionToken)).size).toBe(100)
  })

  it('all succeed beside fewer wrong ones than the budget has', async () => {
    const owner = await newCompany(world.app)
    const outcomes = await atOnce(60, (app, index) =>
      insist(app, index % 10 === 0 ? { ...owner, password: 'wrong horse battery' } : owner),
    )
    expect(tally(outcomes)).toEqual({ entered: 54, invalid_credentials: 6 })
    const budget = await budgetOf(owner)
    expect(budget?.spent).toBe(budget?.failures)
    expect(budget?.spent).toBeLessThanOrEqual(6)
  })

  it('I-17 on a known device all succeed while strangers spend what they have after an unfreeze, and no session ends', async () => {
    const owner = await newCompany(world.app)
    const deviceToken = (await guess(world.app, owner)).tokens?.deviceToken ?? null
    await world.app.db
      .updateTable('accounts')
      .set({ unfrozenUntil: secondsFromNow(3_600) })
      .where('id', '=', owner.accountId)
      .execute()
    const outcomes = await atOnce(80, (app, index) =>
      insist(app, index % 8 === 0 ? { ...owner, deviceToken } : { ...owner, password: 'wrong horse battery' }),
    )
    expect(tally(outcomes)).toEqual({ entered: 10, invalid_credentials: 70 })
    await world.jobsDone()
    expect(await countFreezes(owner)).toBe(0)
    const sessions = await world.app.db.selectFrom('sessions').select('id').where('accountId', '=', owner.accountId).execute()
    expect(sessions).toHaveLength(11)
  })
})

describe('one captcha', () => {
  it('I-18 used fifty times at once lets one attempt in', async () => {
    const owner = await newCompany(world.app)
    await atOnce(3, (app) => insist(app, { ...owner, password: 'wrong horse battery' }))
    const solution = await visitor(world.site, { origin: world.app.config.origin }).captcha('sign-in')
    const proof = await world.app.captcha.check(solution, 'sign-in')
    const outcomes = await atOnce(50, (app) => insist(app, { ...owner, captcha: proof ?? false }))
    expect(tally(outcomes)).toEqual({ entered: 1, captcha_required: 49 })
  })
})

describe('many names at once from one network', () => {
  it('block one another nowhere: right and wrong, known and unknown, on three networks', async () => {
    const owners = await Promise.all(Array.from({ length: 6 }, () => newCompany(world.app)))
    const outcomes = await atOnce(120, (app, index) => {
      const owner = owners[index % owners.length]
      const username = index % 5 === 0 ? `none${index % 7}_ab1` : (owner?.username ?? '')
      const password = index % 3 === 0 ? 'wrong horse battery' : (owner?.password ?? '')
      return insist(app, { username, password, address: `198.51.${100 + (index % 3)}.9` })
    })
    expect(Object.keys(tally(outcomes)).toSorted()).toEqual(['entered', 'invalid_credentials'])
  })
})
