import { describe, expect, it } from 'vitest'
import { actorFor, newCompany, type Person } from '../../../test/support/people.ts'
import { requestFrom } from '../../../test/support/sign-in-attempts.ts'
import { signedIn } from '../../../test/support/signed-in.ts'
import { stopClockAt } from '../../../test/support/stopped-clock.ts'
import { askForLogin, newLogin } from '../../../test/support/user-logins.ts'
import { useWorld } from '../../../test/support/world.ts'
import { isRefusal } from '../../domain/errors.ts'
import { addUser } from '../users/add-user.ts'
import { USERNAME_PROBES } from './username-probes.ts'

const world = await useWorld({ platformId: 'PCI', work: false })
const at = (seconds: number) => stopClockAt(world.app, seconds)
const DAY = 24 * 60 * 60

const CONTEXT = requestFrom('192.0.2.7')

/** How adding somebody by that login ends. */
async function add(manager: Person, username: string): Promise<string> {
  const input = { firstName: 'Kim', lastName: 'Oda', email: 'kim@mail.test', role: 'user', username }
  try {
    await addUser(world.app, actorFor(manager), input, CONTEXT)
    return 'added'
  } catch (error) {
    if (!isRefusal(error)) throw error
    return error.code
  }
}

async function addTimes(manager: Person, username: string, times: number): Promise<readonly string[]> {
  return Promise.all(Array.from({ length: times }, () => add(manager, username)))
}

describe('I-26 whether another subscription has a user login', () => {
  it('is told to a Manager who adds users so many times a day, at once too; then neither is yes nor no (I-09)', async () => {
    await at(0)
    const [manager, stranger] = [await newCompany(world.app), await newCompany(world.app)]
    const told = await addTimes(manager, stranger.username, USERNAME_PROBES + 10)
    expect(told.filter((code) => code === 'invalid_fields')).toHaveLength(USERNAME_PROBES)
    expect(await add(manager, stranger.username)).toBe('too_many_requests')
    expect(await add(manager, newLogin())).toBe('too_many_requests')
    expect(await add(stranger, newLogin())).toBe('added')
  })

  it.each([
    ['a second before a day', DAY - 1, 'too_many_requests'],
    ['after a day', DAY, 'added'],
    ['a second after a day', DAY + 1, 'added'],
  ])('is told again or not %s', async (_, seconds, code) => {
    await at(0)
    const [manager, stranger] = [await newCompany(world.app), await newCompany(world.app)]
    await addTimes(manager, stranger.username, USERNAME_PROBES)
    await at(seconds)
    expect(await add(manager, newLogin())).toBe(code)
  })

  it('costs nothing where the login is free, or something else is wrong', async () => {
    await at(0)
    const manager = await newCompany(world.app)
    for (let more = 0; more < USERNAME_PROBES + 2; more += 1) expect(await add(manager, newLogin())).toBe('added')
    await add(manager, 'no-at-sign')
    expect(await add(manager, newLogin())).toBe('added')
  })

  it('is told by Change User Login out of the same few, and the right password stays right (I-25)', async () => {
    await at(0)
    const [person, stranger] = [await newCompany(world.app), await newCompany(world.app)]
    const owner = await signedIn(world, person)
    await addTimes(person, stranger.username, USERNAME_PROBES - 1)
    const [told, refused, free] = [
      await askForLogin(owner, person, { next: stranger.username.toUpperCase() }),
      await askForLogin(owner, person, { next: stranger.username }),
      await askForLogin(owner, person, { next: newLogin() }),
    ]
    expect([told.status, refused.status, free.status]).toEqual([422, 429, 429])
    for (let more = 0; more < 10; more += 1) await askForLogin(owner, person, { next: newLogin() })
    await at(DAY)
    expect((await askForLogin(await signedIn(world, person), person, { next: newLogin() })).status).toBe(303)
  })
})
