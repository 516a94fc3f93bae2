import { Hono } from 'hono'
import type { App } from '../../app.ts'
import type { PlatformContext, PlatformEnv } from '../../http/environment.ts'
import { setFlash } from '../../http/flash.ts'
import { describeRequest, recognizeViewer } from '../../http/request-context.ts'
import { allHeaders } from '../../http/security-headers.ts'
import { readSessionToken } from '../../http/session-cookie.ts'
import { hashToken } from '../../secrets.ts'
import { flashOf } from '../../ui/flash.ts'
import { PATHS } from '../../ui/paths.ts'
import { findSessionEnd } from './session-end.ts'

const NOT_SIGNED_IN = JSON.stringify({ type: 'about:blank', title: 'Not signed in', status: 401, code: 'not_signed_in' })

/**
 * GET /api/v1/session: who is signed in, for products and pages that ask with each request of theirs (P2). It stands before
 * the middleware of pages, has its headers ready, and is logged where someone looks for it only.
 */
export function sessionApi(app: App): Hono<PlatformEnv> {
  const { log, clock, config } = app
  const paths = PATHS[config.platform.product]
  const common = allHeaders({ secure: config.origin.startsWith('https:') })
  const found = { ...common, 'Content-Type': 'application/json' }
  const missing = { ...common, 'Content-Type': 'application/problem+json', 'WWW-Authenticate': 'Cookie' }
  const site = new Hono<PlatformEnv>()
  site.get(paths.sessionLeft, describeRequest({ log, clock, proxies: config.trustedProxies, level: 'debug' }), (context) =>
    tellEnd(context, app),
  )
  return site.get(
    paths.apiSession,
    describeRequest({ log, clock, proxies: config.trustedProxies, level: 'debug' }),
    recognizeViewer(app),
    (context) => {
      const viewer = context.get('viewer')
      const id = { 'X-Request-Id': context.get('requestContext').requestId }
      context.set('hasAllHeaders', true)
      if (!viewer) return new Response(NOT_SIGNED_IN, { status: 401, headers: { ...missing, ...id } })
      const { username, role, subscriptionName: subscription, signedInAt, idleEndsAt } = viewer
      const session = { username, role, subscription, signedInAt, idleEndsAt }
      return new Response(JSON.stringify(session), { status: 200, headers: { ...found, ...id } })
    },
  )
}

/** For the page that warns of the end (8.2.8). Once it is over, the sign-in page will say why. */
async function tellEnd(context: PlatformContext, app: App): Promise<Response> {
  const token = readSessionToken(context)
  const end = token === null ? null : await findSessionEnd(app.db, hashToken(token), app.config.profile.session)
  if (end !== null && end.secondsLeft > 0) return context.json(end)
  if (end !== null) setFlash(context, flashOf(end.mayStay ? 'session_unused' : 'session_too_old'))
  return context.body(NOT_SIGNED_IN, 401, { 'Content-Type': 'application/problem+json', 'WWW-Authenticate': 'Cookie' })
}
