import type { App } from '../../app.ts'
import { POST_SKEW_SECONDS, readUsernamePost, USERNAME_POST_TYPE } from '../../domain/username-post.ts'
import { readJws } from '../../jws.ts'
import { claimNonce } from '../accounts/claim-nonce.ts'

/**
 * Takes what the front door has posted (N04): signed by it, for this very platform, within its ten minutes by this
 * database's clock, and once. Whatever the address is, it only queues a job, so that the answer and its time tell nothing.
 * Returns false, and changes nothing, for anything else.
 */
export async function acceptUsernamePost(app: App, jws: string): Promise<boolean> {
  const { frontDoorKey, platform } = app.config
  const payload = frontDoorKey && readJws(frontDoorKey, USERNAME_POST_TYPE, jws)
  const post = payload === null ? null : readUsernamePost(payload)
  if (!post || post.aud !== platform.id) return false
  return app.db.transaction().execute(async (trx) => {
    if (!(await claimNonce(trx, { ...post, skewSeconds: POST_SKEW_SECONDS }))) return false
    await app.jobs.send(trx, 'mail-usernames', { email: post.email })
    return true
  })
}
