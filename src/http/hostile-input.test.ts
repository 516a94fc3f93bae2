import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { newCompany } from '../../test/support/people.ts'
import { sendRaw } from '../../test/support/raw-request.ts'
import { visitor } from '../../test/support/visitor.ts'
import { useWorld } from '../../test/support/world.ts'

const world = await useWorld({ work: false })
const { origin } = world.app.config
const pci = await useWorld({ platformId: 'PCI', work: false })

describe('a cookie', () => {
  it.each([
    ['of another site', 'session=A; JSESSIONID=1; __Secure-session=1'],
    ['that was invented', `__Host-session=${'A'.repeat(43)}`],
    ['sent twice', `__Host-session=${'A'.repeat(43)}; __Host-session=${'B'.repeat(43)}`],
    ['of 100 KB', `__Host-session=${'A'.repeat(100_000)}`],
    ['of other characters', '__Host-session=\u00ff\u00fe; __Host-device=";;"; __Host-flash=%%%'],
    ['with a forged message', `__Host-flash=${Buffer.from('["__proto__",{}]').toString('base64url')}`],
    [
      'with a message of 3 KB',
      `__Host-flash=${Buffer.from(`["activated",{"username":"${'x'.repeat(2_000)}"}]`).toString('base64url')}`,
    ],
  ])('%s opens nothing and breaks nothing', async (_, cookie) => {
    const home = await sendRaw(world, '/', { headers: { cookie } })
    expect(home.status).toBe(303)
    expect(home.headers.get('location')).toBe('/sign-in')
    const page = await sendRaw(world, '/sign-in', { headers: { cookie } })
    expect(page.status).toBe(200)
    expect(await page.text()).not.toContain('xxxx')
  })

  it('I-21 of a session that was there before signing in is worthless afterwards', async () => {
    const owner = await newCompany(world.app)
    const guest = visitor(world.site, { origin })
    guest.cookies.set('__Host-session', 'A'.repeat(43))
    await guest.post('/sign-in', { username: owner.username, password: owner.password })
    const first = guest.cookies.get('__Host-session') ?? ''
    expect(first).not.toBe('A'.repeat(43))
    await guest.post('/sign-in', { username: owner.username, password: owner.password })
    expect(guest.cookies.get('__Host-session')).not.toBe(first)
    const old = visitor(world.site, { origin })
    for (const token of ['A'.repeat(43), first]) {
      old.cookies.set('__Host-session', token)
      expect((await old.get('/api/v1/session')).status).toBe(401)
    }
    expect((await guest.get('/api/v1/session')).status).toBe(200)
  })
})

it.each([
  '//evil.example',
  '/\\evil.example',
  'https://evil.example',
  '/%0d%0aSet-Cookie:x=1',
  'javascript:alert(1)',
  '/@evil.example',
  '/\t/evil.example',
  '/ok\nx',
  '/users?x=//evil.example',
])('after signing in nothing leads to %j', async (next) => {
  const owner = await newCompany(world.app)
  const guest = visitor(world.site, { origin })
  expect(await (await guest.get(`/sign-in?next=${encodeURIComponent(next)}`)).text()).not.toContain('name="next"')
  const answer = await guest.post('/sign-in', { username: owner.username, password: owner.password, next })
  expect([answer.status, answer.headers.get('location')]).toEqual([303, '/'])
})

describe('whatever is typed', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc.string({ unit: 'grapheme', maxLength: 60 }),
    fc.constantFrom('__proto__', "' or 1=1--", '${7*7}', '<script>', '\u202e', '\ufeff'),
  )
  const body = fc.oneof(
    fc
      .record({ username: text, password: text, email: text, next: text, altcha: text }, { requiredKeys: [] })
      .map((fields) => new URLSearchParams(fields).toString()),
    fc.string({ unit: fc.constantFrom('%', '&', '=', '+', 'f', '0', 'username', 'email'), maxLength: 80 }),
    fc.uint8Array({ maxLength: 80 }).map((bytes) => new Uint8Array(bytes)),
  )

  const doors = ['/sign-in', '/forgot-password', '/activate', '/unfreeze']
  const places = [
    ...doors.map((path) => ['platform', path, world] as const),
    ...[...doors, '/activate/choose', '/account/undo-login-change'].map((path) => ['PCI platform', path, pci] as const),
  ]

  it.each(places)(
    'the %s’s %s never answers with a fault',
    async (_, path, place) => {
      await fc.assert(
        fc.asyncProperty(body, async (typed) => {
          const { status } = await sendRaw(place, path, { method: 'POST', body: typed })
          expect([303, 400, 413, 422]).toContain(status)
        }),
        { numRuns: 60 },
      )
    },
    60_000,
  )
})
