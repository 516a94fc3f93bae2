import { describe, expect, it } from 'vitest'
import { changePasswordBy } from '../../../test/support/owner.ts'
import { newCompany, newPerson, type Person } from '../../../test/support/people.ts'
import { signedIn } from '../../../test/support/signed-in.ts'
import { visitor, type Visitor } from '../../../test/support/visitor.ts'
import { createWorld, useWorld } from '../../../test/support/world.ts'
import { newId } from '../../secrets.ts'

const world = await useWorld()

const arrive = () => visitor(world.site, { origin: world.app.config.origin })
const newAddress = () => `new-${newId()}@mail.test`
const ask = (owner: Visitor, email: string) => owner.post('/account/email', { email })
const confirm = (guest: Visitor, form: { key: string; email: string }) => guest.post('/account/confirm-email', form)

const addressOf = async ({ accountId }: Person) =>
  (await world.app.db.selectFrom('accounts').select('email').where('id', '=', accountId).executeTakeFirstOrThrow()).email

/** Asks for a change, and takes the key from the mail to the new address. */
async function askedFor(person: Person): Promise<{ owner: Visitor; email: string; key: string }> {
  const owner = await signedIn(world, person)
  const email = newAddress()
  await ask(owner, email)
  return { owner, email, key: await keyTo(email) }
}

async function keyTo(email: string, count = 1): Promise<string> {
  const key = (await world.mails(email, count)).at(-1)?.key
  if (!key) throw new Error(`no key came to ${email}`)
  return key
}

describe('a change of e-mail address', () => {
  it('takes effect only once the new address confirms; the old one is told at once (I-37)', async () => {
    const person = await newCompany(world.app)
    const { owner, email, key } = await askedFor(person)
    expect(await addressOf(person)).toBe(person.email)
    const [told] = await world.mails(person.email)
    expect(told?.subject).toContain('A new e-mail address was entered')
    expect(told?.text).toContain(email)
    expect(told?.key).toBeNull()
    const page = await (await owner.get('/account')).text()
    expect(page).toContain('Waiting for confirmation')
    expect(page).toContain(email)

    const answer = await confirm(owner, { key, email: `  ${email.toUpperCase()} ` })
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/account'])
    expect(await addressOf(person)).toBe(email)
    expect(await (await owner.get('/account')).text()).toContain(`Your e-mail address is now ${email}.`)
    expect((await world.mails(person.email, 2)).at(-1)?.subject).toContain('was changed')
    const rows = await world.app.db
      .selectFrom('auditEvents')
      .select(['action', 'details'])
      .where('accountId', '=', person.accountId)
      .where('action', 'like', 'email.%')
      .orderBy('id')
      .execute()
    expect(rows).toEqual([
      { action: 'email.change_requested', details: { newEmail: email, sent: true } },
      { action: 'email.changed', details: { from: person.email, to: email } },
    ])
  })

  it('names the account where somebody else is signed in in that browser', async () => {
    const person = await newCompany(world.app)
    const { email, key } = await askedFor(person)
    const other = await newCompany(world.app)
    const browser = arrive()
    await browser.post('/sign-in', { username: other.username, password: other.password })
    expect((await confirm(browser, { key, email })).status).toBe(303)
    expect(await (await browser.get('/account')).text()).toContain(`The e-mail address of ${person.username} is now ${email}.`)
  })

  it('is confirmed by whoever reads there, signed in or not (I-37)', async () => {
    const person = await newCompany(world.app)
    const { email, key } = await askedFor(person)
    const answer = await confirm(arrive(), { key: `https://us1.gatehouse.test/account/confirm-email#${key}`, email })
    expect(answer.headers.get('location')).toBe(`/sign-in?username=${person.username}`)
    expect(await addressOf(person)).toBe(email)
  })

  it('is not taken further by opening the link, by any other address, or by nothing typed (I-02, I-37)', async () => {
    const person = await newCompany(world.app)
    const { email, key } = await askedFor(person)
    const guest = arrive()
    await guest.get('/account/confirm-email')
    for (const [typed, words] of [
      [person.email, 'This is not the address of this account'],
      ['', 'Enter: E-mail address'],
      ['nonsense', 'name@example.com'],
    ] as const) {
      const answer = await confirm(guest, { key, email: typed })
      expect(answer.status).toBe(422)
      expect(await answer.text()).toContain(words)
    }
    expect(await addressOf(person)).toBe(person.email)
    expect((await confirm(guest, { key, email })).status).toBe(303)
  })

  it.each([
    ['nothing', '', 'Enter: New e-mail address'],
    ['no address', 'sam at example', 'Enter an address like name@example.com'],
    ['two addresses', 'a@mail.test,b@mail.test', 'Enter an address like name@example.com'],
    ['a header in disguise', 'a@mail.test\r\nBcc: b@mail.test', 'Enter an address like name@example.com'],
  ])('refuses %s, and says why beside the field', async (_, email, words) => {
    const person = await newCompany(world.app)
    const answer = await ask(await signedIn(world, person), email)
    expect(answer.status).toBe(422)
    expect(await answer.text()).toContain(words)
  })

  it('refuses the address one has, in whatever case', async () => {
    const person = await newCompany(world.app)
    const answer = await ask(await signedIn(world, person), person.email.toUpperCase())
    expect(await answer.text()).toContain('This is the address you have now')
  })
})

