import { hash as hashBcrypt } from '@node-rs/bcrypt'
import { describe, expect, it } from 'vitest'
import { newCompany, newPerson, type Person } from '../../../test/support/people.ts'
import { arrive } from '../../../test/support/recovery.ts'
import { chooseOwn, linkKey, revealFor, signInRestricted } from '../../../test/support/reveal.ts'
import { guess } from '../../../test/support/sign-in-attempts.ts'
import { expectWords, flashAfter, pageAt } from '../../../test/support/signed-in.ts'
import { useWorld } from '../../../test/support/world.ts'
import { importedCredential } from '../../password-hasher.ts'
import { cleanUp } from '../accounts/clean-up.ts'

const OWN = 'quiet harbour 12 noon'

const world = await useWorld({ platformId: 'PCI' })

/** Signed in with a temporary password. */
async function atTheForm(wish: { firstName?: string } = {}) {
  const person = await newCompany(world.app, wish)
  const shown = await revealFor(world, person)
  return { person, shown, guest: await signInRestricted(world, shown) }
}

/** Chooses a password by a mailed key; the key is spent only where it is taken. */
async function chooseNow(person: Person, password: string): Promise<string> {
  const guest = arrive(world)
  const altcha = await guest.captcha('activate')
  const key = await linkKey(world, person)
  const answer = await guest.post('/activate/choose', { key, newPassword: password, confirmation: password, altcha })
  await world.passTime(3_601)
  return answer.status === 303 ? 'taken' : problemIn(await answer.text())
}

function problemIn(page: string): string {
  return /id="field-newPassword-problem">(?:<svg.*?<\/svg>)?([^<]*)</su.exec(page)?.[1] ?? page
}

async function pastOf({ accountId }: Person): Promise<number> {
  return (await world.app.db.selectFrom('pastCredentials').select('id').where('accountId', '=', accountId).execute()).length
}

describe('the page of one’s own password', () => {
  it('asks for it twice, says the rules, and nothing else is asked; there is a way out (S25)', async () => {
    const { guest, person } = await atTheForm()
    const page = await pageAt(guest, '/choose-password')
    expectWords(page, [
      'Choose your own password',
      person.username,
      'New password',
      'Confirm new password',
      '>Submit<',
      '>Sign out<',
    ])
    expectWords(page, [
      '12 to 128 characters, letters and digits among them',
      'none of your last 4 passwords',
      'temporary password',
    ])
    expect(page).not.toContain('Current password')
  })

  it('leads to the sign-in page, with the user login typed, and tells the owner by mail; no session is left (S25, I-19)', async () => {
    const { guest, person, shown } = await atTheForm()
    const answer = await chooseOwn(guest, OWN)
    expect(answer.headers.get('location')).toBe(`/sign-in?username=${encodeURIComponent(person.username)}`)
    expect(await flashAfter(guest, answer)).toBe('Your password is saved. Sign in with your new password.')
    expect(await pageAt(guest, answer.headers.get('location') ?? '')).toContain(`value="${person.username}"`)
    expect((await guess(world.app, shown)).code).toBe('invalid_credentials')
    expect((await guess(world.app, { ...person, password: OWN })).tokens).toMatchObject({ restricted: null })
    expect((await guest.get('/choose-password')).headers.get('location')).toBe('/sign-in')
    await world.jobsDone()
    const subjects = (await world.mails(person.email, 3)).map(({ subject }) => subject)
    expect(subjects).toContain(`The password of ${person.username} on PCI Platform was changed`)
  })

  it.each([
    ['', 'Enter: New password'],
    ['elevenchar1', 'Use at least 12 characters'],
    ['only letters here', 'Use letters and digits'],
    ['839201938472615', 'Use letters and digits'],
    ['password12345', 'lists of common ones'],
    ['bartholomew 12 oaks', 'Leave your name out of the password'],
  ])('refuses %j', async (password, words) => {
    const { guest } = await atTheForm({ firstName: 'Bartholomew' })
    const answer = await chooseOwn(guest, password)
    expect([answer.status, problemIn(await answer.text())]).toEqual([422, expect.stringContaining(words)])
  })

  it('takes twelve characters with a letter and a digit (PCI DSS 4.0.1 8.3.6)', async () => {
    const { guest } = await atTheForm()
    expect((await chooseOwn(guest, 'twelvechars1')).status).toBe(303)
  })

  it('refuses the temporary one, and two that differ', async () => {
    const { guest, shown } = await atTheForm()
    expect(problemIn(await (await chooseOwn(guest, shown.password)).text())).toContain('This is the password you have now')
    const differing = await guest.post('/choose-password', { newPassword: OWN, confirmation: `${OWN}!` })
    expect(await differing.text()).toContain('The two passwords differ')
  })

  it('has no use for fields that nobody asked for (I-33)', async () => {
    const { guest, person } = await atTheForm()
    const other = await newPerson(world.app, person.subscriptionId)
    const extra = { accountId: other.accountId, username: other.username, role: 'manager', state: 'active' }
    await guest.post('/choose-password', { newPassword: OWN, confirmation: OWN, ...extra })
    expect((await guess(world.app, other)).code).toBe('entered')
    expect((await guess(world.app, { ...person, password: OWN })).code).toBe('entered')
  })

  it('takes one of several at once: one change, one row, one mail (I-01)', async () => {
    const { guest, person } = await atTheForm()
    const passwords = Array.from({ length: 12 }, (_, index) => `${OWN} number ${index}`)
    const answers = await Promise.all(
      passwords.map(async (password) => ({ password, location: (await chooseOwn(guest, password)).headers.get('location') })),
    )
    const taken = answers.filter(({ location }) => location?.startsWith('/sign-in?username='))
    expect(taken).toHaveLength(1)
    expect((await guess(world.app, { ...person, password: taken[0]?.password ?? '' })).code).toBe('entered')
    const rows = await world.app.db
      .selectFrom('auditEvents')
      .select('action')
      .where('accountId', '=', person.accountId)
      .where('action', '=', 'password.changed')
      .execute()
    expect(rows).toHaveLength(1)
  })
})

