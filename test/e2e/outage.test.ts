import { join } from 'node:path'
import pg from 'pg'
import type { SMTPServerOptions } from 'smtp-server'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { locateCluster, PORT, SUPERUSER } from '../../src/db/embedded-cluster.ts'
import { startEmbeddedPostgres } from '../../src/db/embedded.ts'
import { type Demo, startDemo } from '../support/demo-server.ts'
import { closedPort, startMailServer } from '../support/mail-server.ts'
import { newCompany } from '../support/people.ts'
import { makeServedConfig } from '../support/served-config.ts'
import { type Visitor, visitor } from '../support/visitor.ts'

const BOUND_MS = 8_000
const PASSWORD = 'a quiet harbour at noon'

const visit = (of: Pick<Demo, 'site' | 'origin'>, platformId: string): Visitor =>
  visitor(of.site(platformId), { origin: of.origin(platformId) })

/** A refusal for now: 503 with Retry-After, within a bounded time. */
async function expectUnavailable(ask: () => Promise<Response>): Promise<void> {
  const startedAt = performance.now()
  const answer = await ask()
  expect(performance.now() - startedAt).toBeLessThan(BOUND_MS)
  expect(answer.status).toBe(503)
  expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0)
  expect(answer.headers.getSetCookie()).toEqual([])
}

describe('I-39: the loss of one platform is not felt by another', () => {
  let demo: Demo
  let admin: pg.Client
  beforeAll(async () => {
    demo = await startDemo()
    const { socketFolder } = await locateCluster(demo.dataFolder)
    admin = new pg.Client({ host: socketFolder, port: PORT, user: SUPERUSER, database: 'postgres' })
    await admin.connect()
  })
  afterAll(async () => {
    await admin.end()
    await demo.stop()
  })

  const signIn = async (key: 'manager' | 'euManager', by?: Visitor) => {
    const { platform, username, password } = demo.accounts[key]
    return (by ?? visit(demo, platform)).post('/sign-in', { username, password: password ?? '' })
  }
  const close = async () => {
    await admin.query('alter database gatehouse_us1 with allow_connections false')
    await admin.query(`select pg_terminate_backend(pid) from pg_stat_activity where datname = 'gatehouse_us1'`)
  }
  const reopen = () => admin.query('alter database gatehouse_us1 with allow_connections true')
  const ready = async () => (await fetch(`${demo.frontDoor}/health/ready`)).status

  async function expectOthersWell(): Promise<void> {
    const found = await fetch(`${demo.frontDoor}/?username=acme_jd1`)
    expect(found.status).toBe(200)
    expect(await found.text()).toContain(demo.origin('US1'))
    expect((await signIn('euManager')).status).toBe(303)
  }

  test('with the database of US1 gone, the finder answers, EU1 signs in, US1 says 503 and comes back by itself', async () => {
    const inside = visit(demo, 'US1')
    expect((await signIn('manager', inside)).status).toBe(303)
    await close()
    await expectOthersWell()
    await expectUnavailable(() => signIn('manager'))
    await expectUnavailable(() => inside.get('/'))
    await expectUnavailable(() => inside.get('/api/v1/session'))
    expect(await ready()).toBe(503)
    expect((await fetch(`${demo.frontDoor}/health/live`)).status).toBe(200)

    await reopen()
    await expect.poll(ready, { timeout: 10_000 }).toBe(200)
    expect((await signIn('manager')).status).toBe(303)
    expect((await inside.get('/')).status).toBe(200)
    const { username, email } = demo.accounts.manager
    const stranger = visit(demo, 'US1')
    const asked = await stranger.post('/forgot-password', { username, email, altcha: await stranger.captcha('forgot-password') })
    expect(asked.status).toBe(303)
    await expect.poll(async () => (await demo.mails(email, 0)).length, { timeout: 30_000 }).toBe(1)
  })

  test('a database that is slow means a bounded wait and 503, never entry; the other platform stays quick', async () => {
    const { socketFolder } = await locateCluster(demo.dataFolder)
    const blocker = new pg.Client({ host: socketFolder, port: PORT, user: SUPERUSER, database: 'gatehouse_us1' })
    await blocker.connect()
    await blocker.query('begin')
    await blocker.query('lock table accounts in access exclusive mode')
    const waiting = Promise.all(Array.from({ length: 5 }, () => expectUnavailable(() => signIn('manager'))))
    const startedAt = performance.now()
    await expectOthersWell()
    expect(performance.now() - startedAt).toBeLessThan(2_000)
    await waiting
    await blocker.query('rollback')
    await blocker.end()
    expect((await signIn('manager')).status).toBe(303)
  })

  test('cookie, key and password of US1 are worth nothing in EU1', async () => {
    const us1 = visit(demo, 'US1')
    expect((await signIn('manager', us1)).status).toBe(303)
    const eu1 = visit(demo, 'EU1')
    for (const [name, value] of us1.cookies) eu1.cookies.set(name, value)
    expect((await us1.get('/api/v1/session')).status).toBe(200)
    expect((await eu1.get('/api/v1/session')).status).toBe(401)

    const { key } = await demo.newestMail(demo.accounts.pending.email)
    const answer = await eu1.post('/activate', {
      key: key ?? '',
      newPassword: PASSWORD,
      confirmation: PASSWORD,
      altcha: await eu1.captcha('activate'),
    })
    expect(answer.status).toBe(422)
    expect(await answer.text()).toContain('The activation key is not valid')

    const { username, password } = demo.accounts.manager
    expect((await visit(demo, 'EU1').post('/sign-in', { username, password: password ?? '' })).status).toBe(422)
  })

  test('a captcha that was solved for US1 counts for nothing in EU1', async () => {
    const eu1 = visit(demo, 'EU1')
    const { username, email } = demo.accounts.euManager
    const foreign = await visit(demo, 'US1').captcha('forgot-password')
    expect((await eu1.post('/forgot-password', { username, email, altcha: foreign })).status).toBe(422)
  })
})

