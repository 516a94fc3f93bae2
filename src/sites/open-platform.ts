import type { Logger } from 'pino'
import { siteConfig, type App } from '../app.ts'
import { createCaptcha } from '../captcha.ts'
import { systemClock, type Clock } from '../clock.ts'
import type { Config, PlatformConfig } from '../config/config.ts'
import { connect, type ConnectionSettings } from '../db/connect.ts'
import { migrate } from '../db/migrate.ts'
import { openJobs } from '../jobs/queue.ts'
import type { Mailer } from '../mail/mailer.ts'
import { createPasswordHasher, type HashingGate } from '../password-hasher.ts'
import { platformJobs } from './platform-jobs.ts'

export type OpenPlatform = { readonly app: App; readonly close: () => Promise<void> }

/** Where a platform's database is: a URL, or a database on the private server. */
export type DatabaseTarget = ConnectionSettings['target']

/** How much of a platform this process runs. */
export type PlatformDuties = {
  /** Migrate tables and queues first; safe for several processes at once. */
  readonly install: boolean
  /** Take jobs from the queues: send mail, answer requests. */
  readonly work: boolean
}

/**
 * Opens one platform on its own database: connects, migrates, starts its queue, builds its App. The mailer and the
 * hashing gate are the process's; everything else is the platform's own.
 */
export async function openPlatform(
  of: { config: Config; platform: PlatformConfig; target: DatabaseTarget; mailer: Mailer; gate: HashingGate; log: Logger; clock?: Clock },
  duties: PlatformDuties,
): Promise<OpenPlatform> {
  const { config, platform, target, mailer, gate } = of
  const { database } = platform
  const log = of.log.child({ platform: platform.platform.id })
  const settings = database.kind === 'server' ? database : { poolSize: 12, namedStatements: true }
  const db = connect({ target, ...settings }, (error) => log.warn({ reason: error.message }, 'database connection lost'))
  try {
    if (duties.install) await migrate(db)
    const jobs = await openJobs({ connection: target, log, install: duties.install })
    const app: App = {
      config: siteConfig(config, platform),
      db,
      clock: of.clock ?? systemClock,
      log,
      jobs,
      mailer,
      captcha: createCaptcha(db, platform.secret),
      hasher: await createPasswordHasher(gate, platform.pepper),
    }
    if (duties.work) await jobs.work(platformJobs(app))
    return {
      app,
      close: async () => {
        await jobs.stop()
        await db.destroy()
      },
    }
  } catch (error) {
    await db.destroy()
    throw error
  }
}
