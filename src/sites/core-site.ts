import { Hono } from 'hono'
import type { Core } from '../core.ts'
import { refuse } from '../domain/errors.ts'
import { subscriberPages } from '../features/subscribers/pages.tsx'
import { unsubscribePages } from '../features/subscribers/unsubscribe-pages.tsx'
import { forgotUsernamePages } from '../features/usernames/pages.tsx'
import { captchaPages } from '../http/captcha.ts'
import { refuseCrossOrigin } from '../http/csrf.ts'
import type { PlatformEnv } from '../http/environment.ts'
import { answerProblem } from '../http/problem.tsx'
import { describeRequest } from '../http/request-context.ts'
import { securityHeaders } from '../http/security-headers.ts'
import type { Site } from '../http/site.ts'
import { frontDoorChrome } from '../ui/front-door-chrome.ts'
import { staffSite } from './staff.ts'

/** The front door's pages that need its database: what people order there, and all of `/staff`. */
export function coreSite(core: Core): Site {
  const { brand, demo, frontDoorOrigin, trustedProxies } = core.config
  const staff = staffSite(core)
  const site = new Hono<PlatformEnv>()
  site.use(securityHeaders({ secure: frontDoorOrigin.startsWith('https:') }))
  site.use(describeRequest({ log: core.log, clock: core.clock, proxies: trustedProxies }))
  // Mail programs post there from no page of ours (RFC 8058).
  site.route('/', unsubscribePages(core))
  site.use(refuseCrossOrigin(core.config.frontDoorOrigins))
  site.route('/', captchaPages(core))
  site.route('/', forgotUsernamePages(core))
  site.route('/', subscriberPages(core))
  site.notFound(() => {
    throw refuse('not_found')
  })
  site.onError((error, context) => {
    const chrome = frontDoorChrome({ brand, demo, current: null })
    return answerProblem(context, error, { chrome, log: core.log, requestId: context.get('requestContext').requestId })
  })
  const isStaffs = (request: Request) => /^\/staff(?:\/|$)/.test(new URL(request.url).pathname)
  return { fetch: (request, bindings) => (isStaffs(request) ? staff : site).fetch(request, bindings) }
}

/** Whether a path is one of those, so that without the database they are said to be away and not to be absent. */
export function needsCore(path: string): boolean {
  return /^\/(?:staff|captcha|forgot-username|status\/subscriptions)(?:\/|$)/.test(path)
}
