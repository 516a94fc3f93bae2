import { sql } from 'kysely'
import { secondsAgo } from '../../clock.ts'
import type { Database } from '../../db/schema.ts'
import { REPLAY_SECONDS } from '../../domain/api-token.ts'

const DAY_SECONDS = 24 * 60 * 60
const DEAD_TOKEN_MEMORY_SECONDS = 90 * DAY_SECONDS

/** Hourly: budgets of minutes that are past, answers that are repeated no more, and tokens that ended 90 days ago. */
export async function forgetEndedTokens(db: Database): Promise<void> {
  await db.deleteFrom('apiBudgets').where('minute', '<', secondsAgo(DAY_SECONDS)).execute()
  await db.deleteFrom('apiReplies').where('createdAt', '<=', secondsAgo(REPLAY_SECONDS)).execute()
  const endedAt = sql<Date>`coalesce(revoked_at, expires_at)`
  await db.deleteFrom('apiTokens').where(endedAt, '<', secondsAgo(DEAD_TOKEN_MEMORY_SECONDS)).execute()
}
