import { describe, expect, it } from 'vitest'
import { atTwin, isLive } from '../../../test/support/owner.ts'
import { newCompany, newPerson, type Person } from '../../../test/support/people.ts'
import { pageAt, signedIn, trySignIn } from '../../../test/support/signed-in.ts'
import { changeOwnPassword } from '../../../test/support/user-logins.ts'
import { visitor } from '../../../test/support/visitor.ts'
import { useWorld } from '../../../test/support/world.ts'
import { newId } from '../../secrets.ts'

const world = await useWorld({ platformId: 'PCI' })
const twin = await world.openTwin()

const arrive = () => visitor(world.site, { origin: world.app.config.origin })
const newPassword = () => `correct staple 7 ${newId()}`
const pathOf = ({ accountId }: Person) => `/account/users/${accountId}/edit/password`

describe('Change Password of the PCI platform', () => {
  it('changes it, signs out there and then, and the new one signs in (S27, S28)', async () => {
    const person = await newCompany(world.app)
    const owner = await signedIn(world, person)
    const next = newPassword()
    const answer = await changeOwnPassword(owner, person, { current: person.password, next })
    expect([answer.status, answer.headers.get('location')]).toEqual([
      303,
      `/sign-in?username=${encodeURIComponent(person.username)}`,
    ])
    expect(owner.cookies.has('__Host-session')).toBe(false)
    const signIn = await pageAt(owner, answer.headers.get('location') ?? '')
    expect(signIn).toContain('Your password is changed, and you are signed out everywhere.')
    expect(signIn).toContain(`value="${person.username}"`)
    expect((await trySignIn(world, person)).status).toBe(422)
    expect(await isLive(await signedIn(world, { ...person, password: next }))).toBe(true)
    expect((await world.mails(person.email))[0]?.subject).toBe(`The password of ${person.username} on PCI Platform was changed`)
  })

  it('asks for the current one and twice for the new one, and for no captcha (S27)', async () => {
    const person = await newCompany(world.app)
    const page = await pageAt(await signedIn(world, person), pathOf(person))
    const fields = [...page.matchAll(/<input[^>]* name="(\w+)"[^>]* autocomplete="([\w-]+)"/g)].map(([, name, hint]) => [
      name,
      hint,
    ])
    expect(fields).toEqual([
      ['currentPassword', 'current-password'],
      ['newPassword', 'new-password'],
      ['confirmation', 'new-password'],
    ])
    expect(page).toMatch(/<button[^>]*>Change and Logout<\/button>/)
    expect(page).not.toContain('altcha')
  })

  it('is where /.well-known/change-password leads, after signing in (A08)', async () => {
    const person = await newCompany(world.app)
    const guest = arrive()
    expect((await guest.get('/.well-known/change-password')).headers.get('location')).toBe('/account/change-password')
    expect((await guest.get('/account/change-password')).headers.get('location')).toBe(
      '/sign-in?next=%2Faccount%2Fchange-password',
    )
    const owner = await signedIn(world, person)
    expect((await owner.get('/account/change-password')).headers.get('location')).toBe(pathOf(person))
  })

  it.each([
    ['a short one', { next: 'short 1' }, 'New password: Use at least 12 characters'],
    ['one without digits', { next: 'correct horse battery' }, 'New password: Use letters and digits'],
    ['one without letters', { next: '4711 0815 1234 9876' }, 'New password: Use letters and digits'],
    ['two that differ', { confirmation: 'another staple 77' }, 'Confirm new password: The two passwords differ'],
  ])('names what is wrong, and spends nothing, for %s (S27)', async (_, wrong, words) => {
    const person = await newCompany(world.app)
    const owner = await signedIn(world, person)
    const answer = await changeOwnPassword(owner, person, { current: person.password, next: newPassword(), ...wrong })
    expect([answer.status, (await answer.text()).includes(words)]).toEqual([422, true])
    expect(await isLive(owner)).toBe(true)
  })

  it('refuses the last four, by the right current one only, and such a refusal costs no try (S27)', async () => {
    const first = await newCompany(world.app)
    const earlier = [first.password]
    for (let changes = 0; changes < 4; changes += 1) {
      const next = newPassword()
      const person = { ...first, password: earlier.at(-1) ?? '' }
      const owner = await signedIn(world, person)
      expect((await changeOwnPassword(owner, person, { current: person.password, next })).status).toBe(303)
      earlier.push(next)
    }
    const person = { ...first, password: earlier.at(-1) ?? '' }
    const owner = await signedIn(world, person)
    owner.cookies.delete('__Host-device')
    const [oldest = '', ...lastFour] = earlier
    for (const next of [...lastFour.slice(0, 3), ...lastFour.slice(0, 3), ...lastFour.slice(0, 3), ...lastFour.slice(0, 3)]) {
      const answer = await changeOwnPassword(owner, person, { current: person.password, next })
      expect(await answer.text()).toContain('You have used this password lately')
    }
    const wrong = await changeOwnPassword(owner, person, { current: 'not my password 1', next: lastFour[0] ?? '' })
    expect(await wrong.text()).not.toContain('You have used this password lately')
    expect((await changeOwnPassword(owner, person, { current: person.password, next: oldest })).status).toBe(303)
  })

  it('spends the budget of sign-in by a wrong current one; then the right one is refused, too (I-25, I-14)', async () => {
    const person = await newCompany(world.app)
    const owner = await signedIn(world, person)
    owner.cookies.delete('__Host-device')
    for (let tries = 0; tries < 10; tries += 1) {
      await changeOwnPassword(owner, person, { current: `guess ${tries}`, next: newPassword() })
    }
    await world.jobsDone()
    const right = await changeOwnPassword(owner, person, { current: person.password, next: newPassword() })
    expect(await right.text()).toContain('This is not your current password')
    expect((await trySignIn(world, person)).status).toBe(422)
    expect(await isLive(owner)).toBe(true)
  })

  it('ends every session of the account, in both processes (I-19)', async () => {
    const person = await newCompany(world.app)
    const [here, elsewhere] = [await signedIn(world, person), await signedIn(twin, person)]
    const colleague = await signedIn(world, await newPerson(world.app, person.subscriptionId))
    const old = new Map(here.cookies)
    await changeOwnPassword(here, person, { current: person.password, next: newPassword() })
    for (const [name, value] of old) here.cookies.set(name, value)
    for (const cookies of [here, elsewhere]) {
      for (const platform of [world, twin]) expect(await isLive(atTwin(platform, cookies))).toBe(false)
    }
    expect(await isLive(colleague)).toBe(true)
  })
})