describe('the passwords that are remembered (PCI DSS 4.0.1 8.3.7)', () => {
  const nth = (number: number) => `quiet harbour 12 noon, the ${number}th`

  it('are the current one and the three before it; the fifth back is free again', async () => {
    const person = await newCompany(world.app)
    for (const number of [1, 2, 3, 4, 5]) expect(await chooseNow(person, nth(number))).toBe('taken')
    expect(await pastOf(person)).toBe(3)
    for (const number of [5, 4, 3, 2]) {
      expect([number, await chooseNow(person, nth(number))]).toEqual([
        number,
        expect.stringContaining('used this password lately'),
      ])
    }
    expect(await chooseNow(person, nth(1))).toBe('taken')
  })

  it('are as many after a temporary one, which does not count', async () => {
    const person = await newCompany(world.app)
    for (const number of [1, 2, 3, 4, 5]) expect(await chooseNow(person, nth(number))).toBe('taken')
    const temporary = await revealFor(world, person)
    await world.passTime(121)
    const guest = await signInRestricted(world, await revealFor(world, person))
    for (const number of [2, 3, 4, 5]) {
      expect(problemIn(await (await chooseOwn(guest, nth(number))).text())).toContain('used this password lately')
    }
    expect((await chooseOwn(guest, temporary.password)).status).toBe(303)
    expect(await pastOf(person)).toBe(3)
    await world.passTime(3_601)
    expect(await chooseNow(person, nth(3))).toContain('used this password lately')
    expect(await chooseNow(person, nth(2))).toBe('taken')
  })

  it('are found whichever system hashed them (A16)', async () => {
    const person = await newCompany(world.app)
    const credentialHash = importedCredential(await hashBcrypt('brought along 12', 4))
    await world.app.db.updateTable('accounts').set({ credentialHash }).where('id', '=', person.accountId).execute()
    expect(await chooseNow(person, 'brought along 12')).toContain('used this password lately')
    expect(await chooseNow(person, OWN)).toBe('taken')
    expect(await chooseNow(person, 'brought along 12')).toContain('used this password lately')
  })

  it('are told only to who holds a live key, and cost nobody else a hash (I-03)', async () => {
    const person = await newCompany(world.app)
    const guest = arrive(world)
    const before = world.app.hasher.computed()
    const altcha = await guest.captcha('activate')
    const { password } = person
    const answer = await guest.post('/activate/choose', {
      key: 'never made',
      newPassword: password,
      confirmation: password,
      altcha,
    })
    expect(await answer.text()).toContain('The activation key is not valid')
    expect(world.app.hasher.computed() - before).toBe(1)
  })

  it('are forgotten nowhere by the hourly cleaning, which forgets ended restricted sessions', async () => {
    const { person, guest } = await atTheForm()
    await world.passTime(901)
    await cleanUp(world.app)
    expect(await pastOf(person)).toBe(1)
    const left = await world.app.db
      .selectFrom('restrictedSessions')
      .select('accountId')
      .where('accountId', '=', person.accountId)
      .execute()
    expect(left).toEqual([])
    expect((await guest.get('/choose-password')).status).toBe(303)
  })
})
