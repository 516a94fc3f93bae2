import { Hono } from 'hono'
import type { App } from '../../app.ts'
import type { PlatformContext, PlatformEnv } from '../../http/environment.ts'
import { actorOf, redirectWith, replyPage, requireViewer } from '../../http/reply.ts'
import { flashOf } from '../../ui/flash.ts'
import { PLATFORM } from '../../ui/paths.ts'
import { decideRequest, viewRequest } from './decide-request.ts'
import { RequestView } from './request-views.tsx'

const REQUEST = `${PLATFORM.users}/requests/:id` as const

/** Where a Manager decides "please activate me" (N11); the mail's link leads here, by way of signing in. */
export function requestPages(app: App): Hono<PlatformEnv> {
  return new Hono<PlatformEnv>()
    .get(REQUEST, (context) => showRequest(context, app, context.req.param('id')))
    .post(`${REQUEST}/approve`, (context) =>
      postDecision(context, app, { requestId: context.req.param('id'), decision: 'approved' }),
    )
    .post(`${REQUEST}/deny`, (context) => postDecision(context, app, { requestId: context.req.param('id'), decision: 'denied' }))
}

async function showRequest(context: PlatformContext, app: App, id: string): Promise<Response> {
  const viewer = requireViewer(context)
  if (viewer instanceof Response) return viewer
  const request = await viewRequest(app, actorOf(viewer), id)
  const children = RequestView({ request, now: app.clock.now() })
  return replyPage(context, app, { title: 'Request to be activated', current: 'users', children })
}

async function postDecision(
  context: PlatformContext,
  app: App,
  decided: { requestId: string; decision: 'approved' | 'denied' },
): Promise<Response> {
  const viewer = requireViewer(context)
  if (viewer instanceof Response) return viewer
  const { username, isPending } = await decideRequest(app, actorOf(viewer), decided, context.get('requestContext'))
  const approved = isPending ? 'request_approved_pending' : 'request_approved'
  return redirectWith(
    context,
    PLATFORM.users,
    flashOf(decided.decision === 'approved' ? approved : 'request_denied', { username }),
  )
}
