import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { changed, configFolder, SMALL_CONFIG, type ConfigFolder } from '../../test/support/config-folder.ts'
import { POLICY_PROFILES } from '../domain/policy-profile.ts'
import { publishedDirectory } from './directory-file.ts'
import { loadConfig } from './load-config.ts'

let folder: ConfigFolder
beforeEach(() => {
  folder = configFolder()
})
afterEach(() => folder.remove())

describe('a good configuration', () => {
  test('the example loads, with the published table as its directory', () => {
    const file = fileURLToPath(new URL('../../gatehouse.example.yaml', import.meta.url))
    const config = loadConfig({ file, environment: { GATEHOUSE_DATA: folder.path } })
    expect(config.directory).toEqual(publishedDirectory())
    expect(config.platforms.map(({ platform }) => platform.id)).toEqual(['US1', 'EU1', 'PCI'])
    expect(config).toMatchObject({
      servesFrontDoor: true,
      demo: false,
      dataFolder: folder.path,
      mail: { transport: { kind: 'smtp', tls: 'required' } },
    })
    const { faq, pci } = POLICY_PROFILES
    // All that the example sets is what it would be anyhow.
    expect(config.platforms.map(({ profile }) => profile)).toEqual([faq, faq, pci])
  })

  test('paths are relative to the file', () => {
    const config = folder.load(`${changed('transport: outbox', 'transport: outbox, folder: letters')}data: state\n`)
    expect(config.dataFolder).toBe(join(folder.path, 'state'))
    expect(config.mail.transport).toEqual({ kind: 'outbox', folder: join(folder.path, 'letters') })
  })

  test('the outbox lies in the data folder unless it is told otherwise', () => {
    expect(folder.load(SMALL_CONFIG).mail.transport).toEqual({ kind: 'outbox', folder: join(folder.path, 'data', 'outbox') })
  })

  test('the environment goes before the file', () => {
    const environment = {
      GATEHOUSE_DATA: join(folder.path, 'elsewhere'),
      GATEHOUSE_LOG_LEVEL: 'debug',
      GATEHOUSE_POSTGRES_BIN: folder.path,
    }
    expect(folder.load(SMALL_CONFIG, environment)).toMatchObject({
      dataFolder: join(folder.path, 'elsewhere'),
      logLevel: 'debug',
      postgresBin: folder.path,
    })
  })

  test('the configuration is frozen all the way down', () => {
    const config = folder.load(SMALL_CONFIG)
    expect(Object.isFrozen(config)).toBe(true)
    expect(Object.isFrozen(config.platforms[0]?.profile.session)).toBe(true)
  })

  test('what a site is served at goes before the sign-in URL of the table, but a path there is kept', () => {
    expect(folder.load(SMALL_CONFIG).directory[0]?.signInUrl).toBe('https://us1.example.com/portal')
    const moved = folder.load(changed('origin: https://us1.example.com }', 'origin: http://us1.localhost:8080 }'))
    expect(moved.directory[0]?.signInUrl).toBe('http://us1.localhost:8080')
    expect(moved.platforms[0]?.platform).toBe(moved.directory[0])
  })

  test('a process may serve the front door alone', () => {
    expect(
      folder.load(changed('platforms:\n  - { id: US1, origin: https://us1.example.com }', 'platforms: []')).platforms,
    ).toEqual([])
  })

  test('a policy is tightened by the file (N15)', () => {
    const policy = 'policy: { freeze_threshold: 3, password_minimum_length: 20, idle_minutes: 15, absolute_hours: 8 } }'
    const { profile } = folder.load(changed('us1.example.com }\nmail', `us1.example.com, ${policy}\nmail`)).platforms[0] ?? {}
    expect(profile).toMatchObject({
      freezeThreshold: 3,
      password: { minimumLength: 20 },
      session: { idleSeconds: 900, absoluteSeconds: 28_800 },
    })
  })
})

describe('how long the audit trail is kept', () => {
  const auditOf = (audit: string) => changed('us1.example.com }\nmail', `us1.example.com, audit: ${audit} }\nmail`)

  test.each([
    ['{}', { keepDays: 400, signInDays: 400 }],
    ['{ keep_days: 2555, sign_in_days: 90 }', { keepDays: 2_555, signInDays: 90 }],
    ['{ keep_days: 90 }', { keepDays: 90, signInDays: 90 }],
  ])('%s (A04)', (audit, days) => {
    expect(folder.load(auditOf(audit)).platforms[0]?.audit).toEqual(days)
  })

  test.each([
    ['{ keep_days: 29 }', 'platforms[0].audit.keep_days: must be a whole number from 30 to 36500'],
    ['{ keep_days: 90, sign_in_days: 91 }', 'platforms[0].audit.sign_in_days: must be at most keep_days'],
  ])('%s is refused', (audit, problem) => {
    expect(folder.problemsOf(auditOf(audit))).toEqual([problem])
  })
})

