import { Hono } from 'hono'
import type { App } from '../../app.ts'
import { checkEmail } from '../../domain/contact.ts'
import { requireNoProblems, type FieldProblem, type Refusal } from '../../domain/errors.ts'
import { requireCaptcha } from '../../http/captcha.ts'
import type { PlatformContext, PlatformEnv } from '../../http/environment.ts'
import { readForm } from '../../http/forms.ts'
import { statusOf } from '../../http/problem.tsx'
import { attempt, redirectWith, replyPage } from '../../http/reply.ts'
import { PATHS } from '../../ui/paths.ts'
import { ForgotPasswordView, LONGEST_USERNAME } from './forgot-password-views.tsx'
import { requestPasswordReset } from './request-password-reset.ts'
import { ResetRequestedView } from './views.tsx'

type Typed = { readonly username: string; readonly email: string }

/** Forgot Password (S09), and the page that says the same to everyone. */
export function forgotPasswordPages(app: App): Hono<PlatformEnv> {
  const { frontDoorOrigin, platform } = app.config
  const paths = PATHS[platform.product]
  return new Hono<PlatformEnv>()
    .get(paths.forgotPassword, (context) => showForm(context, app, { username: '', email: '' }, null))
    .post(paths.forgotPassword, async (context) => {
      const { fields } = await readForm(context.req.raw, ['username', 'email', 'altcha'])
      const typed = { username: fields.username.trim(), email: fields.email.trim() }
      const refusal = await attempt(async () => {
        requireTyped(typed)
        await requireCaptcha(app, fields.altcha, 'forgot-password')
        await requestPasswordReset(app, typed, context.get('requestContext'))
      })
      return refusal ? showForm(context, app, typed, refusal) : redirectWith(context, paths.forgotPasswordSent)
    })
    .get(paths.forgotPasswordSent, (context) => {
      const children = <ResetRequestedView frontDoorOrigin={frontDoorOrigin} product={platform.product} />
      return replyPage(context, app, { title: 'Check your mail', children })
    })
}

function requireTyped({ username, email }: Typed): void {
  const fields: Record<string, FieldProblem> = {}
  if (username === '') fields['username'] = 'required'
  else if (username.length > LONGEST_USERNAME) fields['username'] = 'too_long'
  const checked = checkEmail(email)
  if (!checked.ok) fields['email'] = checked.problem
  requireNoProblems(fields)
}

function showForm(context: PlatformContext, app: App, typed: Typed, refusal: Refusal | null): Response {
  const { platform, frontDoorOrigin } = app.config
  const children = <ForgotPasswordView platform={platform} frontDoorOrigin={frontDoorOrigin} {...typed} refusal={refusal} />
  return replyPage(context, app, { title: 'Forgot Password', status: refusal ? statusOf(refusal) : 200, children })
}
