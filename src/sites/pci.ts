import { Hono } from 'hono'
import type { App } from '../app.ts'
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
import type { StatusSource } from '../features/standings/status-source.ts'
import { userLoginPages } from '../features/user-logins/pages.tsx'
import { internalPages } from '../features/usernames/internal-pages.ts'
import { pciUsersPages } from '../features/users/pci-pages.tsx'
import { assetPages } from '../http/assets.ts'
import { captchaPages } from '../http/captcha.ts'
import { refuseCrossOrigin } from '../http/csrf.ts'
import type { PlatformEnv } from '../http/environment.ts'
import { describeRequest, recognizeViewer } from '../http/request-context.ts'
import { securityHeaders } from '../http/security-headers.ts'
import type { Site } from '../http/site.ts'
import { PCI, SITE } from '../ui/paths.ts'
import { answerTheRest } from './site-endings.ts'

/** The PCI platform's site (S22): its own store of accounts, its own pages, and those that it shares with the others. */
export function pciSite(app: App, status: StatusSource | null = null): Site {
  const { origin, brand } = app.config
  const site = new Hono<PlatformEnv>()
  site.use(securityHeaders({ secure: origin.startsWith('https:') }))
  site.route('/', assetPages({ brand }))
  site.route('/', sessionApi(app))
  site.use(describeRequest({ log: app.log, clock: app.clock, proxies: app.config.trustedProxies }))
  site.route('/', internalPages(app))
  site.use(refuseCrossOrigin([origin]))
  site.use(recognizeViewer(app))
  site.get(SITE.changePasswordWellKnown, (context) => context.redirect(PCI.helpChangePassword))
  site.route('/', captchaPages(app))
  site.route('/', signInPages(app, status))
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
  answerTheRest(site, app, status)
  return site
}
