import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { changed, configFolder, SMALL_CONFIG, type ConfigFolder } from '../../test/support/config-folder.ts'
import type { Environment } from './environment.ts'

const SECRET = Buffer.alloc(32, 1).toString('base64')
const OTHER_SECRET = Buffer.alloc(32, 2).toString('base64')

let folder: ConfigFolder
beforeEach(() => {
  folder = configFolder()
})
afterEach(() => folder.remove())

test('without a database URL a platform lives on the private PostgreSQL, with secrets that are made once and kept to the owner', () => {
  const [first, again] = [folder.load(SMALL_CONFIG).platforms[0], folder.load(SMALL_CONFIG).platforms[0]]
  expect(first?.database).toEqual({ kind: 'embedded', name: 'gatehouse_us1' })
  expect(first?.secret).toHaveLength(32)
  expect(first?.pepper).not.toEqual(first?.secret)
  expect(again).toEqual(first)
  expect(statSync(join(folder.path, 'data', 'secrets.json')).mode & 0o777).toBe(0o600)
})

test('platforms share no secret', () => {
  const { platforms } = folder.load(changed('mail:', '  - { id: EU1, origin: https://eu1.example.com }\nmail:'))
  const secrets = platforms
    .flatMap(({ secret, pepper }) => [secret, pepper])
    .map((bytes) => Buffer.from(bytes ?? []).toString('hex'))
  expect(new Set(secrets).size).toBe(4)
})

test('a database server comes with a secret from the environment, a pepper only if one is given', () => {
  const environment = { GATEHOUSE_US1_DATABASE_URL: 'postgresql://u:p@db/us1', GATEHOUSE_US1_SECRET: SECRET }
  const [platform] = folder.load(SMALL_CONFIG, environment).platforms
  expect(platform?.database).toEqual({
    kind: 'server',
    url: 'postgresql://u:p@db/us1',
    ownerUrl: null,
    namedStatements: true,
    poolSize: 10,
  })
  expect(platform).toMatchObject({ secret: Buffer.alloc(32, 1), pepper: null })
  expect(folder.load(SMALL_CONFIG, { ...environment, GATEHOUSE_US1_PEPPER: OTHER_SECRET }).platforms[0]?.pepper).toEqual(
    Buffer.alloc(32, 2),
  )
})

test('the owner of the tables comes with the same database, by another role', () => {
  const environment = { GATEHOUSE_US1_DATABASE_URL: 'postgresql://app:p@db/us1', GATEHOUSE_US1_SECRET: SECRET }
  const owned = (url: string, rest: Environment = environment) => ({ ...rest, GATEHOUSE_US1_DATABASE_OWNER_URL: url })
  const [platform] = folder.load(SMALL_CONFIG, owned('postgresql://owner:q@db/us1')).platforms
  expect(platform?.database).toMatchObject({ ownerUrl: 'postgresql://owner:q@db/us1' })
  const elsewhere = 'GATEHOUSE_US1_DATABASE_OWNER_URL: must lead to the database of GATEHOUSE_US1_DATABASE_URL'
  expect(folder.problemsOf(SMALL_CONFIG, owned('postgresql://owner:q@db/eu1'))).toEqual([elsewhere])
  expect(folder.problemsOf(SMALL_CONFIG, owned('postgresql://owner:q@db/us1', {}))).toEqual([elsewhere])
  expect(folder.problemsOf(SMALL_CONFIG, owned('mysql://owner@db/us1'))).toEqual([
    'GATEHOUSE_US1_DATABASE_OWNER_URL: must start with postgresql://',
  ])
})

test('each may come from a file named by *_FILE, whose last line break does not count', () => {
  const file = join(folder.path, 'secret')
  writeFileSync(file, `${SECRET}\n`)
  expect(folder.load(SMALL_CONFIG, { GATEHOUSE_US1_SECRET_FILE: file }).platforms[0]?.secret).toEqual(Buffer.alloc(32, 1))
})

test('the SMTP password comes from the environment', () => {
  const yaml = changed('transport: outbox', 'transport: smtp, host: mx, username: gate')
  expect(folder.load(yaml, { GATEHOUSE_SMTP_PASSWORD: 'pw' }).mail.transport).toMatchObject({
    credentials: { username: 'gate', password: 'pw' },
  })
  expect(folder.problemsOf(yaml)).toEqual(['GATEHOUSE_SMTP_PASSWORD: is missing: mail.username asks for its password'])
  expect(folder.problemsOf(SMALL_CONFIG, { GATEHOUSE_SMTP_PASSWORD: 'pw' })).toEqual([
    'GATEHOUSE_SMTP_PASSWORD: is set but mail.username is not: give both or neither',
  ])
})

