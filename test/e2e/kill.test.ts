import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { mintKey } from '../../src/features/accounts/keys.ts'
import { verifyTrail } from '../../src/features/audit/verify-trail.ts'
import { MAIN } from '../support/build.ts'
import { type Demo, startDemo } from '../support/demo-server.ts'
import { freePort } from '../support/gatehouse-process.ts'
import { newCompany, newPerson, type Person } from '../support/people.ts'
import { type Visitor, visitor } from '../support/visitor.ts'

const PEOPLE = 8
const NEW_PASSWORD = 'a quiet harbour at noon'

/** Three people's deeds: one resets a password by a mailed key, one signs in, one asks for a reset. */
type Trio = { resetting: Person; key: string; entering: Person; asking: Person; proofs: { activate: string; forgot: string } }

/** What each was told: a status, or null where the connection broke. */
type Told = { trio: Trio; reset: number | null; entered: number | null; asked: number | null; session: Visitor }

let demo: Demo
beforeAll(async () => {
  demo = await startDemo()
})
afterAll(async () => demo.stop())

const visit = (of: Demo) => visitor(of.site('US1'), { origin: of.origin('US1') })

async function prepare(of: Demo): Promise<Trio[]> {
  const app = await of.app()
  const { subscriptionId } = await newCompany(app)
  const trios: Trio[] = []
  for (let count = 0; count < PEOPLE; count += 1) {
    const [resetting, entering, asking] = [
      await newPerson(app, subscriptionId),
      await newPerson(app, subscriptionId),
      await newPerson(app, subscriptionId),
    ]
    const { key } = await app.db
      .transaction()
      .execute((trx) => mintKey(trx, { accountId: resetting.accountId, purpose: 'reset' }))
    const { captcha } = visit(of)
    trios.push({
      resetting,
      key,
      entering,
      asking,
      proofs: { activate: await captcha('activate'), forgot: await captcha('forgot-password') },
    })
  }
  await of.closeApp()
  return trios
}

/** All deeds at once; `disaster` strikes when three passwords are reset. */
async function storm(of: Demo, trios: readonly Trio[], disaster: () => void): Promise<Told[]> {
  let resets = 0
  const status = async (answer: Promise<Response>) => answer.then((response) => response.status).catch(() => null)
  return Promise.all(
    trios.map(async (trio) => {
      const [browser, session] = [visit(of), visit(of)]
      const { key, entering, asking, proofs } = trio
      const reset = status(
        browser.post('/activate', { key, newPassword: NEW_PASSWORD, confirmation: NEW_PASSWORD, altcha: proofs.activate }),
      )
      const entered = status(session.post('/sign-in', { username: entering.username, password: entering.password }))
      const asked = status(
        browser.post('/forgot-password', { username: asking.username, email: asking.email, altcha: proofs.forgot }),
      )
      if ((await reset) === 303) resets += 1
      if ((await reset) === 303 && resets === 3) disaster()
      return { trio, reset: await reset, entered: await entered, asked: await asked, session }
    }),
  )
}

/** Acknowledged effects persist, others are whole or absent, no key works twice, no mail is lost. */
async function expectNothingLost(of: Demo, told: readonly Told[]): Promise<void> {
  const app = await of.app()
  // Seals are whole or absent, and what had none has one by now or waits for it.
  expect((await verifyTrail(app, { since: null })).problems).toEqual([])
  for (const { trio, reset, entered, asked, session } of told) {
    const { resetting, key, entering, asking } = trio
    const { credentialHash } = await app.db
      .selectFrom('accounts')
      .select('credentialHash')
      .where('id', '=', resetting.accountId)
      .executeTakeFirstOrThrow()
    const slot = app.hasher.reserve()
    const [isNew, isOld] = [
      await slot.verify(credentialHash, NEW_PASSWORD),
      await slot.verify(credentialHash, resetting.password),
    ]
    slot.release()
    expect(isNew).toBe(!isOld)
    expect(isNew || reset !== 303).toBe(true)

    const browser = visit(of)
    const again = {
      key,
      newPassword: `${NEW_PASSWORD} again`,
      confirmation: `${NEW_PASSWORD} again`,
      altcha: await browser.captcha('activate'),
    }
    expect((await browser.post('/activate', again)).status).toBe(isNew ? 422 : 303)
    const rows = await app.db
      .selectFrom('auditEvents')
      .select('id')
      .where('accountId', '=', resetting.accountId)
      .where('action', '=', 'password.reset')
      .execute()
    expect(rows).toHaveLength(1)
    await expectMail(of, resetting.email)

    const home = entered === 303 ? await session.get('/') : null
    expect(home?.status ?? 200).toBe(200)
    expect(home === null || (await home.text()).includes(entering.username)).toBe(true)
    if (asked === 303) await expectMail(of, asking.email)
  }
}

