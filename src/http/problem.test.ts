import type { Kysely } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { closedPort, startSilentServer } from '../../test/support/mail-server.ts'
import { newCompany } from '../../test/support/people.ts'
import { signedIn } from '../../test/support/signed-in.ts'
import { visitor, type Visitor } from '../../test/support/visitor.ts'
import { createWorld, type World } from '../../test/support/world.ts'
import { connect } from '../db/connect.ts'
import type { Schema } from '../db/schema.ts'
import { refuse, type Refusal } from '../domain/errors.ts'
import { newToken } from '../secrets.ts'
import { platformSite } from '../sites/platform.ts'
import { BadRequest } from './bad-request.ts'
import { problemOf } from './problem.tsx'

describe('what an error means to its caller', () => {
  it.each<[Refusal, number]>([
    [refuse('invalid_credentials', { captchaNext: false }), 422],
    [refuse('captcha_required', { action: 'sign-in' }), 422],
    [refuse('captcha_failed', { action: 'sign-in' }), 422],
    [refuse('invalid_key'), 422],
    [refuse('invalid_fields', { fields: { email: 'required' } }), 422],
    [refuse('not_found'), 404],
    [refuse('forbidden'), 403],
    [refuse('wrong_state', { state: 'active' }), 409],
    [refuse('last_manager'), 409],
    [refuse('point_of_contact'), 409],
    [refuse('not_oneself'), 409],
    [refuse('already_decided'), 409],
    [refuse('too_many_requests', { retryAfterSeconds: 120 }), 429],
    [refuse('overloaded', { retryAfterSeconds: 5 }), 503],
  ])('a refusal has its status and its words: %s', (refusal, status) => {
    const problem = problemOf(refusal)
    expect(problem).toMatchObject({ status, code: refusal.code })
    expect(problem?.message.heading).not.toBe('')
    expect(problem?.retryAfterSeconds).toBe('retryAfterSeconds' in refusal.details ? refusal.details.retryAfterSeconds : null)
  })

  it.each([
    ['cross_origin', 403],
    ['not_a_form', 415],
    ['form_too_large', 413],
    ['too_many_fields', 400],
    ['repeated_field', 400],
    ['malformed_form', 400],
  ] as const)('a request that no form of ours sends is the caller’s mistake: %s', (code, status) => {
    expect(problemOf(new BadRequest(code))).toMatchObject({ status, code, retryAfterSeconds: null })
  })

  it('anything else is a fault of ours', () => {
    expect(problemOf(new Error('anything'))).toBeNull()
    expect(problemOf('not even an error')).toBeNull()
  })
})

describe('problems on a site', () => {
  let world: World
  let owner: Visitor

  beforeAll(async () => {
    world = await createWorld()
    owner = await signedIn(world, await newCompany(world.app))
  })
  afterAll(async () => {
    await world.close()
  })

  it('are a page with a heading, a sentence and the next step', async () => {
    const answer = await owner.get('/nowhere')
    expect([answer.status, answer.headers.get('content-type')]).toEqual([404, 'text/html; charset=UTF-8'])
    expect(await answer.text()).toMatch(/<h1>Page not found<\/h1><p>.+<\/p><p>.+<\/p>/)
  })

  it('are problem+json under /api, with the number that support asks for (RFC 9457)', async () => {
    const answer = await owner.get('/api/v1/nowhere')
    expect([answer.status, answer.headers.get('content-type')]).toEqual([404, 'application/problem+json'])
    expect(await answer.json()).toEqual({
      type: `${world.app.config.origin}/api#problem-not_found`,
      title: 'Not found',
      status: 404,
      detail: 'There is nothing of yours at this address.',
      code: 'not_found',
      requestId: answer.headers.get('x-request-id'),
    })
  })

  it('of our own making are 500 with the number of the request, and tell nothing of the cause (I-36)', async () => {
    const site = platformSite({ ...world.app, db: brokenDatabase('a secret of the machine room') })
    for (const path of ['/', '/api/v1/session']) {
      const guest = visitor(site, { origin: world.app.config.origin })
      guest.cookies.set('__Host-session', newToken().token)
      const answer = await guest.get(path)
      const body = await answer.text()
      expect(answer.status).toBe(500)
      expect(body).toContain(answer.headers.get('x-request-id'))
      expect(body).not.toMatch(/secret|machine room|at .*\.ts|node_modules/)
    }
  })
})

describe('a platform whose database is', () => {
  let world: World

  beforeAll(async () => {
    world = await createWorld()
  })
  afterAll(async () => {
    await world.close()
  })

  async function withDatabaseAt(port: number, run: (guest: Visitor) => Promise<void>): Promise<void> {
    const target = { host: '127.0.0.1', port, user: 'nobody', database: 'nowhere' }
    const db = connect({ target, poolSize: 4, namedStatements: true }, () => undefined)
    try {
      await run(visitor(platformSite({ ...world.app, db }), { origin: world.app.config.origin }))
    } finally {
      await db.destroy()
    }
  }

  async function expectUnavailable(answer: Response): Promise<void> {
    expect([answer.status, answer.headers.get('retry-after'), answer.headers.getSetCookie()]).toEqual([503, '5', []])
    expect(await answer.text()).not.toMatch(/ECONN|127\.0\.0\.1|nowhere|pg|Error|timeout|\.ts/)
  }

  it('down answers 503 with Retry-After, lets nobody in, and tells nothing of the cause (I-39)', async () => {
    await withDatabaseAt(await closedPort(), async (guest) => {
      expect((await guest.get('/sign-in')).status).toBe(200)
      await expectUnavailable(await guest.post('/sign-in', { username: 'acme_jd1', password: 'whatever it is' }))
      guest.cookies.set('__Host-session', newToken().token)
      for (const path of ['/', '/account', '/help/change-password']) await expectUnavailable(await guest.get(path))
      const api = await guest.get('/api/v1/session')
      expect(api.headers.get('content-type')).toBe('application/problem+json')
      expect(await api.clone().json()).toMatchObject({
        status: 503,
        code: 'unavailable',
        title: 'This platform can’t answer right now',
      })
      await expectUnavailable(api)
    })
  })

  it('slow answers the same within a bounded wait (I-39)', async () => {
    const silent = await startSilentServer()
    try {
      await withDatabaseAt(silent.port, async (guest) => {
        guest.cookies.set('__Host-session', newToken().token)
        const startedAt = performance.now()
        await expectUnavailable(await guest.get('/account'))
        expect(performance.now() - startedAt).toBeLessThan(6_000)
      })
    } finally {
      await silent.stop()
    }
  })
})

/** A database that fails in a way that nobody foresaw. */
function brokenDatabase(secret: string): Kysely<Schema> {
  const broken: Partial<Kysely<Schema>> = {
    getExecutor: () => {
      throw new Error(secret)
    },
  }
  // Only what a look-up asks of it first is there.
  return broken as Kysely<Schema>
}
