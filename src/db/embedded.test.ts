import { execFile, spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { waitFor } from '../../test/support/wait-for.ts'
import { isAlive, locateCluster, readLock } from './embedded-cluster.ts'
import { startEmbeddedPostgres } from './embedded.ts'
import type { EmbeddedPostgres } from './embedded.ts'

/** No gap below the fiftieth row, which the counting process was told is safe. */
const CONTIGUOUS = 'select max(number) >= 50 and max(number) = count(*) from acknowledged'

let template: string
let dataFolder: string
const running: EmbeddedPostgres[] = []
const children: ChildProcess[] = []

beforeAll(async () => {
  template = await mkdtemp(join(tmpdir(), 'gatehouse-template-'))
  const server = await startEmbeddedPostgres({ dataFolder: template, binFolder: null })
  await server.stop()
})

afterAll(async () => rm(template, { recursive: true, force: true }))

beforeEach(async () => {
  dataFolder = await mkdtemp(join(tmpdir(), 'gatehouse-embedded-'))
})

afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  await Promise.all(running.splice(0).map(async (server) => server.stop()))
  const orphan = await postmasterPid()
  if (orphan !== null && isAlive(orphan)) {
    process.kill(orphan, 'SIGQUIT')
    await until(async () => !isAlive(orphan))
  }
  await rm(dataFolder, { recursive: true, force: true })
})

/** A finished cluster costs a copy instead of half a second; `cp -a` keeps its owner. */
async function copyTemplate(): Promise<void> {
  await promisify(execFile)('cp', ['-a', join(template, 'postgres'), dataFolder])
}

async function start(folder = dataFolder, binFolder: string | null = null): Promise<EmbeddedPostgres> {
  const server = await startEmbeddedPostgres({ dataFolder: folder, binFolder, maxConnections: 20 })
  running.push(server)
  return server
}

async function query(server: EmbeddedPostgres, sql: string, database = 'postgres'): Promise<unknown[]> {
  const client = new pg.Client(server.connection(database))
  client.on('error', () => undefined)
  await client.connect()
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows.flatMap((row) => Object.values(row))
  } finally {
    await client.end()
  }
}

async function holders(server: EmbeddedPostgres): Promise<unknown> {
  return (await query(server, `select count(*)::int from pg_locks where locktype = 'advisory' and granted`))[0]
}

async function postmasterPid(): Promise<number | null> {
  return (await readLock(await locateCluster(dataFolder)))?.pid ?? null
}

/** An attempt that throws counts as not yet. */
async function until(condition: () => Promise<boolean>): Promise<void> {
  if (!(await waitFor(() => condition().catch(() => false), Boolean))) throw new Error('It never came about')
}

/** Another process that holds the server and, told to count, says each number that PostgreSQL acknowledged. */
async function startAnotherProcess(): Promise<{ child: ChildProcess; lines: AsyncIterator<string> }> {
  const script = `
    import pg from 'pg'
    import { startEmbeddedPostgres } from ${JSON.stringify(new URL('embedded.ts', import.meta.url).href)}
    const server = await startEmbeddedPostgres({ dataFolder: process.argv[1], binFolder: null })
    await server.ensureDatabase('accounts')
    const client = new pg.Client(server.connection('accounts'))
    client.on('error', () => undefined)
    await client.connect()
    // Two at the same instant would collide: 'if not exists' looks before it leaps.
    await client.query('select pg_advisory_xact_lock(1); create table if not exists acknowledged (number int)')
    console.log('ready')
    process.stdin.on('data', async (text) => {
      if (String(text) === 'stop') {
        await client.end()
        return server.stop().then(() => process.exit(0))
      }
      try {
        for (let number = 1; ; number += 1) {
          await client.query('insert into acknowledged values ($1)', [number])
          console.log(number)
        }
      } catch {
        console.log('interrupted')
      }
    })`
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script, dataFolder], {
    cwd: import.meta.dirname,
    detached: true,
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  children.push(child)
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  expect((await lines.next()).value).toBe('ready')
  return { child, lines }
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  const exit = once(child, 'exit')
  // To the whole process group, as Ctrl-C does.
  process.kill(-(child.pid ?? Number.NaN), signal)
  await exit
}

