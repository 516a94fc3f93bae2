import type { App } from '../../app.ts'
import type { Trx } from '../../db/schema.ts'
import type { KeyPurpose } from '../../domain/activation-key.ts'
import { sameEmail } from '../../domain/contact.ts'
import { refuse, type Refusal } from '../../domain/errors.ts'
import { claimKey, findLiveKey } from '../accounts/keys.ts'
import { lockAccount } from '../accounts/queries.ts'
import type { RedeemedKey } from '../accounts/redeem-key.ts'
import { chargeAddressGuess, clearAddressGuesses } from './address-guesses.ts'

export type KeyWithAddress = { readonly key: string; readonly email: string }
type Outcome<Result> = { readonly done: Result } | { readonly refusal: Refusal }

/**
 * Runs a mailed deed that asks for its owner's typed e-mail address (unfreeze, reveal, "please activate me", confirming an
 * address): what a scanner that posts forms can't type (I-02). `deed` runs with the account locked and the key claimed, in
 * the same transaction; where it returns null the state has moved on and the key counts as not valid.
 *
 * Throws Refusal `invalid_key`, or `invalid_fields` for a wrong address, which spends a guess and leaves the key. The
 * error is thrown after the commit, so that it can't undo its own evidence.
 */
export async function redeemWithAddress<Result extends object>(
  app: App,
  input: KeyWithAddress,
  purpose: KeyPurpose | readonly KeyPurpose[],
  deed: (trx: Trx, redeemed: RedeemedKey) => Promise<Result | null>,
): Promise<Result> {
  const purposes = [purpose].flat()
  const outcome = await app.db.transaction().execute(async (trx): Promise<Outcome<Result>> => {
    const live = await findLiveKey(trx, input.key, purposes)
    const account = live && (await lockAccount(trx, live.accountId))
    if (!account) return { refusal: refuse('invalid_key') }
    const expected = live.payload['newEmail'] ?? live.payload['mailedTo'] ?? account.email
    const guessed = { accountId: account.id, expected }
    const hasGuess = await chargeAddressGuess(app, trx, guessed)
    if (!hasGuess || !sameEmail(expected, input.email)) {
      return { refusal: refuse('invalid_fields', { fields: { email: 'wrong_email' } }) }
    }
    await clearAddressGuesses(app, trx, guessed)
    const claimed = await claimKey(trx, input.key, purposes)
    const done = claimed && (await deed(trx, { claimed, account }))
    return done ? { done } : { refusal: refuse('invalid_key') }
  })
  if ('refusal' in outcome) throw outcome.refusal
  return outcome.done
}
