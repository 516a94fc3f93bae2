import type { App } from '../../app.ts'
import { databaseNow, secondsAgo } from '../../clock.ts'
import { DEAD_KEY_MEMORY_SECONDS } from '../../domain/activation-key.ts'

const DAY = 24 * 60 * 60
const DEVICE_MEMORY_SECONDS = 400 * DAY
/** Budgets beyond this many are the work of somebody who invents names: the soonest to expire go first (I-10). */
const MOST_BUDGETS = 1_000_000

/** Hourly: forgets what has run out, so that nothing grows without bound. Deciding never depends on it. */
export async function cleanUp(app: App): Promise<void> {
  const { db } = app
  const { absoluteSeconds, idleSeconds } = app.config.profile.session
  await db.deleteFrom('guardBudgets').where('expiresAt', '<', databaseNow).execute()
  await db.deleteFrom('spentCaptchas').where('expiresAt', '<', databaseNow).execute()
  await db.deleteFrom('sessions').where('createdAt', '<', secondsAgo(absoluteSeconds)).execute()
  await db.deleteFrom('sessions').where('lastSeenAt', '<', secondsAgo(idleSeconds)).execute()
  await db.deleteFrom('devices').where('lastUsedAt', '<', secondsAgo(DEVICE_MEMORY_SECONDS)).execute()
  await db.deleteFrom('activationKeys').where('expiresAt', '<', secondsAgo(DEAD_KEY_MEMORY_SECONDS)).execute()
  await db
    .deleteFrom('guardBudgets')
    .where('subject', 'in', (query) => query.selectFrom('guardBudgets').select('subject').orderBy('expiresAt', 'desc').offset(MOST_BUDGETS))
    .execute()
}
