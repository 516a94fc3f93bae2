import { sql } from 'kysely'
import { beforeEach, describe, expect, it } from 'vitest'
import { changePasswordBy, isLive } from '../../../test/support/owner.ts'
import { newCompany } from '../../../test/support/people.ts'
import { signedIn } from '../../../test/support/signed-in.ts'
import { visitor } from '../../../test/support/visitor.ts'
import { useWorld } from '../../../test/support/world.ts'
import { POLICY_PROFILES } from '../../domain/policy-profile.ts'
import { newToken } from '../../secrets.ts'

const world = await useWorld()
const person = await newCompany(world.app)

const SESSION = '__Host-session'
const { idleSeconds: IDLE, absoluteSeconds: ABSOLUTE } = POLICY_PROFILES.faq.session
const NOON = Date.UTC(2027, 0, 1, 12)

/** Stops the database's clock at so many seconds after noon: on limits of a second, running time would blur the tests. */
async function stopClockAt(seconds: number): Promise<void> {
  const body = `select timestamptz '${new Date(NOON + seconds * 1_000).toISOString()}'`
  await sql`create or replace function gatehouse_now() returns timestamptz language sql stable parallel safe as ${sql.lit(body)}`.execute(
    world.app.db,
  )
}

const arrive = () => visitor(world.site, { origin: world.app.config.origin })

describe('the life of a session', () => {
  beforeEach(() => stopClockAt(0))

  it.each([
    [IDLE - 1, true],
    [IDLE, false],
    [IDLE + 1, false],
  ])('unused for %i of its 3600 seconds: live is %s (I-22)', async (seconds, expected) => {
    const owner = await signedIn(world, person)
    await stopClockAt(seconds)
    expect(await isLive(owner)).toBe(expected)
  })

  it.each([
    [ABSOLUTE - 1, true],
    [ABSOLUTE, false],
    [ABSOLUTE + 1, false],
  ])('used all the while, %i of its 43200 seconds after sign-in: live is %s (I-22)', async (seconds, expected) => {
    const owner = await signedIn(world, person)
    for (let used = IDLE / 2; used < ABSOLUTE; used += IDLE / 2) {
      await stopClockAt(used)
      expect(await isLive(owner)).toBe(true)
    }
    await stopClockAt(seconds)
    expect(await isLive(owner)).toBe(expected)
  })

  it.each([30, 60, 61, 600])(
    'used %i seconds after sign-in, it idles out at most 60 s early and never late (I-22)',
    async (used) => {
      const owner = await signedIn(world, person)
      await stopClockAt(used)
      expect(await isLive(owner)).toBe(true)
      await stopClockAt(used + IDLE - 61)
      expect(await isLive(owner)).toBe(true)

      const other = await signedIn(world, person)
      await stopClockAt(used + IDLE - 61 + used)
      expect(await isLive(other)).toBe(true)
      await stopClockAt(used + IDLE - 61 + used + IDLE)
      expect(await isLive(other)).toBe(false)
    },
  )

  it('says of itself when it will idle out, as of this very request', async () => {
    const owner = await signedIn(world, person)
    await stopClockAt(600)
    const answer = await owner.get('/api/v1/session')
    expect(await answer.json()).toEqual({
      username: person.username,
      role: 'manager',
      subscription: expect.stringContaining('Company') as string,
      signedInAt: new Date(NOON).toISOString(),
      idleEndsAt: new Date(NOON + (600 + IDLE) * 1_000).toISOString(),
    })
    expect(answer.headers.get('cache-control')).toBe('no-store')
  })
})

