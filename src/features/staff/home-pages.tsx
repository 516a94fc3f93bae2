import { Hono } from 'hono'
import type { App } from '../../app.ts'
import type { PlatformEnv } from '../../http/environment.ts'
import { replyPage, requireViewer } from '../../http/reply.ts'
import { STAFF } from '../../ui/paths.ts'
import { STAFF_WORK } from '../../ui/platform-chrome.ts'
import { isOnlyManager } from '../accounts/only-manager.ts'
import { findNearExpiry } from '../password-age/find-near-expiry.ts'
import { StaffHomeView } from './home-views.tsx'

/** Where operators come in. */
export function staffHomePages(core: App): Hono<PlatformEnv> {
  return new Hono<PlatformEnv>().get(STAFF.home, async (context) => {
    const viewer = requireViewer(context)
    if (viewer instanceof Response) return viewer
    const [isOnly, passwordExpiresAt] = await Promise.all([isOnlyManager(core, viewer), findNearExpiry(core, viewer.accountId)])
    const children = StaffHomeView({ viewer, work: STAFF_WORK, isOnlyOperator: isOnly, passwordExpiresAt, now: core.clock.now() })
    return replyPage(context, core, { title: 'Home', current: 'home', wide: true, children })
  })
}
