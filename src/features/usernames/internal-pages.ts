import { Hono } from 'hono'
import type { App } from '../../app.ts'
import { LONGEST_POST } from '../../domain/username-post.ts'
import type { PlatformEnv } from '../../http/environment.ts'
import { readBody } from '../../http/forms.ts'
import { SITE } from '../../ui/paths.ts'
import { acceptUsernamePost } from './accept-post.ts'

/**
 * Where the front door posts to a platform. Its signature says who asks, so it stands before the check of origins, and
 * knows no cookies. 202 whatever the address is; 403 for whatever is not the front door's, not for here, late, or repeated.
 */
export function internalPages(app: App): Hono<PlatformEnv> {
  return new Hono<PlatformEnv>().post(SITE.internalForgotUsername, async (context) => {
    if (context.req.header('content-type') !== 'application/jose') return context.body(null, 403)
    const isTaken = await acceptUsernamePost(app, await readBody(context.req.raw, LONGEST_POST))
    return context.body(null, isTaken ? 202 : 403)
  })
}
