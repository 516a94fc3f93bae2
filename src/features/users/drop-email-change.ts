import type { Trx } from '../../db/schema.ts'
import type { KeyDeath } from '../../domain/activation-key.ts'
import { killKeys } from '../accounts/keys.ts'
import { voidQueued } from '../letters/void-queued.ts'

export type EmailChange = { readonly newEmail: string; readonly requestedBy: string }

/** Ends a Manager's change of address with its keys, sent and still to be sent; null where there was none (I-37). */
export async function dropEmailChange(trx: Trx, accountId: string, reason: KeyDeath): Promise<EmailChange | null> {
  const dropped = await trx
    .deleteFrom('emailChanges')
    .where('accountId', '=', accountId)
    .returning(['newEmail', 'requestedBy'])
    .executeTakeFirst()
  if (!dropped) return null
  await killKeys(trx, accountId, reason, ['confirm_email', 'stop_email_change'])
  await voidQueued(trx, accountId, 'confirm_email_by_manager')
  await voidQueued(trx, accountId, 'email_change_by_manager')
  return dropped
}
