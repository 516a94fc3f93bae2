import { setTimeout as sleep } from 'node:timers/promises'
import { Hono } from 'hono'
import { sql } from 'kysely'
import type { Logger } from 'pino'
import { siteConfig, type App } from '../app.ts'
import { systemClock } from '../clock.ts'
import type { Config, PlatformConfig } from '../config/config.ts'
import { DatabaseAwayError, isDatabaseUnavailable } from '../db/unavailable.ts'
import { assetPages } from '../http/assets.ts'
import { answerProblem } from '../http/problem.tsx'
import { securityHeaders } from '../http/security-headers.ts'
import type { Site } from '../http/site.ts'
import { newId } from '../secrets.ts'
import { platformChrome } from '../ui/platform-chrome.ts'
import type { OpenPlatform } from './open-platform.ts'
import { siteOf } from './site-of.ts'

/** A platform as this process answers for it: open, or waiting for its database. */
export type ServedPlatform = {
  readonly platform: PlatformConfig
  readonly site: Site
  readonly app: () => App | null
  /** Whether it is open and its database answers in time. */
  readonly isReady: () => Promise<boolean>
  readonly close: () => Promise<void>
}

const RETRY_MS = 2_000
const READY_WITHIN_MS = 2_000

/**
 * Opens a platform. One whose database server is away answers 503 and is tried again until it is there, so that the loss
 * of one platform keeps no other from starting (I-39). Throws whatever else keeps it from opening.
 */
export async function servePlatform(of: {
  config: Config
  platform: PlatformConfig
  open: () => Promise<OpenPlatform>
  log: Logger
}): Promise<ServedPlatform> {
  const away = awaySite(of)
  const leaving = new AbortController()
  let current: { readonly opened: OpenPlatform; readonly site: Site } | null = null
  const tryToOpen = async (): Promise<void> => {
    const opened = await of.open()
    current = { opened, site: siteOf(opened.app) }
  }
  const first = await settle(tryToOpen())
  if (first !== null && (of.platform.database.kind === 'embedded' || !isDatabaseUnavailable(first))) throw first
  const keepTrying = async (): Promise<void> => {
    for (let error = first; error !== null; error = await settle(tryToOpen())) {
      of.log.warn({ platform: of.platform.platform.id, reason: error.message }, 'the database is away: trying again')
      await systemClock.sleep(RETRY_MS)
      if (leaving.signal.aborted) return
    }
  }
  const trying = keepTrying()
  return {
    platform: of.platform,
    site: { fetch: (request, bindings) => (current?.site ?? away).fetch(request, bindings) },
    app: () => current?.opened.app ?? null,
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

/** Everything gets the answer of a platform whose database went away later. */
function awaySite({ config, platform, log }: { config: Config; platform: PlatformConfig; log: Logger }): Site {
  const { brand, origin, frontDoorOrigin } = siteConfig(config, platform)
  const chrome = platformChrome({
    brand,
    product: platform.platform.product,
    platformLabel: platform.platform.label,
    frontDoorOrigin,
    viewer: null,
    current: null,
  })
  const site = new Hono()
  site.use(securityHeaders({ secure: origin.startsWith('https:') }))
  site.route('/', assetPages({ brand }))
  site.all('*', (context) => answerProblem(context, new DatabaseAwayError(), { chrome, log, requestId: newId() }))
  return site
}
