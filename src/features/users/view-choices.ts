import { sql } from 'kysely'
import type { App } from '../../app.ts'
import { mayGrant, reachOf, type Grounds } from '../../domain/permissions.ts'
import { PRODUCTS } from '../../domain/product.ts'
import type { MemberActor } from '../../domain/request-context.ts'
import type { Role } from '../../domain/roles.ts'
import type { PlacementChoices } from '../../domain/user-change.ts'

/** The roles and units that somebody may give to a user: those on which they could act themselves (I-27). */
export async function viewChoices(app: App, actor: MemberActor): Promise<PlacementChoices> {
  const reach = reachOf(actor)
  if (reach.of === 'nobody') return { roles: [], units: [], isUnitChosen: false }
  const units = await app.db
    .selectFrom('businessUnits')
    .select(['id', 'name'])
    .where('subscriptionId', '=', actor.subscriptionId)
    .$if(reach.of === 'unit', (query) => query.where('id', '=', reach.of === 'unit' ? reach.businessUnitId : ''))
    .orderBy(sql`name collate "und-x-icu"`)
    .execute()
  return { roles: roleChoices(app, actor), units, isUnitChosen: reach.of === 'unit' }
}

function roleChoices(app: App, actor: Grounds): readonly Role[] {
  const reach = reachOf(actor)
  const unit = reach.of === 'unit' ? reach.businessUnitId : 'any'
  const { roles } = PRODUCTS[app.config.platform.product]
  return roles.filter((role) => mayGrant(actor, { role, businessUnitId: role === 'manager' ? null : unit }))
}
