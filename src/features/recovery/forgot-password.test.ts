import { describe, expect, it } from 'vitest'
import { newCompany, newPerson } from '../../../test/support/people.ts'
import { arrive, askForReset, choosePassword, isSignedIn, mailedKey, signIn } from '../../../test/support/recovery.ts'
import { giveSettings } from '../../../test/support/settings.ts'
import { watchWork } from '../../../test/support/watched.ts'
import { useWorld } from '../../../test/support/world.ts'

const world = await useWorld()

describe('the form of Forgot Password', () => {
  it('leads everyone to the same page, right pair or not, and mails only the right one (S09, I-09)', async () => {
    const person = await newCompany(world.app)
    const stranger = { username: 'nobody_xx1', email: 'nobody@mail.test' }
    const wrongPair = { username: person.username, email: stranger.email }
    const answers = []
    for (const pair of [person, stranger, wrongPair]) {
      const guest = arrive(world)
      const answer = await askForReset(guest, pair)
      const page = await guest.get(answer.headers.get('location') ?? '')
      answers.push({
        status: answer.status,
        to: answer.headers.get('location'),
        cookies: guest.cookies.size,
        page: await page.text(),
      })
    }
    expect(answers[0]).toMatchObject({ status: 303, to: '/forgot-password/sent', cookies: 0 })
    expect(answers[0]?.page).toContain('Check your mail')
    expect(answers[1]).toEqual(answers[0])
    expect(answers[2]).toEqual(answers[0])
    await world.mails(person.email, 1)
    await world.jobsDone()
    expect(await world.mails(null, 1)).toHaveLength(1)
  })

  it('costs the same work for every pair: it looks nothing up (I-09)', async () => {
    const watched = watchWork(world)
    const person = await newCompany(world.app)
    const works = []
    for (const pair of [person, { ...person, email: 'other@mail.test' }, { username: 'nobody_xx2', email: 'nobody@mail.test' }]) {
      const guest = arrive({ site: watched.site, app: world.app })
      const altcha = await guest.captcha('forgot-password')
      const { username, email } = pair
      works.push(await watched.workOf(() => guest.post('/forgot-password', { username, email, altcha })))
    }
    await watched.close()
    expect(works[0]?.statements.length).toBeGreaterThan(0)
    expect(works[1]).toEqual(works[0])
    expect(works[2]).toEqual(works[0])
  })

  it('says what is wrong beside each field, keeps what was typed, and spends no captcha on it', async () => {
    const guest = arrive(world)
    const altcha = await guest.captcha('forgot-password')
    const answer = await guest.post('/forgot-password', { username: 'acme_<jd1>', email: 'not an address', altcha })
    const page = await answer.text()
    expect(answer.status).toBe(422)
    expect(page).toContain('Enter an address like name@example.com')
    expect(page).toContain('value="acme_&lt;jd1&gt;"')
    expect(page).toContain('value="not an address"')
    const empty = await guest.post('/forgot-password', { username: ' ', email: '', altcha })
    expect(empty.status).toBe(422)
    expect(await empty.text()).toContain('Enter: Username')
    const better = await guest.post('/forgot-password', { username: 'acme_jd1', email: 'name@example.com', altcha })
    expect(better.status).toBe(303)
  })

  it('takes each captcha once, and only one of its own (I-18)', async () => {
    const guest = arrive(world)
    const pair = { username: 'acme_jd1', email: 'name@example.com' }
    const altcha = await guest.captcha('forgot-password')
    expect((await guest.post('/forgot-password', { ...pair, altcha })).status).toBe(303)
    const foreign = await guest.captcha('activate')
    for (const refused of [altcha, foreign, '', 'bm9uc2Vuc2U=']) {
      const answer = await guest.post('/forgot-password', { ...pair, altcha: refused })
      expect(answer.status).toBe(422)
      expect(await answer.text()).toContain('The check did not complete')
    }
  })

  it('notes a wrong address in the trail of the subscription, and mails nobody', async () => {
    const person = await newCompany(world.app)
    await askForReset(arrive(world), { username: person.username, email: 'elsewhere@mail.test' })
    await world.jobsDone()
    const trail = await world.app.db
      .selectFrom('auditEvents')
      .select('action')
      .where('accountId', '=', person.accountId)
      .execute()
    expect(trail.map(({ action }) => action)).toEqual(['recovery.address_mismatch'])
    expect(await world.mails(person.email, 0)).toEqual([])
    expect(await world.mails('elsewhere@mail.test', 0)).toEqual([])
  })
})

