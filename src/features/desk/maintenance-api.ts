import { z } from '@hono/zod-openapi'
import type { Core } from '../../core.ts'
import { COMPONENT_STATES, MAINTENANCE_PHASES } from '../../domain/service-status.ts'
import { operation, type ApiCall, type Operation } from '../../http/api/operation.ts'
import { MomentSchema, nextPagePath, ShortIdSchema } from '../../http/api/schemas.ts'
import { API_ROOT } from '../../ui/paths.ts'
import { cancelMaintenance } from '../status/cancel-maintenance.ts'
import { completeMaintenance } from '../status/complete-maintenance.ts'
import { editMaintenance } from '../status/edit-maintenance.ts'
import { extendMaintenance } from '../status/extend-maintenance.ts'
import { moveMaintenance } from '../status/move-maintenance.ts'
import { scheduleMaintenance } from '../status/schedule-maintenance.ts'
import { clearComponentState, setComponentState } from '../status/set-component-state.ts'
import { startMaintenance } from '../status/start-maintenance.ts'
import { updateMaintenance } from '../status/update-maintenance.ts'
import { doerOf, READ, WRITE, type CoreOn } from './incidents-api.ts'
import {
  componentJson,
  ComponentSchema,
  maintenanceJson,
  MaintenanceSchema,
  momentFrom,
  SAID,
  TypedMomentSchema,
  ZoneSchema,
} from './schemas-api.ts'
import { viewComponents, viewMaintenance, viewMaintenances, type DeskMaintenanceRow } from './view-desk.ts'

const WINDOW = { from: TypedMomentSchema, until: TypedMomentSchema, zone: ZoneSchema }
const ComponentsSchema = z.array(z.string().max(100)).max(500).openapi({ description: 'By id or key' })
const CLOSES = { description: 'Nobody signs in at its platforms meanwhile' }
/** An act speaks for itself where nothing is said with it. */
const ACT = { ...SAID, body: SAID.body.optional() }

const ListedSchema = z.object({
  id: ShortIdSchema,
  name: z.string(),
  phase: z.enum(MAINTENANCE_PHASES),
  isCancelled: z.boolean(),
  scheduledFor: MomentSchema,
  scheduledUntil: MomentSchema,
  components: z.array(z.string()),
})

function listedJson({ id, name, phase, cancelledAt, components, ...at }: DeskMaintenanceRow): z.input<typeof ListedSchema> {
  const window = { scheduledFor: at.scheduledFor.toISOString(), scheduledUntil: at.scheduledUntil.toISOString() }
  return { id, name, phase, isCancelled: cancelledAt !== null, components: [...components], ...window }
}

const refusals = ['changed_meanwhile', 'not_at_this_stage'] as const

/** Maintenance for operators' programs (S04). */
export function maintenanceOperations(on: CoreOn): readonly Operation[] {
  return [...readings(on), ...plans(on), ...changes(on), ...edits(on), ...acts(on)]
}

async function answer(core: Core, { actor }: Pick<ApiCall, 'actor'>, id: string) {
  const maintenance = await viewMaintenance(core, actor, id)
  return { body: maintenanceJson(maintenance), version: maintenance.version }
}

const ACTS = { ...WRITE, refusals, reply: MaintenanceSchema, answers: 'The maintenance' } as const

/** An act that needs nothing but a yes. */
function plainAct(
  on: CoreOn,
  { verb, ...of }: { id: string; path: `/${string}`; summary: string; verb: typeof startMaintenance },
): Operation {
  return operation({
    ...ACTS,
    ...of,
    body: z.strictObject(ACT),
    run: async (app, call) => {
      const id = call.params['id'] ?? ''
      const { body = '', version = null, deliver = true } = call.body
      await verb(on(app), doerOf(call), { id, version, body, deliver })
      return answer(on(app), call, id)
    },
  })
}

function readings(on: CoreOn): readonly Operation[] {
  return [
    operation({
      ...READ,
      id: 'listMaintenance',
      method: 'get',
      path: '/maintenance',
      summary: 'List maintenance: what runs or is to come on the first page, then the rest, the latest first',
      query: z.strictObject({ q: z.string().max(100).optional(), after: z.string().max(60).optional() }),
      reply: z.object({ ahead: z.array(ListedSchema), items: z.array(ListedSchema), next: z.string().nullable() }),
      answers: 'One page',
      run: async (app, { actor, query }) => {
        const { ahead, past, next } = await viewMaintenances(on(app), actor, { search: query.q ?? '', after: query.after ?? '' })
        const body = { ahead: ahead.map(listedJson), items: past.map(listedJson), next }
        return { body, nextPage: nextPagePath(`${API_ROOT}/maintenance`, query, next) }
      },
    }),
    operation({
      ...READ,
      id: 'getMaintenance',
      method: 'get',
      path: '/maintenance/{id}',
      summary: 'Read a maintenance with all that was said of it',
      manner: 'read',
      reply: MaintenanceSchema,
      answers: 'The maintenance',
      run: async (app, call) => answer(on(app), call, call.params['id'] ?? ''),
    }),
  ]
}

