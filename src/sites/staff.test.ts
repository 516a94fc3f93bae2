import { describe, expect, it } from 'vitest'
import { useCore } from '../../test/support/core-world.ts'
import { arrive, mailedKey } from '../../test/support/recovery.ts'
import { expectNoWords, expectWords, flashAfter, pageAt, signedIn, trySignIn } from '../../test/support/signed-in.ts'
import { newStaffMember } from '../../test/support/staff-people.ts'
import type { Visitor } from '../../test/support/visitor.ts'
import { STAFF } from '../ui/paths.ts'

const world = await useCore()
const core = world.app
const PASSWORD = 'quiet harbour 47 noon'

async function choose(guest: Visitor, { key, password }: { key: string; password: string }): Promise<Response> {
  const altcha = await guest.captcha('activate')
  return guest.post(STAFF.activate, { key, newPassword: password, confirmation: password, altcha })
}

async function isIn(guest: Visitor): Promise<boolean> {
  return (await guest.get(STAFF.home)).status === 200
}

describe('the sign-in page of operators', () => {
  it('has its own words and ways on, and sends nobody to another platform', async () => {
    const page = await pageAt(arrive(world), STAFF.signIn)
    expectWords(page, [
      '<label for="field-username">Username</label>',
      `<form method="post" action="${STAFF.signIn}"`,
      `<a href="${STAFF.forgotPassword}">Forgot Password</a>`,
      'Another operator, in People',
      'gatehouse first-operator',
      'becomes Inactive',
    ])
    expectNoWords(page, ['Manager', 'point of contact', 'Not your platform?', 'TAM'])
  })

  it('says “Invalid credentials” of every refusal, in the same bytes (I-09)', async () => {
    const owner = await newStaffMember(core)
    const answers = []
    for (const username of [owner.username, 'nobody0@gatehouse']) {
      const answer = await arrive(world).post(STAFF.signIn, { username, password: 'wrong horse battery' })
      answers.push([answer.status, (await answer.text()).replaceAll(username, 'NAME')])
    }
    expect(answers[0]).toEqual(answers[1])
    expect(answers[0]?.[0]).toBe(422)
    expectWords(String(answers[0]?.[1]), ['Invalid credentials', 'ask another operator'])
    expectNoWords(String(answers[0]?.[1]), ['belongs to another platform', 'your platform'])
  })

  it('leads on to where somebody was, and never outside', async () => {
    const owner = await newStaffMember(core)
    const guest = arrive(world)
    const asked = await guest.get(STAFF.users)
    expect(asked.headers.get('location')).toBe('/staff/sign-in?next=%2Fstaff%2Fpeople')
    for (const [next, to] of [
      [STAFF.users, STAFF.users],
      ['https://evil.test/', STAFF.home],
      ['//evil.test/', STAFF.home],
      ['', STAFF.home],
    ]) {
      const { username, password } = owner
      const answer = await arrive(world).post(STAFF.signIn, { username, password, next: next ?? '' })
      expect([next, answer.headers.get('location')]).toEqual([next, to])
    }
  })
})

describe('an operator', () => {
  it('signs out', async () => {
    const owner = await signedIn(world, await newStaffMember(core))
    expect(await isIn(owner)).toBe(true)
    const left = await owner.post(STAFF.signOut, {})
    expect(left.headers.get('location')).toBe(STAFF.signIn)
    expect(await isIn(owner)).toBe(false)
  })

  it('who forgot the password gets a mail whose link leads to the front door’s /staff, and back in (I-07)', async () => {
    const owner = await newStaffMember(core)
    const guest = arrive(world)
    const { username, email } = owner
    const before = (await world.mails(email, 1)).length
    const asked = await guest.post(STAFF.forgotPassword, { username, email, altcha: await guest.captcha('forgot-password') })
    expect(asked.headers.get('location')).toBe(STAFF.forgotPasswordSent)
    await pageAt(guest, STAFF.forgotPasswordSent)
    const mail = (await world.mails(email, before + 1)).at(-1)
    expect(mail?.text).toContain(`https://gatehouse.test/staff/activate#${mail?.key ?? ''}`)
    expect(mail?.text).toContain('https://gatehouse.test/staff/sign-in')
    expectNoWords(mail?.text ?? '', ['Manager', 'TAM', 'Platform: '])
    expect((await choose(guest, { key: mail?.key ?? '', password: PASSWORD })).status).toBe(303)
    expect((await trySignIn(world, { username, password: PASSWORD })).status).toBe(303)
    expect((await trySignIn(world, owner)).status).toBe(422)
  })

  it('whose link is dead gets one answer, and a new link by mail (I-03, N02)', async () => {
    const owner = await newStaffMember(core)
    const guest = arrive(world)
    const { username, email } = owner
    await guest.post(STAFF.forgotPassword, { username, email, altcha: await guest.captcha('forgot-password') })
    const key = await mailedKey(world, owner, 2)
    await choose(guest, { key, password: PASSWORD })
    const again = await choose(guest, { key, password: PASSWORD })
    expect(again.status).toBe(422)
    expectWords(await again.text(), ['The activation key is not valid', `action="${STAFF.activateNewLink}"`])
    await world.passTime(130)
    expect((await guest.post(STAFF.activateNewLink, { key })).headers.get('location')).toBe(STAFF.activateNewLink)
    expect((await world.mails(email, 3)).at(-1)?.text).toContain('https://gatehouse.test/staff/activate#')
  })

  it('changes the password, and is signed out everywhere by it (I-19)', async () => {
    const owner = await newStaffMember(core)
    const [here, there] = [await signedIn(world, owner), await signedIn(world, owner)]
    const passwords = { currentPassword: owner.password, newPassword: PASSWORD, confirmation: PASSWORD }
    const altcha = await here.captcha('change-password')
    const changed = await here.post(STAFF.helpChangePassword, { ...passwords, altcha })
    expect(changed.headers.get('location')).toBe(STAFF.passwordChanged)
    expectWords(await pageAt(here, STAFF.passwordChanged), [`href="${STAFF.signIn}"`])
    expect([await isIn(here), await isIn(there)]).toEqual([false, false])
    expect((await trySignIn(world, { username: owner.username, password: PASSWORD })).status).toBe(303)
  })

  it('frozen by failures gets a link to unfreeze, to the front door’s /staff, and back in (I-07, I-17)', async () => {
    const owner = await newStaffMember(core)
    for (let tries = 0; tries < 10; tries += 1) {
      const guest = arrive(world)
      const altcha = await guest.captcha('sign-in')
      await guest.post(STAFF.signIn, { username: owner.username, password: 'wrong horse battery', altcha })
    }
    const mail = (await world.mails(owner.email, 2)).at(-1)
    expect(mail?.text).toContain(`https://gatehouse.test/staff/unfreeze#${mail?.key ?? ''}`)
    expectNoWords(mail?.text ?? '', ['Manager'])
    const guest = arrive(world)
    const unfrozen = await guest.post(STAFF.unfreeze, { key: mail?.key ?? '', email: owner.email })
    expect(unfrozen.headers.get('location')).toBe(`/staff/sign-in?username=${encodeURIComponent(owner.username)}`)
    expect((await guest.post(STAFF.signIn, owner)).status).toBe(303)
  })
})

