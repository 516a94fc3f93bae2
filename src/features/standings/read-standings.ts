import { z } from 'zod'
import type { PlatformStanding } from '../../domain/platform-standing.ts'
import { COMPONENT_STATES, INCIDENT_IMPACTS } from '../../domain/service-status.ts'

/** What the front door tells its platforms of themselves, as `standings-api.ts` writes it. */
export type HeardStandings = {
  readonly isStale: boolean
  readonly standings: ReadonlyMap<string, PlatformStanding>
}

const id = z.string().regex(/^[a-z0-9]{12}$/)
const name = z.string().max(1_000)
const moment = z.iso.datetime({ precision: 3 }).transform((text) => new Date(text))

const incident = z
  .object({ id, name, impact: z.enum(INCIDENT_IMPACTS), updated_at: moment })
  .transform(({ updated_at: updatedAt, ...rest }) => ({ ...rest, updatedAt }))

const maintenance = z
  .object({
    id,
    name,
    is_release: z.boolean(),
    closes: z.boolean(),
    completes: z.enum(['by_clock', 'by_person']),
    scheduled_for: moment,
    scheduled_until: moment,
    actual_start_at: moment.nullable(),
    verifying_at: moment.nullable(),
    actual_end_at: moment.nullable(),
    cancelled_at: moment.nullable(),
  })
  .transform((one) => ({
    id: one.id,
    name: one.name,
    isRelease: one.is_release,
    closes: one.closes,
    completes: one.completes,
    scheduledFor: one.scheduled_for,
    scheduledUntil: one.scheduled_until,
    actualStartAt: one.actual_start_at,
    verifyingAt: one.verifying_at,
    actualEndAt: one.actual_end_at,
    cancelledAt: one.cancelled_at,
  }))

const platform = z.object({
  id: z.string().min(1).max(100),
  state: z.enum([...COMPONENT_STATES, 'unknown']),
  incidents: z.array(incident).max(1_000),
  maintenances: z.array(maintenance).max(1_000),
})

const document = z.object({
  version: z.literal(1),
  as_of: moment,
  stale: z.boolean(),
  platforms: z.array(platform).max(1_000),
})

/** Reads what a front door said; null for anything that it would not have said: then it is not believed. */
export function readStandings(text: string): HeardStandings | null {
  const parsed = document.safeParse(parseJson(text))
  if (!parsed.success) return null
  const { as_of: asOf, stale, platforms } = parsed.data
  const standings = platforms.map(({ id: platformId, ...rest }) => [platformId, { platformId, ...rest, asOf }] as const)
  return { isStale: stale, standings: new Map(standings) }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
