import { afterAll, describe, expect, it } from 'vitest'
import { deadKeys, mintFor } from '../../../test/support/dead-keys.ts'
import { newCompany, newPerson } from '../../../test/support/people.ts'
import { arrive, choosePassword, isSignedIn, mailedKey, resetKey, signIn } from '../../../test/support/recovery.ts'
import type { Visitor } from '../../../test/support/visitor.ts'
import { watchWork, type Work } from '../../../test/support/watched.ts'
import { useWorld } from '../../../test/support/world.ts'
import type { KeyPurpose } from '../../domain/activation-key.ts'
import { newToken } from '../../secrets.ts'
import { cleanUp } from '../accounts/clean-up.ts'

const DAY = 24 * 3_600
const PASSWORD = 'a quiet harbour at noon'

const world = await useWorld()
const europe = await useWorld({ platformId: 'EU1' })
const watched = watchWork(world)
afterAll(() => watched.close())

const company = () => newCompany(world.app)

type Answer = { status: number; headers: readonly (readonly [string, string])[]; body: string; work: Work }

type Submit = (guest: Visitor, key: string) => Promise<() => Promise<Response>>

const PAGES: readonly (readonly [path: string, purpose: KeyPurpose, otherPurpose: KeyPurpose, hashes: number, submit: Submit])[] =
  [
    [
      '/activate',
      'reset',
      'unfreeze',
      1,
      async (guest, key) => {
        const altcha = await guest.captcha('activate')
        return () => guest.post('/activate', { key, newPassword: PASSWORD, confirmation: PASSWORD, altcha })
      },
    ],
    ['/unfreeze', 'unfreeze', 'reset', 0, async (guest, key) => () => guest.post('/unfreeze', { key, email: 'a@mail.test' })],
    [
      '/request-activation',
      'ask_activation',
      'welcome',
      0,
      async (guest, key) => () => guest.post('/request-activation', { key, email: 'a@mail.test' }),
    ],
  ]

describe('a key that is not valid', () => {
  it.each(PAGES)(
    'gets one answer at %s, whyever: status, headers, bytes and work (I-03, S14)',
    async (path, purpose, otherPurpose, hashes, submit) => {
      const answers = new Map<string, Answer>()
      for (const [kind, key] of await deadKeys(world, europe, { purpose, otherPurpose })) {
        const guest = arrive({ app: world.app, site: watched.site })
        const send = await submit(guest, key)
        let answer = new Response()
        const work = await watched.workOf(async () => (answer = await send()))
        const headers = [...answer.headers].filter(([name]) => name !== 'x-request-id')
        const body = (await answer.text()).replaceAll(key, 'KEY')
        answers.set(kind, { status: answer.status, headers, body, work })
      }
      const [first, ...others] = answers.values()
      expect(first).toMatchObject({ status: 422, work: { hashes } })
      expect(first?.body).toContain('The activation key is not valid')
      expect(first?.body).toContain(`action="${path}/new-link"`)
      for (const other of others) expect(other).toEqual(first)
    },
  )

  it('of another account changes nothing of one’s own (I-03)', async () => {
    const [owner, other] = [await company(), await company()]
    const key = await mintFor(world, owner, 'unfreeze')
    const answer = await arrive(world).post('/unfreeze', { key, email: other.email })
    expect(answer.status).toBe(422)
    expect(await answer.text()).toContain('This is not the address of this account')
  })

  it('says what may have happened, offers a new link, the page on mail filters, TAM and support (S14, S15)', async () => {
    const page = await (await choosePassword(arrive(world), { key: newToken().token, password: PASSWORD })).text()
    const said = ['It was used already', 'It expired', 'A newer mail replaced it', 'Send me a new link', 'TAM']
    for (const words of said) expect(page).toContain(words)
    expect(page).toContain('href="https://gatehouse.test/support/mail"')
    expect(page).toContain('href="https://gatehouse.test/support/numbers"')
  })
})

async function sendNewLink(key: string, page = '/activate'): Promise<Response> {
  return arrive(world).post(`${page}/new-link`, { key })
}

