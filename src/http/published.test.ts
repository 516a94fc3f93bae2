import { request as ask, type IncomingMessage } from 'node:http'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { afterAll, describe, expect, test } from 'vitest'
import { useCore } from '../../test/support/core-world.ts'
import { freePort } from '../../test/support/gatehouse-process.ts'
import { startServer } from './server.ts'

const world = await useCore({ work: false })
await world.publication.catchUp()
const port = await freePort()
const siteFor = (host: string | null) => (host === 'gatehouse.test' ? world.frontDoor : null)
const server = await startServer({ hosts: ['127.0.0.1'], port, siteFor, ready: () => Promise.resolve(true) })
afterAll(() => server.stop())

type Answer = { readonly status: number; readonly headers: Headers; readonly body: Buffer }
type Wish = { readonly method?: string; readonly headers?: Readonly<Record<string, string>> }
type Asker = (path: string, wish?: Wish) => Promise<Answer>

/** The answer on the wire, and the same in Hono's form: they are made in two places. */
const onTheWire: Asker = async (path, { method = 'GET', headers = {} } = {}) => {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>()
  ask({ host: '127.0.0.1', port, path, method, headers: { host: 'gatehouse.test', ...headers } }, resolve)
    .on('error', reject)
    .end()
  const answer = await promise
  const chunks: Buffer[] = []
  for await (const chunk of answer) chunks.push(chunk as Buffer)
  return { status: answer.statusCode ?? 0, headers: new Headers(pairs(answer.rawHeaders)), body: Buffer.concat(chunks) }
}

const byHono: Asker = async (path, { method = 'GET', headers = {} } = {}) => {
  const answer = await world.frontDoor.fetch(new Request(`https://gatehouse.test${path}`, { method, headers }), {})
  return { status: answer.status, headers: answer.headers, body: Buffer.from(await answer.arrayBuffer()) }
}

function pairs(raw: readonly string[]): [string, string][] {
  return raw.flatMap((name, index): [string, string][] => (index % 2 === 0 ? [[name, raw[index + 1] ?? '']] : []))
}

const WAYS: readonly (readonly [string, Asker])[] = [
  ['on the wire', onTheWire],
  ['in the form of Hono', byHono],
]