test.each([
  ['us1.example.com }\nmail', 'us1.example.com, secret: canary }\nmail', 'platforms[0].secret', 'GATEHOUSE_<ID>_SECRET'],
  ['us1.example.com }\nmail', 'us1.example.com, pepper: canary }\nmail', 'platforms[0].pepper', 'GATEHOUSE_<ID>_PEPPER'],
  [
    'us1.example.com }\nmail',
    'us1.example.com, database: { url: canary } }\nmail',
    'platforms[0].database.url',
    'GATEHOUSE_<ID>_DATABASE_URL',
  ],
  ['transport: outbox', 'transport: smtp, host: mx, password: canary', 'mail.password', 'GATEHOUSE_SMTP_PASSWORD'],
])('no secret may stand in the file: %s becomes %s', (from, to, path, variable) => {
  expect(folder.problemsOf(changed(from, to))).toEqual([
    `${path}: no secret may stand in this file: set ${variable} or ${variable}_FILE in the environment`,
  ])
})

test.each<[Environment, string]>([
  [{ GATEHOUSE_US1_DATABASE_URL: 'postgresql://db/us1' }, 'GATEHOUSE_US1_SECRET: is missing'],
  [
    { GATEHOUSE_US1_DATABASE_URL: 'mysql://u:canary@db/us1', GATEHOUSE_US1_SECRET: SECRET },
    'GATEHOUSE_US1_DATABASE_URL: must start with',
  ],
  [
    { GATEHOUSE_US1_DATABASE_URL: 'postgresql://u:canary@db', GATEHOUSE_US1_SECRET: SECRET },
    'GATEHOUSE_US1_DATABASE_URL: must name a database',
  ],
  [{ GATEHOUSE_US1_SECRET: 'canary' }, 'GATEHOUSE_US1_SECRET: must be 32 random bytes'],
  [{ GATEHOUSE_US1_SECRET: '' }, 'GATEHOUSE_US1_SECRET: is empty'],
  [{ GATEHOUSE_US1_SECRET: SECRET, GATEHOUSE_US1_SECRET_FILE: '/canary' }, 'GATEHOUSE_US1_SECRET: is given twice'],
  [{ GATEHOUSE_US1_SECRET_FILE: '/canary' }, 'GATEHOUSE_US1_SECRET_FILE: names a file that cannot be read'],
  [{ GATEHOUSE_US1_SECRET: SECRET, GATEHOUSE_US1_PEPPER: SECRET }, 'GATEHOUSE_US1_PEPPER: is used twice'],
  [{ GATEHOUSE_UX1_SECRET: SECRET }, 'GATEHOUSE_UX1_SECRET: belongs to no platform'],
  [{ GATEHOUSE_LOG_LEVEL: 'loud' }, 'GATEHOUSE_LOG_LEVEL: must be one of'],
  [{ GATEHOUSE_POSTGRES_BIN: '/canary' }, 'GATEHOUSE_POSTGRES_BIN: names no folder'],
])('a fault of the environment is named without its value: %o', (environment, start) => {
  const problems = folder.problemsOf(SMALL_CONFIG, environment)
  expect(problems).toEqual([expect.stringContaining(start)])
  expect(problems.join()).not.toContain('canary')
})

test('two platforms never share a database, whatever the user', () => {
  const yaml = changed('mail:', '  - { id: EU1, origin: https://eu1.example.com }\nmail:')
  const environment = {
    GATEHOUSE_US1_DATABASE_URL: 'postgresql://us@db/one',
    GATEHOUSE_US1_SECRET: SECRET,
    GATEHOUSE_EU1_DATABASE_URL: 'postgres://eu@db:5432/one?sslmode=require',
    GATEHOUSE_EU1_SECRET: OTHER_SECRET,
  }
  expect(folder.problemsOf(yaml, environment)).toEqual([
    'GATEHOUSE_EU1_DATABASE_URL: is used twice: every platform needs its own, for each use',
  ])
})

test('a damaged secrets.json is refused, never made anew', () => {
  folder.load(SMALL_CONFIG)
  const file = join(folder.path, 'data', 'secrets.json')
  writeFileSync(file, '{}')
  expect(folder.problemsOf(SMALL_CONFIG)).toEqual([`${file}: is not as Gatehouse wrote it: restore it from a backup`])
  expect(readFileSync(file, 'utf8')).toBe('{}')
})
