import { Hono } from 'hono'
import type { App } from '../../app.ts'
import { requireNoProblems, type Refusal } from '../../domain/errors.ts'
import { PRODUCTS } from '../../domain/product.ts'
import type { PlatformContext, PlatformEnv } from '../../http/environment.ts'
import { readForm } from '../../http/forms.ts'
import { statusOf } from '../../http/problem.tsx'
import { attempt, redirectWith, replyPage } from '../../http/reply.ts'
import { PCI } from '../../ui/paths.ts'
import { ForgotLoginView, LinkRequestedView } from './forgot-login-views.tsx'
import { LONGEST_USERNAME } from './forgot-password-views.tsx'
import { requireFreeOrSolved } from './free-requests.ts'
import { requestPasswordReset } from './request-password-reset.ts'

/** Forgot Password where the user login is enough (S23), and the page that says the same to everyone. A captcha is asked of busy networks only. */
export function forgotLoginPages(app: App): Hono<PlatformEnv> {
  const { frontDoorOrigin, platform } = app.config
  const { words } = PRODUCTS[platform.product]
  return new Hono<PlatformEnv>()
    .get(PCI.forgotPassword, (context) => showForm(context, app, '', null))
    .post(PCI.forgotPassword, async (context) => {
      const { fields } = await readForm(context.req.raw, ['username', 'altcha'])
      const username = fields.username.trim()
      const refusal = await attempt(async () => {
        requireTyped(username)
        await requireFreeOrSolved(app, context.get('requestContext'), fields.altcha)
        await requestPasswordReset(app, { username, email: null }, context.get('requestContext'))
      })
      return refusal ? showForm(context, app, username, refusal) : redirectWith(context, PCI.forgotPasswordSent)
    })
    .get(PCI.forgotPasswordSent, (context) => {
      const children = <LinkRequestedView frontDoorOrigin={frontDoorOrigin} words={words} />
      return replyPage(context, app, { title: 'Check your mail', children })
    })
}

function requireTyped(username: string): void {
  if (username === '') requireNoProblems({ username: 'required' })
  if (username.length > LONGEST_USERNAME) requireNoProblems({ username: 'too_long' })
}

function showForm(context: PlatformContext, app: App, username: string, refusal: Refusal | null): Response {
  const { platform, frontDoorOrigin } = app.config
  const { words } = PRODUCTS[platform.product]
  const children = ForgotLoginView({ platform, words, frontDoorOrigin, username, refusal })
  return replyPage(context, app, { title: 'Forgot Password', status: refusal ? statusOf(refusal) : 200, children })
}
