import { Hono } from 'hono'
import type { App } from '../../app.ts'
import { isRefusal, type Refusal } from '../../domain/errors.ts'
import type { Viewer } from '../../domain/viewer.ts'
import type { PlatformContext, PlatformEnv } from '../../http/environment.ts'
import { readForm } from '../../http/forms.ts'
import { statusOf } from '../../http/problem.tsx'
import { actorOf, attempt, redirectWith, replyPage, requireViewer } from '../../http/reply.ts'
import { clearSessionToken, readDeviceToken } from '../../http/session-cookie.ts'
import { flashOf } from '../../ui/flash.ts'
import { PCI } from '../../ui/paths.ts'
import { requireOwnRow } from '../users/require-own-row.ts'
import { changePassword } from './change-password.ts'
import { ChangeOwnPasswordView } from './password-views.tsx'

const PASSWORD = `${PCI.users}/:id/edit/password` as const

/** The PCI platform's Change Password, of one's own row (S27, S28), and the address that leads there. */
export function ownPasswordPages(app: App): Hono<PlatformEnv> {
  return new Hono<PlatformEnv>()
    .get(PCI.helpChangePassword, (context) => {
      const viewer = requireViewer(context)
      return viewer instanceof Response ? viewer : context.redirect(PCI.userPassword(viewer.accountId))
    })
    .get(PASSWORD, async (context) => {
      const viewer = requireViewer(context)
      if (viewer instanceof Response) return viewer
      await requireOwnRow(app, actorOf(viewer), context.req.param('id'))
      return showForm(context, app, viewer, null)
    })
    .post(PASSWORD, async (context) => {
      const viewer = requireViewer(context)
      if (viewer instanceof Response) return viewer
      await requireOwnRow(app, actorOf(viewer), context.req.param('id'))
      return postChange(context, app, viewer)
    })
}

async function postChange(context: PlatformContext, app: App, viewer: Viewer): Promise<Response> {
  const { fields } = await readForm(context.req.raw, ['currentPassword', 'newPassword', 'confirmation'])
  const input = { ...fields, captcha: 'not_asked', deviceToken: readDeviceToken(context) } as const
  const outcome = await attempt(() => changePassword(app, actorOf(viewer), input, context.get('requestContext')))
  if (isRefusal(outcome)) {
    if (outcome.code === 'overloaded') throw outcome
    return showForm(context, app, viewer, outcome)
  }
  clearSessionToken(context)
  return redirectWith(context, PCI.signInAs(viewer.username), flashOf('password_changed'))
}

function showForm(
  context: PlatformContext,
  app: App,
  { accountId, username }: Viewer,
  refusal: Refusal | null,
): Response | Promise<Response> {
  const limits = app.config.profile.password
  const children = <ChangeOwnPasswordView accountId={accountId} username={username} limits={limits} refusal={refusal} />
  const status = refusal ? statusOf(refusal) : 200
  return replyPage(context, app, { title: 'Change Password', current: 'account', status, children })
}