describe.each(WAYS)('what is published, asked for %s', (_way, get) => {
  test('is answered to GET with a strong ETag and the caching that the status page has (P3)', async () => {
    const { status, headers, body } = await get('/status')
    expect(status).toBe(200)
    expect(headers.get('etag')).toMatch(/^"[0-9a-f]{22}"$/)
    expect(headers.get('cache-control')).toBe('public, max-age=15, stale-while-revalidate=60, stale-if-error=86400')
    expect(headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(headers.get('content-length')).toBe(String(body.length))
    expect(headers.get('vary')).toBe('Accept-Encoding')
    expect(body.toString()).toMatch(/^<!doctype html>/)
  })

  test('a page has the security headers of every page', async () => {
    const [page, other] = [(await get('/status')).headers, (await get('/')).headers]
    const security = [
      'content-security-policy',
      'x-content-type-options',
      'x-frame-options',
      'referrer-policy',
      'permissions-policy',
    ]
    for (const name of [...security, 'cross-origin-opener-policy', 'cross-origin-resource-policy', 'strict-transport-security']) {
      expect([name, page.get(name)]).toEqual([name, other.get(name)])
      expect(page.get(name)).not.toBeNull()
    }
    expect(page.get('access-control-allow-origin')).toBeNull()
  })

  test('what any origin may read says so, and may be shown there', async () => {
    for (const path of ['/api/v2/summary.json', '/status/badge.svg', '/status/history.atom', '/status/maintenance.ics']) {
      const { status, headers } = await get(path, { headers: { origin: 'https://elsewhere.test' } })
      expect([path, status, headers.get('access-control-allow-origin')]).toEqual([path, 200, '*'])
      expect(headers.get('cross-origin-resource-policy')).toBe('cross-origin')
      expect(headers.get('x-content-type-options')).toBe('nosniff')
    }
  })

  test.each([
    ['gzip', 'gzip', gunzipSync],
    ['gzip, br', 'br', brotliDecompressSync],
    ['br;q=0.1, gzip;q=0.9', 'gzip', gunzipSync],
    ['br;q=0, gzip;q=0', null, (body: Buffer) => body],
    ['identity', null, (body: Buffer) => body],
  ])('is sent as Accept-Encoding "%s" likes it, each with an ETag of its own', async (accepted, encoding, unpack) => {
    const plain = await get('/status')
    const { headers, body } = await get('/status', { headers: { 'accept-encoding': accepted } })
    expect(headers.get('content-encoding')).toBe(encoding)
    expect(headers.get('etag')).toBe(plain.headers.get('etag')?.replace(/"$/, encoding === null ? '"' : `-${encoding}"`))
    expect(unpack(body).equals(plain.body)).toBe(true)
  })

  test('is 304 to whoever has it, by one ETag, a list, a weak one or a star; anything else gets it anew', async () => {
    const etag = (await get('/status')).headers.get('etag') ?? ''
    for (const known of [etag, `"other", ${etag}`, `W/${etag}`, '*', ` * `]) {
      const { status, headers, body } = await get('/status', { headers: { 'if-none-match': known } })
      expect([known, status, body.length]).toEqual([known, 304, 0])
      expect(headers.get('etag')).toBe(etag)
      expect(headers.get('cache-control')).toContain('max-age=15')
      expect(headers.get('vary')).toBe('Accept-Encoding')
      expect(headers.get('content-type')).toBeNull()
    }
    for (const unknown of ['"other"', etag.slice(1, -1), `${etag.slice(0, -1)}-br"`, '']) {
      expect([unknown, (await get('/status', { headers: { 'if-none-match': unknown } })).status]).toEqual([unknown, 200])
    }
    const compressed = { 'accept-encoding': 'br', 'if-none-match': `${etag.slice(0, -1)}-br"` }
    expect((await get('/status', { headers: compressed })).status).toBe(304)
  })

  test('is answered to HEAD as to GET, without the body', async () => {
    const [full, head] = [await get('/status'), await get('/status', { method: 'HEAD' })]
    expect([head.status, head.body.length]).toEqual([200, 0])
    for (const name of ['etag', 'content-type', 'content-length', 'cache-control', 'content-security-policy']) {
      expect(head.headers.get(name)).toBe(full.headers.get(name))
    }
  })

  test('can be read and nothing else: 405 with what may be done', async () => {
    for (const method of ['POST', 'PUT', 'DELETE', 'PATCH']) {
      const { status, headers } = await get('/api/v2/summary.json', { method })
      expect([method, status, headers.get('allow')]).toEqual([method, 405, 'GET, HEAD, OPTIONS'])
      expect(headers.get('cache-control')).toBe('no-store')
    }
  })

  test('tells scripts of other origins what they may do, where they may do anything', async () => {
    const open = await get('/api/v2/summary.json', { method: 'OPTIONS' })
    expect([open.status, open.headers.get('access-control-allow-origin')]).toEqual([204, '*'])
    expect(open.headers.get('access-control-allow-methods')).toBe('GET, HEAD, OPTIONS')
    const closed = await get('/status', { method: 'OPTIONS' })
    expect([closed.status, closed.headers.get('access-control-allow-origin')]).toEqual([204, null])
  })

  test('is found whatever the query says; what is drawn anew for each visitor is', async () => {
    expect((await get('/status?utm=1')).status).toBe(200)
    const numbers = await get('/support/numbers', { headers: { 'accept-language': 'de-DE' } })
    expect([numbers.status, numbers.headers.get('vary')]).toEqual([200, expect.stringContaining('Accept-Language')])
  })

  test('and what is not published is a page that says so', async () => {
    for (const path of ['/status/', '/status/incidents/000000000000', '/status/history/1999-01', '/api/v2/nothing.json']) {
      expect([path, (await get(path)).status]).toEqual([path, 404])
    }
  })
})

test('files that never change may be kept for ever', async () => {
  const page = (await onTheWire('/status')).body.toString()
  const [, style = ''] = /<link rel="stylesheet" href="([^"]+)"/.exec(page) ?? []
  const { status, headers } = await onTheWire(style)
  expect([status, headers.get('cache-control')]).toEqual([200, 'public, max-age=31536000, immutable'])
})

test('a host that is not ours gets nothing of it', async () => {
  expect((await onTheWire('/status', { headers: { host: 'evil.test' } })).status).toBe(421)
})
