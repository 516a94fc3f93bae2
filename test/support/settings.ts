import type { App } from '../../src/app.ts'
import type { OwnSettings } from '../../src/domain/security-settings.ts'

/** A subscription with settings of its own, as if they had been saved long ago. */
export async function giveSettings(app: App, subscriptionId: string, settings: OwnSettings): Promise<void> {
  await app.db
    .updateTable('subscriptions')
    .set({ settings: JSON.stringify(settings) })
    .where('id', '=', subscriptionId)
    .execute()
}
