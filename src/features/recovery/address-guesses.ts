import type { App } from '../../app.ts'
import { databaseNow } from '../../clock.ts'
import type { Trx } from '../../db/schema.ts'
import { foldEmail } from '../../domain/contact.ts'
import { keyedHash } from '../../secrets.ts'
import { chargeBudget } from '../accounts/charge-budget.ts'

/** Wrong ones typed with live keys of an account that ask for the same address, a day; then even the right one is refused. */
const ADDRESS_GUESSES = 10

/**
 * What is guessed: an account's keys may ask for different addresses, and each has a budget of its own. Else whoever has
 * taken the account over would have a key mailed to themselves, type nonsense, and so close their owner's way back (N13).
 */
export type GuessedAddress = { readonly accountId: string; readonly expected: string }

/** Charges one guess of an e-mail address to the account, before it is looked at (I-14). False: none left. */
export async function chargeAddressGuess(app: App, trx: Trx, guessed: GuessedAddress): Promise<boolean> {
  const seconds = app.config.profile.failureMemorySeconds
  return chargeBudget(trx, { subject: subjectOf(app, guessed), most: ADDRESS_GUESSES, seconds })
}

/** Whether one is left just now; spends none. */
export async function hasAddressGuess(app: App, guessed: GuessedAddress): Promise<boolean> {
  const full = await app.db
    .selectFrom('guardBudgets')
    .select('spent')
    .where('subject', '=', subjectOf(app, guessed))
    .where('expiresAt', '>', databaseNow)
    .where('spent', '>=', ADDRESS_GUESSES)
    .executeTakeFirst()
  return full === undefined
}

export async function clearAddressGuesses(app: App, trx: Trx, guessed: GuessedAddress): Promise<void> {
  await trx.deleteFrom('guardBudgets').where('subject', '=', subjectOf(app, guessed)).execute()
}

function subjectOf(app: App, { accountId, expected }: GuessedAddress): Buffer {
  return keyedHash(app.config.secret, 'guard', 'address', accountId, foldEmail(expected))
}
