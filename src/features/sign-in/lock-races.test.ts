import { describe, expect, it } from 'vitest'
import { budgetOf } from '../../../test/support/budgets.ts'
import { newCompany, type Person } from '../../../test/support/people.ts'
import { countingVerifications, guess, insist, type GuessOutcome } from '../../../test/support/sign-in-attempts.ts'
import { useWorld } from '../../../test/support/world.ts'
import type { App } from '../../app.ts'

const world = await useWorld({ platformId: 'PCI' })
const twin = await world.openTwin()
const here = countingVerifications(world.app)
const there = countingVerifications(twin.app)
const apps = [here.app, there.app] as const
const verified = () => here.verified() + there.verified()

const LOCK = 30 * 60
const WRONG = 'wrong horse battery'

/** So many at once, every other one in each of the two processes. */
function atOnce(count: number, attempt: (app: App, index: number) => Promise<GuessOutcome>): Promise<readonly GuessOutcome[]> {
  return Promise.all(Array.from({ length: count }, (_, index) => attempt(apps[index % 2 === 0 ? 0 : 1], index)))
}

const codes = (outcomes: readonly GuessOutcome[]) => outcomes.map(({ code }) => code)
const countOf = (outcomes: readonly GuessOutcome[], wanted: string) => outcomes.filter(({ code }) => code === wanted).length

async function countLocks({ accountId }: Person): Promise<number> {
  await world.jobsDone()
  const rows = await world.app.db
    .selectFrom('auditEvents')
    .select('id')
    .where('accountId', '=', accountId)
    .where('action', '=', 'account.locked')
    .execute()
  return rows.length
}

describe('I-11 guesses at once, in two processes, where the policy locks', () => {
  it('verify ten in each lock’s time, and lock once in it, with one mail', async () => {
    const owner = await newCompany(world.app)
    for (const locks of [1, 2]) {
      const before = verified()
      const outcomes = await atOnce(120, (app, index) => insist(app, { ...owner, password: `${WRONG} ${index}` }))
      expect(countOf(outcomes, 'invalid_credentials')).toBe(120)
      expect(verified() - before).toBe(10)
      expect(await countLocks(owner)).toBe(locks)
      expect(await world.mails(owner.email, locks)).toHaveLength(locks)
      await world.passTime(LOCK + 1)
    }
  })

  it('verify ten from a known device and from strangers together', async () => {
    const owner = await newCompany(world.app)
    const deviceToken = (await guess(world.app, owner)).tokens?.deviceToken ?? null
    const before = verified()
    const outcomes = await atOnce(60, (app, index) =>
      insist(app, { ...owner, password: WRONG, deviceToken: index % 3 === 0 ? deviceToken : null }),
    )
    expect(countOf(outcomes, 'invalid_credentials')).toBe(60)
    expect(verified() - before).toBe(10)
    expect(await budgetOf(world.app, owner.username)).toMatchObject({ spent: 10, failures: 10 })
  })

  it('all succeed where they are right, a hundred, and leave the budget whole', async () => {
    const owner = await newCompany(world.app)
    const outcomes = await atOnce(100, (app) => insist(app, owner))
    expect(new Set(codes(outcomes))).toEqual(new Set(['entered']))
    expect(await budgetOf(world.app, owner.username)).toMatchObject({ spent: 0, failures: 0 })
  })

  it('all right ones succeed beside fewer wrong ones than ten', async () => {
    const owner = await newCompany(world.app)
    const outcomes = await atOnce(60, (app, index) => insist(app, index % 10 === 0 ? { ...owner, password: WRONG } : owner))
    expect(countOf(outcomes, 'entered')).toBe(54)
    expect(await countLocks(owner)).toBe(0)
  })
})
