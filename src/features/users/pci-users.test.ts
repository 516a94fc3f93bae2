import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { newCompany, newPerson } from '../../../test/support/people.ts'
import {
  auditTrail,
  expectNoWords,
  expectWords,
  flashAfter,
  pageAt,
  signedIn,
  trySignIn,
} from '../../../test/support/signed-in.ts'
import { useWorld } from '../../../test/support/world.ts'
import { foldUsername } from '../../domain/username.ts'
import { newId } from '../../secrets.ts'

const world = await useWorld({ platformId: 'PCI' })
const NEW = '/account/users/new'
const editOf = ({ accountId }: { accountId: string }) => `/account/users/${accountId}/edit`

const rowOf = ({ accountId }: { accountId: string }) =>
  world.app.db.selectFrom('accounts').selectAll().where('id', '=', accountId).executeTakeFirst()
const stateOf = async (person: { accountId: string }) => (await rowOf(person))?.state ?? 'gone'

const newUser = (more = {}) => {
  const id = newId()
  return {
    firstName: 'Lucía',
    lastName: 'Ortega',
    email: `new-${id}@mail.test`,
    username: `lucia.${id}@acme`,
    role: 'user',
    ...more,
  }
}

describe('Account > Users > New', () => {
  it('adds a user by the login that was chosen, mails the welcome, and waits for their own password (S26, S32, S18)', async () => {
    const manager = await newCompany(world.app)
    const boss = await signedIn(world, manager)
    const user = newUser()
    const answer = await boss.post(NEW, user)
    expect(answer.headers.get('location')).toMatch(/^\/account\/users\/[0-9a-f-]{36}\/edit$/)
    expect(await flashAfter(boss, answer)).toBe(
      `Added Lucía Ortega as ${user.username}. A welcome mail is on its way to ${user.email}.`,
    )
    const [welcome] = await world.mails(user.email)
    expectWords(welcome?.text ?? '', [user.username, `${world.app.config.origin}/activate#`, 'User login'])
    expectNoWords(welcome?.text ?? '', ['Username', 'username', 'point of contact'])
    expectWords(await pageAt(boss, answer.headers.get('location') ?? ''), ['Pending Activation', 'Resend welcome', 'Cancel'])
    expect((await auditTrail(world.app, manager.subscriptionId)).map(({ action }) => action)).toEqual([
      'subscription.created',
      'account.added',
    ])
  })

  it.each<[string, object, string]>([
    ['no @', { username: 'lucia' }, 'Use an @ with something before and after it'],
    ['nothing', { username: ' ' }, 'Enter: User login'],
    ['something invisible', { username: 'lu\u200bcia@acme' }, 'something invisible came along'],
    ['more than a login holds', { username: `${'x'.repeat(300)}@acme` }, 'Use at most'],
    ['no address', { email: 'lucia' }, 'Enter an address like'],
    ['a role of another product', { role: 'reader' }, 'Choose one from the list'],
  ])('a form with %s comes back with the reason beside the field, and what was typed (S26)', async (_, wrong, reason) => {
    const manager = await newCompany(world.app)
    const boss = await signedIn(world, manager)
    const user = newUser(wrong)
    const answer = await boss.post(NEW, user)
    const page = await answer.text()
    expect(answer.status).toBe(422)
    expectWords(page, [reason, 'value="Ortega"', 'New user'])
    expect(await world.app.db.selectFrom('accounts').select('id').where('email', '=', user.email).execute()).toEqual([])
  })

  it('refuses a login that another has, in whatever spelling and of whatever subscription (I-13)', async () => {
    const [manager, other] = [await newCompany(world.app), await newCompany(world.app)]
    const boss = await signedIn(world, manager)
    const taken = [
      other.username,
      other.username.toUpperCase(),
      ` ${other.username} `,
      other.username.replace('c.test', 'ｃ.test'),
    ]
    for (const username of taken) {
      const answer = await boss.post(NEW, newUser({ username }))
      expect([username, answer.status]).toEqual([username, 422])
      expectWords(await answer.text(), ['This one is taken: choose another'])
    }
  })

  it('refuses a login that was given up until its quarantine ends, by the clock of the database (N13, I-40)', async () => {
    const manager = await newCompany(world.app)
    const username = `given.up.${newId()}@acme`
    const quarantine = { usernameFolded: foldUsername(username), username, accountId: newId() }
    const endsAt = new Date((await databaseTime()) + 60_000)
    await world.app.db
      .insertInto('quarantinedUsernames')
      .values({ ...quarantine, endsAt })
      .execute()
    const boss = await signedIn(world, manager)
    const early = await boss.post(NEW, newUser({ username: username.toUpperCase() }))
    expect(early.status).toBe(422)
    expectWords(await early.text(), ['was given up lately'])
    await world.passTime(61)
    expect((await boss.post(NEW, newUser({ username }))).status).toBe(303)
  })

  it('of two who take one login at once, in two processes, one gets it (I-13)', async () => {
    const [one, other] = [await newCompany(world.app), await newCompany(world.app)]
    const twin = await world.openTwin({ work: false })
    const guests = [await signedIn(world, one), await signedIn(twin, other)]
    const username = `race.${newId()}@acme`
    const answers = await Promise.all([...guests, ...guests].map((guest) => guest.post(NEW, newUser({ username }))))
    expect(answers.map(({ status }) => String(status)).toSorted()).toEqual(['303', '422', '422', '422'])
  })

  it('ignores every field that the form does not have, a unit included (I-33)', async () => {
    const [manager, other] = [await newCompany(world.app), await newCompany(world.app)]
    const boss = await signedIn(world, manager)
    const extra = {
      state: 'active',
      subscriptionId: other.subscriptionId,
      id: newId(),
      credentialHash: 'x',
      temporaryUntil: '2099-01-01',
    }
    const user = newUser(extra)
    await boss.post(NEW, user)
    const [row] = await world.app.db.selectFrom('accounts').selectAll().where('email', '=', user.email).execute()
    expect(row).toMatchObject({
      subscriptionId: manager.subscriptionId,
      state: 'pending_activation',
      credentialHash: null,
      temporaryUntil: null,
    })
    expect(row?.id).not.toBe(extra.id)
  })

  it('is for Managers only (I-27)', async () => {
    const manager = await newCompany(world.app)
    const guest = await signedIn(world, await newPerson(world.app, manager.subscriptionId))
    expect([(await guest.get(NEW)).status, (await guest.post(NEW, newUser())).status]).toEqual([403, 403])
  })
})

