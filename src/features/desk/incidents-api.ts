import { z } from '@hono/zod-openapi'
import type { App } from '../../app.ts'
import type { Core } from '../../core.ts'
import { INCIDENT_IMPACTS } from '../../domain/service-status.ts'
import { operation, type ApiCall, type Operation } from '../../http/api/operation.ts'
import { momentOrNull, MomentSchema, nextPagePath, ShortIdSchema } from '../../http/api/schemas.ts'
import { API_ROOT } from '../../ui/paths.ts'
import { correctUpdate } from '../status/correct-update.ts'
import type { IncidentChange } from '../status/incident-deed.ts'
import { openIncident } from '../status/open-incident.ts'
import { reopenIncident } from '../status/reopen-incident.ts'
import { updateIncident } from '../status/update-incident.ts'
import { writePostmortem } from '../status/write-postmortem.ts'
import { IncidentSchema, incidentJson, momentFrom, SAID, StatesSchema, TypedMomentSchema, ZoneSchema } from './schemas-api.ts'
import { viewIncident, viewIncidents, viewUpdate } from './view-desk.ts'

/** Who calls, as verbs know them. */
export const doerOf = ({ actor, context }: ApiCall) => ({ actor, context })

/** The core on whatever transaction the request is carried out in. */
export type CoreOn = (app: App) => Core

const COMMON = { tag: 'Status', permission: { anyone: true }, ids: 'short' } as const
export const READ = { ...COMMON, scope: 'status:read', status: 200 } as const
export const WRITE = { ...COMMON, scope: 'status:write', method: 'post', manner: 'create', status: 200 } as const

const ListedSchema = z.object({
  id: ShortIdSchema,
  name: z.string(),
  impact: z.string(),
  status: z.string(),
  startedAt: MomentSchema,
  resolvedAt: MomentSchema.nullable(),
  components: z.array(z.string()),
})

type Listed = Awaited<ReturnType<typeof viewIncidents>>['past'][number]

function listedJson({ id, name, impact, status, startedAt, resolvedAt, components }: Listed): z.input<typeof ListedSchema> {
  const at = { startedAt: startedAt.toISOString(), resolvedAt: momentOrNull(resolvedAt) }
  return { id, name, impact, status, components: [...components], ...at }
}

const UpdateBody = z.strictObject({
  ...SAID,
  status: z.enum(['investigating', 'identified', 'monitoring', 'resolved']).optional(),
  impact: z.enum(INCIDENT_IMPACTS).optional(),
  name: z.string().max(1_000).optional(),
  components: StatesSchema.optional(),
  startedAt: TypedMomentSchema.optional(),
  displayAt: TypedMomentSchema.optional(),
  zone: ZoneSchema,
})

const ReopeningBody = UpdateBody.extend({ status: z.enum(['investigating', 'identified', 'monitoring']) })

/** As verbs take it: what is left out stays as it is. */
function changeIn(id: string, said: z.infer<typeof UpdateBody>): IncidentChange {
  const { version = null, name = '', impact = '', status = '', components = {}, deliver = true, body, zone, ...at } = said
  const times = { startedAt: momentFrom(at.startedAt, zone), displayAt: momentFrom(at.displayAt, zone) }
  return { id, version, name, impact, status, components, deliver, body, ...times }
}

/** Incidents for operators' programs (S03). */
export function incidentOperations(on: CoreOn): readonly Operation[] {
  return [...readings(on), ...openings(on), ...followUps(on)]
}

async function answer(core: Core, { actor }: Pick<ApiCall, 'actor'>, id: string) {
  const incident = await viewIncident(core, actor, id)
  return { body: incidentJson(incident), version: incident.version }
}

function readings(on: CoreOn): readonly Operation[] {
  return [
    operation({
      ...READ,
      id: 'listIncidents',
      method: 'get',
      path: '/incidents',
      summary: 'List incidents: open ones on the first page, then the rest, the newest first',
      query: z.strictObject({ q: z.string().max(100).optional(), after: z.string().max(60).optional() }),
      reply: z.object({ open: z.array(ListedSchema), items: z.array(ListedSchema), next: z.string().nullable() }),
      answers: 'One page',
      run: async (app, { actor, query }) => {
        const { open, past, next } = await viewIncidents(on(app), actor, { search: query.q ?? '', after: query.after ?? '' })
        const body = { open: open.map(listedJson), items: past.map(listedJson), next }
        return { body, nextPage: nextPagePath(`${API_ROOT}/incidents`, query, next) }
      },
    }),
    operation({
      ...READ,
      id: 'getIncident',
      method: 'get',
      path: '/incidents/{id}',
      summary: 'Read an incident with all that was said of it',
      manner: 'read',
      reply: IncidentSchema,
      answers: 'The incident',
      run: async (app, call) => answer(on(app), call, call.params['id'] ?? ''),
    }),
  ]
}

