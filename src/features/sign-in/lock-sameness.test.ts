import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { budgetOf } from '../../../test/support/budgets.ts'
import { newCompany, newPerson, type PersonWish } from '../../../test/support/people.ts'
import { unknownLike, watchSignIns } from '../../../test/support/seen-sign-ins.ts'
import { stopClockAt } from '../../../test/support/stopped-clock.ts'
import { watchWork } from '../../../test/support/watched.ts'
import { useWorld } from '../../../test/support/world.ts'

const world = await useWorld({ platformId: 'PCI', work: false })
const watched = watchWork(world)
afterAll(() => watched.close())

const LOCK = 30 * 60
const WRONG = 'wrong horse battery staple'

const watch = (username: string, password: string, rounds: number) =>
  watchSignIns({ watched, origin: world.app.config.origin }, { username, password, rounds })
const person = async (wish: PersonWish) => newPerson(world.app, (await newCompany(world.app)).subscriptionId, wish)

beforeEach(() => stopClockAt(world.app, 0))

describe('what a stranger sees of a lock', () => {
  it('I-09 I-10 is the same for an unknown name: before it, within it and after it', async () => {
    const { username } = await newCompany(world.app)
    const unknown = unknownLike(username)
    for (const [seconds, rounds] of [
      [0, 12],
      [LOCK - 1, 2],
      [LOCK, 11],
      [2 * LOCK, 2],
    ] as const) {
      await stopClockAt(world.app, seconds)
      const seen = await watch(username, WRONG, rounds)
      expect(seen).toEqual(await watch(unknown, WRONG, rounds))
      // A new browser is asked for the captcha first.
      expect(seen.at(-1)).toMatchObject({ status: 422, hashes: 1 })
      expect(seen.at(-1)?.body).toContain('Invalid credentials')
      for (const which of ['name', 'challenge', 'stranger'] as const) {
        expect(await budgetOf(world.app, username, which)).toEqual(await budgetOf(world.app, unknown, which))
      }
    }
  })

  it('I-09 I-12 is the same with the right password, until it is over', async () => {
    const owner = await newCompany(world.app)
    const unknown = unknownLike(owner.username)
    expect(await watch(owner.username, WRONG, 10)).toEqual(await watch(unknown, WRONG, 10))
    await stopClockAt(world.app, LOCK - 1)
    const within = await watch(owner.username, owner.password, 2)
    expect(within).toEqual(await watch(unknown, owner.password, 2))
    expect(within.at(-1)).toMatchObject({ status: 422, hashes: 1 })
    await stopClockAt(world.app, LOCK)
    const after = await watch(owner.username, owner.password, 2)
    expect(after.at(-1)).toMatchObject({ status: 303, hashes: 1 })
  })

  it.each<[string, PersonWish]>([
    ['pending', { state: 'pending_activation' }],
    ['deactivated', { state: 'inactive', reason: 'deactivated' }],
    ['idle', { state: 'inactive', reason: 'idle' }],
  ])('I-09 is the same for a %s account, whose right password fills the budget, too', async (_, wish) => {
    const { username, password } = await person(wish)
    expect(await watch(username, password, 12)).toEqual(await watch(unknownLike(username), password, 12))
  })
})
