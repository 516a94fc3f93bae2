import pino from 'pino'
import { describe, expect, it } from 'vitest'
import { dumpDatabase } from '../../../test/support/dump.ts'
import { newCompany, newPerson, type Person } from '../../../test/support/people.ts'
import { arrive, isSignedIn } from '../../../test/support/recovery.ts'
import { chooseOwn, linkKey, pressReveal, revealFor, shownOn, signInRestricted } from '../../../test/support/reveal.ts'
import { failTimes, guess } from '../../../test/support/sign-in-attempts.ts'
import { expectNoWords, expectWords, pageAt, signedIn } from '../../../test/support/signed-in.ts'
import { useWorld } from '../../../test/support/world.ts'
import { siteOf } from '../../sites/site-of.ts'
import { mintKey } from '../accounts/keys.ts'

const OWN = 'quiet harbour 12 noon'

const world = await useWorld({ platformId: 'PCI' })
const main = await useWorld()

async function auditOf({ accountId }: Person): Promise<readonly string[]> {
  const rows = await world.app.db
    .selectFrom('auditEvents')
    .select('action')
    .where('accountId', '=', accountId)
    .orderBy('id')
    .execute()
  return rows.map(({ action }) => action)
}

/** All that a link could have changed. */
async function snapshot({ accountId }: Person) {
  const { db } = world.app
  return {
    account: await db.selectFrom('accounts').selectAll().where('id', '=', accountId).execute(),
    keys: await db.selectFrom('activationKeys').selectAll().where('accountId', '=', accountId).execute(),
    mails: await db.selectFrom('mails').selectAll().where('accountId', '=', accountId).execute(),
    past: await db.selectFrom('pastCredentials').selectAll().where('accountId', '=', accountId).execute(),
    audit: await db.selectFrom('auditEvents').selectAll().where('accountId', '=', accountId).execute(),
  }
}

async function stateOf({ accountId }: Person): Promise<string> {
  const { state } = await world.app.db
    .selectFrom('accounts')
    .select('state')
    .where('id', '=', accountId)
    .executeTakeFirstOrThrow()
  return state
}

