import { databaseNow, readDatabaseClock } from '../../clock.ts'
import type { Core } from '../../core.ts'
import { dueNotice, type MaintenanceNotice } from '../../domain/maintenance-notice.ts'
import { recordStatusEvent } from '../status/record-status-event.ts'
import { listWindows, type Window } from './notice-queries.ts'

/**
 * The minute's look at the clock: what is due of each maintenance is told, once whatever the number of processes (S04).
 * Nothing of one that was only ever written of silently.
 */
export async function giveMaintenanceNotices(core: Core): Promise<void> {
  const now = await readDatabaseClock(core.db)
  for (const window of await listWindows(core)) {
    const notice = window.isSilent ? null : dueNotice(window, { ...window, now })
    if (notice !== null) await give(core, window, notice)
  }
}

/** The row decides who gives it; whoever moved the window meanwhile has begun another sequence. */
async function give(core: Core, { id, sequence }: Window, notice: MaintenanceNotice): Promise<void> {
  await core.db.transaction().execute(async (trx) => {
    const same = await trx
      .selectFrom('incidents')
      .select('id')
      .where('id', '=', id)
      .where('sequence', '=', sequence)
      .forShare()
      .executeTakeFirst()
    if (!same) return
    const { numInsertedOrUpdatedRows: given } = await trx
      .insertInto('maintenanceNotices')
      .values({ incidentId: id, sequence, notice, at: databaseNow })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst()
    if (given !== 1n) return
    await recordStatusEvent(trx, { event: 'maintenance.notice', incidentId: id, details: { notice, sequence } })
  })
}
