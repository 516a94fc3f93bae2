import type { Core } from '../../core.ts'
import type { Database, Trx } from '../../db/schema.ts'
import type { ClosedPlatform } from '../../domain/maintenance-pass.ts'
import type { Actor } from '../../domain/request-context.ts'
import { phaseAt } from '../../domain/service-status.ts'
import { requireOperator } from '../status/require-operator.ts'
import { listBegunClosings } from './queries.ts'

/** The platforms that are closed now (S04). Throws Refusal `forbidden`. */
export async function listClosed(core: Core, actor: Actor): Promise<readonly ClosedPlatform[]> {
  requireOperator(actor)
  return closedNow(core, core.db)
}

export async function closedNow(core: Core, db: Database | Trx): Promise<readonly ClosedPlatform[]> {
  const origins = new Map(core.config.reachable.map(({ id, origin }) => [id, origin]))
  return (await listBegunClosings(db)).flatMap((row) => {
    const phase = phaseAt(row, row.now)
    if (phase !== 'in_progress' && phase !== 'verifying') return []
    const { id: maintenanceId, name: maintenanceName, platformId, platformName, scheduledUntil, now } = row
    return [
      { maintenanceId, maintenanceName, platformId, platformName, scheduledUntil, now, origin: origins.get(platformId) ?? null },
    ]
  })
}
