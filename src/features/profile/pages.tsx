import { Hono } from 'hono'
import type { App } from '../../app.ts'
import { isRefusal, type Refusal } from '../../domain/errors.ts'
import { PRODUCTS } from '../../domain/product.ts'
import type { Viewer } from '../../domain/viewer.ts'
import type { PlatformContext, PlatformEnv } from '../../http/environment.ts'
import { readForm } from '../../http/forms.ts'
import { statusOf } from '../../http/problem.tsx'
import { actorOf, attempt, redirectWith, replyPage, requireViewer } from '../../http/reply.ts'
import { flashOf } from '../../ui/flash.ts'
import { PATHS } from '../../ui/paths.ts'
import { shownText } from '../../ui/shown-text.ts'
import { requestEmailChange } from './change-email.ts'
import { confirmEmailPages } from './confirm-email-pages.tsx'
import { endOtherSessions, endOwnSession } from './own-sessions.ts'
import { changePasswordPages } from './password-pages.tsx'
import { viewOwnAccount } from './view-own-account.ts'
import { AccountView } from './views.tsx'

/** What everyone does for themselves: My profile, sessions, e-mail address, password. */
export function profilePages(app: App): Hono<PlatformEnv> {
  return new Hono<PlatformEnv>()
    .route('/', ownAccountPages(app))
    .route('/', changePasswordPages(app))
    .route('/', confirmEmailPages(app))
}

/** My profile, of every product: sessions and e-mail address. */
export function ownAccountPages(app: App): Hono<PlatformEnv> {
  const paths = PATHS[app.config.platform.product]
  return new Hono<PlatformEnv>()
    .get(paths.account, (context) => {
      const viewer = requireViewer(context)
      return viewer instanceof Response ? viewer : showAccount(context, app, viewer, { email: '', refusal: null })
    })
    .get(paths.accountEmail, (context) => context.redirect(paths.account))
    .post(paths.accountEmail, (context) => postEmail(context, app))
    .post(paths.endOtherSessions, async (context) => {
      const viewer = requireViewer(context)
      if (viewer instanceof Response) return viewer
      await endOtherSessions(app, actorOf(viewer), context.get('requestContext'))
      return redirectWith(context, paths.account, flashOf('other_sessions_ended'))
    })
    .post(`${paths.account}/sessions/:id/end`, async (context) => {
      const viewer = requireViewer(context)
      if (viewer instanceof Response) return viewer
      await endOwnSession(app, actorOf(viewer), context.req.param('id'), context.get('requestContext'))
      return redirectWith(context, paths.account, flashOf('session_ended'))
    })
}

async function postEmail(context: PlatformContext, app: App): Promise<Response> {
  const viewer = requireViewer(context)
  if (viewer instanceof Response) return viewer
  const { fields } = await readForm(context.req.raw, ['email'])
  const outcome = await attempt(() => requestEmailChange(app, actorOf(viewer), fields, context.get('requestContext')))
  if (isRefusal(outcome)) return showAccount(context, app, viewer, { email: fields.email, refusal: outcome })
  const { account } = PATHS[app.config.platform.product]
  return redirectWith(context, account, flashOf('email_change_requested', { email: outcome.newEmail }))
}

async function showAccount(
  context: PlatformContext,
  app: App,
  viewer: Viewer,
  form: { email: string; refusal: Refusal | null },
): Promise<Response> {
  const { refusal } = form
  const account = await viewOwnAccount(app, actorOf(viewer))
  const typed = { refusal, email: shownText(form.email) }
  const { product } = app.config.platform
  const place = { rules: PRODUCTS[product], paths: PATHS[product] }
  const children = <AccountView {...place} viewer={viewer} account={account} now={app.clock.now()} form={typed} />
  return replyPage(context, app, { title: 'My profile', wide: true, status: refusal ? statusOf(refusal) : 200, children })
}
