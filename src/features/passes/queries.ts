import { databaseNow } from '../../clock.ts'
import type { Database, Trx } from '../../db/schema.ts'
import type { MaintenanceWindow } from '../../domain/service-status.ts'

export type ClosingRow = MaintenanceWindow & {
  readonly id: string
  readonly name: string
  readonly platformId: string
  readonly platformName: string
  readonly now: Date
}

/** Maintenances that close platforms and have begun, a row for each platform; whether they still run follows from the clock. */
export async function listBegunClosings(db: Database | Trx): Promise<readonly ClosingRow[]> {
  const rows = await db
    .selectFrom('incidents')
    .innerJoin('incidentComponents', 'incidentComponents.incidentId', 'incidents.id')
    .innerJoin('components', 'components.id', 'incidentComponents.componentId')
    .select(['incidents.id', 'incidents.name', 'scheduledFor', 'scheduledUntil', 'actualStartAt', 'verifyingAt'])
    .select(['actualEndAt', 'cancelledAt', 'completes', 'components.platformId', 'components.name as platformName'])
    .select(databaseNow.as('now'))
    .where('incidents.kind', '=', 'maintenance')
    .where('closes', '=', true)
    .where('cancelledAt', 'is', null)
    .where('actualEndAt', 'is', null)
    .where((eb) => eb.or([eb('scheduledFor', '<=', databaseNow), eb('actualStartAt', '<=', databaseNow)]))
    .where('components.platformId', 'is not', null)
    .where('components.retiredAt', 'is', null)
    .orderBy('scheduledUntil')
    .orderBy('components.position')
    .execute()
  return rows.flatMap(({ scheduledFor, scheduledUntil, platformId, ...rest }) =>
    scheduledFor && scheduledUntil && platformId !== null ? [{ ...rest, scheduledFor, scheduledUntil, platformId }] : [],
  )
}
