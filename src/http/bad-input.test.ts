import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { beforeEach, describe, expect, it } from 'vitest'
import { useStaff } from '../../test/support/core-world.ts'
import { newCompany, newPerson } from '../../test/support/people.ts'
import { sendRaw, type RawInit } from '../../test/support/raw-request.ts'
import { pathOf, routesOf, type Route } from '../../test/support/routes.ts'
import { signedIn } from '../../test/support/signed-in.ts'
import { visitor } from '../../test/support/visitor.ts'
import { useWorld, type World } from '../../test/support/world.ts'
import { newId } from '../secrets.ts'

/** A platform of either product, or the part for operators, asked by a stranger and by a signed-in Manager. */
async function newPlace(world: World) {
  const { origin } = world.app.config
  const company = await newCompany(world.app)
  await newPerson(world.app, company.subscriptionId)
  const stranger = visitor(world.site, { origin })
  const manager = await signedIn(world, company)
  const forms = routesOf(world).filter(({ method }) => method === 'POST')
  const pages = routesOf(world).filter(({ method }) => method === 'GET')
  return { world, stranger, manager, forms, pages }
}

type Place = Awaited<ReturnType<typeof newPlace>>
const PLACES = [
  ['platform', await newPlace(await useWorld({ work: false }))],
  ['PCI platform', await newPlace(await useWorld({ platformId: 'PCI', work: false }))],
  ['part for operators', await newPlace(await useStaff({ work: false }))],
] as const

const BODIES: readonly [string, BodyInit, Record<string, string>][] = [
  ['nothing', '', {}],
  ['a password of 1 MB', `password=${'x'.repeat(1_000_000)}`, {}],
  ['10,000 fields', Array.from({ length: 10_000 }, (_, index) => `f${index}=1`).join('&'), {}],
  ['JSON', '{"username":"a"}', { 'content-type': 'application/json' }],
  ['a multipart form', '--x\r\n', { 'content-type': 'multipart/form-data; boundary=x' }],
  ['text', 'username=a', { 'content-type': 'text/plain' }],
  ['no type', new Uint8Array([1, 2, 3]), { 'content-type': '' }],
  ['a packed form', 'username=a', { 'content-encoding': 'gzip' }],
  ['a repeated field', 'username=a&username=b&email=a&email=b&key=1&key=2&altcha=1&altcha=2', {}],
  ['NUL', 'username=a%00b&password=x%00&email=%00&key=%00&altcha=%00', {}],
  ['a lone surrogate', 'username=%ed%a0%80&email=%ed%a0%80', {}],
  ['bytes that are no UTF-8', new Uint8Array([0x75, 0x3d, 0xff, 0xfe]), {}],
  ['a percent sign alone', 'username=100%&key=%zz', {}],
  ['names of prototypes', '__proto__=1&constructor=2&prototype=3&hasOwnProperty=4&toString=5', {}],
  ['fields that are not the caller’s to set', 'role=manager&state=active&subscriptionId=1&id=1&accountId=1&createdAt=1', {}],
  ['a captcha of somebody’s own making', 'altcha=e30%3D&username=a&password=b&email=a&key=c', {}],
]

const FOREIGN: readonly [string, Record<string, string>][] = [
  ['another site', { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }],
  ['a sibling platform', { 'sec-fetch-site': 'same-site', origin: 'https://eu1.gatehouse.test' }],
  ['a page without origin', { 'sec-fetch-site': 'cross-site', origin: 'null' }],
  ['an address typed by hand', { 'sec-fetch-site': 'none' }],
  ['nowhere', { 'sec-fetch-site': '', origin: '' }],
  [
    'a host of the caller’s choosing',
    {
      'sec-fetch-site': 'cross-site',
      origin: 'https://evil.example',
      host: 'evil.example',
      'x-forwarded-host': 'evil.example',
    },
  ],
]

const PARAMETERS = [
  'not-an-id',
  '0',
  '-1',
  '__proto__',
  "1'%20or%20'1'='1",
  '%00',
  '%ff',
  '%zz',
  '..%2f..%2fetc%2fpasswd',
  '🔑',
  'x'.repeat(3_000),
  '%ed%a0%80',
]

const NO_PAGES = [
  '/assets/../package.json',
  '/assets/..%2f..%2fpackage.json',
  '/assets/%2e%2e/%2e%2e/etc/passwd',
  '/assets/....//....//etc/passwd',
  '/assets/style.css',
  '/assets/__proto__',
  '/assets/%00',
  '/assets/%zz',
  '/.git/config',
  '/%ff',
  '/%zz',
  '//evil.example/',
  '/\\evil.example',
  '/sign-in/',
  '/SIGN-IN',
  '/captcha',
  '/captcha?action=__proto__',
  '/captcha?action=sign-in&action=activate%00',
  '/captcha?action=%zz',
]

/** These read no field, so that no field can be wrong; a stranger is sent to sign in. */
const WITHOUT_FIELDS = new Set(['/sign-out', '/account/sessions/end-others', '/profile/sessions/end-others'])

for (const [product, place] of PLACES) {
  describe(`the ${product}: every form`, () => {
    describeForms(place)
  })
  describe(`the ${product}: every path`, () => {
    describePaths(place)
  })
}

/** Before each test; the function asks what has changed since. */
function watchRows({ world }: Place): () => Promise<boolean> {
  let before: string
  beforeEach(async () => {
    // Thousands of requests a minute are no Manager's: on a quick machine their budget of the API would run out.
    await world.app.db.deleteFrom('apiBudgets').execute()
    before = await fingerprint(world)
  })
  return async () => (await fingerprint(world)) !== before
}

