import { Hono } from 'hono'
import type { App } from '../../app.ts'
import type { PlatformEnv } from '../../http/environment.ts'
import { PLATFORM } from '../../ui/paths.ts'

/** GET /api/v1/session: who is signed in, for products and pages that ask often (P2). */
export function sessionApi(app: App): Hono<PlatformEnv> {
  void app
  return new Hono<PlatformEnv>().get(PLATFORM.apiSession, (context) => {
    const viewer = context.get('viewer')
    if (!viewer) {
      return context.body(JSON.stringify({ type: 'about:blank', title: 'Not signed in', status: 401, code: 'not_signed_in' }), 401, {
        'Content-Type': 'application/problem+json',
        'WWW-Authenticate': 'Cookie',
      })
    }
    const { username, role, subscriptionName, signedInAt, idleEndsAt } = viewer
    return context.json({ username, role, subscription: subscriptionName, signedInAt, idleEndsAt })
  })
}
