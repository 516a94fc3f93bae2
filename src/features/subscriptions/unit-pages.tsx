import { Hono } from 'hono'
import type { App } from '../../app.ts'
import { fieldProblemsOf, Refusal, refuse, type FieldProblems } from '../../domain/errors.ts'
import { mayDo } from '../../domain/permissions.ts'
import type { PlatformContext, PlatformEnv } from '../../http/environment.ts'
import { readForm } from '../../http/forms.ts'
import { statusOf } from '../../http/problem.tsx'
import { actorOf, attempt, redirectWith, replyPage, requireViewer } from '../../http/reply.ts'
import { flashOf } from '../../ui/flash.ts'
import { PLATFORM } from '../../ui/paths.ts'
import { changeUnit, createUnit, removeUnit, type UnitInput } from './change-units.ts'
import { passUnitPointOfContact } from './pass-point-of-contact.ts'
import { NewUnitView, UnitDetailView } from './unit-views.tsx'
import { viewUnit } from './view-subscription.ts'

const UNIT = '/subscription/units/:id'

/** Business units: made, renamed, emptied and removed by Managers; their points of contact also by their own Unit Managers. */
export function unitPages(app: App): Hono<PlatformEnv> {
  return new Hono<PlatformEnv>()
    .get(PLATFORM.newUnit, (context) => showNewUnit(context, app, { name: '', seesOnlyItself: false }))
    .post(PLATFORM.newUnit, (context) => postNewUnit(context, app))
    .get(UNIT, (context) => showUnit(context, app, context.req.param('id')))
    .post(UNIT, (context) => postUnit(context, app, context.req.param('id')))
    .post(`${UNIT}/point-of-contact`, (context) => postContact(context, app, context.req.param('id')))
    .post(`${UNIT}/remove`, (context) => postRemove(context, app, context.req.param('id')))
}

function showNewUnit(context: PlatformContext, app: App, typed: UnitInput, problems: FieldProblems = {}): Response {
  const viewer = requireViewer(context)
  if (viewer instanceof Response) return viewer
  if (!mayDo('manage_units', viewer)) throw refuse('forbidden')
  const status = Object.keys(problems).length > 0 ? 422 : 200
  const children = NewUnitView({ typed, problems })
  return replyPage(context, app, { title: 'Add unit', current: 'subscription', status, children })
}

async function postNewUnit(context: PlatformContext, app: App): Promise<Response> {
  const viewer = requireViewer(context)
  if (viewer instanceof Response) return viewer
  const input = await readUnit(context)
  const created = await attempt(() => createUnit(app, actorOf(viewer), input, context.get('requestContext')))
  if (created instanceof Refusal) {
    if (created.code !== 'invalid_fields') throw created
    return showNewUnit(context, app, input, fieldProblemsOf(created))
  }
  return redirectWith(context, PLATFORM.unit(created.unitId), flashOf('unit_created', { name: created.name }))
}

async function readUnit(context: PlatformContext): Promise<UnitInput> {
  const { fields } = await readForm(context.req.raw, ['name', 'seesOnlyItself'])
  return { name: fields.name, seesOnlyItself: fields.seesOnlyItself === 'yes' }
}

async function showUnit(
  context: PlatformContext,
  app: App,
  id: string,
  again: { typed: UnitInput; refusal: Refusal } | null = null,
): Promise<Response> {
  const viewer = requireViewer(context)
  if (viewer instanceof Response) return viewer
  const { unit, candidates } = await viewUnit(app, actorOf(viewer), id)
  const manages = mayDo('manage_units', viewer)
  const problems = fieldProblemsOf(again?.refusal ?? null)
  const children = UnitDetailView({ unit, candidates, manages, typed: again?.typed ?? unit, problems })
  const status = again ? statusOf(again.refusal) : 200
  return replyPage(context, app, { title: unit.name, current: 'subscription', status, children })
}

async function postUnit(context: PlatformContext, app: App, unitId: string): Promise<Response> {
  const viewer = requireViewer(context)
  if (viewer instanceof Response) return viewer
  const change = await readUnit(context)
  const changed = await attempt(() => changeUnit(app, actorOf(viewer), { unitId, change }, context.get('requestContext')))
  if (changed instanceof Refusal) {
    if (changed.code !== 'invalid_fields') throw changed
    return showUnit(context, app, unitId, { typed: change, refusal: changed })
  }
  return redirectWith(context, PLATFORM.unit(unitId), flashOf('unit_changed', { name: changed.name }))
}

async function postContact(context: PlatformContext, app: App, unitId: string): Promise<Response> {
  const viewer = requireViewer(context)
  if (viewer instanceof Response) return viewer
  const actor = actorOf(viewer)
  const { fields } = await readForm(context.req.raw, ['accountId'])
  const accountId = fields.accountId === '' ? null : fields.accountId
  const passed = await passUnitPointOfContact(app, actor, { unitId, accountId }, context.get('requestContext'))
  const { unit } = await viewUnit(app, actor, unitId)
  const flash = passed.hasChanged ? flashOf('contact_passed', { name: passed.name ?? '', of: unit.name }) : null
  const left = passed.hasChanged && passed.name === null ? flashOf('contact_left', { of: unit.name }) : flash
  return redirectWith(context, PLATFORM.unit(unitId), left ?? flashOf('contact_unchanged', { of: unit.name }))
}

async function postRemove(context: PlatformContext, app: App, unitId: string): Promise<Response> {
  const viewer = requireViewer(context)
  if (viewer instanceof Response) return viewer
  const { name } = await removeUnit(app, actorOf(viewer), unitId, context.get('requestContext'))
  return redirectWith(context, PLATFORM.subscription, flashOf('unit_removed', { name }))
}
