import { sql } from 'kysely'
import pino from 'pino'
import { describe, expect, it } from 'vitest'
import { useCore } from '../../../test/support/core-world.ts'
import { newCompany } from '../../../test/support/people.ts'
import { arriveAtDoor, askForUsernames, orderedPosts } from '../../../test/support/username-posts.ts'
import { freshAddress, visitor } from '../../../test/support/visitor.ts'
import { useWorld } from '../../../test/support/world.ts'
import type { Site } from '../../http/site.ts'
import { newId } from '../../secrets.ts'
import { platformLine } from '../../sites/platform-line.ts'
import { postForgotUsername } from './post-forgot-username.ts'
import {
  ADDRESS_SECONDS,
  NETWORK_SECONDS,
  REQUESTS_PER_ADDRESS,
  REQUESTS_PER_NETWORK,
  requestUsernames,
} from './request-usernames.ts'

const lines: string[] = []
const log = pino({ level: 'trace', base: null }, { write: (line: string) => void lines.push(line) })
const core = await useCore({ work: false, log })
const us1 = await useWorld({ log })
const owner = await newCompany(us1.app)
const line = platformLine((id) => (id === 'US1' ? us1.site : null))

/** The core as of now: some tests move its clock, and a platform believes no post from the future. */
async function presentCore() {
  await sql`create or replace function gatehouse_now() returns timestamptz language sql stable parallel safe as 'select statement_timestamp()'`.execute(
    core.app.db,
  )
  return core.app
}

const newAddress = () => `${newId()}@mail.test`
const postsFor = async (email: string) => (await orderedPosts(core.app)).filter((post) => post.email === email)

describe('forgot username at the front door (N04)', () => {
  it('asks for an address, and says the same to everyone', async () => {
    const guest = arriveAtDoor(core)
    const page = await (await guest.get('/forgot-username')).text()
    expect(page).toContain('<h1>Forgot username</h1>')
    expect(page).toMatch(/<button[^>]*type="submit"[^>]*>Send Email<\/button>/)
    const [known, unknown] = [await askForUsernames(guest, owner.email), await askForUsernames(guest, newAddress())]
    expect([known.status, known.headers.get('location')]).toEqual([303, '/forgot-username/sent'])
    expect([unknown.status, unknown.headers.get('location')]).toEqual([303, '/forgot-username/sent'])
    expect(await (await guest.get('/forgot-username/sent')).text()).toContain('If this address belongs to an account')
  })

  it('orders one post for each platform that can be reached, whatever the address', async () => {
    const guest = arriveAtDoor(core)
    const address = newAddress()
    await askForUsernames(guest, ` ${address} `)
    const posts = await postsFor(address)
    expect(posts.map(({ platformId }) => platformId).toSorted()).toEqual(core.app.config.reachable.map(({ id }) => id).toSorted())
    expect(posts.length).toBeGreaterThan(1)
  })

  it.each([
    ['', 'Enter: E-mail address'],
    ['jane', 'Enter an address like name@example.com'],
    [`${'x'.repeat(300)}@mail.test`, 'Use at most 254 characters'],
  ])('takes %.10s back with what is wrong, and orders nothing', async (typed, words) => {
    const answer = await arriveAtDoor(core).post('/forgot-username', { email: typed, altcha: '' })
    expect(answer.status).toBe(422)
    expect(await answer.text()).toContain(words)
  })

  it('takes a solved captcha, for this act, once (I-18)', async () => {
    const guest = arriveAtDoor(core)
    const email = newAddress()
    for (const altcha of ['', await guest.captcha('sign-in')]) {
      const refused = await guest.post('/forgot-username', { email, altcha })
      expect([refused.status, (await refused.text()).includes('The check did not complete')]).toEqual([422, true])
    }
    const altcha = await guest.captcha('forgot-username')
    expect((await guest.post('/forgot-username', { email, altcha })).status).toBe(303)
    expect((await guest.post('/forgot-username', { email, altcha })).status).toBe(422)
    expect((await postsFor(email)).length).toBe(core.app.config.reachable.length)
  })

  it('comes from its own pages only (I-24)', async () => {
    const guest = arriveAtDoor(core)
    const fields = { email: newAddress(), altcha: await guest.captcha('forgot-username') }
    const headers = { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }
    expect((await guest.post('/forgot-username', fields, headers)).status).toBe(403)
  })
})