describe('the key of a change', () => {
  it('has one answer for every dead key: used, superseded, of another purpose, malformed (I-03)', async () => {
    const person = await newCompany(world.app)
    const { email, key } = await askedFor(person)
    await confirm(arrive(), { key, email })
    const never = 'A'.repeat(43)
    const dead = await Promise.all(
      [key, never].map(async (typed) => {
        const answer = await confirm(arrive(), { key: typed, email })
        return [answer.status, (await answer.text()).replaceAll(typed, '')]
      }),
    )
    expect(dead[0]).toEqual(dead[1])
    expect(dead[0]?.[0]).toBe(422)
    expect(dead[0]?.[1]).toContain('The activation key is not valid')
  })

  it('has its way to a new one: ask again in My profile, with no mail to anyone', async () => {
    const answer = await arrive().post('/account/confirm-email/new-link', { key: 'A'.repeat(43) })
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/account/confirm-email/new-link'])
    expect(await (await arrive().get('/account/confirm-email/new-link')).text()).toContain('href="/account"')
  })

  it('dies with a change of password, sent or not yet sent (I-04)', async () => {
    const person = await newCompany(world.app)
    const { owner, email, key } = await askedFor(person)
    await changePasswordBy(owner, { current: person.password, next: `correct staple ${newId()}` })
    expect(await (await confirm(arrive(), { key, email })).text()).toContain('The activation key is not valid')
    expect(await addressOf(person)).toBe(person.email)
  })

  it('is never minted where the password was changed before its mail went out (I-04, I-37)', async () => {
    const asleep = await createWorld({ work: false })
    try {
      const person = await newCompany(asleep.app)
      const owner = await signedIn(asleep, person)
      const email = newAddress()
      await ask(owner, email)
      await changePasswordBy(owner, { current: person.password, next: `correct staple ${newId()}` })
      const [mail] = await asleep.app.db.selectFrom('mails').select('state').where('recipient', '=', email).execute()
      expect(mail).toEqual({ state: 'obsolete' })
    } finally {
      await asleep.close()
    }
  })

  it('dies as its owner is deactivated (I-04)', async () => {
    const manager = await newCompany(world.app)
    const person = await newPerson(world.app, manager.subscriptionId)
    const { email, key } = await askedFor(person)
    await world.app.db
      .updateTable('accounts')
      .set({ state: 'inactive', inactiveReason: 'deactivated' })
      .where('id', '=', person.accountId)
      .execute()
    expect(await (await confirm(arrive(), { key, email })).text()).toContain('The activation key is not valid')
    expect(await addressOf(person)).toBe(person.email)
  })

  it('gives way to that of a newer wish (I-04)', async () => {
    const person = await newCompany(world.app)
    const first = await askedFor(person)
    await world.passTime(121)
    const second = newAddress()
    await ask(first.owner, second)
    const key = await keyTo(second)
    expect(await (await confirm(arrive(), first)).text()).toContain('The activation key is not valid')
    await confirm(arrive(), { key, email: second })
    expect(await addressOf(person)).toBe(second)
  })

  it('outlives a repeated wish within two minutes, which mails nobody anew (I-05)', async () => {
    const person = await newCompany(world.app)
    const { owner, email, key } = await askedFor(person)
    expect((await ask(owner, email)).status).toBe(303)
    await world.jobsDone()
    expect(await world.mails(email)).toHaveLength(1)
    expect((await confirm(arrive(), { key, email })).status).toBe(303)
  })

  it('waits for the old address to be told: another wish within two minutes is put off, the first one stands (I-05, I-37)', async () => {
    const person = await newCompany(world.app)
    const { owner, email, key } = await askedFor(person)
    const answer = await ask(owner, newAddress())
    expect(answer.status).toBe(429)
    expect(await answer.text()).toContain('Try again in 2 minutes')
    expect((await confirm(arrive(), { key, email })).status).toBe(303)
  })
})
