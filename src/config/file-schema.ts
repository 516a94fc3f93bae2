import { z } from 'zod'
import { validEmail } from '../domain/contact.ts'
import { isCountry } from '../domain/countries.ts'
import { isZone, parseHolidays, parseHours } from '../domain/hours-text.ts'
import { isLanguage } from '../domain/support-contact.ts'
import { originProblem } from './address-rules.ts'
import { parseNetwork } from './cidr.ts'
import { LOG_LEVELS } from './environment.ts'
import { policySchema } from './policy.ts'
import { statusSchema, statusSight } from './status-file.ts'

const text = z.string().trim().min(1, 'must not be empty').max(200, 'must have at most 200 characters')
const path = z.string().min(1, 'must name a path')
const colour = z.string().regex(/^#[0-9a-f]{6}$/i, 'must be a colour such as "#0b57d0", in quotes')
const email = z.string().refine(validEmail, 'must be an e-mail address')

/** The part before the address is a display name, so it must not hold what would end or start one. */
const sender = z.string().refine((typed) => {
  const address = /^[^<>@,;:"\\\p{Cc}]{1,100} <([^<>]+)>$/u.exec(typed)?.[1] ?? typed
  return validEmail(address)
}, 'must be an address or a name and an address, such as Gatehouse <no-reply@example.com>')

const origin = z.string().superRefine((typed, context) => {
  const problem = originProblem(typed)
  if (problem !== null) context.addIssue({ code: 'custom', message: problem })
})

/** Of a platform that is served here: the names of its variables and its database are made of it. */
const platformId = z.string().regex(/^[A-Z][A-Z0-9]{0,15}$/, 'must be 1 to 16 capital letters and digits, such as US1')

const character = z.string().regex(/^[!-~]$/, 'must be one character, in quotes')

const directoryEntry = z.strictObject({
  id: z.string().regex(/^[A-Za-z][A-Za-z0-9-]*$/, 'must be letters, digits and hyphens, a letter first'),
  label: text,
  region: text,
  product: z.enum(['platform', 'pci']),
  identifiers: z.array(character).default([]),
  retired_identifiers: z.array(character).default([]),
  sign_in_url: text,
  api_url: text.nullable().default(null),
  gateway_url: text.nullable().default(null),
})

const directory = z.union([path, z.array(directoryEntry).min(1, 'must list at least one platform')])

/** A whole number within limits, both included. */
function whole(from: number, to: number) {
  const message = `must be a whole number from ${from} to ${to}`
  return z.int(message).min(from, message).max(to, message)
}

/** At least 30: whoever gets at the configuration can't wipe out what they did today. Sign-ins never longer than the rest. */
const audit = z
  .strictObject({ keep_days: whole(30, 36_500).default(400), sign_in_days: whole(30, 36_500).optional() })
  .refine(({ keep_days: rest, sign_in_days: signIns }) => signIns === undefined || signIns <= rest, {
    path: ['sign_in_days'],
    message: 'must be at most keep_days',
  })

const database = z
  .strictObject({ pool_size: whole(1, 200).default(10), named_statements: z.boolean().default(true) })
  .prefault({})

const servedPlatform = z.strictObject({
  id: platformId,
  origin,
  policy: policySchema.prefault({}),
  audit: audit.prefault({}),
  database,
})

const supportNumber = z.strictObject({
  location: text,
  number: z.string().regex(/^\+[1-9]\d{6,14}$/, 'must be + and 7 to 15 digits, in quotes, such as "+441189131502"'),
  display: text,
  kind: z.enum(['toll-free', 'toll', 'local']),
  international: z.boolean().default(false),
  countries: z.array(z.string().refine(isCountry, 'must be a country of ISO 3166-1, such as GB')).min(1).optional(),
  languages: z.array(z.string().refine(isLanguage, 'must be a language of BCP 47, such as en or pt-BR')).optional(),
  hours: z.array(z.string().refine((line) => parseHours(line).ok, 'must be such as "Mon-Fri 09:00-17:30", or Always')).optional(),
  time_zone: z.string().refine(isZone, 'must be a zone such as Europe/London').optional(),
  holidays: z.array(z.string().refine((day) => parseHolidays(day).ok, 'must be such as "2026-12-25" or "12-25"')).optional(),
})

const mail = z.discriminatedUnion('transport', [
  z.strictObject({ transport: z.literal('outbox'), from: sender, folder: path.nullable().default(null) }),
  z.strictObject({
    transport: z.literal('smtp'),
    from: sender,
    host: text,
    port: whole(1, 65_535).default(587),
    tls: z.enum(['implicit', 'required', 'opportunistic', 'none']).default('required'),
    ca_file: path.nullable().default(null),
    username: text.nullable().default(null),
  }),
])

/** `gatehouse.yaml`, whole. Unknown keys are refused; there is no key for a secret. */
export const fileSchema = z.strictObject({
  brand: z.strictObject({ name: text, accent: z.strictObject({ light: colour, dark: colour }).nullable().default(null) }),
  listen: z
    .strictObject({
      hosts: z.array(text).min(1, 'must name at least one address').default(['127.0.0.1']),
      port: whole(1, 65_535).default(8080),
    })
    .prefault({}),
  data: path.default('data'),
  trusted_proxies: z
    .array(z.string().refine((typed) => parseNetwork(typed) !== null, 'must be a network such as 10.0.0.0/8 or 2001:db8::/32'))
    .default([]),
  directory,
  support: z.strictObject({
    name: text,
    email: email.nullable().default(null),
    numbers: z
      .array(supportNumber)
      .refine(
        (numbers) => numbers.some(({ international }) => international),
        'must hold one number with international: true, reachable from anywhere',
      ),
  }),
  mail,
  front_door: z.strictObject({
    origins: z.array(origin).min(1, 'must list at least one origin'),
    serve: z.boolean().default(true),
    platforms: z.array(z.strictObject({ id: platformId, origin })).default([]),
    public_key: z
      .string()
      .regex(/^[\w-]{43}$/, 'must be what `gatehouse front-door-key` prints')
      .nullable()
      .default(null),
    policy: policySchema.prefault({}),
    audit: audit.prefault({}),
    database,
  }),
  status: statusSchema.prefault({}),
  platforms: z.array(servedPlatform).default([]),
  hashing: z.strictObject({ concurrency: whole(1, 64).optional(), queue: whole(0, 10_000).optional() }).prefault({}),
  log_level: z.enum(LOG_LEVELS).default('info'),
})

export type ConfigFile = z.output<typeof fileSchema>

/**
 * What can be seen of a file that may be faulty elsewhere: enough to find duplicates and missing secrets in the same
 * run that finds everything else.
 */
export const sightSchema = z
  .object({
    directory: directory.nullable().catch(null),
    mail: z
      .object({ username: z.string().nullable().catch(null), ca_file: z.string().nullable().catch(null) })
      .catch({ username: null, ca_file: null }),
    front_door: z
      .object({
        serve: z.boolean().catch(true),
        origins: z.array(origin.nullable().catch(null)).catch([]),
        platforms: z.array(z.object({ id: platformId.nullable().catch(null) }).catch({ id: null })).catch([]),
        policy: policySchema.nullable().catch(null).prefault({}),
      })
      .catch({ serve: true, origins: [], platforms: [], policy: null }),
    status: statusSight,
    platforms: z
      .array(
        z
          .object({
            id: platformId.nullable().catch(null),
            origin: origin.nullable().catch(null),
            policy: policySchema.nullable().catch(null).prefault({}),
          })
          .catch({ id: null, origin: null, policy: null }),
      )
      .catch([]),
  })
  .catch({
    directory: null,
    mail: { username: null, ca_file: null },
    front_door: { serve: true, origins: [], platforms: [], policy: null },
    status: { components: [], targets: [] },
    platforms: [],
  })

export type FileSight = z.output<typeof sightSchema>
