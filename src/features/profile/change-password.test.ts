import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { atTwin, changePasswordBy, isLive } from '../../../test/support/owner.ts'
import { newCompany, newPerson, type Person } from '../../../test/support/people.ts'
import { signedIn } from '../../../test/support/signed-in.ts'
import { visitor } from '../../../test/support/visitor.ts'
import { useWorld, type World } from '../../../test/support/world.ts'
import { newId } from '../../secrets.ts'

const world = await useWorld()
const twin = await world.openTwin()

const arrive = () => visitor(world.site, { origin: world.app.config.origin })
const newPassword = () => `correct staple ${newId()}`

const actionsOf = async (accountId: string) =>
  (await world.app.db.selectFrom('auditEvents').select('action').where('accountId', '=', accountId).orderBy('id').execute()).map(
    ({ action }) => action,
  )

/** What the trail tells of passwords that were wrong, and of who typed them. */
const refusalsOf = async (accountId: string) =>
  (
    await world.app.db
      .selectFrom('auditEvents')
      .select(['action', 'actorKind', 'actorId', 'details'])
      .where('accountId', '=', accountId)
      .where('action', 'like', '%refused')
      .orderBy('id')
      .execute()
  ).map(({ details, ...event }) => ({ ...event, reason: details['reason'] }))

describe('Help > Change Password', () => {
  it('saves the new password, signs out, and offers re-login (S13)', async () => {
    const person = await newCompany(world.app)
    const owner = await signedIn(world, person)
    const next = newPassword()

    const answer = await changePasswordBy(owner, { current: person.password, next })
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/password-changed'])
    expect(owner.cookies.has('__Host-session')).toBe(false)
    expect(await (await owner.get('/password-changed')).text()).toMatch(/<a [^>]*href="\/sign-in"[^>]*>re-login<\/a>/)

    const again = await arrive().post('/sign-in', { username: person.username, password: person.password })
    expect(again.status).toBe(422)
    expect(await isLive(await signedIn(world, { ...person, password: next }))).toBe(true)
    expect(await actionsOf(person.accountId)).toContain('password.changed')
    const [mail] = await world.mails(person.email)
    expect(mail?.subject).toBe(`The password of ${person.username} on US Platform 1 was changed`)
  })

  it('asks for a session, and is where /.well-known/change-password leads (A08)', async () => {
    const guest = arrive()
    expect((await guest.get('/.well-known/change-password')).headers.get('location')).toBe('/help/change-password')
    expect((await guest.get('/help/change-password')).headers.get('location')).toBe('/sign-in?next=%2Fhelp%2Fchange-password')
    const altcha = await guest.captcha('change-password')
    expect((await changePasswordBy(guest, { current: 'x', next: newPassword(), altcha })).headers.get('location')).toBe(
      '/sign-in',
    )
  })

  it('tells password managers which field is which (A08)', async () => {
    const person = await newCompany(world.app)
    const page = await (await (await signedIn(world, person)).get('/help/change-password')).text()
    expect(page).toContain(`<input type="text" autocomplete="username" value="${person.username}" readonly="" hidden=""`)
    const fields = [...page.matchAll(/<input[^>]* name="(\w+)"[^>]* autocomplete="([\w-]+)"/g)].map(([, name, hint]) => [
      name,
      hint,
    ])
    expect(fields).toEqual([
      ['currentPassword', 'current-password'],
      ['newPassword', 'new-password'],
      ['confirmation', 'new-password'],
    ])
  })

  it.each([
    ['nothing at all', { current: '', next: '' }, ['Enter: Current password', 'Enter: New password']],
    ['a short one', { next: 'short' }, ['New password: Use at least 15 characters']],
    ['two that differ', { confirmation: 'correct staple, but not the same' }, ['Confirm new password: The two passwords differ']],
    ['the same again', { next: 'current' }, ['New password: This is the password you have now']],
  ])('names each field that is wrong, and spends nothing, for %s (S13)', async (_, wrong, words) => {
    const person = await newCompany(world.app)
    const owner = await signedIn(world, person)
    const altcha = await owner.captcha('change-password')
    const form = { current: person.password, next: newPassword(), altcha, ...wrong }
    const answer = await changePasswordBy(owner, form.next === 'current' ? { ...form, next: person.password } : form)

    expect(answer.status).toBe(422)
    const page = await answer.text()
    for (const word of words) expect(page).toContain(word)
    expect(page).not.toContain(person.password)
    expect((await changePasswordBy(owner, { current: person.password, next: newPassword(), altcha })).status).toBe(303)
  })

  it('takes no captcha twice, none of another act, and none that is missing (I-18)', async () => {
    const person = await newCompany(world.app)
    const owner = await signedIn(world, person)
    const spent = await owner.captcha('change-password')
    await changePasswordBy(owner, { current: 'not my password', next: newPassword(), altcha: spent })
    for (const altcha of [spent, await owner.captcha('sign-in'), '', 'nonsense']) {
      const answer = await changePasswordBy(owner, { current: person.password, next: newPassword(), altcha })
      expect(answer.status).toBe(422)
      expect(await answer.text()).toContain('The check did not complete')
    }
    expect(await isLive(await signedIn(world, person))).toBe(true)
  })
})

