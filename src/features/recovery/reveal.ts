import { sql } from 'kysely'
import type { App } from '../../app.ts'
import { databaseNow, secondsFromNow } from '../../clock.ts'
import type { Trx } from '../../db/schema.ts'
import { PASSWORD_KEY_PURPOSES } from '../../domain/activation-key.ts'
import { sameEmail } from '../../domain/contact.ts'
import { refuse } from '../../domain/errors.ts'
import type { RequestContext } from '../../domain/request-context.ts'
import { newTypablePassword } from '../../secrets.ts'
import { findLiveKey } from '../accounts/keys.ts'
import { rememberCredential } from '../accounts/past-credentials.ts'
import { findAccount, type Account } from '../accounts/queries.ts'
import { recordAudit } from '../audit/record.ts'
import { queueLetter } from '../letters/queue-letter.ts'
import { hasAddressGuess } from './address-guesses.ts'
import { redeemWithAddress, type KeyWithAddress } from './redeem-with-address.ts'
import { endWhatCredentialOpened, fits, releaseIfLocking } from './reset-password.ts'

/** For one response and nowhere else (I-06, I-08). `deviceToken`: of a device cookie, as after choosing by key. */
export type Revealed = {
  readonly username: string
  readonly password: string
  readonly validUntil: Date
  readonly deviceToken: string | null
}

/**
 * Redeems a welcome or reset key with its owner's address for a temporary password (S24, S31): it replaces the credential at
 * once, so that never two are valid, and for `temporaryPasswordSeconds` opens "choose a password" and nothing else (I-06).
 * The account's state stays. Sessions, other keys and a lock end; one audit row, and one notice to the owner (I-01).
 *
 * It is made and hashed before the transaction, for a live key with its address only: dead ones cost nobody a hash, and one like
 * the other (I-03); nor does a live one buy hashes without end by wrong addresses. Throws as `redeemWithAddress` does, and Refusal `overloaded`.
 */
export async function revealPassword(app: App, input: KeyWithAddress, context: RequestContext): Promise<Revealed> {
  const password = newTypablePassword()
  const credential = (await isWorthHash(app, input)) ? await app.hasher.hash(password) : null
  return redeemWithAddress(app, input, PASSWORD_KEY_PURPOSES, async (trx, { account, claimed }) => {
    // What was not worth it a moment ago is now: nothing has happened, and the key is as it was.
    if (credential === null) throw refuse('invalid_key')
    if (!fits(account, claimed.purpose)) return null
    const validUntil = await setTemporary(app, trx, account, credential)
    await endWhatCredentialOpened(trx, account.id)
    const released = await releaseIfLocking(app, trx, account)
    await recordAudit(trx, {
      action: 'password.revealed',
      actor: { kind: 'anonymous' },
      subscriptionId: account.subscriptionId,
      accountId: account.id,
      context,
    })
    await queueLetter(app, trx, { kind: 'password_revealed', accountId: account.id, recipient: account.email })
    return { username: account.username, password, validUntil, deviceToken: released?.deviceToken ?? null }
  })
}

/** Only tells whether to make a hash; `redeemWithAddress` decides. */
async function isWorthHash(app: App, { key, email }: KeyWithAddress): Promise<boolean> {
  const live = await findLiveKey(app.db, key, PASSWORD_KEY_PURPOSES)
  const owner = live && (await findAccount(app.db, live.accountId))
  if (!owner || !sameEmail(owner.email, email)) return false
  return hasAddressGuess(app, { accountId: owner.id, expected: owner.email })
}

/** Returns until when it is good. */
async function setTemporary(app: App, trx: Trx, account: Account, credential: string): Promise<Date> {
  await rememberCredential(app, trx, account, { isReplacedByOwn: false })
  const { temporaryUntil } = await trx
    .updateTable('accounts')
    .set({
      credentialHash: credential,
      credentialSetAt: databaseNow,
      temporaryUntil: secondsFromNow(app.config.profile.temporaryPasswordSeconds),
    })
    .where('id', '=', account.id)
    .returning(sql<Date>`temporary_until`.as('temporaryUntil'))
    .executeTakeFirstOrThrow()
  return temporaryUntil
}
