import { secondsAgo, databaseNow } from '../../clock.ts'
import type { Database, Trx } from '../../db/schema.ts'

export type SessionRow = { id: string; createdAt: Date; lastSeenAt: Date; browser: string; system: string; address: string }

const MOST_SESSIONS = 200

/** An account's live sessions, the latest used first; never their tokens. */
export async function listSessions(
  db: Database,
  accountId: string,
  limits: { idleSeconds: number; absoluteSeconds: number },
): Promise<readonly SessionRow[]> {
  return db
    .selectFrom('sessions')
    .select(['id', 'createdAt', 'lastSeenAt', 'browser', 'system', 'address'])
    .where('accountId', '=', accountId)
    .where('lastSeenAt', '>', secondsAgo(limits.idleSeconds))
    .where('createdAt', '>', secondsAgo(limits.absoluteSeconds))
    .orderBy('lastSeenAt', 'desc')
    .orderBy('id')
    .limit(MOST_SESSIONS)
    .execute()
}

/** What the session itself does not tell of its owner. Null where the account is gone. */
export async function findOwnFacts(
  db: Database,
  accountId: string,
): Promise<{ businessUnit: string | null; passwordSetAt: Date | null } | null> {
  const found = await db
    .selectFrom('accounts')
    .leftJoin('businessUnits', 'businessUnits.id', 'accounts.businessUnitId')
    .select(['businessUnits.name as businessUnit', 'accounts.credentialSetAt as passwordSetAt'])
    .where('accounts.id', '=', accountId)
    .executeTakeFirst()
  return found ?? null
}

/** The address that waits for its confirmation: of the live key, or of the mail that will bring one. Null: none does. */
export async function findPendingEmail(db: Database | Trx, accountId: string): Promise<string | null> {
  const ordered = await db
    .selectFrom('mails')
    .select('recipient')
    .where('accountId', '=', accountId)
    .where('kind', '=', 'confirm_email')
    .where('state', '=', 'queued')
    .executeTakeFirst()
  if (ordered) return ordered.recipient
  const live = await db
    .selectFrom('activationKeys')
    .select('payload')
    .where('accountId', '=', accountId)
    .where('purpose', '=', 'confirm_email')
    .where('claimedAt', 'is', null)
    .where('diedAt', 'is', null)
    .where('expiresAt', '>', databaseNow)
    .executeTakeFirst()
  return live?.payload['newEmail'] ?? null
}
