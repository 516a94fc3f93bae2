import { Hono } from 'hono'
import type { App } from '../../app.ts'
import { fieldProblemsOf, Refusal } from '../../domain/errors.ts'
import type { UserChange } from '../../domain/user-change.ts'
import type { PlatformContext, PlatformEnv } from '../../http/environment.ts'
import { readForm } from '../../http/forms.ts'
import { statusOf } from '../../http/problem.tsx'
import { actorOf, attempt, redirectWith, replyPage, requireViewer } from '../../http/reply.ts'
import { flashOf } from '../../ui/flash.ts'
import { STAFF } from '../../ui/paths.ts'
import { readUserListAddress, userListAddress } from '../../ui/user-list-address.ts'
import { actPages } from './act-pages.tsx'
import { addUser } from './add-user.ts'
import { changeUser } from './change-user.ts'
import { pick } from './edit-pages.tsx'
import { emailPages } from './email-pages.tsx'
import { listRequestsToDecide } from './list-requests.ts'
import { listUsers } from './list-users.ts'
import { NewOperatorView, type TypedOperator } from './new-operator-views.tsx'
import { OperatorListView } from './operator-list-views.tsx'
import { OperatorView } from './operator-views.tsx'
import { requestPages } from './request-pages.tsx'
import { viewUser } from './view-user.ts'

const ONE = `${STAFF.users}/:id` as const

/** Staff > People: operators look after each other, as Managers do after their users (S07, A01). */
export function operatorPages(core: App): Hono<PlatformEnv> {
  const fresh = { typed: { firstName: '', lastName: '', email: '', username: '' }, refusal: null }
  return new Hono<PlatformEnv>()
    .get(STAFF.users, (context) => showList(context, core))
    .get(STAFF.newUser, (context) => showNew(context, core, fresh))
    .post(STAFF.newUser, (context) => postNew(context, core))
    .route('/', requestPages(core))
    .get(ONE, (context) => showOne(context, core, { id: context.req.param('id'), typed: {}, refusal: null }))
    .post(ONE, (context) => postOne(context, core, context.req.param('id')))
    .route('/', emailPages(core))
    .route('/', actPages(core))
}

async function showList(context: PlatformContext, core: App): Promise<Response> {
  const viewer = requireViewer(context)
  if (viewer instanceof Response) return viewer
  const query = new URL(context.req.url).searchParams
  const wish = readUserListAddress(query)
  if ([...query.values()].includes('')) return context.redirect(userListAddress(wish, STAFF.users))
  const actor = actorOf(viewer)
  const [list, requests] = await Promise.all([listUsers(core, actor, wish), listRequestsToDecide(core, actor)])
  const children = OperatorListView({ list, wish, requests, viewer, now: core.clock.now() })
  return replyPage(context, core, { title: 'People', current: 'users', wide: true, children })
}

function showNew(
  context: PlatformContext,
  core: App,
  { typed, refusal }: { typed: TypedOperator; refusal: Refusal | null },
): Response {
  const viewer = requireViewer(context)
  if (viewer instanceof Response) return viewer
  const children = NewOperatorView({ typed, problems: fieldProblemsOf(refusal) })
  const status = refusal ? statusOf(refusal) : 200
  return replyPage(context, core, { title: 'Add operator', current: 'users', status, children })
}

async function postNew(context: PlatformContext, core: App): Promise<Response> {
  const viewer = requireViewer(context)
  if (viewer instanceof Response) return viewer
  const { fields } = await readForm(context.req.raw, ['firstName', 'lastName', 'email', 'username'])
  const input = { ...fields, role: 'manager' }
  const added = await attempt(() => addUser(core, actorOf(viewer), input, context.get('requestContext')))
  if (added instanceof Refusal) {
    if (added.code !== 'invalid_fields') throw added
    return showNew(context, core, { typed: fields, refusal: added })
  }
  const { accountId, username, name, email } = added
  return redirectWith(context, STAFF.user(accountId), flashOf('user_added', { name, username, email }))
}

async function showOne(
  context: PlatformContext,
  core: App,
  { id, typed, refusal }: { id: string; typed: UserChange; refusal: Refusal | null },
): Promise<Response> {
  const viewer = requireViewer(context)
  if (viewer instanceof Response) return viewer
  const user = await viewUser(core, actorOf(viewer), id)
  const { firstName, lastName } = user
  const children = OperatorView({
    user,
    typed: { firstName, lastName, ...typed },
    problems: fieldProblemsOf(refusal),
    viewer,
    now: core.clock.now(),
  })
  const status = refusal ? statusOf(refusal) : 200
  return replyPage(context, core, { title: user.username, current: 'users', wide: true, status, children })
}

async function postOne(context: PlatformContext, core: App, id: string): Promise<Response> {
  const viewer = requireViewer(context)
  if (viewer instanceof Response) return viewer
  const { fields, present } = await readForm(context.req.raw, ['version', 'firstName', 'lastName'])
  const change: UserChange = pick(fields, present, ['firstName', 'lastName'])
  const version = /^\d{1,9}$/.test(fields.version) ? Number(fields.version) : null
  const wish = { accountId: id, change, version }
  const changed = await attempt(() => changeUser(core, actorOf(viewer), wish, context.get('requestContext')))
  if (changed instanceof Refusal) {
    if (changed.code !== 'invalid_fields') throw changed
    return showOne(context, core, { id, typed: change, refusal: changed })
  }
  const { username, hasChanged } = changed
  return redirectWith(context, STAFF.user(id), flashOf(hasChanged ? 'user_changed' : 'user_unchanged', { username }))
}