describe('a bad configuration', () => {
  test('every problem of file and environment is listed at once, and nothing is written', () => {
    const yaml = `
brand: { name: 5, colour: red }
directory: nowhere.csv
front_door: { origins: [https://door.example.com/] }
platforms:
  - { id: US1, origin: https://one.example.com, policy: { freeze_threshold: 2 } }
  - { id: US1, origin: https://one.example.com:8443 }
mail: { from: nobody, transport: pigeon }
support: { name: Desk, numbers: [] }
surprise: true
`
    const problems = folder.problemsOf(yaml, { GATEHOUSE_US1_SECRET: 'short', GATEHOUSE_LOG_LEVEL: 'loud' })
    expect(problems.map((problem) => problem.split(': ')[0])).toEqual([
      'brand.name',
      'brand.colour',
      'support.numbers',
      'mail.transport',
      'front_door.origins[0]',
      'surprise',
      'directory',
      'platforms[1].id',
      'platforms[1].origin',
      'platforms[0].policy.freeze_threshold',
      'GATEHOUSE_LOG_LEVEL',
      'GATEHOUSE_US1_SECRET',
    ])
    expect(() => statSync(join(folder.path, 'data'))).toThrow('ENOENT')
  })

  test('the error names every problem on a line of its own', () => {
    expect(() => folder.load(changed('brand: { name: Acme }', 'brand: { nom: Acme }'))).toThrow(
      'The configuration has 2 problems:\n  brand.name: is missing\n  brand.nom: is not a key that Gatehouse knows: correct or remove it',
    )
  })

  test.each([
    ['https://us1.example.com/', 'without path or trailing slash: write https://us1.example.com'],
    ['https://us1.example.com/sign-in', 'without path or trailing slash: write https://us1.example.com'],
    ['https://US1.example.com', 'write https://us1.example.com'],
    ['https://us1.example.com:443', 'write https://us1.example.com'],
    ['https://me:canary@us1.example.com', 'must carry no user name or password'],
    ['http://us1.example.com', 'must be https'],
    ['us1.example.com', 'must be an origin'],
    ['ftp://us1.example.com', 'must be an origin'],
  ])('%s is no origin', (origin, words) => {
    const problems = folder.problemsOf(changed('origin: https://us1.example.com', `origin: '${origin}'`))
    expect(problems).toEqual([expect.stringContaining(words)])
    expect(problems.join()).not.toContain('canary')
  })

  test.each([
    [
      'origin: https://us1.example.com',
      'origin: https://door.example.com:8443',
      'platforms[0].origin: has the host of front_door.origins[0]',
    ],
    ['id: US1, origin', 'id: US9, origin', 'platforms[0].id: US9 is not in the directory'],
    ['id: EU1, label', 'id: us1, label', 'directory[1].id: us1 stands twice'],
    [
      'sign_in_url: https://eu1',
      'sign_in_url: javascript://eu1',
      'directory[1].sign_in_url: must be an address that starts with https://',
    ],
    ['identifiers: [_]', 'identifiers: [2]', 'directory[0].identifiers[0]: must be text: put it in quotes'],
    ["number: '+16508016161'", 'number: +16508016161', 'support.numbers[0].number: must be text: put it in quotes'],
    ['international: true', 'international: false', 'support.numbers: must hold one number with international: true'],
    ['brand:', 'trusted_proxies: [10.0.0.0/33]\nbrand:', 'trusted_proxies[0]: must be a network'],
    [
      'from: no-reply@example.com',
      'from: "Acme\\r\\nBcc: x <a@b.example>"',
      'mail.from: must be an address or a name and an address',
    ],
  ])('%s becomes %s', (from, to, problem) => {
    expect(folder.problemsOf(changed(from, to))).toEqual([expect.stringContaining(problem)])
  })

  test('a process that serves nothing is refused', () => {
    const yaml = changed('platforms:\n  - { id: US1, origin: https://us1.example.com }', 'platforms: []').replace(
      'com] }',
      'com], serve: false }',
    )
    expect(folder.problemsOf(yaml)).toEqual([expect.stringContaining('there is nothing to serve')])
  })

  test('every problem of a table in CSV is listed with its line', () => {
    const published = readFileSync(new URL('platforms.csv', import.meta.url), 'utf8')
    writeFileSync(join(folder.path, 'table.csv'), `${published.replace('https://qualysapi.qg2', 'ftp://qualysapi.qg2')}X\n`)
    const yaml = SMALL_CONFIG.replace(/directory:\n(?: .*\n)+/, 'directory: table.csv\n')
    expect(folder.problemsOf(yaml).toSorted()).toEqual([
      expect.stringMatching(/^table\.csv: line 17: /),
      expect.stringMatching(/^table\.csv: line 3: /),
    ])
  })

  test.each([
    ['brand: [', 'gatehouse.yaml: '],
    ['brand: 1\nbrand: 2', 'gatehouse.yaml: Map keys must be unique'],
    ['', 'the file: must be a group of keys'],
    ['- 1', 'the file: must be a group of keys'],
  ])('the text %j is refused in one line', (yaml, start) => {
    const [problem] = folder.problemsOf(yaml)
    expect(problem).toMatch(start)
    expect(problem).not.toContain('\n')
  })

  test('a file that is not there is refused', () => {
    const file = join(folder.path, 'nowhere.yaml')
    expect(() => loadConfig({ file, environment: {} })).toThrow(`${file}: cannot be read`)
  })
})
