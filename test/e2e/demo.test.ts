import { readFile, stat } from 'node:fs/promises'
import { networkInterfaces } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { type Demo, sharedDemo, startDemo } from '../support/demo-server.ts'
import { realSite } from '../support/real-site.ts'
import { visitor } from '../support/visitor.ts'

const demo = await sharedDemo()

const ask = async (host: string, path: string) => {
  const site = realSite({ port: demo.port, host })
  return site.fetch(new Request(`http://${host}${path}`), {})
}

describe('where everything is', () => {
  test.each(['localhost', '127.0.0.1', 'us1.localhost', 'eu1.localhost', 'pci.localhost', 'nobody.example'])(
    'it is ready and live on the host %s',
    async (host) => {
      expect((await ask(host, '/health/ready')).status).toBe(200)
      expect((await ask(host, '/health/live')).status).toBe(200)
    },
  )

  test.each(['localhost', '127.0.0.1', '[::1]'])('the front door answers as %s, with and without the port', async (host) => {
    for (const header of [host, `${host}:${demo.port}`]) {
      const page = await ask(header, '/')
      expect(page.status).toBe(200)
      expect(await page.text()).toContain(demo.origin('US1'))
    }
  })

  test.each(['us1.localhost', 'eu1.localhost', 'pci.localhost'])('the platform %s has its sign-in page', async (host) => {
    expect((await ask(host, '/sign-in')).status).toBe(200)
  })

  test.each(['us2.localhost', 'evil.example', 'us1.localhost.evil.example'])(
    'any other request for %s gets 421',
    async (host) => {
      expect((await ask(host, '/')).status).toBe(421)
      expect((await ask(host, '/sign-in')).status).toBe(421)
    },
  )

  test('it listens on loopback only', async () => {
    const outer = Object.values(networkInterfaces())
      .flatMap((addresses) => addresses ?? [])
      .filter(({ family, internal }) => family === 'IPv4' && !internal)
    for (const { address } of outer) {
      await expect(fetch(`http://${address}:${demo.port}/health/live`)).rejects.toThrow('fetch failed')
    }
  })
})

