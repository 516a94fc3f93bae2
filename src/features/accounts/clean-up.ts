import type { App } from '../../app.ts'
import { databaseNow, secondsAgo } from '../../clock.ts'
import type { Database } from '../../db/schema.ts'
import { DEAD_KEY_MEMORY_SECONDS } from '../../domain/activation-key.ts'
import { CONFIRM_SECONDS } from '../../domain/username-change.ts'
import { forgetImports } from '../imports/drop-imports.ts'
import { forgetEndedTokens } from '../tokens/forget-ended.ts'
import { listGrownCounts, mergeUserCounts } from '../users/list-queries.ts'

const DAY = 24 * 60 * 60
const DEVICE_MEMORY_SECONDS = 400 * DAY
/** Budgets beyond this many are the work of somebody who invents names: those of the fewest failures go first (I-10). */
const MOST_BUDGETS = 1_000_000

/** Hourly: forgets what has run out, so that nothing grows without bound. Deciding never depends on it. */
export async function cleanUp(app: App): Promise<void> {
  const { db } = app
  const { absoluteSeconds, idleSeconds } = app.config.profile.session
  await forgetEndedBudgets(db)
  await db.deleteFrom('spentCaptchas').where('expiresAt', '<', databaseNow).execute()
  await db.deleteFrom('usedNonces').where('expiresAt', '<', databaseNow).execute()
  await db.deleteFrom('sessions').where('createdAt', '<', secondsAgo(absoluteSeconds)).execute()
  await db.deleteFrom('sessions').where('lastSeenAt', '<', secondsAgo(idleSeconds)).execute()
  await db.deleteFrom('restrictedSessions').where('createdAt', '<', secondsAgo(idleSeconds)).execute()
  await db.deleteFrom('devices').where('lastUsedAt', '<', secondsAgo(DEVICE_MEMORY_SECONDS)).execute()
  await db.deleteFrom('quarantinedUsernames').where('endsAt', '<=', databaseNow).execute()
  await db.deleteFrom('usernameChanges').where('createdAt', '<', secondsAgo(CONFIRM_SECONDS)).execute()
  await db.deleteFrom('activationKeys').where('expiresAt', '<', secondsAgo(DEAD_KEY_MEMORY_SECONDS)).execute()
  await forgetNeedlessBudgets(db)
  await forgetImports(db)
  await forgetEndedTokens(db)
  await mergeGrownCounts(db)
}

/** Else a busy subscription's counts would be slower to add up with every change. */
async function mergeGrownCounts(db: Database): Promise<void> {
  for (const id of await listGrownCounts(db)) await db.transaction().execute((trx) => mergeUserCounts(trx, id))
}

/** Passes over those in use: a sign-in locks several, in an order of its own. */
async function forgetEndedBudgets(db: Database): Promise<void> {
  const ended = db.selectFrom('guardBudgets').select('subject').where('expiresAt', '<', databaseNow).forUpdate().skipLocked()
  await db.deleteFrom('guardBudgets').where('subject', 'in', ended).execute()
}

async function forgetNeedlessBudgets(db: Database): Promise<void> {
  const ranked = db.selectFrom('guardBudgets').select('subject').orderBy('failures', 'desc').orderBy('expiresAt', 'desc')
  await db.deleteFrom('guardBudgets').where('subject', 'in', ranked.offset(MOST_BUDGETS)).execute()
}
