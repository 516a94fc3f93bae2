import { sql } from 'kysely'
import type { App } from '../../app.ts'
import { settingsOn, type OwnSettings } from '../../domain/security-settings.ts'
import type { SessionLimits } from './sessions.ts'

/** How long a subscription's sessions live at this moment, for lists of them: the platform's limits or its own (A05). */
export async function findSessionLimits(app: App, subscriptionId: string): Promise<SessionLimits> {
  const { own } = await app.db
    .selectFrom('subscriptions')
    .select(sql<OwnSettings>`settings_in_force(subscriptions)`.as('own'))
    .where('id', '=', subscriptionId)
    .executeTakeFirstOrThrow()
  const { idleMinutes, absoluteHours } = settingsOn(app.config.profile, own)
  return { idleSeconds: idleMinutes * 60, absoluteSeconds: absoluteHours * 3_600 }
}
