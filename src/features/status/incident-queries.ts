import { databaseNow } from '../../clock.ts'
import type { Trx } from '../../db/schema.ts'
import type { AffectedComponent } from '../../db/status-tables.ts'
import { refuse } from '../../domain/errors.ts'
import { isShortId } from '../../domain/record-id.ts'
import type { ComponentState, UpdateStatus } from '../../domain/service-status.ts'
import { newShortId } from '../../secrets.ts'

/** An incident or a maintenance, with its row held. `version`: as it was read; null where that is of no account. */
export async function lockIncident(trx: Trx, of: { id: string; kind: 'incident' | 'maintenance'; version: number | null }) {
  if (!isShortId(of.id)) throw refuse('not_found')
  const row = await trx
    .selectFrom('incidents')
    .selectAll()
    .where('id', '=', of.id)
    .where('kind', '=', of.kind)
    .forUpdate()
    .executeTakeFirst()
  if (!row) throw refuse('not_found')
  if (of.version !== null && row.version !== of.version) throw refuse('changed_meanwhile')
  return row
}

export type IncidentRow = Awaited<ReturnType<typeof lockIncident>>

/** What it names, with the names that components have now. */
export async function listPartsOf(
  trx: Trx,
  incidentId: string,
): Promise<readonly { id: string; name: string; state: ComponentState }[]> {
  return trx
    .selectFrom('incidentComponents')
    .innerJoin('components', 'components.id', 'incidentComponents.componentId')
    .select(['components.id', 'components.name', 'incidentComponents.state'])
    .where('incidentId', '=', incidentId)
    .orderBy('components.position')
    .execute()
}

/** Writes what each is in now; those that were not named before are named from now on. */
export async function keepParts(
  trx: Trx,
  incidentId: string,
  parts: readonly { id: string; state: ComponentState }[],
): Promise<void> {
  if (parts.length === 0) return
  await trx
    .insertInto('incidentComponents')
    .values(parts.map(({ id: componentId, state }) => ({ incidentId, componentId, state })))
    .onConflict((conflict) =>
      conflict.columns(['incidentId', 'componentId']).doUpdateSet((eb) => ({ state: eb.ref('excluded.state') })),
    )
    .execute()
}

/** It names these no longer. */
export async function dropParts(trx: Trx, incidentId: string, parts: readonly { id: string }[]): Promise<void> {
  if (parts.length === 0) return
  const ids = parts.map(({ id }) => id)
  await trx.deleteFrom('incidentComponents').where('incidentId', '=', incidentId).where('componentId', 'in', ids).execute()
}

export type NewUpdate = {
  readonly incidentId: string
  readonly status: UpdateStatus
  readonly body: string
  readonly affected: readonly AffectedComponent[] | null
  readonly deliver: boolean
  readonly writtenBy: string
  /** Null: now. */
  readonly displayAt: Date | null
}

export async function insertUpdate(trx: Trx, { affected, displayAt, ...rest }: NewUpdate): Promise<string> {
  const id = newShortId()
  await trx
    .insertInto('incidentUpdates')
    .values({ id, ...rest, affected: JSON.stringify(affected), displayAt: displayAt ?? databaseNow, former: '[]' })
    .execute()
  return id
}

/** When its first and its last update say they were written. */
export async function readSpanOfUpdates(trx: Trx, incidentId: string): Promise<{ first: Date; last: Date }> {
  return trx
    .selectFrom('incidentUpdates')
    .select((eb) => [eb.fn.min<Date>('displayAt').as('first'), eb.fn.max<Date>('displayAt').as('last')])
    .where('incidentId', '=', incidentId)
    .executeTakeFirstOrThrow()
}