describe('the private PostgreSQL', () => {
  test('starts in an empty folder, and later starts find what was stored', async () => {
    const first = await start(join(dataFolder, 'not', 'there', 'yet'))
    await first.ensureDatabase('accounts')
    await query(first, `create table people as select 'Åsa' as name`, 'accounts')
    await first.stop()
    const second = await start(join(dataFolder, 'not', 'there', 'yet'))
    expect(await query(second, `select lower(name) from people`, 'accounts')).toEqual(['åsa'])
  })

  test('is durable, silent on the network, and private to its user', async () => {
    await copyTemplate()
    const server = await start()
    expect(await query(server, 'show fsync')).toEqual(['on'])
    expect(await query(server, 'show synchronous_commit')).toEqual(['on'])
    expect(await query(server, 'show listen_addresses')).toEqual([''])
    expect(await query(server, 'show max_connections')).toEqual(['20'])
    expect(await query(server, 'show unix_socket_permissions')).toEqual(['0700'])
    expect(await query(server, 'select rolsuper from pg_roles where rolname = current_user')).toEqual([false])
  })

  test('keeps failed statements, which hold personal data, out of its log', async () => {
    await copyTemplate()
    const server = await start()
    await expect(query(server, `select 'someone@example.com'::int`)).rejects.toThrow('invalid input syntax')
    expect(await readFile(join(dataFolder, 'postgres.log'), 'utf8')).not.toContain('someone@example.com')
  })

  test('creates a database once, however many ask at the same instant', async () => {
    await copyTemplate()
    const server = await start()
    await Promise.all(Array.from({ length: 8 }, async () => server.ensureDatabase('a "quoted" name')))
    expect(await query(server, 'select current_database()', 'a "quoted" name')).toEqual(['a "quoted" name'])
  })

  test('works under a path too long for a socket address', async () => {
    const long = join(dataFolder, 'a-folder-with-a-long-name'.repeat(6))
    const server = await start(long)
    const { host } = server.connection('postgres')
    expect(await query(server, 'select 1')).toEqual([1])
    await server.stop()
    await rm(host)
  })

  test('shows the end of the log when PostgreSQL refuses to start', async () => {
    await copyTemplate()
    const server = await start()
    await server.stop()
    await writeFile(join(dataFolder, 'postgres', 'postgresql.conf'), 'no_such_setting = 1\n')
    await expect(start()).rejects.toThrow('no_such_setting')
  })

  test('starts although the pid in its lock now belongs to another process', async () => {
    await copyTemplate()
    const server = await start()
    await server.stop()
    await writeFile(join(dataFolder, 'postgres', 'postmaster.pid'), `${process.pid}\n`)
    expect(await query(await start(), 'select 1')).toEqual([1])
  })
})

describe('several processes on one folder', () => {
  test('share one server, which the last of them stops', async () => {
    await copyTemplate()
    const server = await start()
    const pid = await postmasterPid()
    const { child } = await startAnotherProcess()
    expect(await postmasterPid()).toBe(pid)
    await server.stop()
    await server.stop()
    expect(isAlive(pid ?? 0)).toBe(true)
    child.stdin?.write('stop')
    await once(child, 'exit')
    expect(await postmasterPid()).toBeNull()
    expect(isAlive(pid ?? 0)).toBe(false)
  })

  test('may start at the same instant on an empty folder', async () => {
    const [server] = await Promise.all([start(), startAnotherProcess(), startAnotherProcess()])
    expect(await holders(server)).toBe(3)
    expect((await readdir(dataFolder)).toSorted()).toEqual(['postgres', 'postgres.log'])
  })

  test('come and go at the same instant without losing each other', async () => {
    await copyTemplate()
    const first = await start()
    const rounds = Array.from({ length: 4 }, async () => {
      const server = await start()
      expect(await query(server, 'select 1')).toEqual([1])
      await server.stop()
    })
    await Promise.all([first.stop(), ...rounds])
    expect(await postmasterPid()).toBeNull()
  })

  test('do not count the dead: the last one alive stops the server', async () => {
    await copyTemplate()
    const { child } = await startAnotherProcess()
    const server = await start()
    await end(child, 'SIGKILL')
    await server.stop()
    expect(await postmasterPid()).toBeNull()
  })
})

test('a process that forgets to stop can exit all the same', async () => {
  await copyTemplate()
  const url = JSON.stringify(new URL('embedded.ts', import.meta.url).href)
  const script = `(await import(${url})).startEmbeddedPostgres({ dataFolder: process.argv[1], binFolder: null })`
  await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script, dataFolder])
  expect(await query(await start(), 'select 1')).toEqual([1])
})

describe('sudden death', () => {
  beforeEach(copyTemplate)

  test('by Ctrl-C of the process that started it leaves PostgreSQL to the others', async () => {
    const { child } = await startAnotherProcess()
    const server = await start()
    const pid = await postmasterPid()
    await end(child, 'SIGINT')
    expect(await query(server, 'select 1')).toEqual([1])
    expect(await postmasterPid()).toBe(pid)
  })

  test('of the process that started it loses no acknowledged row, and the next one attaches', async () => {
    const { child, lines } = await startAnotherProcess()
    const pid = await postmasterPid()
    child.stdin?.write('count')
    for (let line = 0; line < 50; line += 1) await lines.next()
    await end(child, 'SIGKILL')
    const server = await start()
    expect(await postmasterPid()).toBe(pid)
    expect(await holders(server)).toBe(1)
    expect(await query(server, CONTIGUOUS, 'accounts')).toEqual([true])
  })

  test('of PostgreSQL is repaired within seconds, in all processes, without losing an acknowledged row', async () => {
    const { child, lines } = await startAnotherProcess()
    const server = await start()
    child.stdin?.write('count')
    for (let line = 0; line < 50; line += 1) await lines.next()
    const pid = (await postmasterPid()) ?? 0
    process.kill(pid, 'SIGKILL')
    await until(async () => (await holders(server)) === 2)
    expect(await postmasterPid()).not.toBe(pid)
    expect(await query(server, CONTIGUOUS, 'accounts')).toEqual([true])
  })

  test('of PostgreSQL, again and again, is repaired each time until stop', async () => {
    const server = await start()
    for (let death = 0; death < 3; death += 1) {
      const pid = (await postmasterPid()) ?? 0
      process.kill(pid, 'SIGKILL')
      await until(async () => (await postmasterPid()) !== pid && (await holders(server)) === 1)
    }
    await server.stop()
    await sleep(300)
    expect(await postmasterPid()).toBeNull()
  })

  test('while stopping leaves nothing behind', async () => {
    const server = await start()
    const pid = (await postmasterPid()) ?? 0
    process.kill(pid, 'SIGKILL')
    await server.stop()
    await sleep(300)
    const now = await postmasterPid()
    expect(now === null || !isAlive(now)).toBe(true)
  })
})
