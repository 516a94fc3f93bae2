import { sql } from 'kysely'
import type { App } from '../../app.ts'
import { databaseNow } from '../../clock.ts'
import type { Trx } from '../../db/schema.ts'
import { denialOf } from '../../domain/permissions.ts'
import { killKeys } from '../accounts/keys.ts'
import { findAccount, lockAccount, type Account } from '../accounts/queries.ts'
import { recordAudit } from '../audit/record.ts'
import { queueLetter } from '../letters/queue-letter.ts'
import { standingOf, targetOf } from './act-on-member.ts'

/** Enough for any day; the next round takes the rest. */
const A_ROUND = 500

/**
 * The job that makes confirmed changes of address true once their three days are over, and forgets those whose new address
 * never answered, and those that whoever asked could not ask for any more (I-27, I-37). Each in a transaction of its own:
 * what a crash cuts off, the next round does.
 */
export async function applyEmailChanges(app: App): Promise<void> {
  const due = await app.db
    .selectFrom('emailChanges')
    .select('accountId')
    .where('effectiveAt', '<=', databaseNow)
    .orderBy('effectiveAt')
    .limit(A_ROUND)
    .execute()
  for (const { accountId } of due) await app.db.transaction().execute((trx) => settle(app, trx, accountId))
}

async function settle(app: App, trx: Trx, accountId: string): Promise<void> {
  const account = await lockAccount(trx, accountId)
  if (!account) return
  const change = await trx
    .deleteFrom('emailChanges')
    .where('accountId', '=', accountId)
    .where('effectiveAt', '<=', databaseNow)
    .returning(['newEmail', 'requestedBy', sql<boolean>`confirmed_at is not null`.as('isConfirmed')])
    .executeTakeFirst()
  if (!change) return
  const { newEmail, requestedBy, isConfirmed } = change
  if (!isConfirmed) return killKeys(trx, accountId, 'expired', ['confirm_email', 'stop_email_change'])
  const { subscriptionId } = account
  const actor = { kind: 'job' } as const
  if (!(await couldStillAsk(trx, requestedBy, account))) {
    await killKeys(trx, accountId, 'cancelled', ['confirm_email', 'stop_email_change'])
    const details = { newEmail, reason: 'asker_lost_right' }
    return recordAudit(trx, { action: 'email.change_stopped', actor, subscriptionId, accountId, details, context: null })
  }
  await trx.updateTable('accounts').set({ email: newEmail }).where('id', '=', accountId).execute()
  await killKeys(trx, accountId, 'email_changed')
  await queueLetter(app, trx, { kind: 'email_changed', accountId, recipient: account.email, params: { newEmail } })
  const details = { from: account.email, to: newEmail }
  await recordAudit(trx, { action: 'email.changed', actor, subscriptionId, accountId, details, context: null })
}

/** In three days somebody may have been deactivated, or the user been given a role on which they do not act. */
async function couldStillAsk(trx: Trx, askerId: string, account: Account): Promise<boolean> {
  const asker = await findAccount(trx, askerId)
  // Strangers' guesses at the asker's password stop nothing (I-17).
  const isIn = asker?.state === 'active' || asker?.reason === 'failed_sign_ins'
  return asker !== null && isIn && denialOf('change_email', standingOf(asker), targetOf(account)) === null
}