function openings(on: CoreOn): readonly Operation[] {
  return [
    operation({
      ...WRITE,
      id: 'openIncident',
      path: '/incidents',
      summary: 'Open an incident',
      body: z.strictObject({
        body: SAID.body,
        deliver: SAID.deliver,
        name: z.string().max(1_000),
        impact: z.enum(INCIDENT_IMPACTS),
        status: z.enum(['investigating', 'identified', 'monitoring']).optional(),
        components: StatesSchema.optional(),
        startedAt: TypedMomentSchema.optional(),
        displayAt: TypedMomentSchema.optional(),
        zone: ZoneSchema,
      }),
      reply: IncidentSchema,
      status: 201,
      answers: 'The incident',
      run: async (app, call) => {
        const { name, impact, body, zone, status = 'investigating', components = {}, deliver = true, ...at } = call.body
        const times = { startedAt: momentFrom(at.startedAt, zone), displayAt: momentFrom(at.displayAt, zone) }
        const input = { name, impact, body, status, components, deliver, ...times }
        const { incidentId } = await openIncident(on(app), doerOf(call), input)
        return { ...(await answer(on(app), call, incidentId)), location: `${API_ROOT}/incidents/${incidentId}` }
      },
    }),
    operation({
      ...WRITE,
      id: 'updateIncident',
      path: '/incidents/{id}/updates',
      summary: 'Add an update to an open incident, or resolve it',
      description: 'What is left out stays as it is. `resolved` makes every component of it operational again.',
      refusals: ['changed_meanwhile', 'not_at_this_stage'],
      body: UpdateBody,
      reply: IncidentSchema,
      answers: 'The incident',
      run: async (app, call) => {
        const id = call.params['id'] ?? ''
        await updateIncident(on(app), doerOf(call), changeIn(id, call.body))
        return answer(on(app), call, id)
      },
    }),
  ]
}

function followUps(on: CoreOn): readonly Operation[] {
  return [
    operation({
      ...WRITE,
      id: 'reopenIncident',
      path: '/incidents/{id}/reopen',
      summary: 'Open a resolved incident again, by an update',
      description:
        'Say again what its components are in, at least one where it names any: resolving made all of them operational. ' +
        'The time in between is no outage. Not possible once a postmortem is written.',
      refusals: ['changed_meanwhile', 'not_at_this_stage'],
      body: ReopeningBody,
      reply: IncidentSchema,
      answers: 'The incident',
      run: async (app, call) => {
        const id = call.params['id'] ?? ''
        await reopenIncident(on(app), doerOf(call), changeIn(id, call.body))
        return answer(on(app), call, id)
      },
    }),
    operation({
      ...WRITE,
      id: 'writePostmortem',
      path: '/incidents/{id}/postmortem',
      summary: 'Tell what was behind a resolved incident',
      refusals: ['changed_meanwhile', 'not_at_this_stage'],
      body: z.strictObject(SAID),
      reply: IncidentSchema,
      answers: 'The incident',
      run: async (app, call) => {
        const id = call.params['id'] ?? ''
        const { body, version = null, deliver = true } = call.body
        await writePostmortem(on(app), doerOf(call), { id, version, body, deliver })
        return answer(on(app), call, id)
      },
    }),
    operation({
      ...WRITE,
      id: 'correctUpdate',
      path: '/updates/{id}/correct',
      summary: 'Correct what an update says, openly',
      description: 'Of an incident or a maintenance. What it said before is kept and shown, and nobody is written to.',
      refusals: ['changed_meanwhile'],
      body: z.strictObject({ body: SAID.body, version: SAID.version }),
      reply: z.object({ incidentId: ShortIdSchema, kind: z.enum(['incident', 'maintenance']), body: z.string() }),
      answers: 'What it says now, and of what it is',
      run: async (app, call) => {
        const updateId = call.params['id'] ?? ''
        const { body, version = null } = call.body
        const { incidentId } = await correctUpdate(on(app), doerOf(call), { updateId, version, body })
        const update = await viewUpdate(on(app), call.actor, updateId)
        return { body: { incidentId, kind: update.kind, body: update.body } }
      },
    }),
  ]
}
