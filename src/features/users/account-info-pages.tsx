import { Hono } from 'hono'
import type { App } from '../../app.ts'
import type { PlatformEnv } from '../../http/environment.ts'
import { replyPage, requireViewer } from '../../http/reply.ts'
import { FRONT_DOOR, onOrigin, PLATFORM } from '../../ui/paths.ts'
import { AccountInfoView } from './account-info-views.tsx'
import { findHelpers } from './find-helpers.ts'

/** Help > Account Info: who one is here, and the named people who can help (S06, S12). */
export function accountInfoPages(app: App): Hono<PlatformEnv> {
  return new Hono<PlatformEnv>().get(PLATFORM.helpAccount, async (context) => {
    const viewer = requireViewer(context)
    if (viewer instanceof Response) return viewer
    const { platform, support, frontDoorOrigin } = app.config
    const children = AccountInfoView({
      viewer,
      helpers: await findHelpers(app, viewer),
      platformLabel: platform.label,
      support,
      supportNumbersUrl: onOrigin(frontDoorOrigin, FRONT_DOOR.supportNumbers),
    })
    return replyPage(context, app, { title: 'Account Info', children })
  })
}