describe('People', () => {
  it('adds an operator, who is welcomed by mail and chooses a password', async () => {
    const boss = await signedIn(world, await newStaffMember(core))
    const added = { firstName: 'Nina', lastName: 'Ode', email: 'nina.ode@mail.test', username: 'nina@gatehouse' }
    const answer = await boss.post(STAFF.newUser, added)
    expect(answer.headers.get('location')).toMatch(/^\/staff\/people\/[0-9a-f-]{36}$/)
    expect(await flashAfter(boss, answer)).toContain('nina.ode@mail.test')
    const mail = (await world.mails(added.email, 1)).at(-1)
    expect(mail?.text).toContain('as Operator')
    expect(mail?.text).toContain('https://gatehouse.test/staff/activate#')
    expect((await choose(arrive(world), { key: mail?.key ?? '', password: PASSWORD })).status).toBe(303)
    const own = await signedIn(world, { username: added.username, password: PASSWORD })
    expectWords(await pageAt(own, STAFF.home), ['Welcome, Nina'])
  })

  it('keeps what was typed where it was wrong, and has no other role to give (I-33)', async () => {
    const boss = await signedIn(world, await newStaffMember(core))
    const typed = { firstName: 'Nora', lastName: 'Ode', email: 'nora.ode@mail.test', username: 'nora' }
    const refused = await boss.post(STAFF.newUser, typed)
    expect(refused.status).toBe(422)
    expectWords(await refused.text(), ['Use an @ with something before and after it', 'value="nora.ode@mail.test"'])
    await boss.post(STAFF.newUser, { ...typed, username: 'nora@gatehouse', role: 'reader' })
    const { role } = await core.db
      .selectFrom('accounts')
      .select('role')
      .where('username', '=', 'nora@gatehouse')
      .executeTakeFirstOrThrow()
    expect(role).toBe('manager')
  })

  it('shows how everybody stands, and finds them', async () => {
    const owner = await newStaffMember(core, { firstName: 'Xenia', lastName: 'Quartz' })
    const boss = await signedIn(world, owner)
    const list = await pageAt(boss, `${STAFF.users}?q=Quartz`)
    expectWords(list, ['Xenia Quartz', owner.username, 'Active', 'Add operator', '1 of '])
    expectNoWords(list, ['Manager', 'Add user', 'Business unit'])
    expectWords(await pageAt(boss, STAFF.user(owner.accountId)), [
      'Sessions',
      'History',
      'Whoever runs the server',
      'This is you.',
    ])
  })

  it('deactivates, which ends every session at once, and activates again (I-19, S11)', async () => {
    const [bossOwner, other] = [await newStaffMember(core), await newStaffMember(core)]
    const [boss, victim] = [await signedIn(world, bossOwner), await signedIn(world, other)]
    expect((await boss.post(STAFF.userAct(other.accountId, 'deactivate'), {})).status).toBe(303)
    expect(await isIn(victim)).toBe(false)
    expect((await trySignIn(world, other)).status).toBe(422)
    expect((await boss.post(STAFF.userAct(other.accountId, 'activate'), {})).status).toBe(303)
    expect(await isIn(victim)).toBe(false)
    expect((await trySignIn(world, other)).status).toBe(303)
  })

  it('never lets the last who can sign in be deactivated, not even by themselves (N09, I-30)', async () => {
    const alone = await useAlone()
    const refused = await alone.boss.post(STAFF.userAct(alone.accountId, 'deactivate'), {})
    expect(refused.status).toBe(409)
    expectWords(await refused.text(), ['You can’t do this to yourself', 'Ask another operator.'])
    expectWords(await pageAt(alone.boss, STAFF.home), ['You are the only operator who can sign in', STAFF.newUser])
    expectWords(await pageAt(alone.boss, STAFF.users), ['Only one operator can sign in'])
  })
})

/** Everybody else is put out, so call it last. */
async function useAlone(): Promise<{ boss: Visitor; accountId: string }> {
  const last = await newStaffMember(core)
  await core.db
    .updateTable('accounts')
    .set({ state: 'inactive', inactiveReason: 'deactivated' })
    .where('id', '<>', last.accountId)
    .where('state', '=', 'active')
    .execute()
  return { boss: await signedIn(world, last), accountId: last.accountId }
}
