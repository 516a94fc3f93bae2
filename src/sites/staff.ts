import { Hono } from 'hono'
import type { Core } from '../core.ts'
import { auditPages } from '../features/audit/pages.tsx'
import { statusStaffPages } from '../features/desk/pages.ts'
import { passPages } from '../features/passes/pages.tsx'
import { profilePages } from '../features/profile/pages.tsx'
import { recoveryPages } from '../features/recovery/pages.tsx'
import { sessionApi } from '../features/sign-in/api.ts'
import { doorPages } from '../features/sign-in/pages.tsx'
import { staffHomePages } from '../features/staff/home-pages.tsx'
import { overseePages } from '../features/subscribers/staff-pages.tsx'
import { contactPages } from '../features/support/contact-pages.tsx'
import { tokenPages } from '../features/tokens/pages.tsx'
import { operatorPages } from '../features/users/operator-pages.tsx'
import { refuseCrossOrigin } from '../http/csrf.ts'
import type { PlatformEnv } from '../http/environment.ts'
import { describeRequest, recognizeViewer } from '../http/request-context.ts'
import { securityHeaders } from '../http/security-headers.ts'
import type { Site } from '../http/site.ts'
import { answerTheRest } from './site-endings.ts'
import { staffApi } from './staff-api.ts'

/**
 * The front door's part for operators, all below `/staff`: accounts, sessions and keys of its own, as a platform has them.
 * Its captchas are those of the whole front door.
 */
export function staffSite(core: Core): Site {
  const { origin, frontDoorOrigins, trustedProxies } = core.config
  const site = new Hono<PlatformEnv>()
  site.use(securityHeaders({ secure: origin.startsWith('https:') }))
  site.route('/', sessionApi(core))
  site.use(describeRequest({ log: core.log, clock: core.clock, proxies: trustedProxies }))
  site.route('/', staffApi(core))
  site.use(refuseCrossOrigin(frontDoorOrigins))
  site.use(recognizeViewer(core))
  site.route('/', doorPages(core))
  site.route('/', staffHomePages(core))
  site.route('/', recoveryPages(core))
  site.route('/', profilePages(core))
  site.route('/', tokenPages(core))
  site.route('/', operatorPages(core))
  site.route('/', contactPages(core))
  site.route('/', overseePages(core))
  site.route('/', statusStaffPages(core))
  site.route('/', passPages(core))
  site.route('/', auditPages(core))
  answerTheRest(site, core, null)
  return site
}
