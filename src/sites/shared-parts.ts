import pino, { type Logger } from 'pino'
import type { Config, PlatformConfig } from '../config/config.ts'
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../db/embedded.ts'
import type { PlatformLine } from '../features/usernames/post-forgot-username.ts'
import { createMailer } from '../mail/mailer.ts'
import { createHashingGate } from '../password-hasher.ts'
import { openCore, type OpenCore } from './open-core.ts'
import { openPlatform, type DatabaseTarget, type OpenPlatform, type PlatformDuties } from './open-platform.ts'

/** What the sites of one process have in common: log, mailer, hashing gate, and the private PostgreSQL where one of them lives on it. */
export type SharedParts = {
  readonly log: Logger
  readonly open: (platform: PlatformConfig, duties: PlatformDuties) => Promise<OpenPlatform>
  readonly openCore: (core: PlatformConfig, duties: PlatformDuties, line?: PlatformLine) => Promise<OpenCore>
  /** Call it after all platforms are closed. */
  readonly close: () => Promise<void>
}

const STDOUT = 1
const STDERR = 2

/** A server's log is its output; a tool's output is its answer, so it complains on the side. */
export async function openSharedParts(config: Config, { isTool }: { isTool: boolean }): Promise<SharedParts> {
  const log = pino({ level: config.logLevel, base: null }, pino.destination({ fd: isTool ? STDERR : STDOUT, sync: true }))
  const mailer = createMailer(config.mail, config.brand)
  const gate = createHashingGate(config.hashing)
  const embedded = await startEmbeddedIfNeeded(config, log)
  const opening = async (platform: PlatformConfig) => {
    return { config, platform, target: await targetOf(platform, embedded), mailer, gate, log }
  }
  return {
    log,
    open: async (platform, duties) => openPlatform(await opening(platform), duties),
    openCore: async (core, duties, line) => openCore(await opening(core), duties, line),
    close: async () => {
      await mailer.close()
      await embedded?.stop()
    },
  }
}

async function startEmbeddedIfNeeded(config: Config, log: Logger): Promise<EmbeddedPostgres | null> {
  const sites = [...config.platforms, ...(config.core ? [config.core] : [])]
  if (sites.every(({ database }) => database.kind === 'server')) return null
  return startEmbeddedPostgres({
    dataFolder: config.dataFolder,
    binFolder: config.postgresBin,
    log: (message, level) => log[level](message),
  })
}

async function targetOf({ database }: PlatformConfig, embedded: EmbeddedPostgres | null): Promise<DatabaseTarget> {
  if (database.kind === 'server') return { connectionString: database.url }
  if (!embedded) throw new Error('the private PostgreSQL is not running')
  await embedded.ensureDatabase(database.name)
  return embedded.connection(database.name)
}
