import { Hono } from 'hono'
import type { App } from '../app.ts'
import { CAPTCHA_ACTIONS, type CaptchaAction } from '../captcha.ts'
import { refuse } from '../domain/errors.ts'
import { SITE } from '../ui/paths.ts'
import type { PlatformEnv } from './environment.ts'

/** GET /captcha?action=...: a challenge bound to one act (I-18). */
export function captchaPages(app: App): Hono<PlatformEnv> {
  return new Hono<PlatformEnv>().get(SITE.captcha, async (context) => {
    const asked = context.req.query('action')
    const action = CAPTCHA_ACTIONS.find((known) => known === asked)
    if (!action) throw refuse('not_found')
    return context.json(await app.captcha.issue(action))
  })
}

/**
 * Spends the solved captcha that came with a form (I-18). Call it once the fields are fine, so that a typing error costs
 * nobody their solution. Throws Refusal `captcha_failed`.
 */
export async function requireCaptcha(app: App, solution: string, action: CaptchaAction): Promise<void> {
  if (!(await app.captcha.redeem(solution, action))) throw refuse('captcha_failed', { action })
}