describe('the cast', () => {
  test('demo.json is for its owner alone, and has exactly the promised shape', async () => {
    const file = join(demo.dataFolder, 'demo.json')
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    const text = z.string().min(1)
    const state = z.enum(['active', 'pending_activation', 'inactive'])
    const account = {
      key: text,
      platform: text,
      username: text,
      email: text,
      password: text.nullable(),
      role: text,
      state,
      subscription: text,
    }
    const promised = z.strictObject({ accounts: z.array(z.strictObject(account)).length(24) })
    expect(promised.safeParse(JSON.parse(await readFile(file, 'utf8'))).error).toBeUndefined()
  })

  test.each([
    ['manager', 'US1', 'Manager', 'active', 'Acme Bank'],
    ['manager2', 'US1', 'Manager', 'active', 'Acme Bank'],
    ['unitManager', 'US1', 'Unit Manager', 'active', 'Acme Bank'],
    ['scanner', 'US1', 'Scanner', 'active', 'Acme Bank'],
    ['reader', 'US1', 'Reader', 'active', 'Acme Bank'],
    ['auditor', 'US1', 'Auditor', 'active', 'Acme Bank'],
    ['remediation', 'US1', 'Remediation User', 'active', 'Acme Bank'],
    ['inactive', 'US1', 'Reader', 'inactive', 'Acme Bank'],
    ['frozen', 'US1', 'Scanner', 'inactive', 'Acme Bank'],
    ['pending', 'US1', 'Reader', 'pending_activation', 'Acme Bank'],
    ['sole', 'US1', 'Manager', 'active', 'Birch Bakery'],
    ['soleInactive', 'US1', 'Manager', 'inactive', 'Cedar Clinic'],
    ['solePending', 'US1', 'Manager', 'pending_activation', 'Dune Design'],
    ['euManager', 'EU1', 'Manager', 'active', 'Elm Energie'],
    ['euReader', 'EU1', 'Reader', 'active', 'Elm Energie'],
    ['pciManager', 'PCI', 'Manager', 'active', 'Fern Fashion'],
    ['pciManager2', 'PCI', 'Manager', 'active', 'Fern Fashion'],
    ['pciUser', 'PCI', 'User', 'active', 'Fern Fashion'],
    ['pciPending', 'PCI', 'User', 'pending_activation', 'Fern Fashion'],
    ['pciInactive', 'PCI', 'User', 'inactive', 'Fern Fashion'],
    ['pciSolePending', 'PCI', 'Manager', 'pending_activation', 'Gale Games'],
    ['operator', 'FRONT_DOOR', 'Operator', 'active', 'Staff'],
    ['operator2', 'FRONT_DOOR', 'Operator', 'active', 'Staff'],
    ['operatorPending', 'FRONT_DOOR', 'Operator', 'pending_activation', 'Staff'],
  ] as const)('has %s on %s: %s, %s, of %s', (key, platform, role, state, subscription) => {
    expect(demo.accounts[key]).toMatchObject({ key, platform, role, state, subscription })
    expect(demo.accounts[key].password === null).toBe(state === 'pending_activation')
  })

  test('who is active gets in with the password in demo.json, nobody else does', async () => {
    for (const { platform, username, password, state } of Object.values(demo.accounts)) {
      const { post } = visitor(demo.site(platform), { origin: demo.origin(platform) })
      const path = platform === 'FRONT_DOOR' ? '/staff/sign-in' : '/sign-in'
      const answer = await post(path, { username, password: password ?? 'never set, never mind' })
      expect([username, answer.status]).toEqual([username, state === 'active' ? 303 : 422])
    }
  })

  test('the start-up text names addresses, logins with passwords, and where mail goes', () => {
    const text = demo.output()
    for (const origin of [
      demo.frontDoor,
      demo.origin('US1'),
      demo.origin('EU1'),
      demo.origin('PCI'),
      `${demo.frontDoor}/outbox`,
    ]) {
      expect(text).toContain(origin)
    }
    for (const { username, password } of Object.values(demo.accounts)) {
      expect(text).toMatch(new RegExp(`${username} +${password ?? 'none yet'} `))
    }
    expect(text).toContain('invented people')
  })

  test.each(['pending', 'solePending', 'pciPending', 'pciSolePending'] as const)(
    '%s has a welcome mail, with link and key on lines of their own',
    async (key) => {
      const { platform, username, email } = demo.accounts[key]
      const { text, key: activationKey } = await demo.newestMail(email)
      expect(text).toContain(username)
      expect(text.split('\n')).toContain(`Activation key: ${activationKey}`)
      expect(text.split('\n')).toContain(`${demo.origin(platform)}/activate#${activationKey}`)
    },
  )
})

test('a mail is in the outbox within 5 s of the deed, and can be read on its page', async () => {
  const { username, email } = demo.accounts.manager
  const { post, captcha } = visitor(demo.site('US1'), { origin: demo.origin('US1') })
  const altcha = await captcha('forgot-password')
  const startedAt = performance.now()
  const mail = await demo.nextMail(email, async () => {
    expect((await post('/forgot-password', { username, email, altcha })).status).toBe(303)
  })
  expect(performance.now() - startedAt).toBeLessThan(5_000)
  expect(mail.key).toHaveLength(43)
  expect(await (await fetch(`${demo.frontDoor}/outbox`)).text()).toContain(mail.subject)
})

describe('another demo', () => {
  let other: Demo
  beforeAll(async () => {
    other = await startDemo()
  })
  afterAll(async () => other.stop())

  test('has passwords of its own: they are random', () => {
    const passwords = [demo, other].flatMap(({ accounts }) => Object.values(accounts).flatMap(({ password }) => password ?? []))
    expect(new Set(passwords).size).toBe(38)
  })

  test('keeps everything when it is started again, and demo.json is as first seeded', async () => {
    const { dataFolder, port } = other
    const { password, username } = other.accounts.reader
    const app = await other.app()
    await app.db.updateTable('accounts').set({ firstName: 'Renamed' }).where('username', '=', username).execute()
    const seeded = await readFile(join(dataFolder, 'demo.json'), 'utf8')
    await other.kill9()
    const again = await startDemo({ dataFolder, port })
    expect(await readFile(join(dataFolder, 'demo.json'), 'utf8')).toBe(seeded)
    const { post } = visitor(again.site('US1'), { origin: again.origin('US1') })
    expect((await post('/sign-in', { username, password: password ?? '' })).status).toBe(303)
    expect(await again.stop()).toBe(0)
  })
})