describe('nobody’s mailbox is flooded', () => {
  it('an address is asked for so often a day, from wherever and in any spelling, and nobody sees that it was more', async () => {
    const address = newAddress()
    const ask = async (email: string) => requestUsernames(core.app, { email }, { network: freshAddress() })
    await Promise.all(
      Array.from({ length: REQUESTS_PER_ADDRESS + 3 }, (_, index) => ask(index % 2 ? address.toUpperCase() : address)),
    )
    const posts = (await orderedPosts(core.app)).filter(({ email }) => email.toLowerCase() === address)
    const { length } = core.app.config.reachable
    expect(posts.length).toBe((REQUESTS_PER_ADDRESS + 3) * length)
    expect(posts.filter(({ isSpent }) => !isSpent).length).toBe(REQUESTS_PER_ADDRESS * length)
  })

  it('what is beyond that is posted nowhere', async () => {
    const posted: string[] = []
    const recorder = (platform: { id: string }) => Promise.resolve(posted.push(platform.id) && 202)
    const job = { platformId: 'US1', email: newAddress(), askedAt: new Date().toISOString() }
    await postForgotUsername(core.app, recorder, { ...job, isSpent: true })
    expect(posted).toEqual([])
    await postForgotUsername(core.app, recorder, { ...job, isSpent: false })
    expect(posted).toEqual(['US1'])
  })

  it('a day later it may be asked for again, and not a second sooner', async () => {
    const address = newAddress()
    const ask = () => requestUsernames(core.app, { email: address }, { network: freshAddress() })
    for (let times = 0; times <= REQUESTS_PER_ADDRESS; times += 1) await ask()
    const lastIsSpent = async () => (await postsFor(address)).at(-1)?.isSpent
    expect(await lastIsSpent()).toBe(true)
    await core.passTime(ADDRESS_SECONDS - 60)
    await ask()
    expect(await lastIsSpent()).toBe(true)
    await core.passTime(61)
    await ask()
    expect(await lastIsSpent()).toBe(false)
  })

  it('a network asks so often in a quarter of an hour, for whatever addresses, at once too (I-15)', async () => {
    const network = freshAddress()
    const ask = () => requestUsernames(core.app, { email: newAddress() }, { network })
    const outcomes = await Promise.allSettled(Array.from({ length: REQUESTS_PER_NETWORK + 5 }, ask))
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(REQUESTS_PER_NETWORK)
    await expect(ask()).rejects.toMatchObject({ code: 'too_many_requests' })
    await expect(requestUsernames(core.app, { email: newAddress() }, { network: freshAddress() })).resolves.toBeUndefined()
    await core.passTime(NETWORK_SECONDS + 1)
    await expect(ask()).resolves.toBeUndefined()
  })

  it('tells a network that asks too often, with what was typed still there', async () => {
    const guest = visitor(core.site, { origin: core.app.config.frontDoorOrigin, address: freshAddress() })
    for (let times = 0; times < REQUESTS_PER_NETWORK; times += 1) await askForUsernames(guest, newAddress())
    const email = newAddress()
    const answer = await askForUsernames(guest, email)
    const page = await answer.text()
    expect([answer.status, page.includes('Too many tries at once'), page.includes(email)]).toEqual([429, true, true])
  })
})

describe('the way to a platform', () => {
  const job = (email: string, secondsAgo = 0) => ({
    platformId: 'US1',
    email,
    askedAt: new Date(Date.now() - secondsAgo * 1_000).toISOString(),
    isSpent: false,
  })

  it('goes through its site, signed, and ends in a mail', async () => {
    const present = await presentCore()
    await postForgotUsername(present, line, job(owner.email))
    const [mail] = await us1.mails(owner.email)
    expect(mail?.subject).toBe(`Your username on US Platform 1: ${owner.username}`)
  })

  it('is tried again where the platform is away, signed anew, for a day; then it is given up', async () => {
    const present = await presentCore()
    const sent: string[] = []
    const away = (_: unknown, jws: string) => Promise.resolve(sent.push(jws) && 503)
    const email = newAddress()
    await expect(postForgotUsername(present, away, job(email))).rejects.toThrow('US1 answered 503')
    await expect(postForgotUsername(present, away, job(email, 86_390))).rejects.toThrow('US1 answered 503')
    expect(new Set(sent).size).toBe(2)
    await expect(postForgotUsername(present, away, job(email, 86_410))).resolves.toBeUndefined()
    expect(sent).toHaveLength(2)
    expect(lines.filter((text) => text.includes('given up')).join()).toContain('"to":"US1"')
  })

  it('is not known for what no installation of ours serves', async () => {
    const posted: unknown[] = []
    const recorder = (platform: unknown) => Promise.resolve(posted.push(platform) && 202)
    await postForgotUsername(core.app, recorder, { ...job(newAddress()), platformId: 'NOWHERE' })
    expect(posted).toEqual([])
  })

  it('hands the very request over that goes over the wire elsewhere', async () => {
    const seen: Request[] = []
    const site: Site = {
      fetch: (request) => {
        seen.push(request)
        return new Response(null, { status: 202 })
      },
    }
    expect(await platformLine(() => site)({ id: 'US1', origin: 'https://us1.example' }, 'a.b.c')).toBe(202)
    const [request] = seen
    expect([request?.method, request?.url]).toEqual(['POST', 'https://us1.example/internal/forgot-username'])
    expect([request?.headers.get('content-type'), request?.headers.get('cookie')]).toEqual(['application/jose', null])
  })
})

it('I-36 no address that was asked for stands in any log', async () => {
  const email = `canary-${newId()}@mail.test`
  const present = await presentCore()
  await askForUsernames(arriveAtDoor(core), email)
  await postForgotUsername(present, line, { platformId: 'US1', email, askedAt: new Date().toISOString(), isSpent: false })
  await us1.jobsDone()
  expect(lines.length).toBeGreaterThan(1)
  expect(lines.filter((text) => text.includes('canary') || text.includes(owner.email))).toEqual([])
})
