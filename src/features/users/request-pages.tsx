import { Hono } from 'hono'
import type { App } from '../../app.ts'
import { PRODUCTS } from '../../domain/product.ts'
import type { PlatformContext, PlatformEnv } from '../../http/environment.ts'
import { readForm } from '../../http/forms.ts'
import { actorOf, redirectWith, replyPage, requireViewer } from '../../http/reply.ts'
import { flashOf } from '../../ui/flash.ts'
import { PATHS } from '../../ui/paths.ts'
import { decideRequest, viewRequest } from './decide-request.ts'
import { viewRequestInbox } from './list-requests.ts'
import { RequestInboxView } from './request-inbox-views.tsx'
import { RequestView } from './request-views.tsx'

type Decision = 'approved' | 'denied'

/**
 * Where "please activate me" is decided (N11): from the inbox in one click, or by a mail's link, which leads, by way of
 * signing in, to a page that asks for one press. Opening a link decides nothing (I-02).
 */
export function requestPages(app: App): Hono<PlatformEnv> {
  const { activationRequests } = PATHS[app.config.platform.product]
  const request = `${activationRequests}/:id` as const
  const pages = new Hono<PlatformEnv>()
    .get(activationRequests, (context) => showInbox(context, app))
    .get(request, (context) => showRequest(context, app, { id: context.req.param('id'), offered: null }))
  for (const [path, decision] of [['approve', 'approved'] as const, ['deny', 'denied'] as const]) {
    pages
      .get(`${request}/${path}`, (context) => showRequest(context, app, { id: context.req.param('id'), offered: decision }))
      .post(`${request}/${path}`, (context) => postDecision(context, app, { requestId: context.req.param('id'), decision }))
  }
  return pages
}

async function showInbox(context: PlatformContext, app: App): Promise<Response> {
  const viewer = requireViewer(context)
  if (viewer instanceof Response) return viewer
  const inbox = await viewRequestInbox(app, actorOf(viewer))
  const children = RequestInboxView({ ...inbox, ...placeOf(app), now: app.clock.now() })
  return replyPage(context, app, { title: 'Requests', current: 'users', wide: true, children })
}

async function showRequest(
  context: PlatformContext,
  app: App,
  { id, offered }: { id: string; offered: Decision | null },
): Promise<Response> {
  const viewer = requireViewer(context)
  if (viewer instanceof Response) return viewer
  const request = await viewRequest(app, actorOf(viewer), id)
  const children = RequestView({ request, offered, ...placeOf(app), now: app.clock.now() })
  return replyPage(context, app, { title: 'Request to be activated', current: 'users', children })
}

async function postDecision(
  context: PlatformContext,
  app: App,
  decided: { requestId: string; decision: Decision },
): Promise<Response> {
  const viewer = requireViewer(context)
  if (viewer instanceof Response) return viewer
  const { fields } = await readForm(context.req.raw, ['from'])
  const { username, isPending } = await decideRequest(app, actorOf(viewer), decided, context.get('requestContext'))
  const approved = isPending ? 'request_approved_pending' : 'request_approved'
  const flash = flashOf(decided.decision === 'approved' ? approved : 'request_denied', { username })
  const { paths } = placeOf(app)
  return redirectWith(context, fields.from === 'inbox' ? paths.activationRequests : paths.users, flash)
}

function placeOf({ config: { platform } }: App) {
  return { paths: PATHS[platform.product], words: PRODUCTS[platform.product].words }
}
