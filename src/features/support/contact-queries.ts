import { secondsAgo } from '../../clock.ts'
import type { Database, Trx } from '../../db/schema.ts'
import { readLocation, SEVERITIES, type SupportContact } from '../../domain/support-contact.ts'

/** A contact as operators see it: with what a second editor has to know. */
export type KeptContact = SupportContact & {
  readonly version: number
  readonly updatedAt: Date
  readonly removedAt: Date | null
}

function selectContacts(db: Database | Trx) {
  return db
    .selectFrom('supportContacts')
    .select(['id', 'location', 'label', 'number', 'display', 'kind', 'isWorldwide', 'languages', 'timeZone', 'hours'])
    .select(['holidays', 'severities', 'verifiedAt', 'version', 'updatedAt', 'removedAt'])
}

/** Those that are not removed, in their order. */
export async function listContacts(db: Database | Trx): Promise<readonly KeptContact[]> {
  const rows = await selectContacts(db)
    .where('removedAt', 'is', null)
    .orderBy('position')
    .orderBy('label')
    .orderBy('id')
    .execute()
  return rows.map(readContact)
}

/** So long a removed one can be brought back from the list. */
const REMOVED_SECONDS = 30 * 24 * 60 * 60

/** Those that were removed lately, the latest first. */
export async function listRemovedContacts(db: Database | Trx): Promise<readonly KeptContact[]> {
  const rows = await selectContacts(db)
    .where('removedAt', '>', secondsAgo(REMOVED_SECONDS))
    .orderBy('removedAt', 'desc')
    .limit(20)
    .execute()
  return rows.map(readContact)
}

/** Also one that was removed; null where there never was one. */
export async function findContact(db: Database | Trx, id: string): Promise<KeptContact | null> {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)) return null
  const row = await selectContacts(db).where('id', '=', id).executeTakeFirst()
  return row ? readContact(row) : null
}

type ContactRow = Awaited<ReturnType<ReturnType<typeof selectContacts>['executeTakeFirstOrThrow']>>

function readContact({ location, timeZone, hours, holidays, severities, ...row }: ContactRow): KeptContact {
  return {
    ...row,
    location: readLocation(location) ?? { kind: 'international' },
    hours: timeZone === null ? null : { zone: timeZone, ranges: hours, holidays },
    severities: SEVERITIES.filter((severity) => severities.includes(severity)),
  }
}
