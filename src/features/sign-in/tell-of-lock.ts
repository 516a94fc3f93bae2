import type { App } from '../../app.ts'
import { databaseNow } from '../../clock.ts'
import type { Trx } from '../../db/schema.ts'
import { maySignIn } from '../../domain/account-state.ts'
import type { Account } from '../accounts/queries.ts'
import { recordAudit } from '../audit/record.ts'
import { queueLetter } from '../letters/queue-letter.ts'

/**
 * Notes a lock that has begun in the trail, and tells the owner by mail how it ends (PCI DSS 4.0.1 8.3.4): once, however
 * many refusals are followed up. The account's state stays as it is, and so do its keys and sessions (I-17). Whom another
 * reason keeps out gets no letter: the key in it would open nothing.
 */
export async function tellOfLock(
  app: App,
  trx: Trx,
  account: Account,
  budget: { subject: Buffer; limit: number },
): Promise<void> {
  const until = await claimLock(trx, budget)
  if (!until) return
  await recordAudit(trx, {
    action: 'account.locked',
    actor: { kind: 'job' },
    subscriptionId: account.subscriptionId,
    accountId: account.id,
    context: null,
  })
  if (!maySignIn(account) || account.subscriptionExpired) return
  const params = { until: until.toISOString() }
  await queueLetter(app, trx, { kind: 'locked', accountId: account.id, recipient: account.email, params })
}

/** The end of a lock of which nobody was told yet; a lock is known by its end. */
async function claimLock(trx: Trx, { subject, limit }: { subject: Buffer; limit: number }): Promise<Date | null> {
  const claimed = await trx
    .updateTable('guardBudgets')
    .set((eb) => ({ toldUntil: eb.ref('expiresAt') }))
    .where('subject', '=', subject)
    .where('expiresAt', '>', databaseNow)
    .where('failures', '>=', limit)
    .where('toldUntil', 'is distinct from', (eb) => eb.ref('expiresAt'))
    .returning('expiresAt')
    .executeTakeFirst()
  return claimed?.expiresAt ?? null
}
