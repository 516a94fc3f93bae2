import type { Child } from 'hono/jsx'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { App } from '../app.ts'
import { isRefusal, type Refusal } from '../domain/errors.ts'
import type { AccountActor } from '../domain/request-context.ts'
import type { Viewer } from '../domain/viewer.ts'
import { flashOf, type Flash } from '../ui/flash.ts'
import type { ChromeSession } from '../ui/idle-warning.tsx'
import { renderPage, type Chrome } from '../ui/layout.tsx'
import { PATHS, type ProductPaths } from '../ui/paths.ts'
import { platformChrome, type PlatformSection } from '../ui/platform-chrome.ts'
import type { PlatformContext } from './environment.ts'
import { setFlash, takeFlash } from './flash.ts'

/** `signIn`: where to go on, should the viewer's session end on this page. */
export function chromeOf(
  app: App,
  viewer: Viewer | null,
  current: PlatformSection = null,
  signIn: string = PATHS[app.config.platform.product].signIn,
): Chrome {
  const { brand, platform, frontDoorOrigin } = app.config
  const of = { brand, product: platform.product, platformLabel: platform.label, frontDoorOrigin, viewer, current }
  return { ...platformChrome(of), session: viewer && sessionOf(app, viewer, signIn) }
}

/** The process's clock will do: the page asks again, by the database's, before it says anything (I-40). */
function sessionOf(app: App, { idleEndsAt, endsAt }: Viewer, signIn: string): ChromeSession {
  const secondsLeft = Math.round((idleEndsAt.getTime() - app.clock.now().getTime()) / 1_000)
  const longest = app.config.profile.session.idleSeconds
  const { sessionLeft: left, apiSession: use, signOut } = PATHS[app.config.platform.product]
  return { secondsLeft: Math.min(Math.max(secondsLeft, 0), longest), mayStay: idleEndsAt < endsAt, signIn, left, use, signOut }
}

/** A page of a platform, with the flash that was left for it. */
export function replyPage(
  context: PlatformContext,
  app: App,
  page: { title: string; current?: PlatformSection; wide?: boolean; status?: ContentfulStatusCode; children: Child },
): Response {
  const chrome = chromeOf(app, context.get('viewer'), page.current ?? null, comeBackTo(context))
  const { title, wide, children } = page
  return context.html(renderPage({ chrome, title, wide, flash: takeFlash(context), children }), page.status ?? 200)
}

/** After every successful POST: a redirect with a message for the next page, so that back and reload never resubmit. */
export function redirectWith(context: PlatformContext, path: string, flash: Flash | null = null): Response {
  if (flash) setFlash(context, flash)
  return context.redirect(path, 303)
}

/** Runs a verb; a refusal becomes a value, so that a page can show its form again. Anything else is thrown on. */
export async function attempt<Result>(run: () => Promise<Result>): Promise<Result | Refusal> {
  try {
    return await run()
  } catch (error) {
    if (isRefusal(error)) return error
    throw error
  }
}

/** The signed-in viewer, or a redirect: to the sign-in page, that comes back here; for the restricted to all that they may (I-06). */
export function requireViewer(context: PlatformContext): Viewer | Response {
  const viewer = context.get('viewer')
  if (viewer) return viewer
  const paths = context.get('paths')
  if (context.get('restricted')) return redirectWith(context, paths.chooseOwnPassword)
  return redirectWith(context, comeBackTo(context), context.req.path === paths.home ? null : flashOf('sign_in_first'))
}

/** The sign-in page, from where one comes back to a page that can be opened by its address. */
function comeBackTo(context: PlatformContext): string {
  const { method, path } = context.req
  const { home, signIn } = context.get('paths')
  return method === 'GET' && path !== home ? `${signIn}?next=${encodeURIComponent(path)}` : signIn
}

/** Whether the browser that sent a mailed key is signed in as somebody else: then "your" would name the wrong account. */
export function isSomebodyElse(context: PlatformContext, username: string): boolean {
  const viewer = context.get('viewer')
  return viewer !== null && viewer.username !== username
}

export function actorOf(viewer: Viewer): AccountActor {
  const { accountId, subscriptionId, sessionId, role, businessUnitId, extraRights, seesOnlyUnit } = viewer
  return { kind: 'account', accountId, subscriptionId, sessionId, role, businessUnitId, extraRights, seesOnlyUnit }
}

/** A path of this site to go on to after signing in; the home page for anything else, so that no link leads astray. */
export function safeNext(typed: string, { home }: ProductPaths): string {
  const isLocal = /^\/[A-Za-z0-9][\w/.-]*$/.test(typed)
  return isLocal && typed.length <= 200 ? typed : home
}
