import pino, { type Logger } from 'pino'
import { sql } from 'kysely'
import type { Config, PlatformConfig } from '../config/config.ts'
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../db/embedded.ts'
import { startServer } from '../http/server.ts'
import type { Site } from '../http/site.ts'
import { createMailer } from '../mail/mailer.ts'
import { createHashingGate } from '../password-hasher.ts'
import { frontDoorSite } from './front-door.ts'
import { siteHosts, siteOfHost } from './host.ts'
import { openPlatform, type DatabaseTarget, type OpenPlatform, type PlatformDuties } from './open-platform.ts'
import { platformSite } from './platform.ts'

/** The platforms of one process, open on their databases. */
export type OpenGatehouse = {
  readonly platforms: readonly OpenPlatform[]
  readonly log: Logger
  readonly close: () => Promise<void>
}

/** Opens every platform that the configuration names, and the private PostgreSQL where one of them lives on it. */
export async function openGatehouse(config: Config, duties: PlatformDuties): Promise<OpenGatehouse> {
  const log = pino({ level: config.logLevel, base: null })
  const embedded = await startEmbeddedIfNeeded(config, log)
  const mailer = createMailer(config.mail, config.brand)
  const gate = createHashingGate(config.hashing)
  const open = async (platform: PlatformConfig) =>
    openPlatform({ config, platform, target: await targetOf(platform, embedded), mailer, gate, log }, duties)
  const opened = await Promise.allSettled(config.platforms.map(open))
  const platforms = opened.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []))
  const close = async () => {
    await Promise.all(platforms.map((platform) => platform.close()))
    await mailer.close()
    await embedded?.stop()
  }
  const failed = opened.find((outcome) => outcome.status === 'rejected')
  if (failed) {
    await close()
    throw failed.reason
  }
  return { platforms, log, close }
}

export type RunningGatehouse = OpenGatehouse & { readonly stop: () => Promise<void> }

/** Opens everything, works the queues, and answers for every site until stopped. */
export async function runGatehouse(config: Config): Promise<RunningGatehouse> {
  const gatehouse = await openGatehouse(config, { install: true, work: true })
  try {
    const server = await startServer({
      ...config.listen,
      siteFor: siteTable(config, gatehouse),
      ready: () => areReady(gatehouse.platforms),
    })
    const stop = async () => {
      await server.stop()
      await gatehouse.close()
    }
    return { ...gatehouse, stop }
  } catch (error) {
    await gatehouse.close()
    throw error
  }
}

/** The site of a Host header; null for a host that is not ours. */
export function siteTable(config: Config, { platforms, log }: Pick<OpenGatehouse, 'platforms' | 'log'>): (host: string | null) => Site | null {
  const sites = new Map<string, Site>(platforms.map(({ app }) => [app.config.platform.id, platformSite(app)]))
  const entries = platforms.map(({ app }) => ({ key: app.config.platform.id, origins: [app.config.origin] }))
  if (config.servesFrontDoor) {
    sites.set('', frontDoorSite({ config, log }))
    entries.push({ key: '', origins: [...config.frontDoor.origins] })
  }
  const hosts = siteHosts(entries)
  return (host) => {
    const key = siteOfHost(hosts, host)
    return key === null ? null : (sites.get(key) ?? null)
  }
}

const READY_WITHIN_MS = 2_000

/** Ready to be sent requests: every database answers in time. */
async function areReady(platforms: readonly OpenPlatform[]): Promise<boolean> {
  const answers = platforms.map(async ({ app }) => {
    const answer = sql`select 1`.execute(app.db).then(() => true)
    const late = app.clock.sleep(READY_WITHIN_MS).then(() => false)
    return Promise.race([answer, late])
  })
  const settled = await Promise.allSettled(answers)
  return settled.every((answer) => answer.status === 'fulfilled' && answer.value)
}

async function startEmbeddedIfNeeded(config: Config, log: Logger): Promise<EmbeddedPostgres | null> {
  if (config.platforms.every(({ database }) => database.kind === 'server')) return null
  return startEmbeddedPostgres({
    dataFolder: config.dataFolder,
    binFolder: config.postgresBin,
    log: (message) => log.warn({ message }, 'private PostgreSQL'),
  })
}

async function targetOf({ database }: PlatformConfig, embedded: EmbeddedPostgres | null): Promise<DatabaseTarget> {
  if (database.kind === 'server') return { connectionString: database.url }
  if (!embedded) throw new Error('the private PostgreSQL is not running')
  await embedded.ensureDatabase(database.name)
  return embedded.connection(database.name)
}