async function databaseTime(): Promise<number> {
  const { rows } = await sql<{ now: Date }>`select gatehouse_now() as now`.execute(world.app.db)
  return rows[0]?.now.getTime() ?? 0
}

describe('the page of a user', () => {
  it('tells a Manager state, since when and by whom, sessions, links, history and mails, and offers what is allowed (S26, A04)', async () => {
    const manager = await newCompany(world.app, { firstName: 'Maya', lastName: 'Stone' })
    const user = await newPerson(world.app, manager.subscriptionId)
    const boss = await signedIn(world, manager)
    await signedIn(world, user)
    await boss.post(`/account/users/${user.accountId}/send-reset`, {})
    const [reset] = await world.mails(user.email)
    const page = await pageAt(boss, editOf(user))
    expectWords(page, [
      user.email,
      user.username,
      'Active',
      'Sessions',
      'Links that still work',
      'Password reset',
      'History',
      'Failed sign-ins',
    ])
    expectWords(page, ['>Deactivate<', '>Send reset<', '>End sessions<', '>Save<', 'Change the e-mail address'])
    expectNoWords(page, [
      '>Activate<',
      'Cancel the account',
      '>Resend welcome<',
      'Change User Login',
      reset?.key ?? 'no key',
      'Business unit',
      'External ID',
    ])
    await boss.post(`/account/users/${user.accountId}/deactivate`, {})
    const after = await pageAt(boss, editOf(user))
    expectWords(after, ['Inactive', 'deactivated', manager.username, 'User deactivated', '>Activate<'])
    expectNoWords(after, ['>Deactivate<', '>Send reset<'])
  })

  it('shows a user their own facts and the two changes that are theirs, with nothing to edit; others are not for them (S27, S29, I-27)', async () => {
    const manager = await newCompany(world.app)
    const user = await newPerson(world.app, manager.subscriptionId)
    const other = await newCompany(world.app)
    const guest = await signedIn(world, user)
    const page = await pageAt(guest, editOf(user))
    expectWords(page, [
      user.email,
      `${editOf(user)}/password"`,
      `${editOf(user)}/login"`,
      'Change Password',
      'Change User Login',
      'You',
    ])
    expectNoWords(page, ['>Save<', 'show-modal', 'History', 'name="firstName"'])
    expect((await guest.get(editOf(manager))).status).toBe(403)
    expect([(await guest.get(editOf(other))).status, (await guest.get(editOf({ accountId: newId() }))).status]).toEqual([
      404, 404,
    ])
    expect((await guest.post(editOf(user), { firstName: 'Renamed', role: 'manager' })).status).toBe(403)
    expect(await rowOf(user)).toMatchObject({ firstName: user.firstName, role: 'user' })
  })

  it('lets a Manager change names and role; a new role signs its owner out and is told them (A03, I-21)', async () => {
    const manager = await newCompany(world.app)
    const user = await newPerson(world.app, manager.subscriptionId)
    const [boss, guest] = [await signedIn(world, manager), await signedIn(world, user)]
    const answer = await boss.post(editOf(user), { firstName: 'Ada', lastName: 'Berg', role: 'manager' })
    expect(await flashAfter(boss, answer)).toBe(`${user.username} is changed.`)
    expect(await rowOf(user)).toMatchObject({ firstName: 'Ada', lastName: 'Berg', role: 'manager' })
    expect((await guest.get('/')).headers.get('location')).toBe('/sign-in')
    expect((await world.mails(user.email))[0]?.subject).toContain('is now Manager')
    const bad = await boss.post(editOf(user), { firstName: '', lastName: 'Berg' })
    expect(bad.status).toBe(422)
    expectWords(await bad.text(), ['Enter: First name', 'Ada'])
    expect((await boss.post(editOf(user), { role: 'unit_manager' })).status).toBe(422)
    expect((await boss.post(editOf(user), { firstName: 'Late', version: '0' })).status).toBe(412)
    expect((await rowOf(user))?.firstName).toBe('Ada')
  })

  it('lets a Manager ask for another address of a user, which waits (I-37)', async () => {
    const manager = await newCompany(world.app)
    const user = await newPerson(world.app, manager.subscriptionId)
    const boss = await signedIn(world, manager)
    const email = `moved-${newId()}@mail.test`
    const path = `/account/users/${user.accountId}/email`
    expectWords(await pageAt(boss, path), [`action="${path}"`, `href="${editOf(user)}"`])
    const answer = await boss.post(path, { email })
    expect(answer.headers.get('location')).toBe(editOf(user))
    expectWords(await pageAt(boss, editOf(user)), ['A change of e-mail address is under way', `action="${path}/cancel"`])
    const [warning] = await world.mails(user.email)
    expect(warning?.link).toContain('/account/stop-email-change#')
    expect((await rowOf(user))?.email).toBe(user.email)
    expect((await boss.post(`/account/users/${user.accountId}/send-reset`, {})).status).toBe(409)
    expect((await boss.post(`${path}/cancel`, {})).headers.get('location')).toBe(editOf(user))
  })
})