describe('Reveal', () => {
  it('shows user login and a generated password in that one answer, which is never stored (S24, I-06)', async () => {
    const person = await newCompany(world.app)
    const key = await linkKey(world, person)
    const guest = arrive(world)
    const form = await pageAt(guest, '/activate')
    expectWords(form, ['Activation key', 'E-mail address', '>Reveal<', 'Choose a password now', 'href="/activate/choose"'])
    const answer = await pressReveal(guest, { key, email: ` ${person.email.toUpperCase()} ` })
    const page = await answer.text()
    expect([answer.status, answer.headers.get('cache-control'), answer.headers.get('location')]).toEqual([200, 'no-store', null])
    expect(shownOn(page)?.username).toBe(person.username)
    expect(shownOn(page)?.password).toMatch(/^(?:[a-hjkmnp-z2-9]{5}-){3}[a-hjkmnp-z2-9]{5}$/u)
    expectWords(page, ['User login ID', 'Copy user login ID', 'Copy password', '15 minutes', `/sign-in?username=`])
    // Reload posts the same once more; Back brings the form.
    const again = await pressReveal(guest, { key, email: person.email })
    const [reloaded, back] = [await again.text(), await pageAt(guest, '/activate')]
    expect(again.status).toBe(422)
    expectWords(reloaded, ['The activation key is not valid', 'Send me a new link'])
    expect([shownOn(reloaded), shownOn(back)]).toEqual([null, null])
    expect(await auditOf(person)).toEqual(['recovery.requested', 'password.revealed'])
    const notices = (await world.mails(person.email, 2)).filter(({ subject }) => subject.startsWith('A temporary password'))
    expect(notices).toHaveLength(1)
    expect(notices[0]?.text).not.toContain(shownOn(page)?.password)
  })

  it('leaves it in no log, address, header, mail or table (I-08, I-36)', async () => {
    const lines: string[] = []
    const log = pino({ level: 'trace' }, { write: (line: string) => void lines.push(line) })
    const site = siteOf({ ...world.app, log })
    const person = await newCompany(world.app)
    const key = await linkKey(world, person)
    const guest = arrive({ app: world.app, site })
    const answer = await pressReveal(guest, { key, email: person.email })
    const shown = shownOn(await answer.text()) ?? { username: '', password: '' }
    const signed = await guest.post('/sign-in', shown)
    const refused = await chooseOwn(guest, shown.password)
    expect([signed.status, refused.status]).toEqual([303, 422])
    await world.jobsDone()
    const mails = await world.mails(person.email, 2)
    const headers = [answer, signed, refused].flatMap((reply) => [...reply.headers]).flat()
    expect(lines.length).toBeGreaterThan(2)
    expect(shown.password).toHaveLength(23)
    const places = [lines.join(''), headers.join('\n'), await dumpDatabase(world.app), mails.map(({ text }) => text).join('\n')]
    for (const place of places) expect(place).not.toContain(shown.password)
    expect([...places.slice(0, 3), await refused.text()].filter((place) => place.includes(key))).toEqual([])
  })

  it('makes another password each time, with letters and digits', async () => {
    const person = await newCompany(world.app)
    const passwords = new Set<string>()
    for (let round = 0; round < 3; round += 1) {
      const { password } = await revealFor(world, person)
      expect(password).toMatch(/(?=.*[a-z])(?=.*\d)/u)
      passwords.add(password)
      await world.passTime(121)
    }
    expect(passwords.size).toBe(3)
  })

  it('ends what was before at once: the old password, every session, every other key, a waiting change of address (I-04, I-19)', async () => {
    const person = await newCompany(world.app)
    const session = await signedIn(world, person)
    const other = await world.app.db
      .transaction()
      .execute((trx) =>
        mintKey(trx, { accountId: person.accountId, purpose: 'confirm_email', payload: { newEmail: 'new@mail.test' } }),
      )
    const { password } = await revealFor(world, person)
    expect(await isSignedIn(session)).toBe(false)
    expect((await guess(world.app, person)).code).toBe('invalid_credentials')
    const confirmed = await arrive(world).post('/account/confirm-email', { key: other.key, email: 'new@mail.test' })
    expect(await confirmed.text()).toContain('The activation key is not valid')
    expect(await stateOf(person)).toBe('active')
    await signInRestricted(world, { username: person.username, password })
  })

  it('says so where somebody else is signed in, whose home page signing in would lead to (S24)', async () => {
    const [person, other] = [await newCompany(world.app), await newCompany(world.app)]
    const elsewhere = await signedIn(world, other)
    const page = await (await pressReveal(elsewhere, { key: await linkKey(world, person), email: person.email })).text()
    expectWords(page, ['You are signed in as', other.username, 'sign out first, in the new tab'])
    const own = await signedIn(world, other)
    const mine = await (await pressReveal(own, { key: await linkKey(world, other), email: other.email })).text()
    expect(shownOn(mine)?.username).toBe(other.username)
    expectNoWords(mine, ['You are signed in as'])
  })

  it('again makes the password of before useless: never two at once (S24, I-06)', async () => {
    const person = await newCompany(world.app)
    const first = await revealFor(world, person)
    const restricted = await signInRestricted(world, first)
    await world.passTime(121)
    const second = await revealFor(world, person)
    expect((await guess(world.app, first)).code).toBe('invalid_credentials')
    expect((await chooseOwn(restricted, OWN)).headers.get('location')).toBe('/sign-in')
    const guest = await signInRestricted(world, second)
    expect((await chooseOwn(guest, OWN)).status).toBe(303)
  })

  it('by a welcome leaves the account pending until its owner has chosen a password (S26, S31, S32)', async () => {
    const manager = await newCompany(world.app)
    const person = await newPerson(world.app, manager.subscriptionId, { state: 'pending_activation' })
    const shown = await revealFor(world, person)
    expect(await stateOf(person)).toBe('pending_activation')
    const guest = await signInRestricted(world, shown)
    expect(await stateOf(person)).toBe('pending_activation')
    await chooseOwn(guest, OWN)
    expect(await stateOf(person)).toBe('active')
    expect(await isSignedIn(await signedIn(world, { ...person, password: OWN }))).toBe(true)
    expect(await auditOf(person)).toEqual([
      'recovery.requested',
      'password.revealed',
      'sign_in.restricted',
      'account.activation_completed',
      'sign_in.succeeded',
    ])
  })

  it('releases a lock, and knows this browser from then on (I-17)', async () => {
    const person = await newCompany(world.app)
    const key = await linkKey(world, person)
    await failTimes(world.app, 10, person.username)
    const guest = arrive(world)
    const shown = shownOn(await (await pressReveal(guest, { key, email: person.email })).text())
    await failTimes(world.app, 10, person.username)
    const answer = await guest.post('/sign-in', { username: person.username, password: shown?.password ?? '' })
    expect(answer.headers.get('location')).toBe('/choose-password')
  })

  it('takes the owner’s address only; a wrong one is a field error, spends a guess and leaves the key (S24)', async () => {
    const person = await newCompany(world.app)
    const key = await linkKey(world, person)
    const before = await snapshot(person)
    for (let guesses = 0; guesses < 3; guesses += 1) {
      const answer = await pressReveal(arrive(world), { key, email: 'somebody.else@mail.test' })
      expect(answer.status).toBe(422)
      const page = await answer.text()
      expectWords(page, ['This is not the address of this account', `value="${key}"`])
    }
    expect(await snapshot(person)).toEqual(before)
    expect(shownOn(await (await pressReveal(arrive(world), { key, email: person.email })).text())).not.toBeNull()
  })

  it('lets nobody guess the address: after ten wrong ones a day the right one is refused, too (I-14)', async () => {
    const person = await newCompany(world.app)
    const key = await linkKey(world, person)
    for (let guesses = 0; guesses < 10; guesses += 1) await pressReveal(arrive(world), { key, email: `no${guesses}@mail.test` })
    const answer = await pressReveal(arrive(world), { key, email: person.email })
    expect(await answer.text()).toContain('This is not the address of this account')
  })

  it('does nothing where the account has moved on since the mail (I-29)', async () => {
    const manager = await newCompany(world.app)
    const person = await newPerson(world.app, manager.subscriptionId)
    const key = await linkKey(world, person)
    await world.app.db
      .updateTable('subscriptions')
      .set({ expiredAt: new Date(0) })
      .where('id', '=', person.subscriptionId)
      .execute()
    const page = await (await pressReveal(arrive(world), { key, email: person.email })).text()
    expect(page).toContain('The activation key is not valid')
  })
})

it('on the main platform the same link still leads to one form of a new password, and shows nothing (S10)', async () => {
  const page = await pageAt(arrive(main), '/activate')
  expectWords(page, ['New password', 'Submit'])
  expectNoWords(page, ['Reveal', 'user login'])
  expect((await arrive(main).get('/activate/choose')).status).toBe(404)
})
