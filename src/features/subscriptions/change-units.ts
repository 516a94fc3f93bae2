import type { App } from '../../app.ts'
import type { Trx } from '../../db/schema.ts'
import { checkPersonName } from '../../domain/contact.ts'
import { refuse } from '../../domain/errors.ts'
import { isRecordId } from '../../domain/record-id.ts'
import type { MemberActor, RequestContext } from '../../domain/request-context.ts'
import { newId } from '../../secrets.ts'
import { recordAudit } from '../audit/record.ts'
import { actOnSubscription } from './act-on-subscription.ts'
import { listUnits, lockUnit } from './queries.ts'

/** `seesOnlyItself`: its people read of no other unit (S08). */
export type UnitInput = { readonly name: string; readonly seesOnlyItself: boolean }

/** A Manager makes a business unit. Throws Refusal `forbidden`, or `invalid_fields` for a name that is taken, case aside. */
export async function createUnit(
  app: App,
  actor: MemberActor,
  input: UnitInput,
  context: RequestContext,
): Promise<{ unitId: string; name: string }> {
  const name = checkedName(input.name)
  return actOnSubscription(app, { actor, right: 'manage_units' }, async (trx) => {
    const { subscriptionId } = actor
    await requireFreeName(trx, { subscriptionId, name, except: null })
    const unitId = newId()
    const { seesOnlyItself } = input
    await trx.insertInto('businessUnits').values({ id: unitId, subscriptionId, name, seesOnlyItself }).execute()
    const details = { unitId, name, seesOnlyItself }
    await recordAudit(trx, { action: 'unit.created', actor, subscriptionId, accountId: null, details, context })
    return { unitId, name }
  })
}

/**
 * Renames a unit, or lets its people see the others again; what is left out stays. Throws Refusal `not_found` for a unit of
 * another subscription, `forbidden`, `invalid_fields`.
 */
export async function changeUnit(
  app: App,
  actor: MemberActor,
  { unitId, change }: { unitId: string; change: Partial<UnitInput> },
  context: RequestContext,
): Promise<{ name: string }> {
  return actOnSubscription(app, { actor, right: 'manage_units' }, async (trx) => {
    const { subscriptionId } = actor
    const unit = await requireLockedUnit(trx, { subscriptionId, unitId })
    const name = change.name === undefined ? unit.name : checkedName(change.name)
    const seesOnlyItself = change.seesOnlyItself ?? unit.seesOnlyItself
    if (name === unit.name && seesOnlyItself === unit.seesOnlyItself) return { name }
    await requireFreeName(trx, { subscriptionId, name, except: unitId })
    await trx.updateTable('businessUnits').set({ name, seesOnlyItself }).where('id', '=', unitId).execute()
    const details = {
      unitId,
      name: name === unit.name ? name : { from: unit.name, to: name },
      ...(seesOnlyItself !== unit.seesOnlyItself && { seesOnlyItself: { from: unit.seesOnlyItself, to: seesOnlyItself } }),
    }
    await recordAudit(trx, { action: 'unit.changed', actor, subscriptionId, accountId: null, details, context })
    return { name }
  })
}

/** Takes an empty unit away. Throws Refusal `unit_not_empty` with how many are in it, `not_found`, `forbidden`. */
export async function removeUnit(
  app: App,
  actor: MemberActor,
  unitId: string,
  context: RequestContext,
): Promise<{ name: string }> {
  return actOnSubscription(app, { actor, right: 'manage_units' }, async (trx) => {
    const { subscriptionId } = actor
    const { name } = await requireLockedUnit(trx, { subscriptionId, unitId })
    const [unit] = await listUnits(trx, { subscriptionId, unitId })
    if (unit && unit.people > 0) throw refuse('unit_not_empty', { people: unit.people })
    await trx.deleteFrom('businessUnits').where('id', '=', unitId).execute()
    await recordAudit(trx, { action: 'unit.removed', actor, subscriptionId, accountId: null, details: { unitId, name }, context })
    return { name }
  })
}

export async function requireLockedUnit(trx: Trx, { subscriptionId, unitId }: { subscriptionId: string; unitId: string }) {
  const unit = isRecordId(unitId) ? await lockUnit(trx, { subscriptionId, unitId }) : null
  if (!unit) throw refuse('not_found')
  return unit
}

function checkedName(typed: string): string {
  // What makes a good name of a person makes one of a unit: letters of any script, nothing unseen, no links.
  const name = checkPersonName(typed)
  if (!name.ok) throw refuse('invalid_fields', { fields: { name: name.problem } })
  return name.text
}

async function requireFreeName(trx: Trx, of: { subscriptionId: string; name: string; except: string | null }): Promise<void> {
  const units = await listUnits(trx, { subscriptionId: of.subscriptionId })
  const fold = (name: string) => name.normalize('NFKC').toLowerCase()
  const taken = units.some(({ id, name }) => id !== of.except && fold(name) === fold(of.name))
  if (taken) throw refuse('invalid_fields', { fields: { name: 'taken' } })
}
