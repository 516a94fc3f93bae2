import { Hono } from 'hono'
import type { App } from '../../app.ts'
import { fieldProblemsOf, Refusal } from '../../domain/errors.ts'
import { EXTRA_RIGHTS, isExtraRight } from '../../domain/permissions.ts'
import type { UserChange, UserEdit } from '../../domain/user-change.ts'
import type { PlatformContext, PlatformEnv } from '../../http/environment.ts'
import { readForm } from '../../http/forms.ts'
import { statusOf } from '../../http/problem.tsx'
import { actorOf, attempt, redirectWith, replyPage, requireViewer } from '../../http/reply.ts'
import { flashOf } from '../../ui/flash.ts'
import { PLATFORM } from '../../ui/paths.ts'
import { changeUser } from './change-user.ts'
import { EditUserView, type TypedEdit } from './edit-views.tsx'
import { viewUserEdit } from './view-user-edit.ts'

const EDIT = `${PLATFORM.users}/:id/edit` as const
const RIGHTS = Object.keys(EXTRA_RIGHTS).filter(isExtraRight)

/** Where names, role, unit and rights of a user are changed (A03). */
export function editPages(app: App): Hono<PlatformEnv> {
  return new Hono<PlatformEnv>()
    .get(EDIT, (context) => showEdit(context, app, context.req.param('id')))
    .post(EDIT, (context) => postEdit(context, app, context.req.param('id')))
}

async function showEdit(context: PlatformContext, app: App, id: string): Promise<Response> {
  const viewer = requireViewer(context)
  if (viewer instanceof Response) return viewer
  const edit = await viewUserEdit(app, actorOf(viewer), id)
  return replyEdit(context, app, { edit, typed: asTyped(edit), refusal: null })
}

async function postEdit(context: PlatformContext, app: App, id: string): Promise<Response> {
  const viewer = requireViewer(context)
  if (viewer instanceof Response) return viewer
  const actor = actorOf(viewer)
  const rightFields = RIGHTS.map((right) => `right_${right}` as const)
  const { fields, present } = await readForm(context.req.raw, [
    'version',
    'firstName',
    'lastName',
    'role',
    'businessUnitId',
    'externalId',
    'rights',
    ...rightFields,
  ])
  const extraRights = RIGHTS.filter((right) => fields[`right_${right}`] !== '')
  const edit = await viewUserEdit(app, actor, id)
  const change: UserChange = {
    ...pick(fields, present, ['firstName', 'lastName', 'role', 'businessUnitId', 'externalId']),
    // Boxes that are not ticked are not sent: they count where the form had them.
    ...(edit.roles.includes('manager') && present.has('rights') && { extraRights }),
  }
  const version = /^\d{1,9}$/.test(fields.version) ? Number(fields.version) : null
  const changed = await attempt(() => changeUser(app, actor, { accountId: id, change, version }, context.get('requestContext')))
  if (changed instanceof Refusal) {
    if (changed.code !== 'invalid_fields') throw changed
    return replyEdit(context, app, { edit, typed: { ...asTyped(edit), ...change, extraRights }, refusal: changed })
  }
  const { username, hasChanged } = changed
  return redirectWith(context, PLATFORM.user(id), flashOf(hasChanged ? 'user_changed' : 'user_unchanged', { username }))
}

/** Those fields of a form that were sent at all. */
export function pick<Name extends string>(
  fields: Readonly<Record<Name, string>>,
  present: ReadonlySet<string>,
  names: readonly Name[],
): Partial<Record<Name, string>> {
  const picked = names.filter((name) => present.has(name)).map((name) => [name, fields[name]] as const)
  // Every name is one of those asked for.
  return Object.fromEntries(picked) as Partial<Record<Name, string>>
}

function asTyped({ user }: UserEdit): TypedEdit {
  const { firstName, lastName, role, businessUnitId, externalId, extraRights } = user
  return { firstName, lastName, role, businessUnitId: businessUnitId ?? '', externalId: externalId ?? '', extraRights }
}

function replyEdit(
  context: PlatformContext,
  app: App,
  { edit, typed, refusal }: { edit: UserEdit; typed: TypedEdit; refusal: Refusal | null },
): Response {
  const children = EditUserView({ edit, typed, problems: fieldProblemsOf(refusal) })
  const title = `Edit ${edit.user.username}`
  return replyPage(context, app, { title, current: 'users', status: refusal ? statusOf(refusal) : 200, children })
}
