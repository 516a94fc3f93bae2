import { once } from 'node:events'
import { readdir } from 'node:fs/promises'
import { createServer } from 'node:http'
import { connect } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runGatehouseCli } from '../support/run-cli.ts'
import { makeServedConfig, type ServedConfig } from '../support/served-config.ts'
import { visitor } from '../support/visitor.ts'
import { PATIENCE_MS } from '../support/wait-for.ts'

let config: ServedConfig
beforeAll(async () => {
  config = await makeServedConfig()
})
afterAll(async () => config.remove())

const ACME = [
  '--platform',
  'US1',
  '--company',
  'Acme Bank',
  '--acronym',
  'acme',
  '--first-name',
  'Jane',
  '--last-name',
  'Doe',
  '--email',
  'jane@acme.test',
]
const BANK_PASSWORD = 'a quiet harbour at noon'

test('migrate says what ran, and nothing the second time', async () => {
  const first = await config.run('migrate')
  expect(first).toMatchObject({ code: 0, stderr: '' })
  expect(first.stdout).toMatch(
    /^US1: ran 0001-accounts.*\nEU1: ran 0001-accounts.*\nFRONT_DOOR: ran 0001-accounts.*core-0001-status\n$/,
  )
  expect(await config.run('migrate')).toEqual({
    code: 0,
    stdout: 'US1: up to date\nEU1: up to date\nFRONT_DOOR: up to date\n',
    stderr: '',
  })
})

test('a tool on a database that was never migrated says so in a line', async () => {
  const fresh = await makeServedConfig()
  const run = await fresh.run('first-manager', ...ACME)
  await fresh.remove()
  expect(run).toMatchObject({ code: 1, stdout: '' })
  expect(run.stderr).toBe('gatehouse: the database is not migrated yet: start the server once, or run gatehouse migrate\n')
})

describe('first-manager', () => {
  test('prints a one-time link while the server runs; it works once, and only on its platform', async () => {
    const server = await config.serve()
    const { code, stdout } = await config.run('first-manager', ...ACME)
    expect(code).toBe(0)
    const username = /^Username: (.+)$/m.exec(stdout)?.[1] ?? ''
    const key = /^Activation key: ([\w-]{43})$/m.exec(stdout)?.[1] ?? ''
    expect(username).toBe('acme_jd1')
    expect(stdout.split('\n')).toContain(`${config.origin('US1')}/activate#${key}`)

    const activate = async (platformId: string) => {
      const { post, captcha } = visitor(config.site(platformId), { origin: config.origin(platformId) })
      return post('/activate', {
        key,
        newPassword: BANK_PASSWORD,
        confirmation: BANK_PASSWORD,
        altcha: await captcha('activate'),
      })
    }
    expect((await activate('EU1')).status).toBe(422)
    expect((await activate('US1')).status).toBe(303)
    expect((await activate('US1')).status).toBe(422)
    const { post } = visitor(config.site('US1'), { origin: config.origin('US1') })
    expect((await post('/sign-in', { username, password: BANK_PASSWORD })).status).toBe(303)

    expect(server.output()).not.toContain(key)
    expect(await server.end('SIGTERM')).toBe(0)
  })

  test('names what is wrong with each value, and changes nothing', async () => {
    const taken = await config.run('first-manager', ...ACME)
    expect(taken).toMatchObject({ code: 1, stdout: '' })
    expect(taken.stderr).toBe('gatehouse: --acronym: This one is taken: choose another\n')
    const wrong = await config.run('first-manager', ...ACME, '--email', 'jane', '--acronym', 'a_b')
    expect(wrong.stderr).toContain('--acronym: Use 3 to 5 letters or digits')
    expect((await config.run('first-manager', ...ACME, '--acronym', 'acme2', '--email', 'jane')).stderr).toContain(
      '--email: Enter an address',
    )
  })
})

test('mails has nothing to tell where none is parked, and refuses to send what is not', async () => {
  expect(await config.run('mails')).toEqual({
    code: 0,
    stdout: 'US1: no mail is parked\nEU1: no mail is parked\nFRONT_DOOR: no mail is parked\n',
    stderr: '',
  })
  expect(await config.run('mails', '--platform', 'EU1')).toMatchObject({ code: 0, stdout: 'EU1: no mail is parked\n' })
  expect(await config.run('mails', '--retry', 'abc')).toMatchObject({ code: 1, stderr: 'gatehouse: no mail abc is parked\n' })
})

