import { Hono } from 'hono'
import type { Logger } from 'pino'
import { siteConfig, type App, type SiteConfig } from '../app.ts'
import { systemClock } from '../clock.ts'
import type { Config, PlatformConfig } from '../config/config.ts'
import { DatabaseAwayError } from '../db/unavailable.ts'
import { glanceAt, type StatusSource } from '../features/standings/status-source.ts'
import { assetPages } from '../http/assets.ts'
import { answerProblem } from '../http/problem.tsx'
import { securityHeaders } from '../http/security-headers.ts'
import type { Site } from '../http/site.ts'
import { newId } from '../secrets.ts'
import { platformChrome } from '../ui/platform-chrome.ts'
import { closable } from './closed-site.ts'
import { keepOpening } from './keep-opening.ts'
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

/** Opens a platform, and answers 503 for it while its database is away (I-39). Throws whatever else keeps it from opening. */
export async function servePlatform(of: {
  config: Config
  platform: PlatformConfig
  /** Where it knows from how it is (N05). */
  status: StatusSource | null
  open: () => Promise<OpenPlatform>
  log: Logger
}): Promise<ServedPlatform> {
  const { platform, status, open, log } = of
  const config = siteConfig(of.config, platform)
  const away = awaySite(config, { status, log })
  const kept = await keepOpening({ config: platform, open, siteOf: (app: App) => siteOf(app, status), log })
  const served: Site = { fetch: (request, bindings) => (kept.site() ?? away).fetch(request, bindings) }
  return {
    platform,
    site: status ? closable(served, { config, status, clock: systemClock, log, app: kept.app }) : served,
    app: kept.app,
    isReady: kept.isReady,
    close: kept.close,
  }
}

/** Everything gets the answer of a platform whose database went away later. */
function awaySite(config: SiteConfig, { status, log }: { status: StatusSource | null; log: Logger }): Site {
  const { brand, origin, frontDoorOrigin, platform } = config
  const chrome = platformChrome({
    brand,
    product: platform.product,
    platformLabel: platform.label,
    frontDoorOrigin,
    viewer: null,
    current: null,
  })
  const site = new Hono()
  site.use(securityHeaders({ secure: origin.startsWith('https:') }))
  site.route('/', assetPages({ brand }))
  site.all('*', (context) => {
    const glance = glanceAt(status, config, systemClock.now())
    return answerProblem(context, new DatabaseAwayError(), { chrome, log, requestId: newId(), glance })
  })
  return site
}
