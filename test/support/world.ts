import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type pg from 'pg'
import pino, { type Logger } from 'pino'
import { afterAll, inject } from 'vitest'
import type { App } from '../../src/app.ts'
import { systemClock } from '../../src/clock.ts'
import type { Config } from '../../src/config/config.ts'
import type { Site } from '../../src/http/site.ts'
import { createMailer, type Mailer } from '../../src/mail/mailer.ts'
import { createHashingGate, type HashingGate } from '../../src/password-hasher.ts'
import { newId } from '../../src/secrets.ts'
import {
  openPlatform,
  type DatabaseTarget,
  type Opening,
  type OpenSite,
  type PlatformDuties,
} from '../../src/sites/open-platform.ts'
import { siteOf } from '../../src/sites/site-of.ts'
import { openMailbox, type ReadMail } from './read-mail.ts'
import { connectAdmin, onDatabase, TEMPLATE, worldConfig } from './template.ts'
import { waitFor } from './wait-for.ts'

/** A platform of its own for one test file: a cloned database, a real queue, mails as files, a clock that tests set. */
export type World = WorldOf<App>

/** The same for any site with a database. */
export type WorldOf<Opened extends App> = {
  readonly app: Opened
  readonly site: Site
  readonly config: Config
  readonly target: DatabaseTarget
  /** Moves the database's clock, and with it every life and lock, to so many seconds from its present. */
  readonly passTime: (seconds: number) => Promise<void>
  /** The mails to an address, or all, oldest first; waits until there are `count` of them. */
  readonly mails: (to: string | null, count?: number) => Promise<readonly ReadMail[]>
  /** Waits until no job is queued or running. */
  readonly jobsDone: () => Promise<void>
  /** A second process's view of the same site: its own pool, queue, hashing gate; it takes jobs unless told not to. */
  readonly openTwin: (wish?: { work?: boolean }) => Promise<{ app: Opened; site: Site; close: () => Promise<void> }>
  readonly close: () => Promise<void>
}

/** `platformId`: `US1` by default. `work`: whether jobs are taken; off for tests of one verb. */
export type WorldWish = { platformId?: string; work?: boolean; mailer?: Mailer; config?: Partial<Config>; log?: Logger }

/** A world for the file that calls this, outside of any test; it closes when the file's tests are over. */
export async function useWorld(wish: WorldWish = {}): Promise<World> {
  const world = await createWorld(wish)
  afterAll(() => world.close())
  return world
}

/** A world that the caller closes. */
export async function createWorld(wish: WorldWish = {}): Promise<World> {
  return openWorld(wish, {
    template: TEMPLATE,
    open: async (parts, duties) => {
      const [platform] = parts.config.platforms
      if (!platform) throw new Error('a world needs a platform')
      const opened = await openPlatform({ ...parts, platform }, duties)
      return { ...opened, site: siteOf(opened.app) }
    },
  })
}

type OpenedSite<Kind extends App> = OpenSite<Kind> & { readonly site: Site }

/** What differs between worlds: the database they are cloned from, and how they are opened. */
export type WorldKind<Kind extends App> = {
  readonly template: string
  readonly open: (parts: Omit<Opening, 'platform'>, duties: PlatformDuties) => Promise<OpenedSite<Kind>>
}

export async function openWorld<Kind extends App>(options: WorldWish, kind: WorldKind<Kind>): Promise<WorldOf<Kind>> {
  const target = await cloneDatabase(kind.template)
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-world-'))
  const outbox = join(folder, 'outbox')
  const config = { ...worldConfig({ outbox, dataFolder: folder, platformId: options.platformId ?? 'US1' }), ...options.config }
  const open = async (gate: HashingGate, work: boolean) => {
    const mailer = options.mailer ?? createMailer(config.mail, config.brand)
    const log = options.log ?? pino({ level: 'silent' })
    return kind.open({ config, target, mailer, gate, log, clock: systemClock }, { install: false, work })
  }
  const first = await open(createHashingGate(config.hashing), options.work ?? true)
  const twins: (() => Promise<void>)[] = []
  const admin = await connectAdmin(target)
  const mailbox = openMailbox(outbox)
  return {
    app: first.app,
    site: first.site,
    config,
    target,
    passTime: clockMover(admin),
    mails: (to, count = 1) => mailbox(to, count),
    jobsDone: () => waitForJobs(admin),
    openTwin: async ({ work = true } = {}) => {
      const twin = await open(createHashingGate(config.hashing), work)
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
async function cloneDatabase(template: string): Promise<DatabaseTarget> {
  const server = inject('databaseServer')
  const name = `world_${newId().replaceAll('-', '')}`
  const admin = await connectAdmin(server)
  try {
    await admin.query(`create database ${name} template ${template}`)
  } finally {
    await admin.end()
  }
  return onDatabase(server, name)
}

async function dropDatabase(target: DatabaseTarget): Promise<void> {
  const name = 'connectionString' in target ? new URL(target.connectionString).pathname.slice(1) : target.database
  const admin = await connectAdmin(inject('databaseServer'))
  try {
    // Force may not end the server's own vacuum, which the plain form asks to leave.
    await admin.query(`drop database if exists ${name} with (force)`).catch(() => admin.query(`drop database if exists ${name}`))
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

async function waitForJobs(admin: pg.Client): Promise<void> {
  const countOpen = async () => {
    const { rows } = await admin.query<{ open: string }>(
      `select count(*) as open from jobs.job where state in ('created', 'active') and start_after <= now()`,
    )
    return Number(rows[0]?.open)
  }
  const open = await waitFor(countOpen, (count) => count === 0)
  if (open > 0) throw new Error(`${open} jobs are still open`)
}