describe('"Send me a new link"', () => {
  it('answers for known and unknown keys alike, with the same work (I-03, I-09)', async () => {
    const known = await mintFor(world, await company(), 'reset')
    const answers = []
    for (const key of [known, newToken().token, 'short', '']) {
      const guest = arrive({ app: world.app, site: watched.site })
      let answer = new Response()
      const work = await watched.workOf(async () => (answer = await guest.post('/activate/new-link', { key })))
      const page = await (await guest.get(answer.headers.get('location') ?? '')).text()
      answers.push({ status: answer.status, cookies: guest.cookies.size, page, work })
    }
    expect(answers[0]).toMatchObject({ status: 303, cookies: 0 })
    expect(answers[0]?.page).toContain('Check your mail')
    for (const other of answers.slice(1)) expect(other).toEqual(answers[0])
  })

  it('tells the owner of a used key so, and brings a new one at once, and no second within two minutes (S15, N02, I-05)', async () => {
    const person = await company()
    const key = await resetKey(world, person)
    await choosePassword(arrive(world), { key, password: PASSWORD })
    await sendNewLink(key)
    const mails = await world.mails(person.email, 3)
    expect(mails.at(-1)?.text).toContain('It has been used already.')
    await sendNewLink(key)
    await world.jobsDone()
    expect(await world.mails(person.email, 3)).toHaveLength(3)
    const guest = arrive(world)
    expect((await choosePassword(guest, { key: mails.at(-1)?.key ?? '', password: `${PASSWORD} again` })).status).toBe(303)
    await signIn(guest, { ...person, password: `${PASSWORD} again` })
    expect(await isSignedIn(guest)).toBe(true)
  })

  it('tells the owner of an expired key so; a welcome comes again for the pending (N02, S18)', async () => {
    const poc = await company()
    const person = await newPerson(world.app, poc.subscriptionId, { state: 'pending_activation' })
    const key = await mintFor(world, person, 'welcome')
    await world.passTime(73 * 3_600)
    expect((await choosePassword(arrive(world), { key, password: PASSWORD })).status).toBe(422)
    await sendNewLink(key)
    const [mail] = await world.mails(person.email)
    expect(mail?.subject).toContain('Welcome to Gatehouse')
    expect(mail?.text).toContain('It had expired.')
    expect((await choosePassword(arrive(world), { key: mail?.key ?? '', password: PASSWORD })).status).toBe(303)
  })

  it('tells the owner of a superseded key so, once the newer mail is older than two minutes (N02, I-05)', async () => {
    const person = await company()
    const key = await resetKey(world, person)
    await world.passTime(125)
    await resetKey(world, person)
    await sendNewLink(key)
    await world.jobsDone()
    expect(await world.mails(person.email, 2)).toHaveLength(2)
    await world.passTime(125)
    await sendNewLink(key)
    const newest = await mailedKey(world, person, 3)
    expect((await world.mails(person.email, 3)).at(-1)?.text).toContain('A newer mail replaced it.')
    expect((await choosePassword(arrive(world), { key: newest, password: PASSWORD })).status).toBe(303)
  })

  it('explains a dead key to the deactivated, with the people who can help (N02, S11)', async () => {
    const poc = await newCompany(world.app, { firstName: 'Jane', lastName: 'Doe' })
    const person = await newPerson(world.app, poc.subscriptionId, { state: 'inactive' })
    const key = await mintFor(world, person, 'ask_activation')
    await world.passTime(73 * 3_600)
    await sendNewLink(key, '/request-activation')
    const [mail] = await world.mails(person.email)
    expect(mail?.text).toContain('It had expired.')
    expect(mail?.text).toContain('Jane Doe')
    expect(mail?.link).toContain('/request-activation#')
  })

  it('remembers a dead key for 90 days; for one forgotten or never made it mails nobody (N02)', async () => {
    const person = await company()
    const key = await mintFor(world, person, 'reset')
    await world.passTime(90 * DAY)
    await cleanUp(world.app)
    await sendNewLink(key)
    await world.jobsDone()
    expect(await world.mails(person.email)).toHaveLength(1)
    const sent = await world.mails(null, 0)
    await world.passTime(2 * DAY)
    await cleanUp(world.app)
    await sendNewLink(key)
    await sendNewLink(newToken().token)
    await world.jobsDone()
    expect(await world.mails(null, 0)).toHaveLength(sent.length)
  })
})
