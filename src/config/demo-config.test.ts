import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { demoConfig } from './demo-config.ts'
import { publishedDirectory } from './directory-file.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gatehouse-demo-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

test('the demo listens on loopback only, at port 8080 unless PORT says otherwise', () => {
  expect(demoConfig({ GATEHOUSE_DATA: folder }).listen).toEqual({ hosts: ['127.0.0.1', '::1'], port: 8080 })
  expect(demoConfig({ GATEHOUSE_DATA: folder, PORT: '9000' }).listen.port).toBe(9000)
})

test('its platforms stand at their own hosts, on databases of their own', () => {
  const { platforms, frontDoor } = demoConfig({ GATEHOUSE_DATA: folder, PORT: '9000' })
  expect(platforms.map(({ origin, database }) => ({ origin, database }))).toEqual([
    { origin: 'http://us1.localhost:9000', database: { kind: 'embedded', name: 'gatehouse_us1' } },
    { origin: 'http://eu1.localhost:9000', database: { kind: 'embedded', name: 'gatehouse_eu1' } },
    { origin: 'http://pci.localhost:9000', database: { kind: 'embedded', name: 'gatehouse_pci' } },
  ])
  expect(frontDoor.origins).toEqual(['http://localhost:9000', 'http://127.0.0.1:9000', 'http://[::1]:9000'])
})

test('its platforms have the profiles of their products, and no exception', () => {
  const { platforms } = demoConfig({ GATEHOUSE_DATA: folder })
  expect(platforms.map(({ profile, policyException }) => [profile.name, policyException])).toEqual([
    ['faq', null],
    ['faq', null],
    ['pci', null],
  ])
})

test('port 80 goes without saying in an origin, as browsers write it', () => {
  expect(demoConfig({ GATEHOUSE_DATA: folder, PORT: '80' }).frontDoor.origins[0]).toBe('http://localhost')
})

test('the directory is the published table with the origins of the demo in place of theirs', () => {
  const { directory } = demoConfig({ GATEHOUSE_DATA: folder })
  const origin = 'http://us1.localhost:8080'
  expect(directory.find(({ id }) => id === 'US1')).toMatchObject({
    signInUrl: origin,
    apiUrl: origin,
    gatewayUrl: origin,
    identifiers: ['_'],
  })
  const others = (platforms: typeof directory) => platforms.filter(({ id }) => !['US1', 'EU1', 'PCI'].includes(id))
  expect(others(directory)).toEqual(others(publishedDirectory()))
  expect(directory).toHaveLength(15)
})

test('no mail leaves the machine, and secrets are made once, for the owner alone', () => {
  const [first, again] = [demoConfig({ GATEHOUSE_DATA: folder }), demoConfig({ GATEHOUSE_DATA: folder })]
  expect(first.mail.transport).toEqual({ kind: 'outbox', folder: join(folder, 'outbox') })
  expect(first.platforms[0]?.secret).toHaveLength(32)
  expect(first.platforms[0]?.secret).not.toEqual(first.platforms[1]?.secret)
  expect(again.platforms).toEqual(first.platforms)
  expect(statSync(join(folder, 'secrets.json')).mode & 0o777).toBe(0o600)
})

test.each(['0', '65536', 'http', '80.5', '-1'])('PORT=%s is refused together with whatever else is wrong', (PORT) => {
  const start = () => demoConfig({ GATEHOUSE_DATA: folder, PORT, GATEHOUSE_LOG_LEVEL: 'loud' })
  expect(start).toThrow('The configuration has 2 problems:\n  PORT: must be a number from 1 to 65535\n  GATEHOUSE_LOG_LEVEL: ')
})
