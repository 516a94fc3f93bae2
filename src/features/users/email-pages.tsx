import { Hono } from 'hono'
import type { App } from '../../app.ts'
import { fieldProblemsOf, Refusal, refuse } from '../../domain/errors.ts'
import type { PlatformContext, PlatformEnv } from '../../http/environment.ts'
import { readForm } from '../../http/forms.ts'
import { statusOf } from '../../http/problem.tsx'
import { actorOf, attempt, redirectWith, replyPage, requireViewer } from '../../http/reply.ts'
import { flashOf } from '../../ui/flash.ts'
import { PATHS } from '../../ui/paths.ts'
import { cancelUserEmailChange, changeUserEmail } from './change-user-email.ts'
import { UserEmailView } from './email-views.tsx'
import { viewUserEdit } from './view-user-edit.ts'

/** Where a Manager asks for another e-mail address of a user, and takes that back (I-37). */
export function emailPages(app: App): Hono<PlatformEnv> {
  const page = `${PATHS[app.config.platform.product].users}/:id/email` as const
  return new Hono<PlatformEnv>()
    .get(page, (context) => showEmail(context, app, { id: context.req.param('id'), typed: '', refusal: null }))
    .post(page, (context) => postEmail(context, app, context.req.param('id')))
    .post(`${page}/cancel`, (context) => postCancel(context, app, context.req.param('id')))
}

async function showEmail(
  context: PlatformContext,
  app: App,
  { id, typed, refusal }: { id: string; typed: string; refusal: Refusal | null },
): Promise<Response> {
  const viewer = requireViewer(context)
  if (viewer instanceof Response) return viewer
  const { user, edits } = await viewUserEdit(app, actorOf(viewer), id)
  if (!edits.includes('change_email')) throw refuse(id === viewer.accountId ? 'not_oneself' : 'forbidden')
  const paths = PATHS[app.config.platform.product]
  const children = UserEmailView({ user, typed, problems: fieldProblemsOf(refusal), paths })
  const status = refusal ? statusOf(refusal) : 200
  return replyPage(context, app, { title: 'Change the e-mail address', current: 'users', status, children })
}

async function postEmail(context: PlatformContext, app: App, id: string): Promise<Response> {
  const viewer = requireViewer(context)
  if (viewer instanceof Response) return viewer
  const { email } = (await readForm(context.req.raw, ['email'])).fields
  const asked = await attempt(() =>
    changeUserEmail(app, actorOf(viewer), { accountId: id, email }, context.get('requestContext')),
  )
  if (asked instanceof Refusal) {
    if (asked.code !== 'invalid_fields') throw asked
    return showEmail(context, app, { id, typed: email, refusal: asked })
  }
  return redirectWith(
    context,
    PATHS[app.config.platform.product].user(id),
    flashOf('user_email_asked', { email: asked.newEmail }),
  )
}

async function postCancel(context: PlatformContext, app: App, id: string): Promise<Response> {
  const viewer = requireViewer(context)
  if (viewer instanceof Response) return viewer
  const { username } = await cancelUserEmailChange(app, actorOf(viewer), id, context.get('requestContext'))
  return redirectWith(context, PATHS[app.config.platform.product].user(id), flashOf('user_email_cancelled', { username }))
}
