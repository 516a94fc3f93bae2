import { describe, expect, it } from 'vitest'
import { isLive } from '../../../test/support/owner.ts'
import { actorFor, newCompany, newPerson, type Person } from '../../../test/support/people.ts'
import { arrive } from '../../../test/support/recovery.ts'
import {
  chooseOwn,
  linkKey,
  pressReveal,
  revealFor,
  shownOn,
  signInRestricted,
  type Shown,
} from '../../../test/support/reveal.ts'
import { pathOf, routesOf } from '../../../test/support/routes.ts'
import { guess, requestFrom } from '../../../test/support/sign-in-attempts.ts'
import { signedIn } from '../../../test/support/signed-in.ts'
import { useWorld } from '../../../test/support/world.ts'
import { activateUser } from '../users/activate-user.ts'
import { deactivateUser } from '../users/deactivate-user.ts'

const MINUTE = 60
const DAY = 24 * 60 * MINUTE
const OWN = 'quiet harbour 12 noon'
const CONTEXT = requestFrom('192.0.2.7')

const world = await useWorld({ platformId: 'PCI' })

/** Signs in, and says what that opened. */
async function entry(of: Shown): Promise<string> {
  const { code, tokens } = await guess(world.app, of)
  return tokens?.restricted ?? (tokens ? 'session' : code)
}

async function pendingPerson(): Promise<Person> {
  const manager = await newCompany(world.app)
  return newPerson(world.app, manager.subscriptionId, { state: 'pending_activation' })
}

describe('a temporary password', () => {
  it('that has ended is refused like everything, and its owner gets the recovery letter with the reason (S24, N07)', async () => {
    const person = await newCompany(world.app)
    const shown = await revealFor(world, person)
    await world.passTime(15 * MINUTE + 1)
    const [ended, wrong] = [
      await arrive(world).post('/sign-in', shown),
      await arrive(world).post('/sign-in', { ...shown, password: shown.password.replaceAll(/[a-z]/gu, 'x') }),
    ]
    expect([ended.status, ended.headers.getSetCookie()]).toEqual([wrong.status, wrong.headers.getSetCookie()])
    expect(await ended.text()).toBe(await wrong.text())
    await world.jobsDone()
    const letter = (await world.mails(person.email, 3)).find(({ text }) => text.includes('that password had expired'))
    expect(letter?.subject).toContain('A way back in for')
    const again = shownOn(await (await pressReveal(arrive(world), { key: letter?.key ?? '', email: person.email })).text())
    expect(await entry(again ?? shown)).toBe('temporary_password')
  })

  it('that has ended brings the pending their welcome again, with the reason (S24, S32)', async () => {
    const person = await pendingPerson()
    const shown = await revealFor(world, person)
    await world.passTime(15 * MINUTE + 1)
    expect(await entry(shown)).toBe('invalid_credentials')
    await world.jobsDone()
    const letter = (await world.mails(person.email, 3)).find(({ text }) => text.includes('that password had expired'))
    expect(letter?.subject).toContain('Welcome to Gatehouse')
  })

  it('of an account that was deactivated meanwhile opens nothing, and nothing revives with the account (I-29)', async () => {
    const manager = await newCompany(world.app)
    const person = await newPerson(world.app, manager.subscriptionId)
    const shown = await revealFor(world, person)
    const guest = await signInRestricted(world, shown)
    await deactivateUser(world.app, actorFor(manager), person.accountId, CONTEXT)
    expect(await entry(shown)).toBe('invalid_credentials')
    expect((await guest.get('/choose-password')).headers.get('location')).toBe('/sign-in')
    await activateUser(world.app, actorFor(manager), person.accountId, CONTEXT)
    expect(await entry(shown)).toBe('invalid_credentials')
    expect((await guest.get('/choose-password')).headers.get('location')).toBe('/sign-in')
  })

  it('of an expired subscription opens nothing (I-29)', async () => {
    const person = await newCompany(world.app)
    const shown = await revealFor(world, person)
    const guest = await signInRestricted(world, shown)
    const { subscriptionId } = person
    await world.app.db
      .updateTable('subscriptions')
      .set({ expiredAt: new Date(0) })
      .where('id', '=', subscriptionId)
      .execute()
    expect(await entry(shown)).toBe('invalid_credentials')
    expect((await guest.get('/choose-password')).headers.get('location')).toBe('/sign-in')
  })

  it('leaves last sign-in and devices as they were: nobody has come in', async () => {
    const person = await newCompany(world.app)
    const guest = await signInRestricted(world, await revealFor(world, person))
    expect([...guest.cookies.keys()]).toEqual(['__Host-session'])
    const { lastSignInAt } = await world.app.db
      .selectFrom('accounts')
      .select('lastSignInAt')
      .where('id', '=', person.accountId)
      .executeTakeFirstOrThrow()
    expect(lastSignInAt).toBeNull()
  })

  it('racing Reveal, sign-in never leaves more than one way in (I-20, I-06)', async () => {
    for (let round = 0; round < 6; round += 1) {
      const person = await newCompany(world.app)
      const key = await linkKey(world, person)
      const guest = arrive(world)
      const [answer] = await Promise.all([
        pressReveal(arrive(world), { key, email: person.email }),
        guest.post('/sign-in', { username: person.username, password: person.password }),
      ])
      const shown = shownOn(await answer.text())
      expect(await isLive(guest)).toBe(false)
      expect(await entry(person)).toBe('invalid_credentials')
      expect(await entry(shown ?? person)).toBe('temporary_password')
    }
  })
})