describe('acts of a Manager', () => {
  it('deactivate, activate and start a reset, each with one audit row and a way back to the user (S26, I-32)', async () => {
    const manager = await newCompany(world.app)
    const user = await newPerson(world.app, manager.subscriptionId)
    const boss = await signedIn(world, manager)
    const act = async (name: string) => (await boss.post(`/account/users/${user.accountId}/${name}`, {})).headers.get('location')
    expect(await act('deactivate')).toBe(editOf(user))
    // No sign-in here: its own mail to the owner would come between the two that are counted below.
    expect(await stateOf(user)).toBe('inactive')
    await act('activate')
    await act('send-reset')
    const links = (await world.mails(user.email, 2)).map(({ link }) => link ?? '')
    expect(links.filter((link) => link.includes('/activate#'))).toHaveLength(1)
    expect((await trySignIn(world, user)).status).toBe(303)
    const actions = (await auditTrail(world.app, manager.subscriptionId)).filter(({ accountId }) => accountId === user.accountId)
    expect(actions.map(({ action }) => action)).toEqual(['account.deactivated', 'account.activated', 'password.reset_started'])
  })

  it('resend the welcome of who is pending, and cancel them, which leads to the list (S32, A02)', async () => {
    const manager = await newCompany(world.app)
    const pending = await newPerson(world.app, manager.subscriptionId, { state: 'pending_activation' })
    const boss = await signedIn(world, manager)
    await boss.post(`/account/users/${pending.accountId}/resend-welcome`, {})
    const [welcome] = await world.mails(pending.email)
    const cancelled = await boss.post(`/account/users/${pending.accountId}/cancel`, {})
    expect([cancelled.headers.get('location'), await stateOf(pending)]).toEqual(['/account/users', 'gone'])
    expect(welcome?.link).toContain('/activate#')
  })

  it('never deactivate oneself, nor the primary contact, whose page and refusal say why in this platform’s words (S26, N09)', async () => {
    const manager = await newCompany(world.app)
    const second = await newPerson(world.app, manager.subscriptionId, { role: 'manager' })
    const boss = await signedIn(world, second)
    const own = await boss.post(`/account/users/${second.accountId}/deactivate`, {})
    expect(own.status).toBe(409)
    expectWords(await own.text(), ['You can’t do this to yourself', 'href="/account/users"'])
    const primary = await boss.post(`/account/users/${manager.accountId}/deactivate`, {})
    expect(primary.status).toBe(409)
    const words = await primary.text()
    expectWords(words, ['primary contact', 'href="/account"'])
    expectNoWords(words, ['point of contact', 'POC'])
    expect((await boss.post(editOf(manager), { role: 'user' })).status).toBe(409)
    expectNoWords(await pageAt(boss, editOf(manager)), ['>Deactivate<', '<select'])
    expect(await stateOf(manager)).toBe('active')
  })
})