describe('I-39: a database server that is away at the start', () => {
  test('keeps no other platform from serving, and its own begins to serve when it comes', async () => {
    const storage = await makeServedConfig()
    const dataFolder = join(storage.dataFolder, 'elsewhere')
    const first = await startEmbeddedPostgres({ dataFolder, binFolder: null })
    await first.ensureDatabase('us1')
    const { host } = first.connection('us1')
    await first.stop()
    const environment = {
      GATEHOUSE_US1_DATABASE_URL: `postgresql://localhost/us1?user=gatehouse&host=${encodeURIComponent(host)}`,
      GATEHOUSE_US1_SECRET: Buffer.alloc(32, 7).toString('base64'),
    }
    const config = await makeServedConfig({ environment })
    const server = await config.serve()
    expect((await visit(config, 'EU1').get('/sign-in')).status).toBe(200)
    await expectUnavailable(async () => visit(config, 'US1').get('/sign-in'))
    await expectUnavailable(async () => visit(config, 'US1').get('/api/v1/session'))
    expect((await fetch(`http://127.0.0.1:${config.port}/health/ready`)).status).toBe(503)

    const again = await startEmbeddedPostgres({ dataFolder, binFolder: null })
    await expect
      .poll(async () => (await fetch(`http://127.0.0.1:${config.port}/health/ready`)).status, { timeout: 20_000 })
      .toBe(200)
    expect((await visit(config, 'US1').get('/sign-in')).status).toBe(200)
    expect(await server.end('SIGTERM')).toBe(0)
    await again.stop()
    await config.remove()
    await storage.remove()
  })
})

describe('I-39: a mail server that is away or refuses', () => {
  test(
    'the deed is acknowledged; the mail goes once the server is back, or is parked where it is refused for good',
    { timeout: 120_000 },
    async () => {
      const port = await closedPort()
      const config = await makeServedConfig({
        mail: `{ from: no-reply@example.com, transport: smtp, host: 127.0.0.1, port: ${port}, tls: none }`,
      })
      const server = await config.serve()
      const { username, email } = await config.withApp('US1', (app) => newCompany(app))
      const ask = async () => {
        const { post, captcha } = visit(config, 'US1')
        return post('/forgot-password', {
          username,
          email,
          altcha: await captcha('forgot-password'),
        })
      }
      expect((await ask()).status).toBe(303)
      await expect.poll(() => server.output(), { timeout: 10_000 }).toContain('ECONNREFUSED')
      expect(await config.run('mails')).toMatchObject({
        stdout: 'US1: no mail is parked\nEU1: no mail is parked\nFRONT_DOOR: no mail is parked\n',
      })

      const post = await startMailServer({ disabledCommands: ['AUTH', 'STARTTLS'], onRcptTo: refuseForGood }, port)
      await expect
        .poll(async () => (await config.run('mails')).stdout, { timeout: 60_000, interval: 1_000 })
        .toContain('US1: 1 parked')
      const listed = (await config.run('mails', '--platform', 'US1')).stdout
      expect(listed).toContain(`reset to ${email}`)
      expect(listed).toContain('RCPT TO answered 550')
      await post.stop()

      const willing = await startMailServer({ disabledCommands: ['AUTH', 'STARTTLS'] }, port)
      const id = /[\da-f-]{36}/.exec(listed)?.[0] ?? ''
      expect(await config.run('mails', '--retry', id)).toMatchObject({
        code: 0,
        stdout: `US1: ${id} is queued again; the running server sends it\n`,
      })
      await expect.poll(() => willing.received.length, { timeout: 10_000 }).toBe(1)
      expect(willing.received[0]?.to).toEqual([email])
      expect(await config.run('mails', '--platform', 'US1')).toMatchObject({ stdout: 'US1: no mail is parked\n' })
      expect(await server.end('SIGTERM')).toBe(0)
      await willing.stop()
      await config.remove()
    },
  )
})

const refuseForGood: NonNullable<SMTPServerOptions['onRcptTo']> = (_address, _session, done) => {
  done(Object.assign(new Error('5.1.1 no such user'), { responseCode: 550 }))
}