describe('a restricted session', () => {
  it('opens “choose a password” and nothing else: every other page and the API answer as to nobody (I-06, I-29)', async () => {
    const person = await newCompany(world.app)
    const guest = await signInRestricted(world, await revealFor(world, person))
    const own = await guest.get('/choose-password')
    expect([own.status, own.headers.get('cache-control')]).toEqual([200, 'no-store'])
    expect(await isLive(guest)).toBe(false)
    const routes = routesOf(world).filter(({ path }) => !['/choose-password', '/sign-out', '/captcha'].includes(path))
    expect(routes.length).toBeGreaterThan(25)
    for (const route of routes) {
      const path = pathOf(route, person.accountId)
      const as = (visitor: typeof guest) => (route.method === 'GET' ? visitor.get(path) : visitor.post(path, {}))
      const [answer, nobodys] = [await as(guest), await as(arrive(world))]
      const isDoor = nobodys.status >= 300 && nobodys.status < 400 && nobodys.headers.get('location')?.startsWith('/sign-in')
      const expected = isDoor ? [answer.status, '/choose-password'] : [nobodys.status, nobodys.headers.get('location')]
      expect([route.method, path, answer.status, answer.headers.get('location')]).toEqual([route.method, path, ...expected])
      // Nothing on the page is the account's own.
      expect([path, (await answer.text()).includes(person.email)]).toEqual([path, false])
    }
    expect((await guest.get('/choose-password')).status).toBe(200)
  })

  it('ends with Sign out, and with a new reveal', async () => {
    const person = await newCompany(world.app)
    const shown = await revealFor(world, person)
    const [one, other] = [await signInRestricted(world, shown), await signInRestricted(world, shown)]
    const token = one.cookies.get('__Host-session') ?? ''
    await one.post('/sign-out', {})
    one.cookies.set('__Host-session', token)
    expect((await one.get('/choose-password')).headers.get('location')).toBe('/sign-in')
    expect((await other.get('/choose-password')).status).toBe(200)
    await world.passTime(121)
    await revealFor(world, person)
    expect((await other.get('/choose-password')).headers.get('location')).toBe('/sign-in')
  })

  it('is replaced, and over, when its browser signs in anew (I-21)', async () => {
    const person = await newCompany(world.app)
    const colleague = await newPerson(world.app, person.subscriptionId)
    const shown = await revealFor(world, person)
    for (const next of [shown, { username: colleague.username, password: colleague.password }]) {
      const guest = await signInRestricted(world, shown)
      const token = guest.cookies.get('__Host-session') ?? ''
      await guest.post('/sign-in', next)
      expect(guest.cookies.get('__Host-session')).not.toBe(token)
      guest.cookies.set('__Host-session', token)
      expect((await guest.get('/choose-password')).headers.get('location')).toBe('/sign-in')
    }
  })

  it('is nobody’s who is signed in: they are led to Change Password', async () => {
    const person = await newCompany(world.app)
    const guest = await signedIn(world, person)
    expect((await guest.get('/choose-password')).headers.get('location')).toBe('/account/change-password')
    expect((await chooseOwn(guest, OWN)).headers.get('location')).toBe('/account/change-password')
    expect(await entry(person)).toBe('session')
  })
})

describe('an own password', () => {
  it('that has expired opens the page of a new one, which is good for as long again', async () => {
    const person = await newCompany(world.app)
    await world.passTime(90 * DAY)
    const guest = await signInRestricted(world, person)
    expect(await (await guest.get('/choose-password')).text()).toContain('Your password has expired.')
    expect(await (await chooseOwn(guest, person.password)).text()).toContain('You have used this password lately')
    expect((await chooseOwn(guest, OWN)).status).toBe(303)
    expect(await entry({ ...person, password: OWN })).toBe('session')
    await world.passTime(89 * DAY)
    expect(await entry({ ...person, password: OWN })).toBe('session')
    const actions = await world.app.db
      .selectFrom('auditEvents')
      .select('action')
      .where('accountId', '=', person.accountId)
      .where('action', 'not like', 'sign_in.succeeded')
      .orderBy('id')
      .execute()
    expect(actions.map(({ action }) => action)).toEqual(['sign_in.restricted', 'password.changed'])
  })
})
