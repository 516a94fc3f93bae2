import { describe, expect, it } from 'vitest'
import { isLive } from '../../../test/support/owner.ts'
import { newCompany, type Person } from '../../../test/support/people.ts'
import { signedIn, trySignIn } from '../../../test/support/signed-in.ts'
import { askForLogin, loginOf, newLogin } from '../../../test/support/user-logins.ts'
import { useWorld } from '../../../test/support/world.ts'

const world = await useWorld({ platformId: 'PCI' })

const auditOf = async ({ accountId }: Person) =>
  world.app.db
    .selectFrom('auditEvents')
    .select(['action', 'actorId', 'details'])
    .where('accountId', '=', accountId)
    .where('action', 'like', 'username.%')
    .orderBy('id')
    .execute()

describe('wrong current secrets', () => {
  it.each([
    ['password', { password: 'not my password 1' }, ['Current password: This is not your current password'], 'wrong_password'],
    ['login', { current: 'somebody@c.test' }, ['Current user login: This is not your current user login'], 'wrong_username'],
    [
      'login and password',
      { current: 'somebody@c.test', password: 'not my password 1' },
      ['This is not your current user login', 'This is not your current password'],
      'wrong_username',
    ],
  ])('change nothing, and are told of their owner: a wrong %s (I-25, I-32)', async (_, wrong, words, reason) => {
    const person = await newCompany(world.app)
    const owner = await signedIn(world, person)
    const answer = await askForLogin(owner, person, { next: newLogin(), ...wrong })
    expect(answer.status).toBe(422)
    const page = await answer.text()
    for (const word of words) expect(page).toContain(word)
    const [event, ...others] = await auditOf(person)
    expect([event?.action, event?.actorId, event?.details['reason'], others.length]).toEqual([
      'username.change_refused',
      person.accountId,
      reason,
      0,
    ])
    expect((await owner.get(`/account/users/${person.accountId}/edit/login/confirm`)).status).toBe(303)
    expect(await isLive(owner)).toBe(true)
  })

  it.each([
    ['password', { password: 'not my password 1' }],
    ['login', { current: 'somebody@c.test' }],
  ])('spend the budget of sign-in: after ten of a wrong %s the right ones are refused, too (I-25, I-14)', async (_, wrong) => {
    const person = await newCompany(world.app)
    const owner = await signedIn(world, person)
    owner.cookies.delete('__Host-device')
    for (let tries = 0; tries < 10; tries += 1) await askForLogin(owner, person, { next: newLogin(), ...wrong })
    await world.jobsDone()
    const right = await askForLogin(owner, person, { next: newLogin() })
    expect([right.status, (await right.text()).includes('This is not your current password')]).toEqual([422, true])
    expect((await trySignIn(world, person)).status).toBe(422)
    expect([await loginOf(world, person), await isLive(owner)]).toEqual([person.username, true])
  })

  it('are not what a right password is that meets a login that is taken: it costs no try (I-25)', async () => {
    const person = await newCompany(world.app)
    const owner = await signedIn(world, person)
    owner.cookies.delete('__Host-device')
    const { username: next } = await newCompany(world.app)
    for (let tries = 0; tries < 11; tries += 1) {
      expect(await (await askForLogin(owner, person, { next })).text()).toContain('This one is taken')
    }
    expect(await isLive(await signedIn(world, person))).toBe(true)
  })
})
