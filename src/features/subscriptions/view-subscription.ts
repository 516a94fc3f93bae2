import type { App } from '../../app.ts'
import type { BusinessUnit, NamedAccount, SubscriptionOverview } from '../../domain/business-unit.ts'
import { refuse } from '../../domain/errors.ts'
import { mayDo } from '../../domain/permissions.ts'
import { isRecordId } from '../../domain/record-id.ts'
import type { MemberActor } from '../../domain/request-context.ts'
import { findSubscription, listContactCandidates, listUnits } from './queries.ts'

const CANDIDATES_OFFERED = 200

/** One's own subscription for those who run it: a Unit Manager sees their unit alone. Throws Refusal `forbidden`. */
export async function viewSubscription(app: App, actor: MemberActor): Promise<SubscriptionOverview> {
  const { subscriptionId } = actor
  const [subscription, units, candidates] = await Promise.all([
    findSubscription(app.db, subscriptionId),
    listVisibleUnits(app, actor),
    listContactCandidates(app.db, { subscriptionId, unitId: null }, CANDIDATES_OFFERED),
  ])
  return { ...subscription, units, candidates }
}

/** The units that the actor may do something to. Throws Refusal `forbidden`. */
export async function listVisibleUnits(app: App, actor: MemberActor): Promise<readonly BusinessUnit[]> {
  if (!mayDo('appoint_unit_point_of_contact', actor)) throw refuse('forbidden')
  const { subscriptionId, businessUnitId } = actor
  if (mayDo('manage_units', actor)) return listUnits(app.db, { subscriptionId })
  return businessUnitId === null ? [] : listUnits(app.db, { subscriptionId, unitId: businessUnitId })
}

export type UnitView = { readonly unit: BusinessUnit; readonly candidates: readonly NamedAccount[] }

/** One unit, and who may be its point of contact. Throws Refusal `not_found` for any other than their own (I-26). */
export async function viewUnit(app: App, actor: MemberActor, unitId: string): Promise<UnitView> {
  if (!mayDo('appoint_unit_point_of_contact', actor)) throw refuse('forbidden')
  const { subscriptionId, businessUnitId } = actor
  const isTheirs = isRecordId(unitId) && (mayDo('manage_units', actor) || unitId === businessUnitId)
  const [unit] = isTheirs ? await listUnits(app.db, { subscriptionId, unitId }) : []
  if (!unit) throw refuse('not_found')
  return { unit, candidates: await listContactCandidates(app.db, { subscriptionId, unitId }, CANDIDATES_OFFERED) }
}