describe('the way to a new password', () => {
  it('is one mail, one form, one sign-in (S09, S10)', async () => {
    const person = await newCompany(world.app)
    const guest = arrive(world)
    await askForReset(guest, person)
    const key = await mailedKey(world, person)
    const password = 'a quiet harbour at noon'
    const answer = await choosePassword(guest, { key, password })
    expect(answer.status).toBe(303)
    expect(answer.headers.get('location')).toBe(`/sign-in?username=${person.username}`)
    const signInPage = await (await guest.get(answer.headers.get('location') ?? '')).text()
    expect(signInPage).toContain('Sign in with your new password')
    expect(signInPage).toContain(`value="${person.username}"`)
    expect((await signIn(arrive(world), person)).status).toBe(422)
    await signIn(guest, { ...person, password })
    expect(await isSignedIn(guest)).toBe(true)
    const [, notice] = await world.mails(person.email, 2)
    expect(notice?.subject).toBe(`The password of ${person.username} on US Platform 1 was changed`)
    expect(notice?.key).toBeNull()
  })

  it('ends every session of the account (I-19)', async () => {
    const person = await newCompany(world.app)
    const elsewhere = arrive(world)
    await signIn(elsewhere, person)
    expect(await isSignedIn(elsewhere)).toBe(true)
    const guest = arrive(world)
    await askForReset(guest, person)
    await choosePassword(guest, { key: await mailedKey(world, person), password: 'a quiet harbour at noon' })
    expect(await isSignedIn(elsewhere)).toBe(false)
  })

  it('leads to the configured origin, whatever a request claims (I-07)', async () => {
    const person = await newCompany(world.app)
    const guest = arrive(world)
    const altcha = await guest.captcha('forgot-password')
    const forged = {
      host: 'evil.example',
      'x-forwarded-host': 'evil.example',
      'x-forwarded-proto': 'gopher',
      'x-original-url': '/evil',
      forwarded: 'host=evil.example;proto=http',
    }
    const { username, email } = person
    expect((await guest.post('/forgot-password', { username, email, altcha }, forged)).status).toBe(303)
    const [mail] = await world.mails(person.email)
    expect(mail?.link).toBe(`${world.app.config.origin}/activate#${mail?.key}`)
    expect(`${mail?.subject}${mail?.text}${mail?.html}`).not.toContain('evil')
  })

  it('stands in at most one mail in two minutes and ten an hour, and never dies without its successor (I-05)', async () => {
    const person = await newCompany(world.app)
    await askForReset(arrive(world), person)
    const first = await mailedKey(world, person)
    const { expiresAt } = await findKey(person.accountId)
    await askForReset(arrive(world), person)
    await world.jobsDone()
    expect(await world.mails(person.email, 1)).toHaveLength(1)
    expect(await findKey(person.accountId)).toEqual({ expiresAt })
    for (let asked = 2; asked <= 13; asked += 1) {
      await world.passTime(125)
      await askForReset(arrive(world), person)
      await world.jobsDone()
    }
    const mails = await world.mails(person.email, 10)
    expect(mails).toHaveLength(10)
    const last = await mailedKey(world, person, 10)
    expect(last).not.toBe(first)
    expect((await choosePassword(arrive(world), { key: first, password: 'a quiet harbour at noon' })).status).toBe(422)
    expect((await choosePassword(arrive(world), { key: last, password: 'a quiet harbour at noon' })).status).toBe(303)
  })
})

async function findKey(accountId: string): Promise<{ expiresAt: Date }> {
  return world.app.db
    .selectFrom('activationKeys')
    .select('expiresAt')
    .where('accountId', '=', accountId)
    .where('diedAt', 'is', null)
    .executeTakeFirstOrThrow()
}

