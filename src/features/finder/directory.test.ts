import { createPublicKey, verify } from 'node:crypto'
import type { Hono } from 'hono'
import { describe, expect, test } from 'vitest'
import { systemClock } from '../../clock.ts'
import { publishedDirectory } from '../../config/directory-file.ts'
import { signingKeyOf } from '../../secrets.ts'
import { directoryPages } from './directory-pages.ts'

const JSON_PATH = '/.well-known/gatehouse-platforms.json'
const JWS_PATH = '/.well-known/gatehouse-platforms.jws'
const KEYS_PATH = '/.well-known/gatehouse-keys.json'

const pagesAt = (now: string, secret = 'one') =>
  directoryPages({
    issuer: 'https://door.example',
    directory: publishedDirectory(),
    key: signingKeyOf(Buffer.from(secret)),
    clock: { ...systemClock, now: () => new Date(now) },
  })
const door = pagesAt('2026-11-23T14:05:00Z')
const read = async (path: string, pages: Hono = door) => (await pages.request(path)).text()

/** As a program of somebody else would: with the key set, and nothing of ours. */
async function isGenuine(text: string, jws: string, pages: Hono = door): Promise<boolean> {
  const { keys } = JSON.parse(await read(KEYS_PATH, pages)) as { keys: { kid: string; kty: string; crv: string; x: string }[] }
  const [header = '', payload, signature = ''] = jws.split('.')
  const { alg, kid } = JSON.parse(Buffer.from(header, 'base64url').toString()) as { alg: string; kid: string }
  const key = keys.find((known) => known.kid === kid)
  if (!key || alg !== 'EdDSA' || payload !== '') return false
  const input = `${header}.${Buffer.from(text).toString('base64url')}`
  return verify(null, Buffer.from(input), createPublicKey({ key, format: 'jwk' }), Buffer.from(signature, 'base64url'))
}

describe('the signed directory (S01, N03)', () => {
  test('lists every platform as the finder knows it', async () => {
    const answer = await door.request(JSON_PATH)
    expect(answer.headers.get('content-type')).toBe('application/json')
    const { issuer, issued_at, platforms } = (await answer.json()) as Record<string, unknown> & { platforms: object[] }
    expect([issuer, issued_at, platforms.length]).toEqual(['https://door.example', '2026-11-23T00:00:00.000Z', 15])
    expect(platforms).toContainEqual({
      id: 'UK1',
      label: 'UK Platform 1',
      region: 'Europe',
      product: 'platform',
      identifiers: ['1'],
      retired_identifiers: ['#'],
      private: false,
      sign_in_url: 'https://qualysguard.qg1.apps.qualys.co.uk',
      api_url: 'https://qualysapi.qg1.apps.qualys.co.uk',
      gateway_url: 'https://gateway.qg1.apps.qualys.co.uk',
    })
    expect(platforms.filter((platform) => 'private' in platform && platform.private === true)).toMatchObject([
      { id: 'GOV1', api_url: null },
    ])
  })

  test('is verified with the published key and the crypto of anybody, beside it and in its header', async () => {
    const answer = await door.request(JSON_PATH)
    const text = await answer.text()
    expect((await door.request(JWS_PATH)).headers.get('content-type')).toBe('application/jose')
    expect(await isGenuine(text, await read(JWS_PATH))).toBe(true)
    expect(await isGenuine(text, answer.headers.get('x-jws-signature') ?? '')).toBe(true)
  })

  test('shows every tampering: with the text, the signature, the algorithm, or the key', async () => {
    const [text, jws] = [await read(JSON_PATH), await read(JWS_PATH)]
    const [header = '', , signature = ''] = jws.split('.')
    const flipped = Buffer.from(signature, 'base64url')
    flipped[10] = (flipped[10] ?? 0) ^ 1
    const none = Buffer.from(JSON.stringify({ alg: 'none', kid: 'x' })).toString('base64url')
    expect(await isGenuine(text.replace('qualysguard.qualys.com', 'qualysguard.qua1ys.com'), jws)).toBe(false)
    expect(await isGenuine(`${text} `, jws)).toBe(false)
    expect(await isGenuine(text, `${header}..${flipped.toString('base64url')}`)).toBe(false)
    expect(await isGenuine(text, `${none}..`)).toBe(false)
    expect(await isGenuine(text, await read(JWS_PATH, pagesAt('2026-11-23T14:05:00Z', 'two')))).toBe(false)
  })

  test('is the same text and signature in every process of a day, and a new one the next', async () => {
    const evening = pagesAt('2026-11-23T23:59:59Z')
    expect([await read(JSON_PATH, evening), await read(JWS_PATH, evening)]).toEqual([await read(JSON_PATH), await read(JWS_PATH)])
    expect(await read(JSON_PATH, pagesAt('2026-11-24T00:00:00Z'))).not.toBe(await read(JSON_PATH))
  })

  test.each([JSON_PATH, JWS_PATH, KEYS_PATH])(
    '%s may be kept by caches, asked for again, and read from any origin',
    async (path) => {
      const first = await door.request(path)
      expect(first.headers.get('cache-control')).toMatch(/^public, max-age=300\b/)
      expect(first.headers.get('access-control-allow-origin')).toBe('*')
      const tag = first.headers.get('etag') ?? ''
      expect(tag).toMatch(/^"[\w-]{12}"$/)
      const again = await door.request(path, { headers: { 'if-none-match': `"other", W/${tag}` } })
      expect([again.status, await again.text(), again.headers.get('etag')]).toEqual([304, '', tag])
      expect((await door.request(path, { headers: { 'if-none-match': '"other"' } })).status).toBe(200)
      const head = await door.request(path, { method: 'HEAD' })
      expect([head.status, await head.text(), head.headers.get('etag')]).toEqual([200, '', tag])
    },
  )
})
