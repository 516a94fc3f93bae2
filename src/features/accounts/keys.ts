import { sql } from 'kysely'
import { databaseNow, secondsFromNow } from '../../clock.ts'
import type { Database, Trx } from '../../db/schema.ts'
import { isReplaced, KEY_RULES, survivorsOf, type KeyDeath, type KeyPurpose } from '../../domain/activation-key.ts'
import { hashToken, newId, newToken } from '../../secrets.ts'

export type ClaimedKey = { accountId: string; purpose: KeyPurpose; payload: Record<string, string> }

/**
 * Mints a key, superseding the live one of its purpose; where each stands for itself, only one for the very same thing.
 * Returns the key itself: mail it and forget it (I-08, I-34).
 */
export async function mintKey(
  trx: Trx,
  { accountId, purpose, payload = {} }: { accountId: string; purpose: KeyPurpose; payload?: Record<string, string> },
): Promise<{ key: string; expiresAt: Date }> {
  const same = JSON.stringify(payload)
  await endLiveKeys(trx, accountId, 'superseded')
    .where('purpose', '=', purpose)
    .$if(!isReplaced(purpose), (query) => query.where(sql<boolean>`payload = ${same}::jsonb`))
    .execute()
  const { token, hash } = newToken()
  const { expiresAt } = await trx
    .insertInto('activationKeys')
    .values({
      id: newId(),
      keyHash: hash,
      accountId,
      purpose,
      payload: same,
      expiresAt: secondsFromNow(KEY_RULES[purpose].lifeSeconds),
    })
    .returning('expiresAt')
    .executeTakeFirstOrThrow()
  return { key: token, expiresAt }
}

/** Ends the live keys of an account: of some purposes, or of all but those that outlive this reason (I-04). */
export async function killKeys(trx: Trx, accountId: string, reason: KeyDeath, purposes?: readonly KeyPurpose[]): Promise<void> {
  const spared = purposes === undefined ? survivorsOf(reason) : []
  await endLiveKeys(trx, accountId, reason)
    .$if(purposes !== undefined, (query) => query.where('purpose', 'in', [...(purposes ?? [])]))
    .$if(spared.length > 0, (query) => query.where('purpose', 'not in', [...spared]))
    .execute()
}

function endLiveKeys(trx: Trx, accountId: string, reason: KeyDeath) {
  return trx
    .updateTable('activationKeys')
    .set({ diedAt: databaseNow, deathReason: reason })
    .where('accountId', '=', accountId)
    .where('claimedAt', 'is', null)
    .where('diedAt', 'is', null)
}

/**
 * Claims a key: one conditional UPDATE in the transaction of the deed, so that of any number of redemptions exactly one
 * succeeds (I-01). Null for used, expired, superseded, foreign and malformed keys alike (I-03).
 */
export async function claimKey(trx: Trx, key: string, purposes: readonly KeyPurpose[]): Promise<ClaimedKey | null> {
  const claimed = await trx
    .updateTable('activationKeys')
    .set({ claimedAt: databaseNow })
    .where('keyHash', '=', hashToken(key))
    .where('purpose', 'in', [...purposes])
    .where('claimedAt', 'is', null)
    .where('diedAt', 'is', null)
    .where('expiresAt', '>', databaseNow)
    .returning(['accountId', 'purpose', 'payload'])
    .executeTakeFirst()
  return claimed && isKeyPurpose(claimed.purpose) ? { ...claimed, purpose: claimed.purpose } : null
}

/** A live key as it stands, without claiming it: for rules that depend on its owner. */
export async function findLiveKey(db: Database | Trx, key: string, purposes: readonly KeyPurpose[]): Promise<ClaimedKey | null> {
  const found = await db
    .selectFrom('activationKeys')
    .select(['accountId', 'purpose', 'payload'])
    .where('keyHash', '=', hashToken(key))
    .where('purpose', 'in', [...purposes])
    .where('claimedAt', 'is', null)
    .where('diedAt', 'is', null)
    .where('expiresAt', '>', databaseNow)
    .executeTakeFirst()
  return found && isKeyPurpose(found.purpose) ? { ...found, purpose: found.purpose } : null
}

export type RememberedKey = { accountId: string; death: KeyDeath | null }

/** A key that we ever minted, and why it is dead (remembered 90 days); null death where it still lives. */
export async function findRememberedKey(db: Database | Trx, keyHash: Buffer): Promise<RememberedKey | null> {
  const found = await db
    .selectFrom('activationKeys')
    .select(['accountId', 'claimedAt', 'diedAt', 'deathReason', (eb) => eb('expiresAt', '<=', databaseNow).as('isExpired')])
    .where('keyHash', '=', keyHash)
    .executeTakeFirst()
  if (!found) return null
  return { accountId: found.accountId, death: deathOf(found) }
}

function deathOf(key: {
  claimedAt: Date | null
  diedAt: Date | null
  deathReason: string | null
  isExpired: unknown
}): KeyDeath | null {
  if (key.claimedAt !== null) return 'used'
  if (key.diedAt !== null) return (key.deathReason ?? 'superseded') as KeyDeath
  return key.isExpired === true ? 'expired' : null
}

function isKeyPurpose(text: string): text is KeyPurpose {
  return Object.hasOwn(KEY_RULES, text)
}
