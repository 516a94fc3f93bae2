import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { changed } from '../../test/support/config-folder.ts'
import { refuse } from '../domain/errors.ts'
import { explainError } from './explain-error.ts'
import { runCli } from './main.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'gatehouse-cli-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

/** What a command line answers, complains and ends with. */
async function run(...args: string[]): Promise<{ code: number; printed: string; complaint: string }> {
  const printed: string[] = []
  const complaints: string[] = []
  const code = await runCli(args, { print: (text) => printed.push(text), complain: (text) => complaints.push(text) })
  return { code, printed: printed.join('\n'), complaint: complaints.join('\n') }
}

describe('help', () => {
  test.each([[[]], [['help']], [['--help']], [['-h']]])('%j lists every command with its options', async (args) => {
    const { code, printed } = await run(...args)
    expect(code).toBe(0)
    for (const command of ['demo', 'serve', 'migrate', 'first-manager', 'mails', 'audit verify', 'version']) {
      expect(printed).toContain(`gatehouse ${command}\n`)
    }
    expect(printed).toContain('--config <gatehouse.yaml>')
  })

  test.each([[['help', 'mails']], [['mails', '--help']]])('%j is about one command', async (args) => {
    const { code, printed } = await run(...args)
    expect(code).toBe(0)
    expect(printed).toMatch(/^gatehouse mails\n/)
    expect(printed).not.toContain('gatehouse serve')
  })

  test('an option whose value is the word help is no question for it', async () => {
    expect((await run('serve', '--config', 'help')).complaint).toContain('help: cannot be read')
  })
})

test('the version is that of the package', async () => {
  const { code, printed } = await run('--version')
  expect(code).toBe(0)
  expect(printed).toMatch(/^\d+\.\d+\.\d+$/)
})

test.each([
  [['dmeo'], 'there is no command dmeo: choose demo, serve, migrate, first-manager, '],
  [['help', 'dmeo'], 'there is no command dmeo'],
  [['serve'], '--config must be given'],
  [['serve', '--config', ' '], '--config must not be empty'],
  [['serve', '--confg', 'x'], "Unknown option '--confg'"],
  [['serve', 'gatehouse.yaml'], "Unexpected argument 'gatehouse.yaml'"],
  [['first-manager', '--demo', '--company', 'Acme'], '--platform, --acronym, --first-name, --last-name, --email must be given'],
  [['mails'], 'give either --config or --demo'],
  [['audit'], 'there is no command audit: choose'],
  [['audit', 'verify', '--demo', '--since-head', '5:abc'], '--since-head is a number, a colon and 64 hex digits'],
  [['audit', 'verify', '--demo', '--since-head', `5:${'0'.repeat(64)}`], '--since-head is of one platform'],
  [['mails', '--demo', '--config', 'x'], 'give either --config or --demo'],
])('%j is not understood, and the reason is one line', async (args, reason) => {
  const { code, printed, complaint } = await run(...args)
  expect({ code, printed }).toEqual({ code: 2, printed: '' })
  const [first = '', ...rest] = complaint.split('\n')
  expect(first).toContain(reason)
  expect(rest).toEqual(['Try: gatehouse help'])
})

test('every problem of a configuration is listed at once, and nothing starts', async () => {
  const file = join(folder, 'gatehouse.yaml')
  writeFileSync(
    file,
    changed('transport: outbox', 'transport: pigeon').replace(
      'id: US1, origin: https://us1.example.com',
      'id: US1, origin: nowhere',
    ),
  )
  const { code, printed, complaint } = await run('serve', '--config', file)
  expect({ code, printed }).toEqual({ code: 1, printed: '' })
  expect(complaint).toContain('The configuration has 2 problems:')
  expect(complaint).toContain('platforms[0].origin')
  expect(complaint).toContain('mail.transport')
})

test('a platform that is not served is named with those that are', async () => {
  const file = join(folder, 'small.yaml')
  writeFileSync(file, changed('brand', 'brand'))
  const { code, complaint } = await run('mails', '--config', file, '--platform', 'EU1')
  expect(code).toBe(2)
  expect(complaint).toContain('no platform EU1 is served here: choose US1')
})

test.each([
  [
    Object.assign(new Error('listen'), { code: 'EADDRINUSE', address: '127.0.0.1', port: 8080 }),
    /^cannot listen on 127\.0\.0\.1 port 8080: another process uses this port/,
  ],
  [
    Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' }),
    /^the database does not answer: connect ECONNREFUSED$/,
  ],
  [
    refuse('invalid_fields', { fields: { firstName: 'required', acronym: 'taken' } }),
    /^--first-name: Enter: firstName\n--acronym: This one is taken/,
  ],
  [new Error('PostgreSQL did not start'), /^PostgreSQL did not start$/],
])('%s is explained', (error, words) => {
  expect(explainError(error)).toMatch(words)
})

test('a bug says where it is', () => {
  expect(explainError(new TypeError('x is not a function'))).toContain('main.test.ts')
})
