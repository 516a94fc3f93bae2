import { Hono } from 'hono'
import type { App } from '../app.ts'
import { refuse } from '../domain/errors.ts'
import type { Viewer } from '../domain/viewer.ts'
import { auditPages } from '../features/audit/pages.tsx'
import { confirmEmailPages } from '../features/profile/confirm-email-pages.tsx'
import { ownPasswordPages } from '../features/profile/own-password-pages.tsx'
import { ownAccountPages } from '../features/profile/pages.tsx'
import { activatePages } from '../features/recovery/activate-pages.tsx'
import { chooseOwnPages } from '../features/recovery/choose-own-pages.tsx'
import { forgotLoginPages } from '../features/recovery/forgot-login-pages.tsx'
import { mailedActPages } from '../features/recovery/mailed-act-pages.tsx'
import { revealPages } from '../features/recovery/reveal-pages.tsx'
import { undoLoginPages } from '../features/recovery/undo-login-pages.tsx'
import { sessionApi } from '../features/sign-in/api.ts'
import { signInPages } from '../features/sign-in/pages.tsx'
import { userLoginPages } from '../features/user-logins/pages.tsx'
import { pciUsersPages } from '../features/users/pci-pages.tsx'
import { assetPages } from '../http/assets.ts'
import { captchaPages } from '../http/captcha.ts'
import { refuseCrossOrigin } from '../http/csrf.ts'
import type { PlatformEnv } from '../http/environment.ts'
import { answerProblem } from '../http/problem.tsx'
import { chromeOf } from '../http/reply.ts'
import { describeRequest, recognizeViewer } from '../http/request-context.ts'
import { securityHeaders } from '../http/security-headers.ts'
import type { Site } from '../http/site.ts'
import { PCI, SITE } from '../ui/paths.ts'

/** The PCI platform's site (S22): its own store of accounts, its own pages, and those that it shares with the others. */
export function pciSite(app: App): Site {
  const { origin, brand } = app.config
  const site = new Hono<PlatformEnv>()
  site.use(securityHeaders({ secure: origin.startsWith('https:') }))
  site.route('/', assetPages({ brand }))
  site.route('/', sessionApi(app))
  site.use(describeRequest({ log: app.log, clock: app.clock, proxies: app.config.trustedProxies }))
  site.use(refuseCrossOrigin([origin]))
  site.use(recognizeViewer(app))
  site.get(SITE.changePasswordWellKnown, (context) => context.redirect(PCI.helpChangePassword))
  site.route('/', captchaPages(app))
  site.route('/', signInPages(app))
  site.route('/', forgotLoginPages(app))
  site.route('/', revealPages(app))
  site.route('/', activatePages(app, PCI.choosePasswordNow))
  site.route('/', chooseOwnPages(app))
  site.route('/', mailedActPages(app))
  site.route('/', undoLoginPages(app))
  site.route('/', confirmEmailPages(app))
  site.route('/', ownPasswordPages(app))
  site.route('/', userLoginPages(app))
  site.route('/', ownAccountPages(app))
  site.route('/', pciUsersPages(app))
  site.route('/', auditPages(app))
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
