import { Hono } from 'hono'
import type { App } from '../../app.ts'
import { fieldProblemsOf, Refusal, refuse } from '../../domain/errors.ts'
import { mayDo } from '../../domain/permissions.ts'
import type { MemberActor } from '../../domain/request-context.ts'
import type { PlatformContext, PlatformEnv } from '../../http/environment.ts'
import { readForm } from '../../http/forms.ts'
import { statusOf } from '../../http/problem.tsx'
import { actorOf, attempt, redirectWith, replyPage, requireViewer } from '../../http/reply.ts'
import { flashOf } from '../../ui/flash.ts'
import { PLATFORM } from '../../ui/paths.ts'
import { accountInfoPages } from './account-info-pages.tsx'
import { actPages } from './act-pages.tsx'
import { AddUserView } from './add-user-views.tsx'
import { addUser, type NewUserInput } from './add-user.ts'
import { editPages } from './edit-pages.tsx'
import { emailPages } from './email-pages.tsx'
import { listPages } from './list-pages.tsx'
import { requestPages } from './request-pages.tsx'
import { UserView } from './user-views.tsx'
import { viewChoices } from './view-choices.ts'
import { viewUser } from './view-user.ts'

/** The Users section (S08): the list, adding, a user's page, the acts on it, and requests to be activated. */
export function usersPages(app: App): Hono<PlatformEnv> {
  return new Hono<PlatformEnv>()
    .route('/', listPages(app))
    .get(PLATFORM.newUser, (context) => showAddUser(context, app))
    .post(PLATFORM.newUser, (context) => postAddUser(context, app))
    .route('/', requestPages(app))
    .get(`${PLATFORM.users}/:id`, (context) => showUser(context, app, context.req.param('id')))
    .route('/', editPages(app))
    .route('/', emailPages(app))
    .route('/', actPages(app))
    .route('/', accountInfoPages(app))
}

async function showUser(context: PlatformContext, app: App, id: string): Promise<Response> {
  const viewer = requireViewer(context)
  if (viewer instanceof Response) return viewer
  const user = await viewUser(app, actorOf(viewer), id)
  const children = UserView({ user, viewer, now: app.clock.now() })
  return replyPage(context, app, { title: user.username, current: 'users', wide: true, children })
}

async function showAddUser(context: PlatformContext, app: App): Promise<Response> {
  const viewer = requireViewer(context)
  if (viewer instanceof Response) return viewer
  if (!mayDo('add_users', viewer)) throw refuse('forbidden')
  const role = context.req.query('role') ?? ''
  const typed = { firstName: '', lastName: '', email: '', role, businessUnitId: '' }
  return replyAddUser(context, app, { actor: actorOf(viewer), typed, refusal: null })
}

async function postAddUser(context: PlatformContext, app: App): Promise<Response> {
  const viewer = requireViewer(context)
  if (viewer instanceof Response) return viewer
  const { fields } = await readForm(context.req.raw, ['firstName', 'lastName', 'email', 'role', 'businessUnitId'])
  const added = await attempt(() => addUser(app, actorOf(viewer), fields, context.get('requestContext')))
  if (added instanceof Refusal) {
    if (added.code !== 'invalid_fields') throw added
    return replyAddUser(context, app, { actor: actorOf(viewer), typed: fields, refusal: added })
  }
  const { accountId, username, name, email } = added
  const flash = added.isWelcomed ? flashOf('user_added', { name, username, email }) : flashOf('contact_added', { name, username })
  return redirectWith(context, PLATFORM.user(accountId), flash)
}

type TypedUser = Omit<Required<NewUserInput>, 'externalId' | 'username'>

async function replyAddUser(
  context: PlatformContext,
  app: App,
  { actor, typed, refusal }: { actor: MemberActor; typed: TypedUser; refusal: Refusal | null },
): Promise<Response> {
  const children = AddUserView({
    typed,
    problems: fieldProblemsOf(refusal),
    platformLabel: app.config.platform.label,
    choices: await viewChoices(app, actor),
  })
  return replyPage(context, app, { title: 'Add user', current: 'users', status: refusal ? statusOf(refusal) : 200, children })
}
