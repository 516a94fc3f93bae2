import type { App } from '../../app.ts'
import type { Trx } from '../../db/schema.ts'
import { changeLines, type SecuritySettings } from '../../domain/security-settings.ts'
import { queueLetter } from '../letters/queue-letter.ts'
import { listManagersToTell } from './queries.ts'

const MOST_TOLD = 200

type News = {
  readonly kind: 'settings_changed' | 'settings_tried' | 'settings_rolled_back'
  readonly before: SecuritySettings
  readonly after: SecuritySettings
  /** The name of who did it; null: the clock. */
  readonly by: string | null
  /** Of the settings as they are now. */
  readonly version: number
  /** Of a trial. */
  readonly until?: Date
}

/** A mail to every active Manager of what became of the security settings, whoever changed them. */
export async function tellManagers(app: App, trx: Trx, subscriptionId: string, { kind, ...news }: News): Promise<void> {
  const params = {
    // So that the news of a second change doesn't wait for that of the first.
    about: String(news.version),
    changes: changeLines(news.before, news.after).join('\n'),
    ...(news.by === null ? {} : { by: news.by }),
    ...(news.until ? { until: news.until.toISOString() } : {}),
  }
  for (const manager of await listManagersToTell(trx, subscriptionId, MOST_TOLD)) {
    await queueLetter(app, trx, { kind, ...manager, params })
  }
}
