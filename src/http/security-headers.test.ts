import { describe, expect, it } from 'vitest'
import { newCompany } from '../../test/support/people.ts'
import { signedIn } from '../../test/support/signed-in.ts'
import { visitor } from '../../test/support/visitor.ts'
import { useWorld } from '../../test/support/world.ts'
import { platformSite } from '../sites/platform.ts'

const world = await useWorld()
const owner = await signedIn(world, await newCompany(world.app))

const EVERY_KIND = [
  ['a page for everyone', '/password-changed', 200],
  ['a page of the signed-in', '/account', 200],
  ['a key page', '/account/confirm-email', 200],
  ['a redirect', '/.well-known/change-password', 302],
  ['a page that is not there', '/nowhere', 404],
  ['the API', '/api/v1/session', 200],
  ['an address of the API that is not there', '/api/v1/nowhere', 404],
  ['a captcha', '/captcha?action=sign-in', 200],
] as const

describe('the headers of', () => {
  it.each(EVERY_KIND)('%s keep scripts, frames, caches and referrers in their place (%s)', async (_, path, status) => {
    const answer = await owner.get(path)
    const headers = Object.fromEntries(answer.headers)
    expect(answer.status).toBe(status)
    expect(headers).toMatchObject({
      'cache-control': 'no-store',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'referrer-policy': 'same-origin',
      'strict-transport-security': 'max-age=63072000; includeSubDomains',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
    })
    const policy = headers['content-security-policy'] ?? ''
    for (const rule of [
      "default-src 'none'",
      "script-src 'self'",
      "form-action 'self'",
      "frame-ancestors 'none'",
      "base-uri 'none'",
    ]) {
      expect(policy.split('; ')).toContain(rule)
    }
    expect(policy).not.toMatch(/unsafe|\*|http/)
    expect(headers['x-request-id']).toMatch(/^[\da-f-]{36}$/)
  })

  it('a refused form are the same', async () => {
    const answer = await owner.post('/sign-out', {}, { 'sec-fetch-site': 'cross-site' })
    expect([answer.status, answer.headers.get('x-frame-options'), answer.headers.get('cache-control')]).toEqual([
      403,
      'DENY',
      'no-store',
    ])
  })

  it('a stylesheet let it be kept, and nothing else of it loosened', async () => {
    const page = await (await owner.get('/sign-in')).text()
    const [, path = ''] =
      /href="(\/assets\/style[^"]+)"/.exec(page) ??
      /href="(\/assets\/[^"]+\.css)"/.exec(await (await owner.get('/')).text()) ??
      []
    const { headers } = await owner.get(path)
    expect(headers.get('cache-control')).toContain('immutable')
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.getSetCookie()).toEqual([])
  })

  it('a platform on plain http, as the demo is, promise no https', async () => {
    const origin = 'http://us1.localhost:8080'
    const site = platformSite({ ...world.app, config: { ...world.app.config, origin } })
    const answer = await visitor(site, { origin }).get('/sign-in')
    expect([answer.status, answer.headers.get('strict-transport-security')]).toEqual([200, null])
  })
})
