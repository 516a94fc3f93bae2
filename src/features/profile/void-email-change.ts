import type { Trx } from '../../db/schema.ts'
import type { KeyDeath } from '../../domain/activation-key.ts'
import { killKeys } from '../accounts/keys.ts'
import { voidQueued } from '../letters/void-queued.ts'

/** Ends a change of address that waits for its confirmation: the key that went out, and the one still to be minted. */
export async function voidEmailChange(trx: Trx, accountId: string, reason: KeyDeath): Promise<void> {
  await killKeys(trx, accountId, reason, ['confirm_email'])
  await voidQueued(trx, accountId, 'confirm_email')
}
