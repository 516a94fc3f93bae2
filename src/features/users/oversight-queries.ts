import { sql } from 'kysely'
import { databaseNow, secondsAgo } from '../../clock.ts'
import type { Database } from '../../db/schema.ts'
import type { KeyPurpose } from '../../domain/activation-key.ts'
import type { OutstandingKey, SeenSession } from '../../domain/user-list.ts'

/** Live sessions by the given limits, in seconds; the latest used first. Tokens are not even read (I-28). */
export async function listLiveSessions(
  db: Database,
  accountId: string,
  limits: { idleSeconds: number; absoluteSeconds: number },
  limit: number,
): Promise<readonly SeenSession[]> {
  return db
    .selectFrom('sessions')
    .select(['id', 'createdAt', 'lastSeenAt', 'browser', 'system', 'address'])
    .where('accountId', '=', accountId)
    .where('lastSeenAt', '>', secondsAgo(limits.idleSeconds))
    .where('createdAt', '>', secondsAgo(limits.absoluteSeconds))
    .orderBy('lastSeenAt', 'desc')
    .limit(limit)
    .execute()
}

/** Mailed keys that still open something: what for and how long, never the keys, of which there are only hashes (I-28). */
export async function listOutstandingKeys(db: Database, accountId: string): Promise<readonly OutstandingKey[]> {
  return db
    .selectFrom('activationKeys')
    .select(['createdAt', 'expiresAt', sql<KeyPurpose>`purpose`.as('purpose')])
    .where('accountId', '=', accountId)
    .where('claimedAt', 'is', null)
    .where('diedAt', 'is', null)
    .where('expiresAt', '>', databaseNow)
    .orderBy('createdAt', 'desc')
    .execute()
}
