import { Hono } from 'hono'
import type { App } from '../../app.ts'
import { isRefusal, type Refusal } from '../../domain/errors.ts'
import type { UsernameChangeForm } from '../../domain/username-change.ts'
import type { Viewer } from '../../domain/viewer.ts'
import type { PlatformContext, PlatformEnv } from '../../http/environment.ts'
import { readForm } from '../../http/forms.ts'
import { statusOf } from '../../http/problem.tsx'
import { actorOf, attempt, redirectWith, replyPage, requireViewer } from '../../http/reply.ts'
import { clearSessionToken, readDeviceToken } from '../../http/session-cookie.ts'
import { flashOf } from '../../ui/flash.ts'
import { PCI } from '../../ui/paths.ts'
import { requireOwnRow } from '../users/require-own-row.ts'
import { cancelUsernameChange } from './cancel-username-change.ts'
import { confirmUsernameChange } from './confirm-username-change.ts'
import { requestUsernameChange } from './request-username-change.ts'
import { viewPendingChange } from './view-pending-change.ts'
import { ChangeUserLoginView, ConfirmUserLoginView } from './views.tsx'

const LOGIN = `${PCI.users}/:id/edit/login` as const

/** Change User Login, of one's own row (S29, S30): the form, and the page that asks for the new login once more. */
export function userLoginPages(app: App): Hono<PlatformEnv> {
  return new Hono<PlatformEnv>()
    .get(LOGIN, (context) =>
      ownRow(context, app, context.req.param('id'), (viewer) => showForm(context, app, viewer, { typed: EMPTY, refusal: null })),
    )
    .post(LOGIN, (context) => ownRow(context, app, context.req.param('id'), (viewer) => postForm(context, app, viewer)))
    .get(`${LOGIN}/confirm`, (context) =>
      ownRow(context, app, context.req.param('id'), (viewer) => showLastWord(context, app, viewer, { typed: '', refusal: null })),
    )
    .post(`${LOGIN}/confirm`, (context) =>
      ownRow(context, app, context.req.param('id'), (viewer) => postLastWord(context, app, viewer)),
    )
    .post(`${LOGIN}/cancel`, (context) =>
      ownRow(context, app, context.req.param('id'), async (viewer) => {
        await cancelUsernameChange(app, actorOf(viewer))
        return redirectWith(context, PCI.editUser(viewer.accountId), flashOf('username_change_cancelled'))
      }),
    )
}

async function ownRow(
  context: PlatformContext,
  app: App,
  id: string,
  reply: (viewer: Viewer) => Promise<Response>,
): Promise<Response> {
  const viewer = requireViewer(context)
  if (viewer instanceof Response) return viewer
  await requireOwnRow(app, actorOf(viewer), id)
  return reply(viewer)
}

const EMPTY: UsernameChangeForm = { currentUsername: '', newUsername: '', confirmation: '', currentPassword: '' }

async function showForm(
  context: PlatformContext,
  app: App,
  { accountId, username }: Viewer,
  { typed, refusal }: { typed: UsernameChangeForm; refusal: Refusal | null },
): Promise<Response> {
  const children = <ChangeUserLoginView accountId={accountId} username={username} typed={typed} refusal={refusal} />
  const status = refusal ? statusOf(refusal) : 200
  return replyPage(context, app, { title: 'Change User Login', current: 'account', status, children })
}

async function postForm(context: PlatformContext, app: App, viewer: Viewer): Promise<Response> {
  const names = ['currentUsername', 'newUsername', 'confirmation', 'currentPassword'] as const
  const { fields: typed } = await readForm(context.req.raw, names)
  const input = { ...typed, deviceToken: readDeviceToken(context) }
  const refusal = await attempt(() => requestUsernameChange(app, actorOf(viewer), input, context.get('requestContext')))
  if (isRefusal(refusal)) {
    if (refusal.code === 'overloaded') throw refusal
    return showForm(context, app, viewer, { typed, refusal })
  }
  return redirectWith(context, PCI.confirmUserLogin(viewer.accountId))
}

async function showLastWord(
  context: PlatformContext,
  app: App,
  viewer: Viewer,
  { typed, refusal }: { typed: string; refusal: Refusal | null },
): Promise<Response> {
  const wanted = await viewPendingChange(app, actorOf(viewer))
  if (wanted === null) return startAgain(context, viewer)
  const { accountId, username } = viewer
  const children = <ConfirmUserLoginView {...{ accountId, username, wanted, typed, refusal }} />
  const status = refusal ? statusOf(refusal) : 200
  return replyPage(context, app, { title: 'Change User Login', current: 'account', status, children })
}

async function postLastWord(context: PlatformContext, app: App, viewer: Viewer): Promise<Response> {
  const { newUsername: typed } = (await readForm(context.req.raw, ['newUsername'])).fields
  const outcome = await attempt(() => confirmUsernameChange(app, actorOf(viewer), typed, context.get('requestContext')))
  if (isRefusal(outcome)) return showLastWord(context, app, viewer, { typed, refusal: outcome })
  if (outcome === null) return startAgain(context, viewer)
  clearSessionToken(context)
  return redirectWith(context, PCI.signInAs(outcome.username), flashOf('username_changed', outcome))
}

function startAgain(context: PlatformContext, { accountId }: Viewer): Response {
  return redirectWith(context, PCI.userLogin(accountId), flashOf('username_change_over'))
}
