import type { PlatformStanding } from '../../domain/platform-standing.ts'
import type { SupportContact } from '../../domain/support-contact.ts'
import { readStandings } from '../standings/read-standings.ts'
import type { Edition } from './edition.ts'
import { readContacts } from './kept-contacts.ts'

/** What pages that are drawn anew for each visitor tell of an edition. */
export type Recalled = {
  readonly standings: ReadonlyMap<string, PlatformStanding>
  readonly contacts: readonly SupportContact[]
}

/** Reads it from the edition itself, so that one from the disk is as good as one just drawn. Throws where it is damaged. */
export function recall(edition: Edition, standingsPath: string): Recalled {
  const { bytes } = edition.published.get(standingsPath) ?? { bytes: new Uint8Array() }
  const standings = readStandings(new TextDecoder().decode(bytes))?.standings ?? new Map()
  return { standings, contacts: readContacts(edition.contacts) }
}
