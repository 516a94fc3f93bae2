import { Hono } from 'hono'
import type { App } from '../app.ts'
import { refuse } from '../domain/errors.ts'
import type { Viewer } from '../domain/viewer.ts'
import { auditPages } from '../features/audit/pages.tsx'
import { bulkPages } from '../features/bulk/pages.tsx'
import { exportPages } from '../features/exports/pages.ts'
import { importPages } from '../features/imports/pages.tsx'
import { profilePages } from '../features/profile/pages.tsx'
import { recoveryPages } from '../features/recovery/pages.tsx'
import { settingsPages } from '../features/settings/pages.tsx'
import { sessionApi } from '../features/sign-in/api.ts'
import { signInPages } from '../features/sign-in/pages.tsx'
import { subscriptionPages } from '../features/subscriptions/pages.tsx'
import { apiGuidePages } from '../features/tokens/guide-pages.tsx'
import { tokenPages } from '../features/tokens/pages.tsx'
import { usersPages } from '../features/users/pages.tsx'
import { assetPages } from '../http/assets.ts'
import { captchaPages } from '../http/captcha.ts'
import { refuseCrossOrigin } from '../http/csrf.ts'
import type { PlatformEnv } from '../http/environment.ts'
import { answerProblem } from '../http/problem.tsx'
import { chromeOf } from '../http/reply.ts'
import { describeRequest, recognizeViewer } from '../http/request-context.ts'
import { securityHeaders } from '../http/security-headers.ts'
import type { Site } from '../http/site.ts'
import { PLATFORM, SITE } from '../ui/paths.ts'
import { platformApi } from './platform-api.ts'

/** One platform's site: the order of its middleware, and which features' pages stand where. */
export function platformSite(app: App): Site {
  const { origin, brand } = app.config
  const api = platformApi(app)
  const site = new Hono<PlatformEnv>()
  site.use(securityHeaders({ secure: origin.startsWith('https:') }))
  site.route('/', assetPages({ brand }))
  site.route('/', sessionApi(app))
  site.use(describeRequest({ log: app.log, clock: app.clock, proxies: app.config.trustedProxies }))
  site.route('/', api.routes)
  site.use(refuseCrossOrigin([origin]))
  site.use(recognizeViewer(app))
  site.get(SITE.changePasswordWellKnown, (context) => context.redirect(PLATFORM.helpChangePassword))
  site.route('/', captchaPages(app))
  site.route('/', signInPages(app))
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
  site.notFound(() => {
    throw refuse('not_found')
  })
  site.onError((error, context) => {
    const { requestId } = context.get('requestContext')
    // Unset where the look-up of the session itself failed.
    const viewer: Viewer | undefined | null = context.get('viewer')
    return answerProblem(context, error, { chrome: chromeOf(app, viewer ?? null), log: app.log, requestId })
  })
  return site
}
