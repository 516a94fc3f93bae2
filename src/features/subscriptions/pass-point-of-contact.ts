import type { App } from '../../app.ts'
import type { Trx } from '../../db/schema.ts'
import { mayBePointOfContact } from '../../domain/business-unit.ts'
import { refuse } from '../../domain/errors.ts'
import type { MemberActor, RequestContext } from '../../domain/request-context.ts'
import { findAccount, type Account } from '../accounts/queries.ts'
import { recordAudit } from '../audit/record.ts'
import { queueLetter } from '../letters/queue-letter.ts'
import { lockVisible } from '../users/act-on-member.ts'
import { actOnSubscription } from './act-on-subscription.ts'
import { requireLockedUnit } from './change-units.ts'

export type PassedContact = { readonly name: string | null; readonly hasChanged: boolean }

/**
 * Makes another Active Manager the point of contact of the subscription; the old one is told (A03). It is passed on and
 * never given up, so that there always is one. Throws Refusal `forbidden`, `not_found`, `not_eligible`.
 */
export async function passPointOfContact(
  app: App,
  actor: MemberActor,
  accountId: string,
  context: RequestContext,
): Promise<PassedContact> {
  return actOnSubscription(app, { actor, right: 'appoint_point_of_contact' }, async (trx, manager) => {
    const next = await requireEligible(trx, manager, { unitId: null, accountId })
    const { subscriptionId, subscriptionName, pointOfContactId: previousId } = manager
    if (previousId === next.id) return { name: nameOf(next), hasChanged: false }
    await trx.updateTable('subscriptions').set({ pointOfContactId: next.id }).where('id', '=', subscriptionId).execute()
    const details = { previousId, username: next.username }
    const action = 'subscription.point_of_contact_changed'
    await recordAudit(trx, { action, actor, subscriptionId, accountId: next.id, details, context })
    await tell(app, trx, { of: subscriptionName, next, previousId, manager })
    return { name: nameOf(next), hasChanged: true }
  })
}

/**
 * Makes an Active Unit Manager the point of contact of their unit, or, by a Manager, leaves the unit without one
 * (`accountId` null). A Unit Manager passes their own unit's on. Throws as `passPointOfContact` does.
 */
export async function passUnitPointOfContact(
  app: App,
  actor: MemberActor,
  { unitId, accountId }: { unitId: string; accountId: string | null },
  context: RequestContext,
): Promise<PassedContact> {
  return actOnSubscription(app, { actor, right: 'appoint_unit_point_of_contact' }, async (trx, manager) => {
    const { subscriptionId } = actor
    const isTheirs = manager.role === 'manager' || manager.businessUnitId === unitId
    if (!isTheirs) throw refuse('not_found')
    const unit = await requireLockedUnit(trx, { subscriptionId, unitId })
    const next = accountId === null ? null : await requireEligible(trx, manager, { unitId, accountId })
    if (next === null && manager.role !== 'manager') throw refuse('forbidden')
    const [name, nextId] = next ? [nameOf(next), next.id] : [null, null]
    const { pointOfContactId: previousId } = unit
    if (previousId === nextId) return { name, hasChanged: false }
    await trx.updateTable('businessUnits').set({ pointOfContactId: nextId }).where('id', '=', unitId).execute()
    const details = { unitId, unit: unit.name, previousId, isVacant: next === null }
    const action = 'unit.point_of_contact_changed'
    await recordAudit(trx, { action, actor, subscriptionId, accountId: nextId, details, context })
    await tell(app, trx, { of: unit.name, next, previousId, manager })
    return { name, hasChanged: true }
  })
}

async function requireEligible(
  trx: Trx,
  manager: Account,
  { unitId, accountId }: { unitId: string | null; accountId: string },
): Promise<Account> {
  const account = await lockVisible(trx, manager, accountId)
  if (!mayBePointOfContact({ unitId }, account)) throw refuse('not_eligible')
  return account
}

async function tell(
  app: App,
  trx: Trx,
  of: { of: string; next: Account | null; previousId: string | null; manager: Account },
): Promise<void> {
  const { next, previousId, manager } = of
  const params = { of: of.of, by: nameOf(manager) }
  const previous = previousId === null ? null : await findAccount(trx, previousId)
  if (previous) {
    const told = { accountId: previous.id, recipient: previous.email }
    const successor = next ? { successor: `${nameOf(next)} (${next.email})` } : {}
    await queueLetter(app, trx, { ...told, kind: 'point_of_contact_taken', params: { ...params, ...successor } })
  }
  if (next) await queueLetter(app, trx, { kind: 'point_of_contact_given', accountId: next.id, recipient: next.email, params })
}

function nameOf({ firstName, lastName }: Account): string {
  return `${firstName} ${lastName}`
}
