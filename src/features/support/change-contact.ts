import { databaseNow } from '../../clock.ts'
import type { Core } from '../../core.ts'
import type { Trx } from '../../db/schema.ts'
import type { AuditAction } from '../../domain/audit-actions.ts'
import { refuse } from '../../domain/errors.ts'
import type { Actor, RequestContext } from '../../domain/request-context.ts'
import { locationCode } from '../../domain/support-contact.ts'
import { newId } from '../../secrets.ts'
import { recordAudit } from '../audit/record.ts'
import { noteStatusChange } from '../status/note-status-change.ts'
import { requireOperator } from '../status/require-operator.ts'
import { checkContact, type CheckedContact, type TypedContact } from './check-contact.ts'
import { findContact, listContacts, type KeptContact } from './contact-queries.ts'

type Asked = { readonly actor: Actor; readonly context: RequestContext | null }

/**
 * Adds a support contact, or changes one (S21). `version`: as it was when it was read.
 *
 * Throws Refusal `forbidden`, `invalid_fields`, `not_found`, `changed_meanwhile`.
 */
export async function saveContact(
  core: Core,
  asked: Asked,
  { id, version, typed }: { id: string | null; version: number; typed: TypedContact },
): Promise<KeptContact> {
  requireOperator(asked.actor)
  const checked = checkContact(typed)
  return change(core, asked, id === null ? 'contact.added' : 'contact.changed', async (trx) => {
    const before = id === null ? null : await findOpen(trx, id)
    if (before && before.version !== version) throw refuse('changed_meanwhile')
    await requireFree(trx, checked, id)
    if (before?.isWorldwide && !checked.isWorldwide) await requireOtherWorldwide(trx, before.id)
    const values = valuesOf(checked, asked.actor)
    if (before) {
      // Whoever writes another number has to call it again.
      const verified = before.number === checked.number ? {} : { verifiedAt: null }
      await trx
        .updateTable('supportContacts')
        .set({ ...values, ...verified, version: before.version + 1 })
        .where('id', '=', before.id)
        .execute()
      return before.id
    }
    const newContact = newId()
    await trx
      .insertInto('supportContacts')
      .values({ id: newContact, ...values })
      .execute()
    return newContact
  })
}

/** Notes that somebody has called it, and that it was right. Throws Refusal `forbidden`, `not_found`. */
export async function verifyContact(core: Core, asked: Asked, id: string): Promise<KeptContact> {
  requireOperator(asked.actor)
  return change(core, asked, 'contact.verified', async (trx) => {
    await findOpen(trx, id)
    await trx.updateTable('supportContacts').set({ verifiedAt: databaseNow }).where('id', '=', id).execute()
    return id
  })
}

/** Takes it off the page; it can be brought back. Throws Refusal `forbidden`, `not_found`, `invalid_fields`. */
export async function removeContact(core: Core, asked: Asked, id: string): Promise<KeptContact> {
  requireOperator(asked.actor)
  return change(core, asked, 'contact.removed', async (trx) => {
    const { isWorldwide } = await findOpen(trx, id)
    if (isWorldwide) await requireOtherWorldwide(trx, id)
    await trx.updateTable('supportContacts').set({ removedAt: databaseNow }).where('id', '=', id).execute()
    return id
  })
}

/** Brings one back as it was. Throws Refusal `forbidden`, `not_found`, `invalid_fields` where its number stands there again. */
export async function restoreContact(core: Core, asked: Asked, id: string): Promise<KeptContact> {
  requireOperator(asked.actor)
  return change(core, asked, 'contact.restored', async (trx) => {
    const contact = await findContact(trx, id)
    if (!contact?.removedAt) throw refuse('not_found')
    await requireFree(trx, contact, id)
    await trx.updateTable('supportContacts').set({ removedAt: null }).where('id', '=', id).execute()
    return id
  })
}

/** One after another: what counts the revision up locks the page's row first, so that two at once see one another. */
async function change(core: Core, asked: Asked, action: AuditAction, write: (trx: Trx) => Promise<string>): Promise<KeptContact> {
  const { actor, context } = asked
  return core.db.transaction().execute(async (trx) => {
    await noteStatusChange(trx)
    const contact = await findContact(trx, await write(trx))
    if (!contact) throw refuse('not_found')
    const { id, label, number, location } = contact
    const subscriptionId = 'subscriptionId' in actor ? actor.subscriptionId : null
    const details = { contact: id, label, number, location: locationCode(location) }
    await recordAudit(trx, { action, actor, subscriptionId, accountId: null, details, context })
    return contact
  })
}

function valuesOf({ location, hours, languages, severities, ...checked }: CheckedContact, actor: Actor) {
  return {
    ...checked,
    location: locationCode(location),
    languages: [...languages],
    severities: [...severities],
    timeZone: hours?.zone ?? null,
    hours: JSON.stringify(hours?.ranges ?? []),
    holidays: JSON.stringify(hours?.holidays ?? []),
    updatedBy: 'accountId' in actor ? actor.accountId : actor.kind,
    updatedAt: databaseNow,
  }
}

async function findOpen(trx: Trx, id: string): Promise<KeptContact> {
  const contact = await findContact(trx, id)
  if (!contact || contact.removedAt !== null) throw refuse('not_found')
  return contact
}

async function requireFree(trx: Trx, { location, number }: Pick<CheckedContact, 'location' | 'number'>, id: string | null) {
  const others = (await listContacts(trx)).filter((other) => other.id !== id)
  const code = locationCode(location)
  if (others.some((other) => other.number === number && locationCode(other.location) === code)) {
    throw refuse('invalid_fields', { fields: { number: 'number_taken' } })
  }
}

/** There is always a number that can be called from anywhere. */
async function requireOtherWorldwide(trx: Trx, id: string): Promise<void> {
  const others = (await listContacts(trx)).filter((other) => other.id !== id && other.isWorldwide)
  if (others.length === 0) throw refuse('invalid_fields', { fields: { isWorldwide: 'worldwide_needed' } })
}
