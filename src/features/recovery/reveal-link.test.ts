import { describe, expect, it } from 'vitest'
import { newCompany, newPerson, type Person } from '../../../test/support/people.ts'
import { arrive, isSignedIn, signIn } from '../../../test/support/recovery.ts'
import { linkKey, pressReveal, revealFor, shownOn, signInRestricted } from '../../../test/support/reveal.ts'
import { guess } from '../../../test/support/sign-in-attempts.ts'
import { pageAt } from '../../../test/support/signed-in.ts'
import { useWorld } from '../../../test/support/world.ts'
import { mintKey } from '../accounts/keys.ts'

const OWN = 'quiet harbour 12 noon'

const world = await useWorld({ platformId: 'PCI' })

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

describe('the link to user login and password', () => {
  it.each(['reset', 'welcome'] as const)(
    'of a %s survives every scanner, at both of its pages, and the person still finishes (I-02, S16, N01)',
    async (purpose) => {
      const manager = await newCompany(world.app)
      const state = purpose === 'reset' ? 'active' : 'pending_activation'
      const person = await newPerson(world.app, manager.subscriptionId, { state })
      const { key } = await world.app.db.transaction().execute((trx) => mintKey(trx, { accountId: person.accountId, purpose }))
      const before = await snapshot(person)
      const scanner = arrive(world)
      for (const path of ['/activate', '/activate/choose']) {
        expect((await scanner.head(`${path}#${key}`)).status).toBe(200)
        const page = await pageAt(scanner, `${path}#${key}`)
        await scanner.get(`${path}?key=${key}`, { 'sec-purpose': 'prefetch;prerender', purpose: 'prefetch' })
        expect(page.match(/<form/gu)).toHaveLength(1)
        expect(page).toContain(`action="${path}"`)
        const altcha = await scanner.captcha('activate')
        for (const fields of [{}, { key }, { key, altcha }, { key, email: '', newPassword: '', confirmation: '', altcha }]) {
          expect((await scanner.post(path, fields)).status).toBe(422)
        }
      }
      // One that fills forms in, too, has an address of its own.
      const filledIn = await scanner.post('/activate', { key, email: 'scanner@filter.test' })
      expect(filledIn.status).toBe(422)
      expect(await filledIn.text()).not.toContain('The activation key is not valid')
      expect(await snapshot(person)).toEqual(before)
      expect(shownOn(await (await pressReveal(arrive(world), { key, email: person.email })).text())).not.toBeNull()
    },
  )

  it('leads on to “Choose a password now”, which skips the copying, and spends the same key (S24, I-01)', async () => {
    const person = await newCompany(world.app)
    const key = await linkKey(world, person)
    const guest = arrive(world)
    const altcha = await guest.captcha('activate')
    const answer = await guest.post('/activate/choose', { key, newPassword: OWN, confirmation: OWN, altcha })
    expect(answer.headers.get('location')).toBe(`/sign-in?username=${encodeURIComponent(person.username)}`)
    expect(await auditOf(person)).toEqual(['recovery.requested', 'password.reset'])
    await signIn(guest, { ...person, password: OWN })
    expect(await isSignedIn(guest)).toBe(true)
    expect(await (await pressReveal(arrive(world), { key, email: person.email })).text()).toContain(
      'The activation key is not valid',
    )
  })

  it('shows a password to one of any number at once, in any number of processes (I-01, I-06)', async () => {
    const person = await newCompany(world.app)
    const key = await linkKey(world, person)
    const twin = await world.openTwin()
    const answers = await Promise.all(
      Array.from({ length: 40 }, async (_, index) => {
        const answer = await pressReveal(arrive(index % 2 === 0 ? world : twin), { key, email: person.email })
        return { status: answer.status, shown: shownOn(await answer.text()) }
      }),
    )
    const winners = answers.filter(({ shown }) => shown !== null)
    expect(winners).toHaveLength(1)
    expect(answers.filter(({ status }) => status === 422)).toHaveLength(39)
    await signInRestricted(world, winners[0]?.shown ?? { username: '', password: '' })
    await world.jobsDone()
    expect(await auditOf(person)).toEqual(['recovery.requested', 'password.revealed', 'sign_in.restricted'])
    expect(await world.mails(person.email, 2)).toHaveLength(2)
  })

  it('is spent by Reveal or by “Choose a password now”, never by both at once (I-01)', async () => {
    for (let round = 0; round < 5; round += 1) {
      const person = await newCompany(world.app)
      const key = await linkKey(world, person)
      const [one, other] = [arrive(world), arrive(world)]
      const altcha = await other.captcha('activate')
      const [revealed, chosen] = await Promise.all([
        pressReveal(one, { key, email: person.email }),
        other.post('/activate/choose', { key, newPassword: OWN, confirmation: OWN, altcha }),
      ])
      const shown = shownOn(await revealed.text())
      expect([shown !== null, chosen.status === 303].filter(Boolean)).toHaveLength(1)
      const own = await guess(world.app, { ...person, password: OWN })
      const temporary = await guess(world.app, { ...person, password: shown?.password ?? 'nothing was shown 1' })
      expect([own.code, temporary.code].toSorted()).toEqual(['entered', 'invalid_credentials'])
    }
  })

  it('once used, brings another by “Send me a new link”, with the reason (S15, S24, N02)', async () => {
    const person = await newCompany(world.app)
    const key = await linkKey(world, person)
    await pressReveal(arrive(world), { key, email: person.email })
    await arrive(world).post('/activate/new-link', { key })
    const mails = await world.mails(person.email, 3)
    const reset = mails.filter(({ subject }) => subject.startsWith('A way back in'))
    expect(reset.at(-1)?.text).toContain('It has been used already.')
    expect(
      shownOn(await (await pressReveal(arrive(world), { key: reset.at(-1)?.key ?? '', email: person.email })).text()),
    ).not.toBeNull()
  })

  it('whose answer got lost is started again by Forgot Password at once (S24, I-05)', async () => {
    const person = await newCompany(world.app)
    const lost = await revealFor(world, person)
    await world.passTime(121)
    const key = await linkKey(world, person)
    const shown = shownOn(await (await pressReveal(arrive(world), { key, email: person.email })).text())
    expect(shown?.password).not.toBe(lost.password)
    expect((await guess(world.app, lost)).code).toBe('invalid_credentials')
  })
})
