import type { Core } from '../../core.ts'
import type { Trx } from '../../db/schema.ts'
import { locationCode } from '../../domain/support-contact.ts'
import { newId } from '../../secrets.ts'
import { configuredContacts } from './configured-contacts.ts'

/** Puts the configuration's numbers into a core that has never had any; from then on they are the operators'. True where it did. */
export async function seedContacts(core: Core, trx: Trx): Promise<boolean> {
  const contacts = configuredContacts(core.config.support.numbers)
  const any = await trx.selectFrom('supportContacts').select('id').limit(1).executeTakeFirst()
  if (any || contacts.length === 0) return false
  const rows = contacts.map(({ location, hours, languages, severities, ...contact }, position) => ({
    ...contact,
    id: newId(),
    location: locationCode(location),
    languages: [...languages],
    severities: [...severities],
    timeZone: hours?.zone ?? null,
    hours: JSON.stringify(hours?.ranges ?? []),
    holidays: JSON.stringify(hours?.holidays ?? []),
    position,
    updatedBy: 'configuration',
  }))
  await trx.insertInto('supportContacts').values(rows).execute()
  return true
}
