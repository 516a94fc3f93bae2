import pino from 'pino'
import { describe, expect, it } from 'vitest'
import { dumpDatabase } from '../../../test/support/dump.ts'
import { actorFor, newCompany, newPerson, type Person } from '../../../test/support/people.ts'
import { arrive, choosePassword, isSignedIn, mailedKey, resetKey, signIn } from '../../../test/support/recovery.ts'
import { solvedCaptcha } from '../../../test/support/sign-in-attempts.ts'
import { useWorld } from '../../../test/support/world.ts'
import type { RequestContext } from '../../domain/request-context.ts'
import { platformSite } from '../../sites/platform.ts'
import { mintKey } from '../accounts/keys.ts'
import { confirmEmailChange, requestEmailChange } from '../profile/change-email.ts'
import { changePassword } from '../profile/change-password.ts'
import { deactivateUser } from '../users/deactivate-user.ts'

const PASSWORD = 'a quiet harbour at noon'
const CONTEXT: RequestContext = { requestId: 'test', address: '192.0.2.7', network: '192.0.2.0/24', browser: '', system: '' }

const world = await useWorld()

describe('the key page', () => {
  it('keeps the key in its field, and the key usable, until the password is good (S10)', async () => {
    const person = await newCompany(world.app)
    const key = await resetKey(world, person)
    const guest = arrive(world)
    const altcha = await guest.captcha('activate')
    const rows = [
      ['short', 'short', 'at least 15 characters'],
      [PASSWORD, `${PASSWORD}!`, 'The two passwords differ'],
      ['a'.repeat(129), 'a'.repeat(129), 'at most 128 characters'],
    ] as const
    const empty = await guest.post('/activate', { key, newPassword: '', confirmation: '', altcha })
    expect(await empty.text()).toContain('Enter: New password')
    for (const [newPassword, confirmation, problem] of rows) {
      const answer = await guest.post('/activate', { key, newPassword, confirmation, altcha })
      const page = await answer.text()
      expect(answer.status).toBe(422)
      expect(page).toContain(problem)
      expect(page).toContain(`value="${key}"`)
      expect(page).not.toContain(`"${newPassword}"`)
    }
    // The captcha was spent by none of them.
    expect((await guest.post('/activate', { key, newPassword: PASSWORD, confirmation: PASSWORD, altcha })).status).toBe(303)
  })

  it('tells the holder of a live key what their name has to do with it, and leaves the key', async () => {
    const person = await newCompany(world.app, { firstName: 'Bartholomew' })
    const key = await resetKey(world, person)
    const answer = await choosePassword(arrive(world), { key, password: 'my name is bartholomew' })
    expect(answer.status).toBe(422)
    expect(await answer.text()).toContain('Leave your name out of the password')
    expect((await choosePassword(arrive(world), { key, password: PASSWORD })).status).toBe(303)
  })

  it('takes the whole link as well as the bare key, with white space around it', async () => {
    const person = await newCompany(world.app)
    const key = await resetKey(world, person)
    const pasted = `  ${world.app.config.origin}/activate#${key} \r\n`
    expect((await choosePassword(arrive(world), { key: pasted, password: PASSWORD })).status).toBe(303)
  })

  it('asks for a captcha of its own, once (I-18)', async () => {
    const person = await newCompany(world.app)
    const key = await resetKey(world, person)
    const guest = arrive(world)
    const foreign = await guest.captcha('forgot-password')
    for (const altcha of ['', foreign]) {
      const answer = await guest.post('/activate', { key, newPassword: PASSWORD, confirmation: PASSWORD, altcha })
      expect(answer.status).toBe(422)
      expect(await answer.text()).toContain('The check did not complete')
    }
    expect((await choosePassword(guest, { key, password: PASSWORD })).status).toBe(303)
  })
})

