import { Hono } from 'hono'
import type { App } from '../../app.ts'
import { DEFAULT_COLUMNS, type UserColumn, type UserListWish } from '../../domain/user-list.ts'
import { readHostCookie, setHostCookie } from '../../http/cookies.ts'
import type { PlatformContext, PlatformEnv } from '../../http/environment.ts'
import { actorOf, replyPage, requireViewer } from '../../http/reply.ts'
import { PLATFORM } from '../../ui/paths.ts'
import { readColumns, readUserListAddress, userListAddress } from '../../ui/user-list-address.ts'
import { listRequestsToDecide } from './list-requests.ts'
import { listUsers } from './list-users.ts'
import { UserListView } from './list-views.tsx'

const COLUMNS_COOKIE = '__Host-columns'
const COOKIE_DAYS = 400

/** The list of the Users section (S08). */
export function listPages(app: App): Hono<PlatformEnv> {
  return new Hono<PlatformEnv>().get(PLATFORM.users, (context) => showList(context, app))
}

async function showList(context: PlatformContext, app: App): Promise<Response> {
  const viewer = requireViewer(context)
  if (viewer instanceof Response) return viewer
  const query = new URL(context.req.url).searchParams
  const wish = readUserListAddress(query)
  // What the forms of the list send, as an address that can be kept.
  if (query.has('choose')) return keepColumns(context, { ...wish, columns: readColumns(query.getAll('column')) })
  if ([...query.values()].includes('')) return context.redirect(userListAddress(wish))
  const actor = actorOf(viewer)
  const [list, requests] = await Promise.all([listUsers(app, actor, wish), listRequestsToDecide(app, actor)])
  const columns = wish.columns ?? keptColumns(context)
  const children = UserListView({ list, wish, columns, requests, viewer, now: app.clock.now() })
  return replyPage(context, app, { title: 'Users', current: 'users', wide: true, children })
}

/** For this browser; the address says it too, so that a bookmark shows what it showed. */
function keepColumns(context: PlatformContext, wish: UserListWish): Response {
  const value = (wish.columns ?? []).join('.')
  setHostCookie(context, { name: COLUMNS_COOKIE, value, sameSite: 'Lax', maxAgeSeconds: COOKIE_DAYS * 24 * 60 * 60 })
  return context.redirect(userListAddress(wish))
}

function keptColumns(context: PlatformContext): readonly UserColumn[] {
  const kept = readHostCookie(context, COLUMNS_COOKIE)
  return kept === null ? DEFAULT_COLUMNS : readColumns(kept.split('.'))
}
