import { Hono } from 'hono'
import type { App } from '../../app.ts'
import type { PlatformEnv } from '../../http/environment.ts'
import { activatePages } from './activate-pages.tsx'
import { forgotPasswordPages } from './forgot-password-pages.tsx'
import { mailedActPages } from './mailed-act-pages.tsx'

/** The ways back in: Forgot Password and the pages that mailed links lead to. All are open to strangers. */
export function recoveryPages(app: App): Hono<PlatformEnv> {
  return new Hono<PlatformEnv>()
    .route('/', forgotPasswordPages(app))
    .route('/', activatePages(app))
    .route('/', mailedActPages(app))
}
