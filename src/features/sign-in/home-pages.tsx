import { Hono } from 'hono'
import type { App } from '../../app.ts'
import type { PlatformEnv } from '../../http/environment.ts'
import { replyPage, requireViewer } from '../../http/reply.ts'
import { PATHS } from '../../ui/paths.ts'
import { isOnlyManager } from '../accounts/only-manager.ts'
import { findNearExpiry } from '../password-age/find-near-expiry.ts'
import { HomeView } from './home-views.tsx'

/** The home page of a platform, of either product. */
export function homePages(app: App): Hono<PlatformEnv> {
  const { product } = app.config.platform
  return new Hono<PlatformEnv>().get(PATHS[product].home, async (context) => {
    const viewer = requireViewer(context)
    if (viewer instanceof Response) return viewer
    const [isOnly, passwordExpiresAt] = await Promise.all([isOnlyManager(app, viewer), findNearExpiry(app, viewer.accountId)])
    const children = HomeView({ product, viewer, isOnlyManager: isOnly, passwordExpiresAt, now: app.clock.now() })
    return replyPage(context, app, { title: 'Home', current: 'home', children })
  })
}
