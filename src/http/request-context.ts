import { createMiddleware } from 'hono/factory'
import type { Logger } from 'pino'
import type { App } from '../app.ts'
import type { Clock } from '../clock.ts'
import { findRestrictedSession } from '../features/sign-in/restricted-sessions.ts'
import { findSession } from '../features/sign-in/sessions.ts'
import { hashToken, newId } from '../secrets.ts'
import { PATHS } from '../ui/paths.ts'
import { clientAddress, networkOf, trustedProxies } from './client-address.ts'
import type { FrontDoorEnv, PlatformEnv } from './environment.ts'
import { readSessionToken } from './session-cookie.ts'
import { readUserAgent } from './user-agent.ts'

/** Gives each request its id and says where it came from; logs it once answered, without query or cookies (I-08). */
export function describeRequest(of: { log: Logger; clock: Clock; proxies: readonly string[]; level?: 'info' | 'debug' }) {
  const { log, clock, proxies, level = 'info' } = of
  const trusted = trustedProxies(proxies)
  return createMiddleware<FrontDoorEnv>(async (context, next) => {
    const startedAt = clock.monotonic()
    const { headers } = context.req.raw
    const socketAddress = context.env.incoming?.socket.remoteAddress
    const address = clientAddress({ socketAddress, forwardedFor: headers.get('x-forwarded-for'), trusted })
    const requestId = newId()
    context.set('requestContext', {
      requestId,
      address,
      network: networkOf(address),
      ...readUserAgent(headers.get('user-agent')),
    })
    context.header('X-Request-Id', requestId)
    await next()
    const milliseconds = Math.round(clock.monotonic() - startedAt)
    const { method, path } = context.req
    log[level]({ requestId, method, path, status: context.res.status, milliseconds, address }, 'request')
  })
}

/** Looks the session up where a cookie came; costs nothing where none did. */
export function recognizeViewer(app: App) {
  return createMiddleware<PlatformEnv>(async (context, next) => {
    const token = readSessionToken(context)
    context.set('paths', PATHS[app.config.platform.product])
    context.set('viewer', null)
    context.set('restricted', null)
    if (token !== null) {
      const { address } = context.get('requestContext')
      const tokenHash = hashToken(token)
      const viewer = await findSession(app.db, tokenHash, { ...app.config.profile.session, address })
      context.set('viewer', viewer)
      const seconds = app.config.profile.session.idleSeconds
      if (!viewer) context.set('restricted', await findRestrictedSession(app.db, { tokenHash, address, seconds }))
    }
    await next()
  })
}
