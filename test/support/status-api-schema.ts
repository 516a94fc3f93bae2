import { z } from 'zod'

/** The public API as `docs/status-api.md` fixes it, strictly: no field more or less, no value that its clients don't know. */
const time = z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/)
const id = z.string().regex(/^[a-z0-9]{12}$/)
const url = z.url({ protocol: /^https?$/ })
const componentState = z.enum(['operational', 'degraded_performance', 'partial_outage', 'major_outage', 'under_maintenance'])

const page = z.strictObject({ id, name: z.string().min(1), url, time_zone: z.literal('Etc/UTC'), updated_at: time })

const DESCRIPTIONS = {
  none: 'All Systems Operational',
  minor: 'Partially Degraded Service',
  major: 'Partial System Outage',
  critical: 'Major Service Outage',
  maintenance: 'Service Under Maintenance',
} as const

const status = z
  .strictObject({ indicator: z.enum(['none', 'minor', 'major', 'critical', 'maintenance']), description: z.string() })
  .refine(({ indicator, description }) => DESCRIPTIONS[indicator] === description, 'the description is not the indicator’s')

const componentFields = {
  id,
  page_id: id,
  name: z.string().min(1),
  status: componentState,
  description: z.string().nullable(),
  position: z.int().positive(),
  showcase: z.boolean(),
  start_date: z.iso.date().nullable(),
  group_id: id.nullable(),
  only_show_if_degraded: z.boolean(),
  created_at: time,
  updated_at: time,
}
const child = z.strictObject({ ...componentFields, group: z.literal(false) })
const group = z.strictObject({ ...componentFields, group: z.literal(true), group_id: z.null(), components: z.array(id).min(1) })

/** Flat, and whoever names another names one that is there. */
const components = z.array(z.discriminatedUnion('group', [child, group])).refine((all) => {
  const ids = new Set(all.map((one) => one.id))
  return all.every((one) =>
    one.group ? one.components.every((of) => ids.has(of)) : one.group_id === null || ids.has(one.group_id),
  )
}, 'a group or a child is missing')

const affected = z.strictObject({ code: id, name: z.string().min(1), old_status: componentState, new_status: componentState })

const updateOf = (statuses: readonly string[]) =>
  z.strictObject({
    id,
    incident_id: id,
    status: z.enum(statuses),
    body: z.string(),
    created_at: time,
    updated_at: time,
    display_at: time,
    affected_components: z.array(affected).nullable(),
    deliver_notifications: z.boolean(),
    custom_tweet: z.null(),
    tweet_id: z.null(),
  })

const incidentOf = <Status extends string>(statuses: readonly Status[], impacts: readonly string[]) => ({
  id,
  page_id: id,
  name: z.string().min(1),
  status: z.enum(statuses),
  impact: z.enum(impacts),
  shortlink: url,
  created_at: time,
  updated_at: time,
  started_at: time,
  monitoring_at: time.nullable(),
  resolved_at: time.nullable(),
  reminder_intervals: z.null(),
  incident_updates: z.array(updateOf(statuses)).min(1).refine(isNewestFirst, 'updates are not newest first'),
  components: z.array(child),
})

type Updates = readonly { display_at: string; updated_at: string }[]

function isNewestFirst(updates: Updates): boolean {
  return updates.every(({ display_at: at }, index) => at <= (updates[index - 1]?.display_at ?? at))
}

const movesWithUpdates = (one: { updated_at: string; incident_updates: Updates }) =>
  one.incident_updates.every(({ updated_at: at }) => at <= one.updated_at)

const INCIDENT_STATUSES = ['investigating', 'identified', 'monitoring', 'resolved', 'postmortem'] as const
const incident = z
  .strictObject(incidentOf(INCIDENT_STATUSES, ['none', 'minor', 'major', 'critical']))
  .refine(movesWithUpdates, 'updated_at does not move with the updates')
const unresolved = incident.refine((one) => one.status !== 'resolved' && one.status !== 'postmortem', 'it is resolved')

const PHASES = ['scheduled', 'in_progress', 'verifying', 'completed'] as const
const maintenance = z
  .strictObject({ ...incidentOf(PHASES, ['maintenance']), scheduled_for: time, scheduled_until: time })
  .refine(movesWithUpdates, 'updated_at does not move with the updates')
const inPhase = (...phases: readonly string[]) =>
  maintenance.refine((one) => phases.includes(one.status), 'it is in another phase')

/** By path, all that clients of others read. */
export const STATUS_API_SCHEMAS = {
  '/api/v2/summary.json': z.strictObject({
    page,
    status,
    components,
    incidents: z.array(unresolved),
    scheduled_maintenances: z.array(inPhase('scheduled', 'in_progress', 'verifying')),
  }),
  '/api/v2/status.json': z.strictObject({ page, status }),
  '/api/v2/components.json': z.strictObject({ page, components }),
  '/api/v2/incidents.json': z.strictObject({ page, incidents: z.array(incident).max(50) }),
  '/api/v2/incidents/unresolved.json': z.strictObject({ page, incidents: z.array(unresolved) }),
  '/api/v2/scheduled-maintenances.json': z.strictObject({ page, scheduled_maintenances: z.array(maintenance).max(50) }),
  '/api/v2/scheduled-maintenances/upcoming.json': z.strictObject({
    page,
    scheduled_maintenances: z.array(inPhase('scheduled')),
  }),
  '/api/v2/scheduled-maintenances/active.json': z.strictObject({
    page,
    scheduled_maintenances: z.array(inPhase('in_progress', 'verifying')),
  }),
} as const

export type StatusApiPath = keyof typeof STATUS_API_SCHEMAS

export const STATUS_API_PATHS = Object.keys(STATUS_API_SCHEMAS) as readonly StatusApiPath[]