function plans(on: CoreOn): readonly Operation[] {
  return [
    operation({
      ...WRITE,
      id: 'scheduleMaintenance',
      path: '/maintenance',
      summary: 'Plan a maintenance',
      body: z.strictObject({
        ...WINDOW,
        body: SAID.body,
        deliver: SAID.deliver,
        name: z.string().max(1_000),
        components: ComponentsSchema,
        kind: z.enum(['maintenance', 'release']).optional(),
        closes: z.boolean().optional().openapi(CLOSES),
        completes: z.enum(['by_clock', 'by_person']).optional(),
      }),
      reply: MaintenanceSchema,
      status: 201,
      answers: 'The maintenance',
      run: async (app, call) => {
        const { zone, deliver = true, kind = 'maintenance', closes = false, completes = 'by_clock', ...said } = call.body
        const window = { from: momentFrom(said.from, zone), until: momentFrom(said.until, zone) }
        const input = { ...said, kind, closes, completes, deliver, ...window }
        const { incidentId } = await scheduleMaintenance(on(app), doerOf(call), input)
        return { ...(await answer(on(app), call, incidentId)), location: `${API_ROOT}/maintenance/${incidentId}` }
      },
    }),
  ]
}

function changes(on: CoreOn): readonly Operation[] {
  return [
    operation({
      ...ACTS,
      id: 'moveMaintenance',
      path: '/maintenance/{id}/move',
      summary: 'Move a maintenance that hasn’t begun',
      body: z.strictObject({ ...ACT, ...WINDOW }),
      run: async (app, call) => {
        const id = call.params['id'] ?? ''
        const { body = '', version = null, deliver = true, zone, ...at } = call.body
        const window = { from: momentFrom(at.from, zone), until: momentFrom(at.until, zone) }
        await moveMaintenance(on(app), doerOf(call), { id, version, body, deliver, ...window })
        return answer(on(app), call, id)
      },
    }),
    operation({
      ...ACTS,
      id: 'extendMaintenance',
      path: '/maintenance/{id}/extend',
      summary: 'Give a maintenance that runs a later end',
      body: z.strictObject({ ...ACT, until: WINDOW.until, zone: WINDOW.zone }),
      run: async (app, call) => {
        const id = call.params['id'] ?? ''
        const { body = '', version = null, deliver = true, zone, until } = call.body
        await extendMaintenance(on(app), doerOf(call), { id, version, body, deliver, until: momentFrom(until, zone) })
        return answer(on(app), call, id)
      },
    }),
  ]
}

function edits(on: CoreOn): readonly Operation[] {
  return [
    operation({
      ...ACTS,
      id: 'editMaintenance',
      path: '/maintenance/{id}/edit',
      summary: 'Change its title, and before it begins what it is of and whether it closes its platforms',
      description:
        'What is left out stays. `components` are all that it is of from now on. What changes for people is told in an ' +
        'update, to subscribers of what it is of now and of what it was of before; a title alone is told to nobody.',
      body: z.strictObject({
        ...ACT,
        name: z.string().max(1_000).optional(),
        components: ComponentsSchema.optional(),
        closes: z.boolean().optional().openapi(CLOSES),
      }),
      run: async (app, call) => {
        const id = call.params['id'] ?? ''
        const { body = '', version = null, deliver = true, name = null, components = null, closes = null } = call.body
        await editMaintenance(on(app), doerOf(call), { id, version, body, deliver, name, components, closes })
        return answer(on(app), call, id)
      },
    }),
  ]
}

function acts(on: CoreOn): readonly Operation[] {
  return [
    plainAct(on, {
      id: 'startMaintenance',
      path: '/maintenance/{id}/start',
      summary: 'Start before its time',
      verb: startMaintenance,
    }),
    plainAct(on, {
      id: 'completeMaintenance',
      path: '/maintenance/{id}/complete',
      summary: 'Complete one that runs',
      verb: completeMaintenance,
    }),
    plainAct(on, {
      id: 'cancelMaintenance',
      path: '/maintenance/{id}/cancel',
      summary: 'Cancel one that hasn’t begun',
      verb: cancelMaintenance,
    }),
    operation({
      ...ACTS,
      id: 'updateMaintenance',
      path: '/maintenance/{id}/updates',
      summary: 'Tell how a maintenance goes',
      body: z.strictObject({ ...SAID, status: z.enum(['verifying']).optional() }),
      run: async (app, call) => {
        const id = call.params['id'] ?? ''
        const { body, version = null, deliver = true, status = '' } = call.body
        await updateMaintenance(on(app), doerOf(call), { id, version, body, deliver, status })
        return answer(on(app), call, id)
      },
    }),
  ]
}

/** Components for operators' programs: by id or key. */
export function componentOperations(on: CoreOn): readonly Operation[] {
  const answerList = async (core: Core, { actor }: Pick<ApiCall, 'actor'>) => ({
    body: { items: (await viewComponents(core, actor)).map(componentJson) },
  })
  const reply = z.object({ items: z.array(ComponentSchema) })
  return [
    operation({
      ...READ,
      id: 'listComponents',
      method: 'get',
      path: '/components',
      summary: 'List components with their present states',
      reply,
      answers: 'All of them',
      run: async (app, call) => answerList(on(app), call),
    }),
    operation({
      ...WRITE,
      id: 'setComponentState',
      path: '/components/{id}/state',
      summary: 'Say what a component is in, whatever probes see',
      body: z.strictObject({ state: z.enum(COMPONENT_STATES), note: z.string().max(5_000).optional() }),
      reply,
      answers: 'All components as they are now',
      run: async (app, call) => {
        const { state, note = '' } = call.body
        await setComponentState(on(app), doerOf(call), { component: call.params['id'] ?? '', state, note, seen: null })
        return answerList(on(app), call)
      },
    }),
    operation({
      ...WRITE,
      id: 'clearComponentState',
      path: '/components/{id}/state/clear',
      summary: 'Leave a component to probes again',
      refusals: ['not_at_this_stage'],
      reply,
      answers: 'All components as they are now',
      run: async (app, call) => {
        await clearComponentState(on(app), doerOf(call), { component: call.params['id'] ?? '', seen: null })
        return answerList(on(app), call)
      },
    }),
  ]
}