describe('a wrong current password', () => {
  it('is a field error, changes nothing, ends no session, and is told of its owner (I-25, I-32)', async () => {
    const person = await newCompany(world.app)
    const owner = await signedIn(world, person)
    const answer = await changePasswordBy(owner, { current: 'not my password', next: newPassword() })
    expect(answer.status).toBe(422)
    expect(await answer.text()).toContain('Current password: This is not your current password')
    expect(await refusalsOf(person.accountId)).toEqual([
      { action: 'password.change_refused', actorKind: 'account', actorId: person.accountId, reason: 'wrong_password' },
    ])
    expect(await isLive(owner)).toBe(true)
    expect(await isLive(await signedIn(world, person))).toBe(true)
  })

  it('spends the budget of sign-in: at ten the account is frozen, and the right one is refused, too (I-25, I-12, I-17)', async () => {
    const person = await newCompany(world.app)
    const owner = await signedIn(world, person)
    // Without the cookie that names a known device, its failures are a stranger's.
    owner.cookies.delete('__Host-device')
    for (let tries = 0; tries < 10; tries += 1) await changePasswordBy(owner, { current: `guess ${tries}`, next: newPassword() })
    await world.jobsDone()

    const right = await changePasswordBy(owner, { current: person.password, next: newPassword() })
    expect(await right.text()).toContain('This is not your current password')
    const condition = await world.app.db
      .selectFrom('accounts')
      .select(['state', 'inactiveReason'])
      .where('id', '=', person.accountId)
      .executeTakeFirst()
    expect(condition).toEqual({ state: 'inactive', inactiveReason: 'failed_sign_ins' })
    expect(await isLive(owner)).toBe(true)
  })
})

describe('sessions and a change of password', () => {
  it('refuses every later request on every session of the account, in both processes (I-19)', async () => {
    const person = await newCompany(world.app)
    const [here, elsewhere] = [await signedIn(world, person), await signedIn(twin, person)]
    const colleague = await signedIn(world, await newPerson(world.app, person.subscriptionId))
    const old = new Map(here.cookies)
    expect([await isLive(atTwin(twin, here)), await isLive(atTwin(world, elsewhere))]).toEqual([true, true])

    await changePasswordBy(here, { current: person.password, next: newPassword() })
    for (const [name, value] of old) here.cookies.set(name, value)
    for (const cookies of [here, elsewhere]) {
      for (const platform of [world, twin]) expect(await isLive(atTwin(platform, cookies))).toBe(false)
    }
    expect(await isLive(colleague)).toBe(true)
  })

  it('leaves no live session to sign-ins with the old password that race it, over two processes (I-20)', async () => {
    const { subscriptionId } = await newCompany(world.app)
    let entered = 0
    for (let round = 0; round < 20; round += 1) {
      const person = await newPerson(world.app, subscriptionId)
      const owner = await signedIn(world, person)
      const altcha = await owner.captcha('change-password')
      const change = changePasswordBy(owner, { current: person.password, next: newPassword(), altcha })
      // A change hashes twice as long as a sign-in: some come before its commit, some across it, some after.
      const pause = ((round % 5) + 1) * 6
      const racers = await Promise.all(
        [world, twin, world, twin].map((platform, place) => enterAfter(pause * place, platform, person)),
      )
      expect((await change).status).toBe(303)
      entered += racers.filter(({ status }) => status === 303).length
      for (const { guest } of racers) expect([await isLive(guest), await isLive(atTwin(twin, guest))]).toEqual([false, false])
      const left = await world.app.db.selectFrom('sessions').select('id').where('accountId', '=', person.accountId).execute()
      expect(left).toEqual([])
    }
    // Else nothing raced.
    expect(entered).toBeGreaterThan(0)
  })
})

async function enterAfter(milliseconds: number, { site, app }: Pick<World, 'site' | 'app'>, { username, password }: Person) {
  await sleep(milliseconds)
  const guest = visitor(site, { origin: app.config.origin })
  const { status } = await guest.post('/sign-in', { username, password })
  return { guest, status }
}
