import type { App } from '../../app.ts'
import type { Database, Trx } from '../../db/schema.ts'
import { refuse } from '../../domain/errors.ts'
import type { HashingSlot } from '../../password-hasher.ts'
import { keyedHash } from '../../secrets.ts'
import { chargeBudget } from './charge-budget.ts'
import type { Account } from './queries.ts'

/** So many choices are compared in half an hour where the current password is not asked for: as many as there are guesses. */
export const COMPARED_CHOICES = 10
export const COMPARED_SECONDS = 30 * 60

type Holder = Pick<Account, 'id' | 'credentialHash' | 'temporaryUntil'>

/**
 * Refuses a new password that the account's owner used lately: the latest `remembered` of their own, the present one among
 * them, and a temporary one that is to be replaced (PCI DSS 4.0.1 8.3.7). Costs a hash for each of them, so ask it last and
 * outside of any transaction; where the current password is asked for, too, once that was right, since the answer tells of
 * passwords. A policy that remembers one alone has nothing to look up: where that one is asked for, the form compares it.
 *
 * Where it was not, whoever has the mailbox could try out what passwords the owner had, many at once, since only the first that
 * was none of them takes: so each such choice is charged beforehand (I-14).
 *
 * Throws Refusal `invalid_fields` for `newPassword` (`password_used_before`, or `password_unchanged` for a temporary one),
 * `too_many_requests`, `overloaded`.
 */
export async function requireUnusedPassword(
  app: App,
  of: { account: Holder; newPassword: string; slot?: HashingSlot },
): Promise<void> {
  const { remembered } = app.config.profile.password
  const { id, credentialHash, temporaryUntil } = of.account
  if (!of.slot && (remembered > 1 || temporaryUntil)) await chargeChoice(app, id)
  const slot = of.slot ?? app.hasher.reserve()
  try {
    if (temporaryUntil && (await slot.verify(credentialHash, of.newPassword))) throw refuseAs('password_unchanged')
    if (remembered < 2) return
    const current = temporaryUntil || credentialHash === null ? [] : [credentialHash]
    const past = await listPastCredentials(app.db, id, remembered - current.length)
    for (const credential of [...current, ...past]) {
      if (await slot.verify(credential, of.newPassword)) throw refuseAs('password_used_before')
    }
  } finally {
    if (!of.slot) slot.release()
  }
}

async function chargeChoice(app: App, accountId: string): Promise<void> {
  const subject = keyedHash(app.config.secret, 'guard', 'choices', accountId)
  const hasChoice = await chargeBudget(app.db, { subject, most: COMPARED_CHOICES, seconds: COMPARED_SECONDS })
  if (!hasChoice) throw refuse('too_many_requests', { retryAfterSeconds: COMPARED_SECONDS })
}

function refuseAs(problem: 'password_unchanged' | 'password_used_before') {
  return refuse('invalid_fields', { fields: { newPassword: problem } })
}

async function listPastCredentials(db: Database, accountId: string, most: number): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('pastCredentials')
    .select('credentialHash')
    .where('accountId', '=', accountId)
    .orderBy('id', 'desc')
    .limit(most)
    .execute()
  return rows.map(({ credentialHash }) => credentialHash)
}

/**
 * Puts the credential that is about to be replaced with those that are remembered; a temporary one never is. `isReplacedByOwn`:
 * by one of the owner's, which from then on counts as one of them. The caller holds the lock of the account's row.
 */
export async function rememberCredential(
  app: App,
  trx: Trx,
  { id, credentialHash, temporaryUntil }: Holder,
  { isReplacedByOwn }: { isReplacedByOwn: boolean },
): Promise<void> {
  const { remembered } = app.config.profile.password
  if (remembered < 2) return
  if (credentialHash !== null && !temporaryUntil) {
    await trx.insertInto('pastCredentials').values({ accountId: id, credentialHash }).execute()
  }
  const kept = trx
    .selectFrom('pastCredentials')
    .select('id')
    .where('accountId', '=', id)
    .orderBy('id', 'desc')
    .limit(isReplacedByOwn ? remembered - 1 : remembered)
  await trx.deleteFrom('pastCredentials').where('accountId', '=', id).where('id', 'not in', kept).execute()
}
