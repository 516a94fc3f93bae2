import { Hono } from 'hono'
import type { App } from '../../app.ts'
import type { PlatformContext, PlatformEnv } from '../../http/environment.ts'
import { actorOf, replyPage, requireViewer } from '../../http/reply.ts'
import { PCI } from '../../ui/paths.ts'
import { readUserListAddress, userListAddress } from '../../ui/user-list-address.ts'
import { listRequestsToDecide } from './list-requests.ts'
import { listUsers } from './list-users.ts'
import { PciUserListView } from './pci-list-views.tsx'

/** Account > Users of the PCI platform (S08, S26): everyone of a subscription reads it, Managers act from it. */
export function pciListPages(app: App): Hono<PlatformEnv> {
  return new Hono<PlatformEnv>().get(PCI.users, (context) => showList(context, app))
}

async function showList(context: PlatformContext, app: App): Promise<Response> {
  const viewer = requireViewer(context)
  if (viewer instanceof Response) return viewer
  const query = new URL(context.req.url).searchParams
  const wish = readUserListAddress(query)
  if ([...query.values()].includes('')) return context.redirect(userListAddress(wish, PCI.users))
  const actor = actorOf(viewer)
  const [list, requests] = await Promise.all([listUsers(app, actor, wish), listRequestsToDecide(app, actor)])
  const children = PciUserListView({ list, wish, requests, viewer, now: app.clock.now() })
  return replyPage(context, app, { title: 'Users', current: 'users', wide: true, children })
}
