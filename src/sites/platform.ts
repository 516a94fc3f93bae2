import { Hono } from 'hono'
import type { App } from '../app.ts'
import { auditPages } from '../features/audit/pages.tsx'
import { bulkPages } from '../features/bulk/pages.tsx'
import { exportPages } from '../features/exports/pages.ts'
import { importPages } from '../features/imports/pages.tsx'
import { profilePages } from '../features/profile/pages.tsx'
import { recoveryPages } from '../features/recovery/pages.tsx'
import { settingsPages } from '../features/settings/pages.tsx'
import { sessionApi } from '../features/sign-in/api.ts'
import { signInPages } from '../features/sign-in/pages.tsx'
import type { StatusSource } from '../features/standings/status-source.ts'
import { subscriptionPages } from '../features/subscriptions/pages.tsx'
import { apiGuidePages } from '../features/tokens/guide-pages.tsx'
import { tokenPages } from '../features/tokens/pages.tsx'
import { internalPages } from '../features/usernames/internal-pages.ts'
import { usersPages } from '../features/users/pages.tsx'
import { assetPages } from '../http/assets.ts'
import { captchaPages } from '../http/captcha.ts'
import { refuseCrossOrigin } from '../http/csrf.ts'
import type { PlatformEnv } from '../http/environment.ts'
import { describeRequest, recognizeViewer } from '../http/request-context.ts'
import { securityHeaders } from '../http/security-headers.ts'
import type { Site } from '../http/site.ts'
import { PLATFORM, SITE } from '../ui/paths.ts'
import { platformApi } from './platform-api.ts'
import { answerTheRest } from './site-endings.ts'

/** One platform's site: the order of its middleware, and which features' pages stand where. */
export function platformSite(app: App, status: StatusSource | null = null): Site {
  const { origin, brand } = app.config
  const api = platformApi(app)
  const site = new Hono<PlatformEnv>()
  site.use(securityHeaders({ secure: origin.startsWith('https:') }))
  site.route('/', assetPages({ brand }))
  site.route('/', sessionApi(app))
  site.use(describeRequest({ log: app.log, clock: app.clock, proxies: app.config.trustedProxies }))
  site.route('/', api.routes)
  site.route('/', internalPages(app))
  site.use(refuseCrossOrigin([origin]))
  site.use(recognizeViewer(app))
  site.get(SITE.changePasswordWellKnown, (context) => context.redirect(PLATFORM.helpChangePassword))
  site.route('/', captchaPages(app))
  site.route('/', signInPages(app, status))
  site.route('/', recoveryPages(app))
  site.route('/', profilePages(app))
  site.route('/', tokenPages(app))
  site.route('/', apiGuidePages(app, api.document))
  // Before the pages of users, whose ids stand where their names do.
  site.route('/', importPages(app))
  site.route('/', exportPages(app))
  site.route('/', bulkPages(app))
  site.route('/', usersPages(app))
  site.route('/', auditPages(app))
  site.route('/', subscriptionPages(app))
  site.route('/', settingsPages(app))
  answerTheRest(site, app, status)
  return site
}
