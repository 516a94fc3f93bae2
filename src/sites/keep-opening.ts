import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import type { Logger } from 'pino'
import type { App } from '../app.ts'
import { systemClock } from '../clock.ts'
import type { PlatformConfig } from '../config/config.ts'
import { isDatabaseUnavailable } from '../db/unavailable.ts'
import type { Site } from '../http/site.ts'
import type { OpenSite } from './open-platform.ts'

/** A site whose database may be away: then it is tried again until it is there. */
export type KeptOpen<Opened extends App> = {
  readonly app: () => Opened | null
  /** What it answers with; null until it is open. */
  readonly site: () => Site | null
  /** Whether it is open and its database answers in time. */
  readonly isReady: () => Promise<boolean>
  readonly close: () => Promise<void>
}

const RETRY_MS = 2_000
const READY_WITHIN_MS = 2_000

/**
 * Opens a site. Where its database server is away it is tried again until it is there, so that the loss of one site keeps
 * no other from starting (I-39). Throws whatever else keeps it from opening.
 */
export async function keepOpening<Opened extends App>(of: {
  config: PlatformConfig
  open: () => Promise<OpenSite<Opened>>
  siteOf: (app: Opened) => Site
  log: Logger
}): Promise<KeptOpen<Opened>> {
  const leaving = new AbortController()
  let current: { readonly opened: OpenSite<Opened>; readonly site: Site } | null = null
  const tryToOpen = async (): Promise<void> => {
    const opened = await of.open()
    current = { opened, site: of.siteOf(opened.app) }
  }
  const first = await settle(tryToOpen())
  if (first !== null && (of.config.database.kind === 'embedded' || !isDatabaseUnavailable(first))) throw first
  const keepTrying = async (): Promise<void> => {
    for (let error = first; error !== null; error = await settle(tryToOpen())) {
      of.log.warn({ platform: of.config.platform.id, reason: error.message }, 'the database is away: trying again')
      await systemClock.sleep(RETRY_MS)
      if (leaving.signal.aborted) return
    }
  }
  const trying = keepTrying()
  return {
    app: () => current?.opened.app ?? null,
    site: () => current?.site ?? null,
    isReady: async () => current !== null && answersInTime(current.opened.app),
    close: async () => {
      leaving.abort()
      await trying
      await current?.opened.close()
    },
  }
}

/** The error of what failed; null where it succeeded. */
async function settle(deed: Promise<void>): Promise<Error | null> {
  return deed.then(
    () => null,
    (error: unknown) => (error instanceof Error ? error : new Error(String(error))),
  )
}

async function answersInTime(app: App): Promise<boolean> {
  const answer = sql`select 1`.execute(app.db).then(
    () => true,
    () => false,
  )
  // Nobody waits for the loser: it must not keep a process from ending.
  return Promise.race([answer, sleep(READY_WITHIN_MS, false, { ref: false })])
}