/** Of all that a request could have changed, but for the guard's own books. */
async function fingerprint({ app: { db } }: World): Promise<string> {
  const digest = createHash('sha256')
  for (const table of [
    'subscriptions',
    'business_units',
    'accounts',
    'devices',
    'activation_keys',
    'activation_requests',
    'mails',
  ]) {
    const { rows } = await sql`select to_jsonb(t) as row from ${sql.table(table)} t order by to_jsonb(t)::text`.execute(db)
    digest.update(table).update(JSON.stringify(rows))
  }
  const { rows } = await sql`select id, account_id from sessions order by id`.execute(db)
  return digest.update(JSON.stringify(rows)).digest('hex')
}

/** By a stranger and by a signed-in Manager. */
async function send(
  { world, stranger, manager }: Place,
  route: Route,
  init: RawInit & { parameter?: string },
): Promise<readonly number[]> {
  const path = pathOf(route, init.parameter ?? newId())
  const statuses: number[] = []
  for (const who of [stranger, manager]) {
    const answer = await sendRaw(world, path, { method: route.method, cookies: who.cookies, ...init })
    statuses.push(answer.status)
  }
  return statuses
}

function describeForms(place: Place): void {
  const { world, forms, pages } = place
  const hasChanged = watchRows(place)

  it.each(BODIES)('that is sent %s answers with a clear 4xx, and nothing changes', async (_, body, headers) => {
    for (const route of forms.filter(({ path }) => !WITHOUT_FIELDS.has(path.replace(/^\/staff/, '')))) {
      for (const status of await send(place, route, { body, headers })) {
        // A stranger at a member's form is sent to sign in.
        expect(status === 303 || (status >= 400 && status < 500), `${route.path}: ${status}`).toBe(true)
      }
    }
    expect(await hasChanged()).toBe(false)
  })

  it.each(FOREIGN)('I-24 that comes from %s is refused, and nothing changes', async (_, headers) => {
    for (const route of forms) {
      // A stranger at the API brings nothing that a foreign page could have borrowed, and is asked who they are.
      const ofStranger = /^(?:\/staff)?\/api\//.test(route.path) ? 401 : 403
      const statuses = await send(place, route, { body: 'username=a', headers })
      expect([route.path, ...statuses]).toEqual([route.path, ofStranger, 403])
    }
    expect(await hasChanged()).toBe(false)
  })

  it.each(['PUT', 'DELETE', 'PATCH', 'OPTIONS', 'PROPFIND'])('knows no %s', async (method) => {
    const known = new Set(routesOf(world).map((route) => `${route.method} ${route.path}`))
    for (const route of [...forms, ...pages].filter(({ path }) => !known.has(`${method} ${path}`))) {
      for (const status of await send(place, route, { method })) expect([404, 405], `${method} ${route.path}`).toContain(status)
    }
    expect(await hasChanged()).toBe(false)
  })
}

function describePaths(place: Place): void {
  const { stranger, manager, forms, pages } = place
  const hasChanged = watchRows(place)
  it.each(PARAMETERS)('with %s where an id stands finds nothing', async (parameter) => {
    for (const route of [...forms, ...pages].filter(({ path }) => path.includes(':'))) {
      for (const status of await send(place, route, { parameter, ...(route.method === 'POST' ? { body: 'confirm=1' } : {}) })) {
        expect(
          status === 303 || status === 302 || (status >= 400 && status < 500),
          `${route.method} ${route.path}: ${status}`,
        ).toBe(true)
      }
    }
    expect(await hasChanged()).toBe(false)
  })

  it.each(NO_PAGES)('%s is no page', async (path) => {
    const answer = await stranger.get(path)
    expect(answer.status === 404 || path.startsWith('/captcha?action=sign-in')).toBe(true)
    expect(answer.headers.get('location')).toBeNull()
  })

  it('I-02 that is opened, or asked for its head, changes nothing, and says that it is not to be stored or framed', async () => {
    for (const route of pages) {
      for (const who of [stranger, manager]) {
        const answer = await who.get(`${pathOf(route, newId())}?key=x&next=//evil.example&_=%zz`)
        const path = route.path.replace(/^\/staff/, '')
        const ofPrograms = path.startsWith('/api/') ? [400, 401] : path === '/session/left' ? [401] : []
        expect([200, 302, 303, ...ofPrograms, 404]).toContain(answer.status)
        expect(answer.headers.get('cache-control')).toMatch(/no-store/)
        expect(answer.headers.get('content-security-policy')).toMatch(/default-src 'none'.*frame-ancestors 'none'/)
        expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
        expect(answer.headers.get('referrer-policy')).toBe('same-origin')
        expect(answer.headers.get('strict-transport-security')).toMatch(/^max-age=\d{8}/)
        expect(answer.headers.get('location') ?? '/').toMatch(/^\/(?!\/)/)
        for (const cookie of answer.headers.getSetCookie()) {
          expect(cookie).toMatch(/^__Host-\w+=[\w.~-]*; Path=\/(; Max-Age=\d+)?; Secure; HttpOnly; SameSite=(Lax|Strict)$/)
        }
      }
      for (const status of await send(place, route, { method: 'HEAD' })) expect(status).toBeLessThan(500)
    }
    expect(await hasChanged()).toBe(false)
  })
}