describe('the token of a session', () => {
  it('is new at each sign-in, and the one before is dead (I-21)', async () => {
    const owner = await signedIn(world, person)
    const first = owner.cookies.get(SESSION) ?? ''
    await owner.post('/sign-in', { username: person.username, password: person.password })
    const second = owner.cookies.get(SESSION)
    expect(second).not.toBe(first)
    expect(await isLive(owner)).toBe(true)
    owner.cookies.set(SESSION, first)
    expect(await isLive(owner)).toBe(false)
  })

  it('opens nothing once signed out (I-21)', async () => {
    const owner = await signedIn(world, person)
    const token = owner.cookies.get(SESSION) ?? ''
    const answer = await owner.post('/sign-out', {})
    expect([answer.status, answer.headers.get('location'), owner.cookies.has(SESSION)]).toEqual([303, '/sign-in', false])
    owner.cookies.set(SESSION, token)
    expect(await isLive(owner)).toBe(false)
  })

  it('is never one that the browser brought along (I-21)', async () => {
    const fixed = newToken().token
    const guest = arrive()
    guest.cookies.set(SESSION, fixed)
    await guest.post('/sign-in', { username: person.username, password: person.password })
    expect(guest.cookies.get(SESSION)).not.toBe(fixed)
    guest.cookies.set(SESSION, fixed)
    expect(await isLive(guest)).toBe(false)
  })

  it.each(['', 'A'.repeat(43), 'A'.repeat(42), '../../etc/passwd', "' or true --"])(
    'opens nothing where invented: %o (I-21)',
    async (token) => {
      const guest = arrive()
      guest.cookies.set(SESSION, token)
      const answer = await guest.get('/api/v1/session')
      expect([answer.status, answer.headers.get('content-type')]).toEqual([401, 'application/problem+json'])
      expect(await answer.json()).toMatchObject({ status: 401, code: 'not_signed_in' })
    },
  )

  it('is stored as a hash only (I-34)', async () => {
    const owner = await signedIn(world, person)
    const token = owner.cookies.get(SESSION) ?? ''
    const rows = await world.app.db.selectFrom('sessions').selectAll().where('accountId', '=', person.accountId).execute()
    expect(JSON.stringify(rows)).not.toContain(token)
    for (const { tokenHash } of rows) {
      const guest = arrive()
      guest.cookies.set(SESSION, tokenHash.toString('base64url'))
      expect(await isLive(guest)).toBe(false)
    }
  })
})

describe('cookies', () => {
  it('are __Host-, Secure, HttpOnly and SameSite, every one of them on the way through the site (I-23)', async () => {
    const someone = await newCompany(world.app)
    const guest = arrive()
    const next = `correct staple ${newToken().token}`
    const answers = [
      await guest.get('/account'),
      await guest.get('/sign-in'),
      await guest.post('/sign-in', { username: someone.username, password: 'wrong' }),
      await guest.post('/sign-in', { username: someone.username, password: someone.password }),
      await guest.get('/'),
      await guest.post('/account/sessions/end-others', {}),
      await guest.get('/account'),
      await changePasswordBy(guest, { current: someone.password, next }),
      await guest.get('/password-changed'),
      await guest.post('/sign-in', { username: someone.username, password: next }),
      await guest.post('/sign-out', {}),
      await guest.get('/sign-in'),
    ]
    const cookies = answers.flatMap(({ headers }) => headers.getSetCookie())
    const names = new Set(cookies.map((cookie) => cookie.split('=')[0]))
    expect(names).toEqual(new Set(['__Host-device', '__Host-flash', '__Host-session']))
    const attributes = /^__Host-[a-z]+=[\w-]*; Path=\/(; Max-Age=\d+)?; Secure; HttpOnly; SameSite=(Lax|Strict)$/
    for (const cookie of cookies) expect(cookie).toMatch(attributes)
  })

  it('hold a session token that stands in no page, address or other header (I-23)', async () => {
    const owner = await signedIn(world, person)
    const token = owner.cookies.get(SESSION) ?? ''
    for (const path of ['/', '/account', '/help/change-password', '/api/v1/session', '/nowhere']) {
      const answer = await owner.get(path)
      expect(JSON.stringify([...answer.headers]) + (await answer.text())).not.toContain(token)
    }
  })
})