describe('the mail to who may not sign in', () => {
  it('names the POC, the Managers and "please activate me" to the deactivated (S11, N07, N11)', async () => {
    const poc = await newCompany(world.app, { firstName: 'Jane', lastName: 'Doe' })
    const manager = await newPerson(world.app, poc.subscriptionId, { role: 'manager', firstName: 'Ravi', lastName: 'Menon' })
    await newPerson(world.app, poc.subscriptionId, { role: 'reader', firstName: 'Not', lastName: 'Concerned' })
    const person = await newPerson(world.app, poc.subscriptionId, { state: 'inactive' })
    await askForReset(arrive(world), person)
    const [mail] = await world.mails(person.email)
    expect(mail?.subject).toBe(`${person.username} on US Platform 1 is Inactive`)
    expect(mail?.text).toContain('Inactive (deactivated)')
    expect(mail?.text).toMatch(new RegExp(`Jane Doe, point of contact \\(POC\\): ${poc.email}`))
    expect(mail?.text).toMatch(new RegExp(`Ravi Menon, Manager: ${manager.email}`))
    expect(mail?.text).not.toContain('Concerned')
    expect(mail?.link).toBe(`${world.app.config.origin}/request-activation#${mail?.key}`)
    const answer = await choosePassword(arrive(world), { key: mail?.key ?? '', password: 'a quiet harbour at noon' })
    expect(answer.status).toBe(422)
  })

  it('sends the only user of a subscription to TAM and support, with their numbers (S12, S20)', async () => {
    const person = await newCompany(world.app, { state: 'inactive' })
    await askForReset(arrive(world), person)
    const [mail] = await world.mails(person.email)
    expect(mail?.text).toContain('Terry Quill, your technical account manager (TAM): tam@gatehouse.test, +1 650 801 6161')
    expect(mail?.text).toContain('+1 866 801 6161')
    expect(mail?.text).toContain('https://gatehouse.test/support/numbers')
    expect(mail?.key).toBeNull()
  })

  it('is the activation mail again for the pending; the only user is told TAM and support, too (S18, S20)', async () => {
    const person = await newCompany(world.app, { state: 'pending_activation' })
    expect((await signIn(arrive(world), person)).status).toBe(422)
    await askForReset(arrive(world), person)
    const [mail] = await world.mails(person.email)
    expect(mail?.subject).toBe(`Welcome to Gatehouse: activate ${person.username} on US Platform 1`)
    expect(mail?.text).toContain('Terry Quill')
    expect(mail?.text).toContain('+1 866 801 6161')
    const guest = arrive(world)
    expect((await choosePassword(guest, { key: mail?.key ?? '', password: 'a quiet harbour at noon' })).status).toBe(303)
    await signIn(guest, { ...person, password: 'a quiet harbour at noon' })
    expect(await isSignedIn(guest)).toBe(true)
  })

  it('brings the frozen a new unfreeze key, and "please activate me" where a Manager could answer (S11, N06)', async () => {
    const poc = await newCompany(world.app)
    const person = await newPerson(world.app, poc.subscriptionId, { state: 'inactive', reason: 'failed_sign_ins' })
    await askForReset(arrive(world), person)
    const [mail] = await world.mails(person.email)
    expect(mail?.link).toContain('/unfreeze#')
    expect(mail?.text).toContain('/request-activation#')
    expect(mail?.text).toContain('Inactive (failed sign-ins)')
  })

  it('brings no unfreeze key where the subscription switched it off, but for its last active Manager (N06, N09)', async () => {
    const poc = await newCompany(world.app)
    const { subscriptionId } = poc
    await giveSettings(world.app, subscriptionId, { selfUnfreeze: false })
    const reader = await newPerson(world.app, subscriptionId, { state: 'inactive', reason: 'failed_sign_ins' })
    await askForReset(arrive(world), reader)
    const [mail] = await world.mails(reader.email)
    expect(mail?.text).not.toContain('/unfreeze')
    expect(mail?.link).toContain('/request-activation#')
    const frozen = { state: 'inactive', inactiveReason: 'failed_sign_ins' }
    await world.app.db.updateTable('accounts').set(frozen).where('id', '=', poc.accountId).execute()
    await askForReset(arrive(world), poc)
    const [toManager] = await world.mails(poc.email)
    expect(toManager?.link).toContain('/unfreeze#')
  })

  it('tells who asks in an expired subscription that no password would help, and who could (N07)', async () => {
    const poc = await newCompany(world.app, { firstName: 'Jane', lastName: 'Doe' })
    const person = await newPerson(world.app, poc.subscriptionId)
    const expiredAt = new Date(0)
    await world.app.db.updateTable('subscriptions').set({ expiredAt }).where('id', '=', poc.subscriptionId).execute()
    await askForReset(arrive(world), person)
    const [mail] = await world.mails(person.email)
    expect(mail?.subject).toBe(`The subscription of ${person.username} on US Platform 1 has expired`)
    expect(mail?.text).toContain('Jane Doe')
    expect(mail?.text).toContain('Terry Quill')
    expect(mail?.key).toBeNull()
  })
})
