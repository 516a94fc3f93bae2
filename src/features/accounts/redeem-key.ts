import type { Trx } from '../../db/schema.ts'
import type { KeyPurpose } from '../../domain/activation-key.ts'
import { claimKey, findLiveKey, type ClaimedKey } from './keys.ts'
import { lockAccount, type Account } from './queries.ts'

export type RedeemedKey = { readonly claimed: ClaimedKey; readonly account: Account }

/**
 * Claims a key with its account's row locked: accounts before keys, as everywhere, so that no two acts on one account
 * wait for each other. Null where the key is not valid, whyever.
 */
export async function redeemKey(trx: Trx, key: string, purposes: readonly KeyPurpose[]): Promise<RedeemedKey | null> {
  const live = await findLiveKey(trx, key, purposes)
  const account = live && (await lockAccount(trx, live.accountId))
  if (!account) return null
  const claimed = await claimKey(trx, key, purposes)
  return claimed && { claimed, account }
}
