import { Hono } from 'hono'
import type { App } from '../../app.ts'
import type { PlatformEnv } from '../../http/environment.ts'
import { activatePages } from './activate-pages.tsx'
import { chooseOwnPages } from './choose-own-pages.tsx'
import { forgotPasswordPages } from './forgot-password-pages.tsx'
import { mailedActPages } from './mailed-act-pages.tsx'

/** The ways back in: Forgot Password, the pages that mailed links lead to, and the one that an expired password
 * opens. All but that are open to strangers. */
export function recoveryPages(app: App): Hono<PlatformEnv> {
  return new Hono<PlatformEnv>()
    .route('/', forgotPasswordPages(app))
    .route('/', activatePages(app))
    .route('/', chooseOwnPages(app))
    .route('/', mailedActPages(app))
}
