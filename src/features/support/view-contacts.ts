import type { Core } from '../../core.ts'
import { refuse } from '../../domain/errors.ts'
import type { Actor } from '../../domain/request-context.ts'
import { requireOperator } from '../status/require-operator.ts'
import { findContact, listContacts, listRemovedContacts, type KeptContact } from './contact-queries.ts'

/** All support contacts, and those that were removed lately. Throws Refusal `forbidden`. */
export async function viewContacts(
  core: Core,
  actor: Actor,
): Promise<{ readonly contacts: readonly KeptContact[]; readonly removed: readonly KeptContact[] }> {
  requireOperator(actor)
  const [contacts, removed] = await Promise.all([listContacts(core.db), listRemovedContacts(core.db)])
  return { contacts, removed }
}

/** One of them. Throws Refusal `forbidden`, `not_found`. */
export async function viewContact(core: Core, actor: Actor, id: string): Promise<KeptContact> {
  requireOperator(actor)
  const contact = await findContact(core.db, id)
  if (!contact || contact.removedAt !== null) throw refuse('not_found')
  return contact
}
