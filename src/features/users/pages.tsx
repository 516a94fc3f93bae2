import { Hono } from 'hono'
import type { App } from '../../app.ts'
import { fieldProblemsOf, Refusal, refuse } from '../../domain/errors.ts'
import { mayActOnUsers } from '../../domain/permissions.ts'
import type { PlatformContext, PlatformEnv } from '../../http/environment.ts'
import { readForm } from '../../http/forms.ts'
import { statusOf } from '../../http/problem.tsx'
import { actorOf, attempt, redirectWith, replyPage, requireViewer } from '../../http/reply.ts'
import { flashOf } from '../../ui/flash.ts'
import { PLATFORM } from '../../ui/paths.ts'
import { readUserListAddress } from '../../ui/user-list-address.ts'
import { accountInfoPages } from './account-info-pages.tsx'
import { actPages } from './act-pages.tsx'
import { AddUserView } from './add-user-views.tsx'
import { addUser, type NewUserInput } from './add-user.ts'
import { listRequestsToDecide, listUsers } from './list-users.ts'
import { UserListView } from './list-views.tsx'
import { requestPages } from './request-pages.tsx'
import { UserView } from './user-views.tsx'
import { viewUser } from './view-user.ts'

/** The Users section (S08): the list, adding, a user's page, the acts on it, and requests to be activated. */
export function usersPages(app: App): Hono<PlatformEnv> {
  return new Hono<PlatformEnv>()
    .get(PLATFORM.users, (context) => showList(context, app))
    .get(PLATFORM.newUser, (context) => showAddUser(context, app))
    .post(PLATFORM.newUser, (context) => postAddUser(context, app))
    .route('/', requestPages(app))
    .get(`${PLATFORM.users}/:id`, (context) => showUser(context, app, context.req.param('id')))
    .route('/', actPages(app))
    .route('/', accountInfoPages(app))
}

async function showList(context: PlatformContext, app: App): Promise<Response> {
  const viewer = requireViewer(context)
  if (viewer instanceof Response) return viewer
  const wish = readUserListAddress(new URL(context.req.url).searchParams)
  const actor = actorOf(viewer)
  const [list, requests] = await Promise.all([listUsers(app, actor, wish), listRequestsToDecide(app, actor)])
  const children = UserListView({ list, wish, requests, viewer, now: app.clock.now() })
  return replyPage(context, app, { title: 'Users', current: 'users', wide: true, children })
}

async function showUser(context: PlatformContext, app: App, id: string): Promise<Response> {
  const viewer = requireViewer(context)
  if (viewer instanceof Response) return viewer
  const user = await viewUser(app, actorOf(viewer), id)
  const children = UserView({ user, viewer, now: app.clock.now() })
  return replyPage(context, app, { title: user.username, current: 'users', children })
}

function showAddUser(context: PlatformContext, app: App): Response {
  const viewer = requireViewer(context)
  if (viewer instanceof Response) return viewer
  if (!mayActOnUsers(viewer.role)) throw refuse('forbidden')
  return replyAddUser(context, app, { typed: { firstName: '', lastName: '', email: '', role: '' }, refusal: null })
}

async function postAddUser(context: PlatformContext, app: App): Promise<Response> {
  const viewer = requireViewer(context)
  if (viewer instanceof Response) return viewer
  const { fields } = await readForm(context.req.raw, ['firstName', 'lastName', 'email', 'role'])
  const added = await attempt(() => addUser(app, actorOf(viewer), fields, context.get('requestContext')))
  if (added instanceof Refusal) {
    if (added.code !== 'invalid_fields') throw added
    return replyAddUser(context, app, { typed: fields, refusal: added })
  }
  const { accountId, username, name, email } = added
  const flash = added.isWelcomed ? flashOf('user_added', { name, username, email }) : flashOf('contact_added', { name, username })
  return redirectWith(context, PLATFORM.user(accountId), flash)
}

function replyAddUser(
  context: PlatformContext,
  app: App,
  { typed, refusal }: { typed: NewUserInput; refusal: Refusal | null },
): Response {
  const children = AddUserView({ typed, problems: fieldProblemsOf(refusal), platformLabel: app.config.platform.label })
  return replyPage(context, app, { title: 'Add user', current: 'users', status: refusal ? statusOf(refusal) : 200, children })
}
