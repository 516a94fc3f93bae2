import { Hono } from 'hono'
import type { App } from '../../app.ts'
import { isRefusal, type Refusal } from '../../domain/errors.ts'
import type { Viewer } from '../../domain/viewer.ts'
import type { PlatformContext, PlatformEnv } from '../../http/environment.ts'
import { readForm } from '../../http/forms.ts'
import { statusOf } from '../../http/problem.tsx'
import { actorOf, attempt, redirectWith, replyPage, requireViewer } from '../../http/reply.ts'
import { clearSessionToken, readDeviceToken } from '../../http/session-cookie.ts'
import { PATHS } from '../../ui/paths.ts'
import { changePassword } from './change-password.ts'
import { ChangePasswordView, PasswordChangedView } from './password-views.tsx'

/** Help > Change Password, and the page after it, which nobody is signed in on (S13). */
export function changePasswordPages(app: App): Hono<PlatformEnv> {
  const paths = PATHS[app.config.platform.product]
  return new Hono<PlatformEnv>()
    .get(paths.helpChangePassword, (context) => {
      const viewer = requireViewer(context)
      return viewer instanceof Response ? viewer : showForm(context, app, viewer, null)
    })
    .post(paths.helpChangePassword, (context) => postChange(context, app))
    .get(paths.passwordChanged, (context) => {
      const children = <PasswordChangedView signIn={paths.signIn} />
      return replyPage(context, app, { title: 'Your password is changed', children })
    })
}

async function postChange(context: PlatformContext, app: App): Promise<Response> {
  const viewer = requireViewer(context)
  if (viewer instanceof Response) return viewer
  const { fields } = await readForm(context.req.raw, ['currentPassword', 'newPassword', 'confirmation', 'altcha'])
  const { altcha, ...passwords } = fields
  const captcha = altcha === '' ? null : await app.captcha.check(altcha, 'change-password')
  const input = { ...passwords, captcha, deviceToken: readDeviceToken(context) }
  const outcome = await attempt(() => changePassword(app, actorOf(viewer), input, context.get('requestContext')))
  if (isRefusal(outcome)) {
    if (outcome.code === 'overloaded') throw outcome
    return showForm(context, app, viewer, outcome)
  }
  clearSessionToken(context)
  return redirectWith(context, PATHS[app.config.platform.product].passwordChanged)
}

function showForm(context: PlatformContext, app: App, { username }: Viewer, refusal: Refusal | null): Response {
  const { profile, platform } = app.config
  const form = { username, limits: profile.password, refusal }
  const children = <ChangePasswordView {...form} product={platform.product} />
  return replyPage(context, app, { title: 'Change Password', status: refusal ? statusOf(refusal) : 200, children })
}
