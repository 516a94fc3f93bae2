import { Hono } from 'hono'
import type { Logger } from 'pino'
import { systemClock } from '../clock.ts'
import type { Config } from '../config/config.ts'
import { refuse } from '../domain/errors.ts'
import { finderPages } from '../features/finder/pages.tsx'
import { outboxPages } from '../features/outbox/pages.tsx'
import { supportPages } from '../features/support/pages.tsx'
import { assetPages } from '../http/assets.ts'
import { refuseCrossOrigin } from '../http/csrf.ts'
import type { FrontDoorEnv } from '../http/environment.ts'
import { answerProblem } from '../http/problem.tsx'
import { describeRequest } from '../http/request-context.ts'
import { securityHeaders } from '../http/security-headers.ts'
import type { Site } from '../http/site.ts'
import { frontDoorChrome } from '../ui/front-door-chrome.ts'

/** The front door: finder and support, from the configuration alone, so that it works with every database down (N03). */
export function frontDoorSite({ config, log }: { config: Config; log: Logger }): Site {
  const { origins } = config.frontDoor
  const { brand, demo } = config
  const { transport } = config.mail
  const site = new Hono<FrontDoorEnv>()
  site.use(securityHeaders({ secure: origins.every((origin) => origin.startsWith('https:')) }))
  site.route('/', assetPages({ brand }))
  site.use(describeRequest({ log, clock: systemClock, proxies: config.trustedProxies }))
  site.use(refuseCrossOrigin(origins))
  site.route('/', finderPages({ config }))
  site.route('/', supportPages({ config }))
  if (demo && transport.kind === 'outbox') {
    const chrome = frontDoorChrome({ brand, demo, current: 'outbox' })
    site.route('/', outboxPages({ folder: transport.folder, chrome, clock: systemClock }))
  }
  site.notFound(() => {
    throw refuse('not_found')
  })
  site.onError((error, context) => {
    const chrome = frontDoorChrome({ brand, demo, current: null })
    return answerProblem(context, error, { chrome, log, requestId: context.get('requestContext').requestId })
  })
  return site
}
