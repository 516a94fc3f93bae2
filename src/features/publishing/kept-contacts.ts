import { z } from 'zod'
import { REGIONS } from '../../domain/countries.ts'
import { WEEKDAYS } from '../../domain/opening-hours.ts'
import { CONTACT_KINDS, SEVERITIES, type SupportContact } from '../../domain/support-contact.ts'

const location = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('countries'), countries: z.tuple([z.string()], z.string()) }),
  z.object({ kind: z.literal('region'), region: z.enum(REGIONS) }),
  z.object({ kind: z.literal('international') }),
])

const range = z.object({ days: z.array(z.literal(WEEKDAYS)), from: z.number(), until: z.number() })

const contacts = z.array(
  z.object({
    id: z.string(),
    location,
    label: z.string(),
    number: z.string(),
    display: z.string(),
    kind: z.enum(CONTACT_KINDS),
    isWorldwide: z.boolean(),
    languages: z.array(z.string()),
    hours: z.object({ zone: z.string(), ranges: z.array(range), holidays: z.array(z.string()) }).nullable(),
    severities: z.array(z.literal(SEVERITIES)),
    verifiedAt: z.iso
      .datetime()
      .transform((text) => new Date(text))
      .nullable(),
  }),
)

/** Support numbers as a snapshot keeps them. Throws where they are none. */
export function readContacts(bytes: Uint8Array): readonly SupportContact[] {
  return contacts.parse(JSON.parse(new TextDecoder().decode(bytes)))
}
