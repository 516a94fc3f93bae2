import type { App } from '../../app.ts'
import type { Trx } from '../../db/schema.ts'
import { settingChanges, settingsOn } from '../../domain/security-settings.ts'
import { lockSubscription } from '../accounts/queries.ts'
import { recordAudit } from '../audit/record.ts'
import { clearEndedTrial, findSettings, listEndedTrials } from './queries.ts'
import { tellManagers } from './tell-managers.ts'

const A_BATCH = 100

/**
 * Every minute: tells of the trials whose time was up. What counts was decided by the clock before; this leaves the audit
 * row and the mails, once for each (I-32, N12).
 */
export async function settleTrials(app: App): Promise<void> {
  for (;;) {
    const ended = await listEndedTrials(app.db, A_BATCH)
    for (const subscriptionId of ended) {
      await app.db.transaction().execute(async (trx) => {
        await lockSubscription(trx, subscriptionId)
        await settleEndedTrial(app, trx, subscriptionId)
      })
    }
    if (ended.length < A_BATCH) return
  }
}

/** The same for one subscription, under its lock; nothing where no trial has ended. */
export async function settleEndedTrial(app: App, trx: Trx, subscriptionId: string): Promise<void> {
  const { settings, trial, version } = await findSettings(trx, subscriptionId)
  if (!trial || !(await clearEndedTrial(trx, subscriptionId))) return
  const { profile } = app.config
  const [before, after] = [settingsOn(profile, settings), settingsOn(profile, trial.settings)]
  await recordAudit(trx, {
    action: 'settings.rolled_back',
    actor: { kind: 'job' },
    subscriptionId,
    accountId: null,
    details: { changes: settingChanges(before, after), endedAt: trial.endsAt.toISOString() },
    context: null,
  })
  await tellManagers(app, trx, subscriptionId, { kind: 'settings_rolled_back', before, after, version, by: null })
}
