import { Hono } from 'hono'
import type { Core } from '../../core.ts'
import { isRefusal } from '../../domain/errors.ts'
import type { PlatformEnv } from '../../http/environment.ts'
import { readForm } from '../../http/forms.ts'
import { actorOf, attempt, redirectWith, replyPage, requireViewer } from '../../http/reply.ts'
import { STAFF_PASSES } from '../../ui/status-paths.ts'
import { issuePass } from './issue-pass.ts'
import { listClosed } from './list-closed.ts'
import { ClosedPlatformsView, IssuedPassView } from './views.tsx'

/** Where operators take passes to platforms that are closed for maintenance (S04). */
export function passPages(core: Core): Hono<PlatformEnv> {
  return new Hono<PlatformEnv>()
    .get(STAFF_PASSES, async (context) => {
      const viewer = requireViewer(context)
      if (viewer instanceof Response) return viewer
      const children = ClosedPlatformsView({ closed: await listClosed(core, actorOf(viewer)) })
      return replyPage(context, core, { title: 'Passes', current: 'maintenance', children })
    })
    .post(STAFF_PASSES, async (context) => {
      const viewer = requireViewer(context)
      if (viewer instanceof Response) return viewer
      const { fields } = await readForm(context.req.raw, ['maintenanceId', 'platformId'])
      const issued = await attempt(() => issuePass(core, actorOf(viewer), fields, context.get('requestContext')))
      // Over meanwhile: the list says so.
      if (isRefusal(issued, 'not_found')) return redirectWith(context, STAFF_PASSES)
      if (isRefusal(issued)) throw issued
      // Shown once, and on no other page: so there is no redirect.
      return replyPage(context, core, { title: 'Pass', current: 'maintenance', children: IssuedPassView(issued) })
    })
}
