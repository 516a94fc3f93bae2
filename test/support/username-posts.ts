import { sql } from 'kysely'
import type { App } from '../../src/app.ts'
import type { Core } from '../../src/core.ts'
import { USERNAME_POST_TYPE, type UsernamePost } from '../../src/domain/username-post.ts'
import type { JobPayloads } from '../../src/jobs/queue.ts'
import { signJws } from '../../src/jws.ts'
import { newId, signingKeyOf } from '../../src/secrets.ts'
import { arrive } from './recovery.ts'
import type { Visitor } from './visitor.ts'
import type { World } from './world.ts'

/** Fills in the front door's form. */
export async function askForUsernames(guest: Visitor, email: string): Promise<Response> {
  return guest.post('/forgot-username', { email, altcha: await guest.captcha('forgot-username') })
}

/** The posts that were ordered, in the core whose jobs nobody takes. */
export async function orderedPosts(core: Core): Promise<readonly JobPayloads['post-forgot-username'][]> {
  const { rows } = await sql<{ data: JobPayloads['post-forgot-username'] }>`
    select data from jobs.job where name = 'post-forgot-username' order by created_on`.execute(core.db)
  return rows.map(({ data }) => data)
}

/** What the front door would post now; `wish` makes it another. */
export function newPost(of: { core: Core; platform: App; email: string }, wish: Partial<UsernamePost> = {}): string {
  const iat = Math.floor(Date.now() / 1_000)
  const post = { aud: of.platform.config.platform.id, iat, exp: iat + 600, jti: newId(), email: of.email, ...wish }
  return signJws(signingKeyOf(of.core.config.secret), USERNAME_POST_TYPE, JSON.stringify(post))
}

/** Posts as the front door does: no cookies, no origin. */
export async function deliver(
  world: Pick<World, 'site' | 'app'>,
  jws: string,
  contentType = 'application/jose',
): Promise<Response> {
  const url = `${world.app.config.origin}/internal/forgot-username`
  return world.site.fetch(new Request(url, { method: 'POST', headers: { 'content-type': contentType }, body: jws }), {})
}

/** A stranger at the front door. */
export function arriveAtDoor(core: Pick<World, 'site'> & { readonly app: Core }): Visitor {
  return arrive({
    site: core.site,
    app: { ...core.app, config: { ...core.app.config, origin: core.app.config.frontDoorOrigin } },
  })
}
