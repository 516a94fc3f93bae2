import type { Core } from '../../core.ts'
import { sameEmail } from '../../domain/contact.ts'
import { refuse, type Refusal } from '../../domain/errors.ts'
import { hashToken, keyedHash } from '../../secrets.ts'
import { chargeBudget } from '../accounts/charge-budget.ts'
import { activate, lockByConfirmKey } from './queries.ts'
import { subscriberKey } from './subscriber-keys.ts'

/** Wrong addresses typed for one key in a day. */
const GUESSES = 10
const DAY_SECONDS = 24 * 60 * 60

/**
 * Confirms a subscription with the mailed key and the typed address, which a scanner that posts forms can't type (I-02).
 * Answers the key to manage it. Doing it twice is as good as once.
 *
 * Throws Refusal `invalid_key`, or `invalid_fields` for a wrong address, which leaves the key.
 */
export async function confirmSubscription(
  core: Core,
  { key, email }: { key: string; email: string },
): Promise<{ manageKey: string }> {
  const outcome = await core.db.transaction().execute(async (trx): Promise<{ manageKey: string } | { refusal: Refusal }> => {
    const found = await lockByConfirmKey(trx, hashToken(key))
    if (!found) return { refusal: refuse('invalid_key') }
    const subject = keyedHash(core.config.secret, 'guard', 'confirm-subscription', found.id)
    const hasGuess = await chargeBudget(trx, { subject, most: GUESSES, seconds: DAY_SECONDS })
    if (!hasGuess || !sameEmail(found.address, email)) {
      return { refusal: refuse('invalid_fields', { fields: { email: 'wrong_email' } }) }
    }
    await activate(trx, found.id)
    return { manageKey: subscriberKey(core, 'manage', found) }
  })
  if ('refusal' in outcome) throw outcome.refusal
  return outcome
}
