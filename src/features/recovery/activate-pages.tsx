import { Hono } from 'hono'
import type { App } from '../../app.ts'
import { keyAsTyped } from '../../domain/activation-key.ts'
import { isRefusal, requireNoProblems, type Refusal } from '../../domain/errors.ts'
import { newPasswordProblems } from '../../domain/password-policy.ts'
import { PRODUCTS } from '../../domain/product.ts'
import { requireCaptcha } from '../../http/captcha.ts'
import type { PlatformContext, PlatformEnv } from '../../http/environment.ts'
import { readForm } from '../../http/forms.ts'
import { statusOf } from '../../http/problem.tsx'
import { attempt, isSomebodyElse, redirectWith, replyPage } from '../../http/reply.ts'
import { setDeviceToken } from '../../http/session-cookie.ts'
import { flashOf } from '../../ui/flash.ts'
import { PATHS } from '../../ui/paths.ts'
import { ActivateView } from './activate-views.tsx'
import { newLinkPages, replyDeadKey } from './new-link-pages.tsx'
import { resetPassword, type ResetPasswordInput } from './reset-password.ts'

/**
 * The form behind welcome and reset links: a new password (S10, S14, S18). It stands at the links' own page, unless that one
 * reveals (S24). GET never looks at a key: it is in the fragment (S16, I-02).
 */
export function activatePages(app: App, page: string = PATHS[app.config.platform.product].activate): Hono<PlatformEnv> {
  const paths = PATHS[app.config.platform.product]
  const places = { page, newLink: paths.activateNewLink }
  return new Hono<PlatformEnv>()
    .get(page, (context) => showForm(context, app, { page, typedKey: '' }, null))
    .post(page, async (context) => {
      const { fields } = await readForm(context.req.raw, ['key', 'newPassword', 'confirmation', 'altcha'])
      const input = { key: keyAsTyped(fields.key), newPassword: fields.newPassword, confirmation: fields.confirmation }
      const outcome = await attempt(async () => {
        requireTyped(app, input)
        await requireCaptcha(app, fields.altcha, 'activate')
        return resetPassword(app, input, context.get('requestContext'))
      })
      if (isRefusal(outcome, 'overloaded')) throw outcome
      if (isRefusal(outcome, 'invalid_key')) return replyDeadKey(context, app, { typedKey: input.key, ...places })
      if (isRefusal(outcome)) return showForm(context, app, { page, typedKey: input.key }, outcome)
      const { username, deviceToken } = outcome
      if (deviceToken !== null) setDeviceToken(context, deviceToken)
      const flash = isSomebodyElse(context, username) ? flashOf('password_saved_for', { username }) : flashOf('password_saved')
      return redirectWith(context, paths.signInAs(username), flash)
    })
    .route('/', newLinkPages(app, paths.activateNewLink))
}

/** What can be said without the key, before a captcha is spent on it; alike for every key (I-03). */
function requireTyped(app: App, input: ResetPasswordInput): void {
  const { profile } = app.config
  requireNoProblems({
    ...(input.key === '' ? { key: 'required' } : {}),
    ...newPasswordProblems({ ...input, profile, context: null }),
  })
}

function showForm(
  context: PlatformContext,
  app: App,
  form: { page: string; typedKey: string },
  refusal: Refusal | null,
): Response {
  const { platform, frontDoorOrigin, profile } = app.config
  const { words } = PRODUCTS[platform.product]
  const children = ActivateView({
    ...form,
    platformLabel: platform.label,
    words,
    forgotPassword: PATHS[platform.product].forgotPassword,
    frontDoorOrigin,
    rules: profile.password,
    refusal,
  })
  return replyPage(context, app, { title: 'Choose a password', status: refusal ? statusOf(refusal) : 200, children })
}
