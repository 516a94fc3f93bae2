import type { App } from '../../app.ts'
import { secondsFromNow } from '../../clock.ts'
import type { Trx } from '../../db/schema.ts'
import { UNFROZEN_SECONDS } from '../../domain/sign-in-guard.ts'
import { newToken } from '../../secrets.ts'
import type { Account } from '../accounts/queries.ts'
import { voidQueued } from '../letters/void-queued.ts'
import { nameSubjects } from './guard-subjects.ts'

/**
 * Lets the owner of an account in who has just proved their mailbox with a key, whether or not somebody's failures keep
 * them out (I-17): what was counted on the name is cleared, and for 24 h strangers' failures neither freeze nor lock it
 * for a known device. Returns the token of a device cookie that makes the browser at hand one.
 *
 * The caller holds the lock of the account's row, and writes the audit row of its own deed.
 */
export async function releaseLock(app: App, trx: Trx, account: Account): Promise<{ deviceToken: string }> {
  const device = newToken()
  await trx
    .updateTable('accounts')
    .set({ unfrozenUntil: secondsFromNow(UNFROZEN_SECONDS) })
    .where('id', '=', account.id)
    .execute()
  await clearFailures(app, trx, account)
  await voidQueued(trx, account.id, 'locked')
  await trx.insertInto('devices').values({ accountId: account.id, tokenHash: device.hash }).execute()
  return { deviceToken: device.token }
}

/** The name's own budgets, and what made it ask strangers for a captcha; locked in the order of the guard. */
export async function clearFailures(app: App, trx: Trx, { usernameFolded }: Pick<Account, 'usernameFolded'>): Promise<void> {
  const { name, stranger, challenge } = nameSubjects(app.config.secret, usernameFolded)
  await trx.deleteFrom('guardBudgets').where('subject', 'in', [name, stranger]).execute()
  await trx.deleteFrom('guardBudgets').where('subject', '=', challenge).execute()
}
