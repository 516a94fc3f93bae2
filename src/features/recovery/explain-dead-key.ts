import type { App } from '../../app.ts'
import { hashToken } from '../../secrets.ts'
import { findRememberedKey } from '../accounts/keys.ts'
import { findAccount } from '../accounts/queries.ts'
import { queueRecoveryLetter } from './answer-forgot-password.ts'

/**
 * "Send me a new link" (S15, N02): queues one job, whatever the key, and looks nothing up (I-03). Only the key's hash
 * goes into the queue.
 */
export async function requestNewLink(app: App, key: string): Promise<void> {
  await app.jobs.send(app.db, 'dead-key', { keyHash: hashToken(key).toString('hex') })
}

/** The job behind it: mails the owner of a key that we know why it was not valid and, as Forgot Password would, a new one. */
export async function explainDeadKey(app: App, keyHash: string): Promise<void> {
  await app.db.transaction().execute(async (trx) => {
    const remembered = await findRememberedKey(trx, Buffer.from(keyHash, 'hex'))
    const account = remembered && (await findAccount(trx, remembered.accountId))
    if (!account) return
    await queueRecoveryLetter(app, trx, account, remembered.death === null ? {} : { deadKey: remembered.death })
  })
}
