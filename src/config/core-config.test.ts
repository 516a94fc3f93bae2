import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { changed, configFolder, SMALL_CONFIG, type ConfigFolder } from '../../test/support/config-folder.ts'
import { signingKeyOf } from '../secrets.ts'

let folder: ConfigFolder
beforeEach(() => {
  folder = configFolder()
})
afterEach(() => folder.remove())

const SECRET = Buffer.alloc(32, 1).toString('base64')

describe('the front door’s own part', () => {
  test('lives on the private PostgreSQL unless it is given a database, and has an address below the front door', () => {
    const { core } = folder.load(SMALL_CONFIG)
    expect(core).toMatchObject({
      origin: 'https://door.example.com/staff',
      platform: { id: 'FRONT_DOOR', product: 'staff' },
      database: { kind: 'embedded', name: 'gatehouse_front_door' },
    })
  })

  test('takes its database and secret from the environment', () => {
    const environment = { GATEHOUSE_FRONT_DOOR_DATABASE_URL: 'postgresql://u:p@db/door', GATEHOUSE_FRONT_DOOR_SECRET: SECRET }
    const { core, frontDoorKey } = folder.load(SMALL_CONFIG, environment)
    expect(core?.database).toMatchObject({ kind: 'server', url: 'postgresql://u:p@db/door' })
    expect(frontDoorKey).toEqual(signingKeyOf(Buffer.alloc(32, 1)).publicKey)
  })

  test('shares no secret and no database with a platform', () => {
    const url = 'postgresql://u:p@db/one'
    const both = (name: string, value: string) => ({ [`GATEHOUSE_US1_${name}`]: value, [`GATEHOUSE_FRONT_DOOR_${name}`]: value })
    const problems = folder.problemsOf(SMALL_CONFIG, { ...both('DATABASE_URL', url), ...both('SECRET', SECRET) })
    expect(problems).toEqual([
      expect.stringMatching(/^GATEHOUSE_FRONT_DOOR_DATABASE_URL: is used twice/),
      expect.stringMatching(/^GATEHOUSE_FRONT_DOOR_SECRET: is used twice/),
    ])
  })

  test('is not there where the front door is served elsewhere; platforms know it by the key in the file', () => {
    const elsewhere = (more: string) => changed('com] }', `com], serve: false${more} }`)
    expect(folder.load(elsewhere(''))).toMatchObject({ core: null, frontDoorKey: null })
    const key = Buffer.alloc(32, 7).toString('base64url')
    expect(folder.load(elsewhere(`, public_key: ${key}`)).frontDoorKey).toEqual(Buffer.alloc(32, 7))
    expect(folder.problemsOf(elsewhere(', public_key: short'))).toEqual([
      'front_door.public_key: must be what `gatehouse front-door-key` prints',
    ])
  })

  test('has the policy that its own key gives it', () => {
    const yaml = changed('com] }', 'com], policy: { freeze_threshold: 5 } }')
    expect(folder.load(yaml).core?.profile).toMatchObject({ name: 'faq', freezeThreshold: 5 })
  })
})

describe('platforms that other processes serve', () => {
  const withElsewhere = (platforms: string) => changed('com] }', `com], platforms: ${platforms} }`)

  test('are named, with their origins, and asked whether they are ready', () => {
    const { frontDoor, status } = folder.load(withElsewhere('[{ id: EU1, origin: https://eu1.example.com }]'))
    expect(frontDoor.platforms).toEqual([{ id: 'EU1', origin: 'https://eu1.example.com' }])
    expect(status.probes.targets).toContainEqual({ kind: 'ready', component: 'EU1', origin: 'https://eu1.example.com' })
  })

  test.each([
    ['[{ id: US1, origin: https://us1.example.com }]', 'US1 is served here'],
    ['[{ id: XX1, origin: https://xx1.example.com }]', 'XX1 is not in the directory'],
    ['[{ id: EU1, origin: https://a.example }, { id: EU1, origin: https://b.example }]', 'EU1 stands twice'],
  ])('%s is refused', (platforms, problem) => {
    expect(folder.problemsOf(withElsewhere(platforms))).toEqual([expect.stringContaining(problem)])
  })
})

describe('what is published', () => {
  const withStatus = (status: string) => `${SMALL_CONFIG}status: ${status}\n`

  test('has a name, parts and weights without a word of configuration, and asks the served platforms whether they are ready', () => {
    expect(folder.load(SMALL_CONFIG).status).toMatchObject({
      name: 'Acme Status',
      staleAfterSeconds: 300,
      weights: { degraded_performance: 0, partial_outage: 0.3, major_outage: 1 },
      probes: {
        intervalSeconds: 30,
        failures: 3,
        targets: [{ kind: 'ready', component: 'US1', origin: 'https://us1.example.com' }],
      },
      privateWebhooks: false,
    })
  })

  test('can be told otherwise', () => {
    const targets =
      '[{ kind: tls, component: US1, host: us1.example.com }, { kind: tcp, component: front-door, host: db, port: 5432 }]'
    const { status } = folder.load(withStatus(`{ name: Signs, probes: { platforms: false, failures: 5, targets: ${targets} } }`))
    expect(status).toMatchObject({ name: 'Signs', probes: { failures: 5, successes: 2, intervalSeconds: 30 } })
    expect(status.probes.targets).toEqual([
      { kind: 'tls', component: 'US1', host: 'us1.example.com', port: 443, days: 14 },
      { kind: 'tcp', component: 'front-door', host: 'db', port: 5432 },
    ])
  })

  test.each([
    ['{ weights: { partial_outage: 2 } }', 'status.weights.partial_outage: must be a number from 0 to 1'],
    ['{ probes: { interval_seconds: 1 } }', 'status.probes.interval_seconds: must be a whole number of seconds from 5 to 3600'],
    ['{ probes: { targets: [{ kind: http, component: US1, url: "javascript:1" }] } }', 'status.probes.targets[0].url: must be'],
    ['{ stale: 1 }', 'status.stale: is not a key'],
    [
      '{ probes: { targets: [{ kind: tcp, component: XX9, host: a, port: 1 }] } }',
      'status.probes.targets[0].component: is neither',
    ],
    ['{ components: [{ key: api, name: A }, { key: api, name: B }] }', 'status.components[1].key: stands twice'],
  ])('%s is refused', (status, problem) => {
    expect(folder.problemsOf(withStatus(status))).toEqual([expect.stringContaining(problem)])
  })
})