describe('a key', () => {
  it('works once, for the first of any number, in any number of processes (I-01, S14)', async () => {
    const person = await newCompany(world.app)
    const key = await resetKey(world, person)
    const twin = await world.openTwin()
    const tries = await Promise.all(
      Array.from({ length: 100 }, async (_, index) => {
        const guest = arrive(index % 2 === 0 ? world : { site: twin.site, app: twin.app })
        return { guest, password: `${PASSWORD} number ${index}`, altcha: await guest.captcha('activate') }
      }),
    )
    const answers = await Promise.all(
      tries.map(async ({ guest, password, altcha }) => {
        const answer = await guest.post('/activate', { key, newPassword: password, confirmation: password, altcha })
        return { password, status: answer.status }
      }),
    )
    const [winner, ...others] = answers.filter(({ status }) => status === 303)
    expect(others).toEqual([])
    expect(answers.filter(({ status }) => status === 422)).toHaveLength(99)
    const guest = arrive(world)
    await signIn(guest, { ...person, password: winner?.password ?? '' })
    expect(await isSignedIn(guest)).toBe(true)
    await world.jobsDone()
    expect(await auditOf(person)).toEqual(['recovery.requested', 'password.reset', 'sign_in.succeeded'])
    const subjects = (await world.mails(person.email, 2)).map(({ subject }) => subject)
    expect(subjects.filter((subject) => subject.startsWith('The password of'))).toHaveLength(1)
    expect(subjects).toHaveLength(2)
  })

  it.each([
    ['/activate', 'reset', 'active', null],
    ['/activate', 'welcome', 'pending_activation', null],
    ['/unfreeze', 'unfreeze', 'inactive', 'failed_sign_ins'],
    ['/request-activation', 'ask_activation', 'inactive', 'deactivated'],
  ] as const)(
    'of %s for %s survives every scanner, and the person still finishes (I-02, S16, N01)',
    async (path, purpose, state, reason) => {
      const poc = await newCompany(world.app)
      const person = await newPerson(world.app, poc.subscriptionId, { state, ...(reason ? { reason } : {}) })
      const { key } = await world.app.db.transaction().execute((trx) => mintKey(trx, { accountId: person.accountId, purpose }))
      const before = await snapshot(person)
      const scanner = arrive(world)
      for (let round = 0; round < 3; round += 1) {
        expect((await scanner.head(`${path}#${key}`)).status).toBe(200)
        const page = await (await scanner.get(`${path}#${key}`)).text()
        await scanner.get(`${path}?key=${key}`, { 'sec-purpose': 'prefetch;prerender', purpose: 'prefetch' })
        // The page has one form; each is posted as scripts leave it: with the key, with nothing typed.
        expect(page.match(/<form/gu)).toHaveLength(1)
        expect(page).toContain(`action="${path}"`)
        const altcha = await scanner.captcha('activate')
        for (const fields of [{}, { key }, { key, altcha }, { key, newPassword: '', confirmation: '', email: '', altcha }]) {
          expect((await scanner.post(path, fields)).status).toBe(422)
        }
      }
      expect(await snapshot(person)).toEqual(before)
      const guest = arrive(world)
      const done =
        path === '/activate'
          ? await choosePassword(guest, { key, password: PASSWORD })
          : await guest.post(path, { key, email: person.email })
      expect(done.status).toBe(303)
    },
  )

  it('dies when it is used, with every other of its account (I-04, S14)', async () => {
    const person = await newCompany(world.app)
    const other = await mintFor(person, 'confirm_email', { newEmail: 'new@mail.test' })
    const key = await resetKey(world, person)
    expect((await choosePassword(arrive(world), { key, password: PASSWORD })).status).toBe(303)
    await expectDead(key)
    await expect(confirmEmailChange(world.app, { key: other, email: 'new@mail.test' }, CONTEXT)).rejects.toMatchObject({
      code: 'invalid_key',
    })
  })

  it('dies with a change of the password (I-04)', async () => {
    const person = await newCompany(world.app)
    const key = await resetKey(world, person)
    const choice = {
      currentPassword: person.password,
      newPassword: PASSWORD,
      confirmation: PASSWORD,
      deviceToken: null,
      captcha: solvedCaptcha(),
    }
    await changePassword(world.app, actorFor(person), choice, CONTEXT)
    await expectDead(key)
  })

  it('dies with a change of the e-mail address (I-04)', async () => {
    const person = await newCompany(world.app)
    const key = await resetKey(world, person)
    await requestEmailChange(world.app, actorFor(person), { email: `new.${person.email}` }, CONTEXT)
    const confirmation = await mailedKey(world, { email: `new.${person.email}` })
    await confirmEmailChange(world.app, { key: confirmation, email: `new.${person.email}` }, CONTEXT)
    await expectDead(key)
  })

  it('dies with a deactivation (I-04)', async () => {
    const manager = await newCompany(world.app)
    const person = await newPerson(world.app, manager.subscriptionId)
    const key = await resetKey(world, person)
    await deactivateUser(world.app, actorFor(manager), person.accountId, CONTEXT)
    await expectDead(key)
  })

  it('appears with its password in no log, address, header or column (I-08)', async () => {
    const lines: string[] = []
    const log = pino({ level: 'trace' }, { write: (line: string) => void lines.push(line) })
    const guest = arrive({ app: world.app, site: platformSite({ ...world.app, log }) })
    const person = await newCompany(world.app)
    const key = await resetKey(world, person)
    const page = await guest.get('/activate')
    expect(page.headers.get('cache-control')).toBe('no-store')
    expect(page.headers.get('referrer-policy')).toBe('same-origin')
    const pageText = await page.text()
    expect(pageText).not.toMatch(/(?:src|href)="(?:https?:)?\/\/(?!gatehouse\.test)/u)
    const done = await choosePassword(guest, { key, password: PASSWORD })
    const dead = await choosePassword(guest, { key, password: PASSWORD })
    await guest.post('/activate/new-link', { key })
    await world.jobsDone()
    const headers = [done, dead]
      .flatMap((answer) => [...answer.headers])
      .flat()
      .join('\n')
    const everything = [lines.join(''), headers, await dumpDatabase(world.app)]
    expect(lines.length).toBeGreaterThan(3)
    for (const text of everything) {
      expect(text).not.toContain(key)
      expect(text).not.toContain(PASSWORD)
    }
  })
})

async function mintFor(person: Person, purpose: 'confirm_email', payload: Record<string, string>): Promise<string> {
  const { key } = await world.app.db
    .transaction()
    .execute((trx) => mintKey(trx, { accountId: person.accountId, purpose, payload }))
  return key
}

async function expectDead(key: string): Promise<void> {
  const answer = await choosePassword(arrive(world), { key, password: `${PASSWORD} again` })
  expect(answer.status).toBe(422)
  expect(await answer.text()).toContain('The activation key is not valid')
}

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
    requests: await db.selectFrom('activationRequests').selectAll().where('accountId', '=', accountId).execute(),
    mails: await db.selectFrom('mails').selectAll().where('accountId', '=', accountId).execute(),
    audit: await auditOf({ accountId } as Person),
  }
}
