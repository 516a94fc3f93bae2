import type { App } from '../../app.ts'
import { secondsFromNow } from '../../clock.ts'
import type { Trx } from '../../db/schema.ts'
import { refuse } from '../../domain/errors.ts'
import { QUARANTINE_SECONDS } from '../../domain/username-change.ts'
import { foldUsername } from '../../domain/username.ts'
import { killKeys } from '../accounts/keys.ts'
import type { Account } from '../accounts/queries.ts'
import { isTakenUsername } from '../accounts/taken-usernames.ts'
import { voidQueued } from '../letters/void-queued.ts'
import { clearFailures } from '../sign-in/release-lock.ts'
import { endSessions } from '../sign-in/sessions.ts'

/**
 * Gives an account another login and ends what the old one opened: sessions, keys (I-04, I-19). The account's row, which
 * the caller has locked, is updated first: a sign-in by the old login that races this waits for it, and then finds nobody
 * by that name (I-20). The old login is closed to everybody for 90 days (N13). What failed on the new one before is nothing
 * to its owner, who has just given the password or proved the mailbox.
 *
 * Returns the number of the change, higher for each later one of the same account. Throws Refusal `invalid_fields` for
 * `newUsername` where another account has it, or one that folds like it (I-13).
 */
export async function moveToUsername(app: App, trx: Trx, account: Account, username: string): Promise<number> {
  const usernameFolded = foldUsername(username)
  const { version } = await trx
    .updateTable('accounts')
    .set((eb) => ({
      username,
      usernameFolded,
      // What its owner did stays done by its owner.
      stateChangedBy: eb.case().when('stateChangedBy', '=', account.username).then(username).else(eb.ref('stateChangedBy')).end(),
    }))
    .where('id', '=', account.id)
    .returning('version')
    .executeTakeFirstOrThrow()
    .catch((error: unknown) => {
      throw isTakenUsername(error) ? refuse('invalid_fields', { fields: { newUsername: 'taken' } }) : error
    })
  await endSessions(trx, account.id)
  await killKeys(trx, account.id, 'username_changed')
  await voidQueued(trx, account.id, 'confirm_email')
  await clearFailures(app, trx, { usernameFolded })
  // Another spelling of the same name gives nothing up.
  if (usernameFolded !== account.usernameFolded) await quarantine(trx, account)
  return version
}

async function quarantine(trx: Trx, { id: accountId, username, usernameFolded }: Account): Promise<void> {
  const closed = { username, accountId, endsAt: secondsFromNow(QUARANTINE_SECONDS) }
  await trx
    .insertInto('quarantinedUsernames')
    .values({ usernameFolded, ...closed })
    .onConflict((conflict) => conflict.column('usernameFolded').doUpdateSet(closed))
    .execute()
}
