import { sql, type RawBuilder } from 'kysely'
import { reachOf, type Placement, type Standing } from '../../domain/permissions.ts'

/** The rows of `accounts` on which somebody acts, as a condition: `reaches` of the domain in SQL. */
export function reachedBy(actor: Placement): RawBuilder<boolean> {
  const reach = reachOf(actor)
  if (reach.of === 'nobody') return sql<boolean>`false`
  const unit = reach.of === 'unit' ? sql<boolean>`accounts.business_unit_id = ${reach.businessUnitId}::uuid` : sql<boolean>`true`
  if (reach.sparing.length === 0) return unit
  return sql<boolean>`(${unit} and accounts.role not in (${sql.join(reach.sparing)}))`
}

/** The rows of `accounts` that somebody may read of: `mayRead` of the domain in SQL. */
export function readableBy(actor: Standing): RawBuilder<boolean> {
  if (!actor.seesOnlyUnit) return sql<boolean>`true`
  return sql<boolean>`(accounts.role = 'manager' or accounts.id = ${actor.accountId}::uuid
    or accounts.business_unit_id is not distinct from ${actor.businessUnitId}::uuid)`
}
