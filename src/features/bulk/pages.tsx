import { Hono } from 'hono'
import type { App } from '../../app.ts'
import { isBulkAct } from '../../domain/bulk-act.ts'
import { fieldProblemsOf, isRefusal, Refusal, refuse } from '../../domain/errors.ts'
import type { PlatformContext, PlatformEnv } from '../../http/environment.ts'
import { readForm, readListForm } from '../../http/forms.ts'
import { statusOf } from '../../http/problem.tsx'
import { actorOf, attempt, redirectWith, replyPage, requireViewer } from '../../http/reply.ts'
import { flashOf } from '../../ui/flash.ts'
import { PLATFORM } from '../../ui/paths.ts'
import { readUserListAddress, userListAddress } from '../../ui/user-list-address.ts'
import { chooseUnit } from './choose-unit.ts'
import { prepareBulkAct, type BulkWish } from './prepare-bulk-act.ts'
import { cancelBulkAct, startBulkAct } from './start-bulk-act.ts'
import { viewBulkAct } from './view-bulk-act.ts'
import { BulkActPage, titleOf } from './views.tsx'

/** More than a page of the list holds. */
const MOST_TICKS = 200
const ONE = `${PLATFORM.bulkActs}/:id` as const

/** Acts on many users (S08): who is affected and refused, then how far it is, then what became of whom. */
export function bulkPages(app: App): Hono<PlatformEnv> {
  return new Hono<PlatformEnv>()
    .post(PLATFORM.bulkActs, (context) => postSelection(context, app))
    .get(ONE, (context) => showAct(context, app, { id: context.req.param('id'), refusal: null }))
    .post(`${ONE}/unit`, (context) => postUnit(context, app, context.req.param('id')))
    .post(`${ONE}/start`, (context) => postStart(context, app, context.req.param('id')))
    .post(`${ONE}/cancel`, (context) => postCancel(context, app, context.req.param('id')))
    .post(`${ONE}/undo`, (context) => postUndo(context, app, context.req.param('id')))
}

async function postSelection(context: PlatformContext, app: App): Promise<Response> {
  const viewer = requireViewer(context)
  if (viewer instanceof Response) return viewer
  const { fields, listed } = await readListForm(context.req.raw, ['act', 'all', 'list'], { name: 'user', most: MOST_TICKS })
  if (!isBulkAct(fields.act)) throw refuse('not_found')
  // Read and written anew, so that no form can lead anywhere but to the list.
  const wish = readUserListAddress(new URLSearchParams(fields.list))
  const list = userListAddress(wish)
  if (fields.all !== 'yes' && listed.length === 0) return redirectWith(context, list, flashOf('nobody_selected'))
  const meant = fields.all === 'yes' ? { everybodyIn: wish } : { ids: listed }
  return preparePreview(context, app, { act: fields.act, meant, list })
}

async function preparePreview(context: PlatformContext, app: App, wish: BulkWish): Promise<Response> {
  const viewer = requireViewer(context)
  if (viewer instanceof Response) return viewer
  const id = await prepareBulkAct(app, actorOf(viewer), wish, context.get('requestContext'))
  return redirectWith(context, PLATFORM.bulkAct(id))
}

async function showAct(
  context: PlatformContext,
  app: App,
  { id, refusal }: { id: string; refusal: Refusal | null },
): Promise<Response> {
  const viewer = requireViewer(context)
  if (viewer instanceof Response) return viewer
  const act = await viewBulkAct(app, actorOf(viewer), id)
  const children = BulkActPage({ act, problems: fieldProblemsOf(refusal), now: app.clock.now() })
  const status = refusal === null ? 200 : statusOf(refusal)
  return replyPage(context, app, { title: titleOf(act), current: 'users', status, children })
}

async function postUnit(context: PlatformContext, app: App, id: string): Promise<Response> {
  const viewer = requireViewer(context)
  if (viewer instanceof Response) return viewer
  const { fields } = await readForm(context.req.raw, ['unit'])
  const chosen = await attempt(() => chooseUnit(app, actorOf(viewer), { id, unit: fields.unit }))
  if (!(chosen instanceof Refusal)) return redirectWith(context, PLATFORM.bulkAct(id))
  if (!isRefusal(chosen, 'invalid_fields')) throw chosen
  return showAct(context, app, { id, refusal: chosen })
}

async function postStart(context: PlatformContext, app: App, id: string): Promise<Response> {
  const viewer = requireViewer(context)
  if (viewer instanceof Response) return viewer
  await startBulkAct(app, actorOf(viewer), id, context.get('requestContext'))
  return redirectWith(context, PLATFORM.bulkAct(id))
}

/** A preview that is dropped leads back to the list; what was stopped says how far it came. */
async function postCancel(context: PlatformContext, app: App, id: string): Promise<Response> {
  const viewer = requireViewer(context)
  if (viewer instanceof Response) return viewer
  await cancelBulkAct(app, actorOf(viewer), id)
  const { startedAt, list } = await viewBulkAct(app, actorOf(viewer), id)
  return redirectWith(context, startedAt === null ? list : PLATFORM.bulkAct(id))
}

/** The opposite act, meant for those whom the first was done to; it is previewed like any other. */
async function postUndo(context: PlatformContext, app: App, id: string): Promise<Response> {
  const viewer = requireViewer(context)
  if (viewer instanceof Response) return viewer
  const { act, list } = await viewBulkAct(app, actorOf(viewer), id)
  if (act !== 'deactivate') throw refuse('not_found')
  return preparePreview(context, app, { act: 'activate', meant: { doneBy: id }, list })
}
