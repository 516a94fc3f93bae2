import { Hono } from 'hono'
import type { App } from '../../app.ts'
import { fieldProblemsOf, Refusal, refuse } from '../../domain/errors.ts'
import { mayDo } from '../../domain/permissions.ts'
import type { UserChange } from '../../domain/user-change.ts'
import type { PlatformContext, PlatformEnv } from '../../http/environment.ts'
import { readForm } from '../../http/forms.ts'
import { statusOf } from '../../http/problem.tsx'
import { actorOf, attempt, redirectWith, replyPage, requireViewer } from '../../http/reply.ts'
import { flashOf } from '../../ui/flash.ts'
import { PCI } from '../../ui/paths.ts'
import { addUser } from './add-user.ts'
import { changeUser } from './change-user.ts'
import { pick } from './edit-pages.tsx'
import { PciNewUserView, type TypedPciUser } from './pci-new-views.tsx'
import { PciUserView } from './pci-user-views.tsx'
import { viewChoices } from './view-choices.ts'
import { viewUser } from './view-user.ts'

const EDIT = `${PCI.users}/:id/edit` as const

/** Account > Users > New, and the page of one user, where all about them is seen and changed (S26). */
export function pciUserPages(app: App): Hono<PlatformEnv> {
  return new Hono<PlatformEnv>()
    .get(PCI.newUser, (context) => {
      const role = context.req.query('role') ?? ''
      return showNew(context, app, { typed: { firstName: '', lastName: '', email: '', username: '', role }, refusal: null })
    })
    .post(PCI.newUser, (context) => postNew(context, app))
    .get(EDIT, (context) => showUser(context, app, { id: context.req.param('id'), typed: {}, refusal: null }))
    .post(EDIT, (context) => postUser(context, app, context.req.param('id')))
}

async function showNew(
  context: PlatformContext,
  app: App,
  { typed, refusal }: { typed: TypedPciUser; refusal: Refusal | null },
): Promise<Response> {
  const viewer = requireViewer(context)
  if (viewer instanceof Response) return viewer
  if (!mayDo('add_users', viewer)) throw refuse('forbidden')
  const { roles } = await viewChoices(app, actorOf(viewer))
  const { label: platformLabel } = app.config.platform
  const children = PciNewUserView({ typed, problems: fieldProblemsOf(refusal), platformLabel, roles })
  return replyPage(context, app, { title: 'New user', current: 'users', status: refusal ? statusOf(refusal) : 200, children })
}

async function postNew(context: PlatformContext, app: App): Promise<Response> {
  const viewer = requireViewer(context)
  if (viewer instanceof Response) return viewer
  const { fields } = await readForm(context.req.raw, ['firstName', 'lastName', 'email', 'username', 'role'])
  const added = await attempt(() => addUser(app, actorOf(viewer), fields, context.get('requestContext')))
  if (added instanceof Refusal) {
    if (added.code !== 'invalid_fields') throw added
    return showNew(context, app, { typed: fields, refusal: added })
  }
  const { accountId, username, name, email } = added
  return redirectWith(context, PCI.user(accountId), flashOf('user_added', { name, username, email }))
}

/** A Manager sees and changes anybody; everybody else sees themselves, and changes nothing here. */
async function showUser(
  context: PlatformContext,
  app: App,
  { id, typed, refusal }: { id: string; typed: UserChange; refusal: Refusal | null },
): Promise<Response> {
  const viewer = requireViewer(context)
  if (viewer instanceof Response) return viewer
  const actor = actorOf(viewer)
  const user = await viewUser(app, actor, id)
  if (user.id !== viewer.accountId && user.edits.length === 0) throw refuse('forbidden')
  const { roles } = await viewChoices(app, actor)
  const { firstName, lastName, role } = user
  const children = PciUserView({
    user,
    typed: { firstName, lastName, role, ...typed },
    problems: fieldProblemsOf(refusal),
    roles,
    viewer,
    now: app.clock.now(),
  })
  const title = `Edit ${user.username}`
  return replyPage(context, app, { title, current: 'users', wide: true, status: refusal ? statusOf(refusal) : 200, children })
}

async function postUser(context: PlatformContext, app: App, id: string): Promise<Response> {
  const viewer = requireViewer(context)
  if (viewer instanceof Response) return viewer
  const { fields, present } = await readForm(context.req.raw, ['version', 'firstName', 'lastName', 'role'])
  const change: UserChange = pick(fields, present, ['firstName', 'lastName', 'role'])
  const version = /^\d{1,9}$/.test(fields.version) ? Number(fields.version) : null
  const wish = { accountId: id, change, version }
  const changed = await attempt(() => changeUser(app, actorOf(viewer), wish, context.get('requestContext')))
  if (changed instanceof Refusal) {
    if (changed.code !== 'invalid_fields') throw changed
    return showUser(context, app, { id, typed: change, refusal: changed })
  }
  const { username, hasChanged } = changed
  return redirectWith(context, PCI.user(id), flashOf(hasChanged ? 'user_changed' : 'user_unchanged', { username }))
}
