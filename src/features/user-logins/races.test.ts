import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { atTwin, isLive } from '../../../test/support/owner.ts'
import { newCompany, newPerson, type Person } from '../../../test/support/people.ts'
import { signedIn } from '../../../test/support/signed-in.ts'
import { askForLogin, changeOwnPassword, confirmLogin, loginOf, newLogin } from '../../../test/support/user-logins.ts'
import { visitor, type Visitor } from '../../../test/support/visitor.ts'
import { useWorld, type World } from '../../../test/support/world.ts'
import { newId } from '../../secrets.ts'

const world = await useWorld({ platformId: 'PCI' })
const twin = await world.openTwin()
const { subscriptionId } = await newCompany(world.app)

/** Signed in, with the first step done. */
async function halfWay(person: Person, next: string, at: Pick<World, 'site' | 'app'> = world): Promise<Visitor> {
  const owner = await signedIn(at, person)
  expect((await askForLogin(owner, person, { next })).status).toBe(303)
  return owner
}

const holdersOf = async (folded: string) =>
  (await world.app.db.selectFrom('accounts').select('id').where('usernameFolded', '=', folded).execute()).map(({ id }) => id)

async function enterAfter(milliseconds: number, { site, app }: Pick<World, 'site' | 'app'>, { username, password }: Person) {
  await sleep(milliseconds)
  const guest = visitor(site, { origin: app.config.origin })
  const { status } = await guest.post('/sign-in', { username, password })
  return { guest, status }
}

describe('races for a user login', () => {
  it('leave no live session to sign-ins by the old one that race its change, over two processes (I-20)', async () => {
    const entered: number[] = []
    for (let round = 0; round < 12; round += 1) {
      const person = await newPerson(world.app, subscriptionId)
      const next = newLogin()
      const owner = await halfWay(person, next)
      const racers = [world, twin, world, twin].map((at, place) => enterAfter(place * 4, at, person))
      // A sign-in hashes before it writes: the change comes amid their hashes, or right after the first of them has written.
      await (round % 2 === 0 ? sleep(round * 4) : Promise.race(racers))
      expect((await confirmLogin(owner, person, next)).status).toBe(303)
      const tried = await Promise.all(racers)
      entered.push(tried.filter(({ status }) => status === 303).length)
      for (const { guest } of tried) expect([await isLive(guest), await isLive(atTwin(twin, guest))]).toEqual([false, false])
      const left = await world.app.db.selectFrom('sessions').select('id').where('accountId', '=', person.accountId).execute()
      expect([round, left]).toEqual([round, []])
    }
    // Else nothing raced.
    expect(Math.max(...entered)).toBeGreaterThan(0)
    expect(Math.min(...entered)).toBeLessThan(4)
  })

  it('give it to one of two accounts that change to it at once, and the other one loses nothing (I-13)', async () => {
    for (let round = 0; round < 6; round += 1) {
      const people = await Promise.all([newPerson(world.app, subscriptionId), newPerson(world.app, subscriptionId)])
      const next = newLogin()
      const spelt = [next, next.toUpperCase()]
      const owners = await Promise.all(people.map((person, place) => halfWay(person, spelt[place] ?? '', [world, twin][place])))
      const answers = await Promise.all(
        owners.map((owner, place) => confirmLogin(owner, people[place] ?? { accountId: '' }, spelt[place] ?? '')),
      )
      expect(answers.filter(({ status }) => status === 303)).toHaveLength(1)
      expect(await holdersOf(next)).toHaveLength(1)
      const loser = answers.findIndex(({ status }) => status === 422)
      const [person, owner] = [people[loser], owners[loser]]
      if (!person || !owner) throw new Error('nobody lost')
      expect([await loginOf(world, person), await isLive(owner)]).toEqual([person.username, true])
    }
  })

  it('give no login that is just given up to somebody who is added at that moment (N13)', async () => {
    for (let round = 0; round < 8; round += 1) {
      const person = await newPerson(world.app, subscriptionId)
      const next = newLogin()
      const owner = await halfWay(person, next)
      const add = async (milliseconds: number) => {
        await sleep(milliseconds)
        return newPerson(twin.app, subscriptionId, { username: person.username, state: 'pending_activation' })
      }
      const [changed, ...added] = await Promise.allSettled([confirmLogin(owner, person, next), add(0), add(4), add(10)])
      expect(changed.status).toBe('fulfilled')
      expect(added.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected'])
      expect(await holdersOf(person.username)).toEqual([])
    }
  })

  it('settle one of two changes of one account, whoever comes first (I-19)', async () => {
    for (let round = 0; round < 6; round += 1) {
      const person = await newPerson(world.app, subscriptionId)
      const [one, other] = [newLogin(), newLogin()]
      const first = await halfWay(person, one)
      const second = await halfWay(person, other, twin)
      await Promise.all([
        confirmLogin(first, person, one),
        confirmLogin(second, person, other),
        confirmLogin(second, person, other),
      ])
      // The newer wish has replaced the older one.
      expect(await loginOf(world, person)).toBe(other)
      const rows = await world.app.db
        .selectFrom('auditEvents')
        .select('action')
        .where('accountId', '=', person.accountId)
        .where('action', '=', 'username.changed')
        .execute()
      expect(rows).toHaveLength(1)
      expect([await isLive(first), await isLive(second)]).toEqual([false, false])
    }
  })

  it('let no password through that is changed by the old login, once the change of login is done (I-20)', async () => {
    for (let round = 0; round < 6; round += 1) {
      const person = await newPerson(world.app, subscriptionId)
      const next = newLogin()
      const owner = await halfWay(person, next)
      const thief = await signedIn(twin, person)
      const password = `correct staple 7 ${newId()}`
      const stolen = changeOwnPassword(thief, person, { current: person.password, next: password })
      await sleep((round % 5) * 12)
      const [changed, answer] = [await confirmLogin(owner, person, next), await stolen]
      // Either the password came first, and ended the session that was to change the login; or the login did.
      const done = changed.headers.get('location')?.startsWith('/sign-in?username=') === true
      expect([round, done, answer.status === 303]).toEqual([round, done, !done])
      expect(await loginOf(world, person)).toBe(done ? next : person.username)
    }
  })
})
