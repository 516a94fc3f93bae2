import { z } from '@hono/zod-openapi'

/** A moment as JSON has it: ISO 8601 in UTC. */
export const MomentSchema = z.string().openapi({ format: 'date-time', example: '2026-11-23T14:05:00.000Z' })

export const IdSchema = z.string().openapi({ format: 'uuid', example: '7c9e6679-7425-40de-944b-e07fc1f90ae7' })

/** Of what the status page tells. */
export const ShortIdSchema = z.string().openapi({ pattern: '^[a-z0-9]{12}$', example: 'k7mwq3xrtc9f' })

/** Of a page: how many, and after which place of the list. */
export const PAGE_PARAMETERS = {
  limit: z.coerce
    .number()
    .int()
    .min(1)
    .max(200)
    .optional()
    .openapi({ type: 'integer', minimum: 1, maximum: 200, default: 50, description: 'How many a page has at most' }),
  after: z.string().max(200).optional().openapi({ description: '`next` of the page before' }),
}

/** A query as it was parsed. */
type ParsedQuery = Readonly<Record<string, string | number | boolean | undefined>>

/** One page of a list. */
export function pageOf<Item extends z.ZodType>(item: Item) {
  return {
    items: z.array(item),
    next: z.string().nullable().openapi({ description: 'Send it as `after` to get the next page; null on the last one' }),
  }
}

export function momentOrNull(at: Date | null): string | null {
  return at?.toISOString() ?? null
}

/** The address of the next page: the same question, another place. */
export function nextPagePath(path: string, query: ParsedQuery, next: string | null): string | null {
  if (next === null) return null
  return `${path}?${new URLSearchParams(askedPairs({ ...query, after: next })).toString()}`
}

/** A parsed query as the pairs of an address, without what was not asked for. */
export function askedPairs(query: ParsedQuery): [name: string, value: string][] {
  return Object.entries(query).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]]))
}

const AuditPersonSchema = z
  .object({ id: IdSchema, username: z.string().nullable(), name: z.string().nullable() })
  .openapi('AuditPerson')

/** What happened, in the trail and in a user's history. */
export const AuditEventSchema = z
  .object({
    id: z.int(),
    at: z.string().openapi({ format: 'date-time', example: '2026-11-23T14:05:09.123456Z' }),
    action: z.string().openapi({ example: 'account.activated' }),
    by: z.enum(['account', 'api_token', 'job', 'operator', 'anonymous']),
    who: AuditPersonSchema.nullable(),
    whom: AuditPersonSchema.nullable(),
    address: z.string().nullable(),
    details: z.record(z.string(), z.unknown()),
    requestId: z.string().nullable(),
    seal: z
      .int()
      .nullable()
      .openapi({ description: 'Its place in the hash chain; null for the second in which it is not sealed yet' }),
  })
  .openapi('AuditEvent')