/** Jobs that the dead left half-done are taken up again after half a minute at most. */
async function expectMail(of: Demo, to: string): Promise<void> {
  await expect.poll(async () => (await of.mails(to, 0)).length, { timeout: 60_000, interval: 500 }).toBeGreaterThan(0)
}

describe('I-38: kill -9 in the middle of sign-ins, resets and mails', () => {
  test('of the process: acknowledged effects persist, no key works twice, no mail is lost', { timeout: 180_000 }, async () => {
    const first = await startDemo()
    const told = await storm(first, await prepare(first), () => process.kill(first.pid, 'SIGKILL'))
    await first.kill9()
    expect(told.filter(({ reset }) => reset === 303).length).toBeGreaterThanOrEqual(3)
    expect(told.flatMap(({ reset, entered, asked }) => [reset, entered, asked])).toContain(null)
    const second = await startDemo({ dataFolder: first.dataFolder, port: first.port })
    await expectNothingLost(second, told)
    expect(await second.stop()).toBe(0)
    await first.stop()
  })

  test('of PostgreSQL: the same, and the demo recovers by itself', { timeout: 180_000 }, async () => {
    const pid = await demo.postgresPid()
    const told = await storm(demo, await prepare(demo), () => process.kill(pid, 'SIGKILL'))
    for (const { reset, entered, asked } of told) {
      for (const status of [reset, entered, asked]) expect([303, 503]).toContain(status)
    }
    await expect.poll(async () => (await fetch(`${demo.frontDoor}/health/ready`)).status, { timeout: 30_000 }).toBe(200)
    expect(await demo.postgresPid()).not.toBe(pid)
    await expectNothingLost(demo, told)
  })

  test.each([200, 700, 1_200, 1_700])(
    'of the process %i ms into its first start: the next start does the rest',
    { timeout: 120_000 },
    async (milliseconds) => {
      const folder = await mkdtemp(join(tmpdir(), 'gatehouse-killed-'))
      const dataFolder = join(folder, 'data')
      await startAndKill(dataFolder, milliseconds)
      const whole = await startDemo({ dataFolder })
      expect(Object.keys(whole.accounts)).toEqual(Object.keys(demo.accounts))
      const { username, password } = whole.accounts.manager
      expect((await visit(whole).post('/sign-in', { username, password: password ?? '' })).status).toBe(303)
      expect(await whole.mails(whole.accounts.pending.email)).toHaveLength(1)
      await whole.stop()
      await rm(folder, { recursive: true })
    },
  )

  test('between the cast and demo.json: the next start writes the same', async () => {
    const file = join(demo.dataFolder, 'demo.json')
    const written = await readFile(file, 'utf8')
    await rm(file)
    const twin = await startDemo({ dataFolder: demo.dataFolder })
    expect(await readFile(file, 'utf8')).toBe(written)
    expect(await twin.stop()).toBe(0)
    expect((await fetch(`${demo.frontDoor}/health/ready`)).status).toBe(200)
  })
})

async function startAndKill(dataFolder: string, milliseconds: number): Promise<void> {
  const environment = { ...process.env, GATEHOUSE_DATA: dataFolder, PORT: String(await freePort()) }
  const child = spawn(process.execPath, [MAIN, 'demo'], { env: environment, stdio: 'ignore' })
  await sleep(milliseconds)
  child.kill('SIGKILL')
  await once(child, 'exit')
}
