import { Hono } from 'hono'
import type { App } from '../app.ts'
import { refuse } from '../domain/errors.ts'
import { sessionApi } from '../features/sign-in/api.ts'
import { signInPages } from '../features/sign-in/pages.tsx'
import { assetPages } from '../http/assets.ts'
import { captchaPages } from '../http/captcha.ts'
import { refuseCrossOrigin } from '../http/csrf.ts'
import type { PlatformEnv } from '../http/environment.ts'
import { answerProblem } from '../http/problem.tsx'
import { chromeOf } from '../http/reply.ts'
import { describeRequest, recognizeViewer } from '../http/request-context.ts'
import { securityHeaders } from '../http/security-headers.ts'
import { PLATFORM, SITE } from '../ui/paths.ts'
import type { Site } from '../http/site.ts'

/** One platform's site: the order of its middleware, and which features' pages stand where. */
export function platformSite(app: App): Site {
  const { origin, brand } = app.config
  const site = new Hono<PlatformEnv>()
  site.use(securityHeaders({ secure: origin.startsWith('https:') }))
  site.route('/', assetPages({ brand }))
  site.use(describeRequest(app))
  site.use(refuseCrossOrigin([origin]))
  site.use(recognizeViewer(app))
  site.get(SITE.changePasswordWellKnown, (context) => context.redirect(PLATFORM.helpChangePassword))
  site.route('/', captchaPages(app))
  site.route('/', sessionApi(app))
  site.route('/', signInPages(app))
  site.notFound(() => {
    throw refuse('not_found')
  })
  site.onError((error, context) => {
    const { requestId } = context.get('requestContext')
    return answerProblem(context, error, { chrome: chromeOf(app, context.get('viewer')), log: app.log, requestId })
  })
  return site
}
