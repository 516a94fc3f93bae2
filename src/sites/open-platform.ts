import type { Logger } from 'pino'
import { siteConfig, type App, type SiteConfig } from '../app.ts'
import { createCaptcha } from '../captcha.ts'
import { systemClock, type Clock } from '../clock.ts'
import type { Config, PlatformConfig } from '../config/config.ts'
import { mayRewriteTrail } from '../db/application-role.ts'
import { connect, type ConnectionSettings } from '../db/connect.ts'
import { migrate, requireMigrated, type DatabaseKind } from '../db/migrate.ts'
import type { Database } from '../db/schema.ts'
import { startSealer, type Sealer } from '../features/audit/sealer.ts'
import { notePolicy } from '../features/settings/note-policy.ts'
import { openJobs, type Jobs } from '../jobs/queue.ts'
import type { Mailer } from '../mail/mailer.ts'
import { createPasswordHasher, type HashingGate } from '../password-hasher.ts'
import { installAsOwner } from './install-platform.ts'
import { platformJobs } from './platform-jobs.ts'

export type OpenPlatform = OpenSite<App>

/** A site with a database of its own, open. */
export type OpenSite<Opened extends App> = {
  readonly app: Opened
  /** The names of the migrations that opening it ran. */
  readonly migrated: readonly string[]
  readonly close: () => Promise<void>
}

/** Where a platform's database is: a URL, or a database on the private server. */
export type DatabaseTarget = ConnectionSettings['target']

/** How much of a platform this process runs. */
export type PlatformDuties = {
  /** Migrate tables and queues first; safe for several processes at once. */
  readonly install: boolean
  /** Take jobs from the queues: send mail, answer requests. */
  readonly work: boolean
}

/** What opening takes, of whatever site. */
export type Opening = {
  readonly config: Config
  readonly platform: PlatformConfig
  readonly target: DatabaseTarget
  readonly mailer: Mailer
  readonly gate: HashingGate
  readonly log: Logger
  readonly clock?: Clock
}

/**
 * Opens one platform on its own database: connects, migrates, starts its queue, builds its App. The mailer and the
 * hashing gate are the process's; everything else is the platform's own.
 */
export async function openPlatform(of: Opening, duties: PlatformDuties): Promise<OpenPlatform> {
  return openSite(of, duties, { kind: 'platform', config: siteConfig(of.config, of.platform), jobsOf: platformJobs })
}

type SiteKind<Opened extends App> = {
  readonly kind: DatabaseKind
  readonly config: Opened['config']
  readonly jobsOf: (app: Opened) => Parameters<Jobs['work']>[0]
}

type AppOf<Settings extends SiteConfig> = App & { readonly config: Settings }

/** The same for any site with people of its own. */
export async function openSite<Settings extends SiteConfig>(
  of: Opening,
  duties: PlatformDuties,
  site: SiteKind<AppOf<Settings>>,
): Promise<OpenSite<AppOf<Settings>>> {
  const { platform, target } = of
  const { database } = platform
  const log = of.log.child({ platform: platform.platform.id })
  const settings = database.kind === 'server' ? database : { poolSize: 12, namedStatements: true }
  const leaving = new AbortController()
  const db = connect({ target, ...settings }, (error) => {
    // A private PostgreSQL that stops with us may be quicker than the last of its connections.
    if (!leaving.signal.aborted) log.warn({ reason: error.message }, 'database connection lost')
  })
  let jobs: Jobs | null = null
  let sealer: Sealer | null = null
  const close = async (): Promise<void> => {
    leaving.abort()
    await jobs?.stop()
    await sealer?.stop()
    await db.destroy()
  }
  try {
    const ownerUrl = database.kind === 'server' ? database.ownerUrl : null
    const { kind } = site
    const migrated = duties.install ? await install({ kind, ownerUrl, application: db, log }) : await requireMigrated(db, kind)
    jobs = await openJobs({ connection: target, log, install: duties.install && ownerUrl === null, set: kind })
    if (duties.work && database.kind === 'server') await warnOfOwnTrail(db, log)
    const app = { config: site.config, log, db, jobs, ...partsOf(of, db) }
    if (duties.work) {
      await notePolicy(app)
      sealer = startSealer(app)
      await jobs.work(site.jobsOf(app))
    }
    return { app, migrated, close }
  } catch (error) {
    await close()
    throw error
  }
}

function partsOf({ clock, mailer, gate, platform }: Opening, db: Database): Pick<App, 'clock' | 'mailer' | 'captcha' | 'hasher'> {
  return {
    clock: clock ?? systemClock,
    mailer,
    captcha: createCaptcha(db, platform.secret),
    hasher: createPasswordHasher(gate, platform.pepper),
  }
}

async function install(of: {
  kind: DatabaseKind
  ownerUrl: string | null
  application: Database
  log: Logger
}): Promise<readonly string[]> {
  const { kind, ownerUrl, application } = of
  return ownerUrl === null ? migrate(application, kind) : installAsOwner({ ...of, ownerUrl })
}

async function warnOfOwnTrail(db: Database, log: Logger): Promise<void> {
  if (await mayRewriteTrail(db)) log.warn("the application's role could rewrite the audit trail: see docs/audit.md")
}
