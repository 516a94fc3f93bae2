import { sql } from 'kysely'
import { databaseNow } from '../../clock.ts'
import type { Core } from '../../core.ts'
import type { Trx } from '../../db/schema.ts'
import { shortIdOf } from '../../secrets.ts'
import { seedContacts } from '../support/seed-contacts.ts'
import { noteStatusChange } from './note-status-change.ts'

type Wanted = {
  readonly key: string
  readonly platformId: string | null
  readonly name: string
  readonly description: string | null
  readonly group: string
}

const SHARED_GROUP = 'Shared services'

/**
 * Makes the page and its components what the configuration says: one for each platform in groups by region, then the
 * shared ones. Ids are made of keys, so that they outlive the database. A component that is no longer there is retired,
 * with its history. Several processes may do so at once.
 */
export async function prepareStatus(core: Core): Promise<void> {
  const { directory, status } = core.config
  const wanted: readonly Wanted[] = [
    ...directory.map(({ id, label, region }) => ({ key: id, platformId: id, name: label, description: null, group: region })),
    ...status.shared.map((one) => ({ ...one, platformId: null, group: SHARED_GROUP })),
  ]
  await core.db.transaction().execute(async (trx) => {
    await sql`lock table status_pages in share row exclusive mode`.execute(trx)
    await trx
      .insertInto('statusPages')
      .values({ id: shortIdOf('page', core.config.frontDoorOrigin) })
      .onConflict((conflict) => conflict.doNothing())
      .execute()
    const groups = [...new Set(wanted.map(({ group }) => group))]
    let changed = 0
    for (const [position, name] of groups.entries()) changed += await keepGroup(trx, { name, position: position + 1 })
    for (const [position, one] of wanted.entries()) changed += await keepComponent(trx, { ...one, position: position + 1 })
    changed += await retireOthers(trx, wanted)
    if (await seedContacts(core, trx)) changed += 1
    if (changed > 0) await noteStatusChange(trx)
  })
}

async function keepGroup(trx: Trx, { name, position }: { name: string; position: number }): Promise<number> {
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto('componentGroups')
    .values({ id: shortIdOf('group', name), name, position })
    .onConflict((conflict) =>
      conflict.column('id').doUpdateSet({ position, updatedAt: databaseNow }).where('componentGroups.position', '<>', position),
    )
    .executeTakeFirst()
  return Number(numInsertedOrUpdatedRows ?? 0)
}

async function keepComponent(trx: Trx, { group, ...wanted }: Wanted & { position: number }): Promise<number> {
  const facts = { ...wanted, groupId: shortIdOf('group', group), retiredAt: null }
  const { platformId, name, description, groupId, position } = facts
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto('components')
    .values({ id: shortIdOf('component', wanted.key), ...facts })
    .onConflict((conflict) =>
      conflict
        .column('id')
        .doUpdateSet({ ...facts, updatedAt: databaseNow })
        .where(
          sql<boolean>`(components.platform_id, components.name, components.description, components.group_id, components.position, components.retired_at)
            is distinct from (${platformId}, ${name}, ${description}, ${groupId}, ${position}::integer, null::timestamptz)`,
        ),
    )
    .executeTakeFirst()
  return Number(numInsertedOrUpdatedRows ?? 0)
}

async function retireOthers(trx: Trx, wanted: readonly Wanted[]): Promise<number> {
  const { numUpdatedRows } = await trx
    .updateTable('components')
    .set({ retiredAt: databaseNow, updatedAt: databaseNow })
    .where('retiredAt', 'is', null)
    .where(
      'key',
      'not in',
      wanted.map(({ key }) => key),
    )
    .executeTakeFirst()
  return Number(numUpdatedRows)
}
