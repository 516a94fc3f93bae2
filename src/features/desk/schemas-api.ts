import { z } from '@hono/zod-openapi'
import { INCIDENT_IMPACTS, INCIDENT_STATUSES, COMPONENT_STATES, MAINTENANCE_PHASES } from '../../domain/service-status.ts'
import type { TypedMoment } from '../../domain/zoned-time.ts'
import { MomentSchema, momentOrNull, ShortIdSchema } from '../../http/api/schemas.ts'
import type { DeskComponent, DeskIncident, DeskMaintenance, DeskUpdate } from './view-desk.ts'

const LOCAL = { description: 'With an offset, or as `2026-11-23T14:05` of `zone`', example: '2026-11-23T14:05:00Z' }

/** A moment as it is written; the verb reads it, and says what is wrong with it. */
export const TypedMomentSchema = z.string().max(40).openapi(LOCAL)
export const ZoneSchema = z
  .string()
  .max(64)
  .optional()
  .openapi({ description: 'IANA; UTC unless it is given', example: 'Europe/Berlin' })

/** An hour that comes twice is told apart by its offset. */
export function momentFrom(text: string | undefined, zone: string | undefined): TypedMoment {
  return { text: text ?? '', zone: zone ?? 'UTC', occurrence: '' }
}

/** What most requests may say beside their own. */
export const SAID = {
  body: z.string().max(100_000).openapi({ description: 'Markdown' }),
  deliver: z.boolean().optional().openapi({ description: 'Whether subscribers are told; true unless it is given' }),
  version: z.int().optional().openapi({ description: 'As you have read it: refused where somebody else has written since' }),
}

export const StatesSchema = z
  .record(z.string(), z.enum(COMPONENT_STATES))
  .openapi({ description: 'State by id or key of a component', example: { US1: 'partial_outage' } })

const UpdateSchema = z
  .object({
    id: ShortIdSchema,
    status: z.enum([...INCIDENT_STATUSES, ...MAINTENANCE_PHASES]),
    body: z.string(),
    deliver: z.boolean(),
    writtenBy: z.string(),
    displayAt: MomentSchema,
    correctedAt: MomentSchema.nullable(),
    former: z.array(z.object({ body: z.string(), until: MomentSchema })),
  })
  .openapi('StatusUpdate')

const NamedSchema = z.object({ id: ShortIdSchema, key: z.string(), name: z.string() })

export const IncidentSchema = z
  .object({
    id: ShortIdSchema,
    name: z.string(),
    impact: z.enum([...INCIDENT_IMPACTS, 'maintenance']),
    status: z.enum([...INCIDENT_STATUSES, 'maintenance']),
    startedAt: MomentSchema,
    monitoringAt: MomentSchema.nullable(),
    resolvedAt: MomentSchema.nullable(),
    createdBy: z.string(),
    version: z.int(),
    components: z.array(NamedSchema.extend({ state: z.enum(COMPONENT_STATES) })),
    updates: z.array(UpdateSchema),
  })
  .openapi('Incident')

export const MaintenanceSchema = z
  .object({
    id: ShortIdSchema,
    name: z.string(),
    phase: z.enum(MAINTENANCE_PHASES),
    overrun: z.boolean(),
    scheduledFor: MomentSchema,
    scheduledUntil: MomentSchema,
    startedAt: MomentSchema.nullable(),
    completedAt: MomentSchema.nullable(),
    cancelledAt: MomentSchema.nullable(),
    isRelease: z.boolean(),
    closes: z.boolean(),
    completes: z.enum(['by_clock', 'by_person']),
    sequence: z.int(),
    createdBy: z.string(),
    version: z.int(),
    components: z.array(NamedSchema),
    updates: z.array(UpdateSchema),
  })
  .openapi('Maintenance')

export const ComponentSchema = NamedSchema.extend({
  group: z.string().nullable(),
  state: z.enum([...COMPONENT_STATES, 'unknown']),
  word: z
    .object({
      state: z.enum([...COMPONENT_STATES, 'unknown']),
      note: z.string().nullable(),
      setBy: z.string().nullable(),
      since: MomentSchema,
    })
    .nullable()
    .openapi({ description: 'What a person has said of it, where that still holds' }),
}).openapi('Component')

function updateJson({
  id,
  status,
  body,
  deliver,
  writtenBy,
  displayAt,
  correctedAt,
  former,
}: DeskUpdate): z.input<typeof UpdateSchema> {
  const at = { displayAt: displayAt.toISOString(), correctedAt: momentOrNull(correctedAt) }
  return { id, status, body, deliver, writtenBy, ...at, former: [...former] }
}

const named = ({ id, key, name }: { id: string; key: string; name: string }) => ({ id, key, name })

export function incidentJson(incident: DeskIncident): z.input<typeof IncidentSchema> {
  const { id, name, impact, status, createdBy, version, parts, components } = incident
  return {
    id,
    name,
    impact,
    status,
    startedAt: incident.startedAt.toISOString(),
    monitoringAt: momentOrNull(incident.monitoringAt),
    resolvedAt: momentOrNull(incident.resolvedAt),
    createdBy,
    version,
    components: components.flatMap((one) => {
      const part = parts.find(({ componentId }) => componentId === one.id)
      return part ? [{ ...named(one), state: part.state }] : []
    }),
    updates: incident.updates.map(updateJson),
  }
}

export function maintenanceJson(maintenance: DeskMaintenance): z.input<typeof MaintenanceSchema> {
  const { id, name, phase, overrun, isRelease, closes, completes, sequence, createdBy, version } = maintenance
  return {
    id,
    name,
    phase,
    overrun,
    scheduledFor: maintenance.scheduledFor.toISOString(),
    scheduledUntil: maintenance.scheduledUntil.toISOString(),
    startedAt: momentOrNull(maintenance.actualStartAt),
    completedAt: momentOrNull(maintenance.actualEndAt),
    cancelledAt: momentOrNull(maintenance.cancelledAt),
    isRelease,
    closes,
    completes,
    sequence,
    createdBy,
    version,
    components: maintenance.components.map(named),
    updates: maintenance.updates.map(updateJson),
  }
}

export function componentJson(component: DeskComponent): z.input<typeof ComponentSchema> {
  const { group, state, word } = component
  const { note, setBy } = word ?? { note: null, setBy: null }
  return {
    ...named(component),
    group,
    state,
    word: word && { state: word.state, note, setBy, since: word.startedAt.toISOString() },
  }
}
