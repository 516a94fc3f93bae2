import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type pg from 'pg'
import pino from 'pino'
import { inject } from 'vitest'
import type { App } from '../../src/app.ts'
import { systemClock } from '../../src/clock.ts'
import type { Config } from '../../src/config/config.ts'
import type { Site } from '../../src/http/site.ts'
import { createMailer, type Mailer } from '../../src/mail/mailer.ts'
import { createHashingGate, type HashingGate } from '../../src/password-hasher.ts'
import { newId } from '../../src/secrets.ts'
import { openPlatform, type DatabaseTarget } from '../../src/sites/open-platform.ts'
import { platformSite } from '../../src/sites/platform.ts'
import { parseMail, type ReadMail } from './read-mail.ts'
import { connectAdmin, onDatabase, TEMPLATE, worldConfig } from './template.ts'

/** A platform of its own for one test file: a cloned database, a real queue, mails as files, a clock that tests set. */
export type World = {
  readonly app: App
  readonly site: Site
  readonly config: Config
  readonly target: DatabaseTarget
  /** Moves the database's clock, and with it every life and lock, to so many seconds from its present. */
  readonly passTime: (seconds: number) => Promise<void>
  /** The mails to an address, or all, oldest first; waits until there are `count` of them, for at most 5 s. */
  readonly mails: (to: string | null, count?: number) => Promise<readonly ReadMail[]>
  /** Waits until no job is queued or running. */
  readonly jobsDone: () => Promise<void>
  /** A second process's view of the same platform: its own pool, queue, hashing gate. */
  readonly openTwin: () => Promise<{ app: App; site: Site; close: () => Promise<void> }>
  readonly close: () => Promise<void>
}

/** Opens a world. `platformId`: `US1` by default. `work`: whether jobs are taken; off for tests of one verb. */
export async function createWorld(options: { platformId?: string; work?: boolean; mailer?: Mailer; config?: Partial<Config> } = {}): Promise<World> {
  const target = await cloneDatabase()
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-world-'))
  const outbox = join(folder, 'outbox')
  const config = { ...worldConfig({ outbox, dataFolder: folder, platformId: options.platformId ?? 'US1' }), ...options.config }
  const [platform] = config.platforms
  if (!platform) throw new Error('a world needs a platform')
  const open = async (gate: HashingGate, work: boolean) => {
    const mailer = options.mailer ?? createMailer(config.mail, config.brand)
    const opened = await openPlatform({ config, platform, target, mailer, gate, log: pino({ level: 'silent' }), clock: systemClock }, { install: false, work })
    return { app: opened.app, site: platformSite(opened.app), close: opened.close }
  }
  const first = await open(createHashingGate(config.hashing), options.work ?? true)
  const twins: (() => Promise<void>)[] = []
  const admin = await connectAdmin(target)
  return {
    app: first.app,
    site: first.site,
    config,
    target,
    passTime: clockMover(admin),
    mails: (to, count = 1) => readMails(outbox, to, count),
    jobsDone: () => waitForJobs(admin),
    openTwin: async () => {
      const twin = await open(createHashingGate(config.hashing), true)
      twins.push(twin.close)
      return twin
    },
    close: async () => {
      for (const close of [...twins, first.close]) await close()
      await admin.end()
      await dropDatabase(target)
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** The template is migrated once a run; a clone takes about 25 ms. */
async function cloneDatabase(): Promise<DatabaseTarget> {
  const server = inject('databaseServer')
  const name = `world_${newId().replaceAll('-', '')}`
  const admin = await connectAdmin(server)
  try {
    await admin.query(`create database ${name} template ${TEMPLATE}`)
  } finally {
    await admin.end()
  }
  return onDatabase(server, name)
}

async function dropDatabase(target: DatabaseTarget): Promise<void> {
  const name = 'connectionString' in target ? new URL(target.connectionString).pathname.slice(1) : target.database
  const admin = await connectAdmin(inject('databaseServer'))
  try {
    await admin.query(`drop database if exists ${name} with (force)`)
  } finally {
    await admin.end()
  }
}

function clockMover(admin: pg.Client): World['passTime'] {
  let offset = 0
  return async (seconds) => {
    offset += seconds
    await admin.query(
      `create or replace function gatehouse_now() returns timestamptz language sql stable parallel safe
       as 'select statement_timestamp() + make_interval(secs => ${offset})'`,
    )
  }
}

const PATIENCE_MS = 5_000

async function waitForJobs(admin: pg.Client): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS
  for (;;) {
    const { rows } = await admin.query<{ open: string }>(`select count(*) as open from jobs.job where state in ('created', 'active') and start_after <= now()`)
    if (Number(rows[0]?.open) === 0) return
    if (Date.now() > deadline) throw new Error('jobs are still open after 5 s')
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

async function readMails(folder: string, to: string | null, count: number): Promise<readonly ReadMail[]> {
  const deadline = Date.now() + PATIENCE_MS
  for (;;) {
    const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.eml')).toSorted()
    const mails = await Promise.all(names.map(async (name) => parseMail(await readFile(join(folder, name)))))
    const wanted = mails.filter((mail) => to === null || mail.to === to)
    if (wanted.length >= count || Date.now() > deadline) return wanted
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}
