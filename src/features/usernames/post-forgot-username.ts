import { readDatabaseClock } from '../../clock.ts'
import type { OwnPlatform } from '../../config/config.ts'
import type { Core } from '../../core.ts'
import { POST_PATIENCE_SECONDS, POST_SECONDS, USERNAME_POST_TYPE, type UsernamePost } from '../../domain/username-post.ts'
import type { JobPayloads } from '../../jobs/queue.ts'
import { signJws } from '../../jws.ts'
import { newId, signingKeyOf } from '../../secrets.ts'

/** How the front door reaches a platform: hands it what it has signed, and hears the status of the answer. */
export type PlatformLine = (platform: OwnPlatform, jws: string) => Promise<number>

/**
 * The job that posts an address to one platform, signed anew at each try, so that a post is good for ten minutes however
 * long the platform was away. Throws where it was not taken, for the queue to try again; after a day it is given up.
 */
export async function postForgotUsername(
  core: Core,
  line: PlatformLine,
  { platformId, email, askedAt, isSpent }: JobPayloads['post-forgot-username'],
): Promise<void> {
  const platform = core.config.reachable.find(({ id }) => id === platformId)
  if (!platform || isSpent) return
  const now = await readDatabaseClock(core.db)
  if (now.getTime() - Date.parse(askedAt) > POST_PATIENCE_SECONDS * 1_000) {
    core.log.warn({ to: platformId }, 'forgot username: the platform was away for a day, given up')
    return
  }
  const iat = Math.floor(now.getTime() / 1_000)
  const post: UsernamePost = { aud: platformId, iat, exp: iat + POST_SECONDS, jti: newId(), email }
  const status = await line(platform, signJws(signingKeyOf(core.config.secret), USERNAME_POST_TYPE, JSON.stringify(post)))
  if (status !== 202) throw new Error(`${platformId} answered ${status}`)
}