describe('audit verify', () => {
  const verify = (...args: readonly string[]) => runGatehouseCli(['audit', 'verify', '--config', config.file, ...args])
  const tamper = (statement: string) =>
    config.withApp('US1', async ({ db }) => {
      await sql`alter table audit_events disable trigger user`.execute(db)
      await sql.raw(statement).execute(db)
      await sql`alter table audit_events enable trigger user`.execute(db)
    })
  const pick = (text: string, pattern: RegExp) => pattern.exec(text)?.[1] ?? ''

  test('follows the chain beside a running server, and prints its head (I-32)', async () => {
    const server = await config.serve()
    const whole = await verify()
    expect(whole).toMatchObject({ code: 0, stderr: '' })
    expect(whole.stdout).toMatch(/^US1: the audit trail is whole\n {2}\d+ seals from 1 to \d+, \d+ events as they were sealed\n/)
    const head = pick(whole.stdout, /head (\d+:[\da-f]{64})/)
    expect(await verify('--platform', 'US1', '--since-head', head)).toMatchObject({ code: 0 })
    const later = head.replace(/^\d+/, (number) => String(Number(number) + 1_000))
    const cut = await verify('--platform', 'US1', '--since-head', later)
    expect(cut.code).toBe(1)
    expect(cut.stdout).toContain('MISSING HEAD: there is no seal')
    expect(await server.end('SIGTERM')).toBe(0)
  })

  test('names an event that was changed, and one that is gone, and ends with 1 (I-32)', async () => {
    const eventAt = (seal: number) => `(select event_id from audit_seals where number = ${seal})`
    await tamper(`update audit_events set actor_kind = 'job' where id = ${eventAt(2)}`)
    await tamper(`delete from audit_events where id = ${eventAt(3)}`)
    const run = await verify('--platform', 'US1')
    expect(run.code).toBe(1)
    expect(run.stdout).toContain('US1: 2 problems')
    expect(run.stdout).toMatch(/CHANGED EVENT: seal 2, event \d+ of \d{4}-/)
    expect(run.stdout).toMatch(/MISSING EVENT: seal 3, event \d+ of \d{4}-.*still within its time/)
    const forPrograms = JSON.parse((await verify('--platform', 'US1', '--json')).stdout) as unknown
    expect(forPrograms).toMatchObject({
      platform: 'US1',
      problemCount: 2,
      problems: [
        { kind: 'event_changed', seal: 2 },
        { kind: 'event_missing', seal: 3 },
      ],
    })
  })
})

test('a port that is taken is named in a line, and the process ends', async () => {
  const squatter = createServer()
  squatter.listen(config.port, '127.0.0.1')
  await once(squatter, 'listening')
  const run = await config.run('serve')
  squatter.close()
  expect(run.code).toBe(1)
  expect(run.stderr).toContain(`gatehouse: cannot listen on 127.0.0.1 port ${config.port}: another process uses this port`)
  expect(run.stderr.trim().split('\n')).toHaveLength(1)
})

test('the demo says so, too', async () => {
  const squatter = createServer()
  squatter.listen(0, '127.0.0.1')
  await once(squatter, 'listening')
  const address = squatter.address()
  const port = address !== null && typeof address === 'object' ? address.port : 0
  const run = await runGatehouseCli(['demo'], { GATEHOUSE_DATA: config.dataFolder, PORT: String(port) })
  squatter.close()
  expect(run).toMatchObject({ code: 1, stdout: '' })
  expect(run.stderr).toContain(`cannot listen on 127.0.0.1 port ${port}: another process uses this port`)
})

const isListening = () =>
  fetch(`http://127.0.0.1:${config.port}/health/live`).then(
    () => true,
    () => false,
  )

const FORM = 'Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 10'

describe('stopping', () => {
  test('finishes what it was asked before SIGTERM, and takes the private PostgreSQL with it', async () => {
    const server = await config.serve()
    const { post } = visitor(config.site('US1'), { origin: config.origin('US1') })
    const asked = Array.from({ length: 10 }, () => post('/sign-in', { username: 'acme_jd1', password: BANK_PASSWORD }))
    await Promise.race(asked)
    const ended = server.end('SIGTERM')
    const statuses = await Promise.all(asked.map((answer) => answer.then(({ status }) => status)))
    expect(statuses).toEqual(Array.from({ length: 10 }, () => 303))
    expect(await ended).toBe(0)
    expect(await readdir(join(config.dataFolder, 'postgres'))).not.toContain('postmaster.pid')
  })

  test('a second signal ends it at once', async () => {
    const server = await config.serve()
    // A request that never ends holds a graceful stop for ten seconds. It is under way once it is told to continue.
    const socket = connect(config.port, '127.0.0.1').on('error', () => undefined)
    const head = `POST /sign-in HTTP/1.1\r\nHost: us1.localhost:${config.port}\r\nSec-Fetch-Site: same-origin\r\n${FORM}\r\n`
    socket.write(`${head}Expect: 100-continue\r\n\r\n`)
    await once(socket, 'data')
    process.kill(server.pid, 'SIGTERM')
    await expect.poll(isListening, { timeout: PATIENCE_MS }).toBe(false)
    // Sooner it would pass for an echo of the first.
    await sleep(400)
    expect(await server.end('SIGINT')).toBe(130)
    socket.destroy()
  })
})

test('a database from a newer Gatehouse is refused in a line, and left as it is', async () => {
  await config.withApp('US1', (app) =>
    sql`insert into kysely_migration (name, timestamp) values ('9999-from-the-future', now()::text)`.execute(app.db),
  )
  for (const command of ['serve', 'migrate', 'mails']) {
    const run = await config.run(command)
    expect(run).toMatchObject({ code: 1, stdout: '' })
    expect(run.stderr).toBe(
      'gatehouse: the database was migrated by a newer Gatehouse (9999-from-the-future): start that version, or restore a backup\n',
    )
  }
})
