import { Hono } from 'hono'
import type { Core } from '../../core.ts'
import { isRefusal, Refusal } from '../../domain/errors.ts'
import { writeLocal } from '../../domain/zoned-time.ts'
import type { PlatformContext, PlatformEnv } from '../../http/environment.ts'
import { statusOf } from '../../http/problem.tsx'
import { attempt, redirectWith, replyPage } from '../../http/reply.ts'
import { DESK } from '../../ui/desk-paths.ts'
import { flashOf, type FlashName } from '../../ui/flash.ts'
import { cancelMaintenance } from '../status/cancel-maintenance.ts'
import { completeMaintenance } from '../status/complete-maintenance.ts'
import { editMaintenance } from '../status/edit-maintenance.ts'
import { extendMaintenance } from '../status/extend-maintenance.ts'
import { moveMaintenance } from '../status/move-maintenance.ts'
import { previewDeed, type Preview } from '../status/preview-deed.ts'
import { scheduleMaintenance, schedulingOf, type NewMaintenance } from '../status/schedule-maintenance.ts'
import { startMaintenance } from '../status/start-maintenance.ts'
import { maintenanceUpdateOf, updateMaintenance } from '../status/update-maintenance.ts'
import type { Doer } from '../status/write-status.ts'
import { AgendaView } from './agenda-views.tsx'
import type { DeskAct, TypedAct } from './maintenance-act-views.tsx'
import { MAINTENANCE_FIELDS, WINDOW_FIELDS, type TypedEdit, type TypedMaintenance } from './maintenance-form-views.tsx'
import { MaintenanceView, NewMaintenanceView } from './maintenance-views.tsx'
import { shownPreview } from './preview-pages.ts'
import { asOperator, momentIn, readDeskForm, requireShowable, troubleOf, versionOf } from './request-pages.ts'
import { viewChoices, viewMaintenance, viewMaintenances, viewTemplate, type DeskMaintenance } from './view-desk.ts'

const NO_WINDOW = { from: '', fromOccurrence: '', until: '', untilOccurrence: '', zone: '' } as const
const EMPTY: TypedMaintenance = {
  ...NO_WINDOW,
  name: '',
  body: '',
  kind: 'maintenance',
  closes: '',
  completes: 'by_clock',
  deliver: 'yes',
  version: '',
  do: '',
  components: {},
}

const ONE = `${DESK.maintenances}/:id` as const

/** Staff > Maintenance: the schedule, a new one, one with its acts (S04). */
export function deskMaintenancePages(core: Core): Hono<PlatformEnv> {
  const pages = new Hono<PlatformEnv>()
    .get(DESK.maintenances, (context) => asOperator(context, (doer) => showList(context, core, doer)))
    .get(DESK.newMaintenance, (context) =>
      asOperator(context, async (doer) => {
        const typed = await fromTemplate(core, doer, context.req.query('template') ?? '')
        return showNew(context, core, doer, { typed, refusal: null, preview: null })
      }),
    )
    .post(DESK.newMaintenance, (context) => asOperator(context, (doer) => postNew(context, core, doer)))
    .get(ONE, (context) => asOperator(context, (doer) => showOne(context, core, doer, {})))
    .post(ONE, (context) => asOperator(context, (doer) => postUpdate(context, core, doer)))
  for (const act of ['edit', 'move', 'extend', 'start', 'complete', 'cancel'] as const) {
    pages.post(`${ONE}/${act}`, (context) => asOperator(context, (doer) => postAct(context, core, { doer, act })))
  }
  return pages
}

async function showList(context: PlatformContext, core: Core, doer: Doer): Promise<Response> {
  const { q: search = '', after = '' } = context.req.query()
  const { ahead, past, next } = await viewMaintenances(core, doer.actor, { search, after })
  const children = AgendaView({ ahead, past, next, search, isFirst: after === '' })
  return replyPage(context, core, { title: 'Maintenance', current: 'maintenance', wide: true, children })
}

async function fromTemplate(core: Core, { actor }: Doer, id: string): Promise<TypedMaintenance> {
  if (id === '') return EMPTY
  const { name, body } = await viewTemplate(core, actor, id)
  return { ...EMPTY, name, body }
}

type TriedNew = { readonly typed: TypedMaintenance; readonly refusal: Refusal | null; readonly preview: Preview | null }

async function showNew(context: PlatformContext, core: Core, doer: Doer, tried: TriedNew): Promise<Response> {
  const { typed, refusal, preview } = tried
  const { components, templates } = await viewChoices(core, doer.actor, 'maintenance')
  const shown = preview && shownPreview(core, preview, typed.zone || 'UTC')
  const children = NewMaintenanceView({ typed, ...troubleOf(refusal), components, templates, preview: shown })
  const status = refusal ? statusOf(refusal) : 200
  return replyPage(context, core, { title: 'Plan a maintenance', current: 'maintenance', status, children })
}

async function postNew(context: PlatformContext, core: Core, doer: Doer): Promise<Response> {
  const { components: known } = await viewChoices(core, doer.actor, 'maintenance')
  const form = await readDeskForm(
    context,
    MAINTENANCE_FIELDS,
    known.map(({ id }) => id),
  )
  const typed: TypedMaintenance = { ...form.typed, components: form.components }
  const { name, body, kind, completes } = typed
  const input: NewMaintenance = {
    name,
    body,
    kind,
    completes,
    components: Object.keys(typed.components),
    from: momentIn(typed, 'from'),
    until: momentIn(typed, 'until'),
    closes: typed.closes !== '',
    deliver: typed.deliver !== '',
  }
  const again = (refusal: Refusal) => showNew(context, core, doer, { typed, refusal: requireShowable(refusal), preview: null })
  if (typed.do !== 'publish') {
    const preview = await attempt(() => previewDeed(core, schedulingOf(doer, input)))
    return preview instanceof Refusal ? again(preview) : showNew(context, core, doer, { typed, refusal: null, preview })
  }
  const scheduled = await attempt(() => scheduleMaintenance(core, doer, input))
  if (scheduled instanceof Refusal) return again(scheduled)
  return redirectWith(context, DESK.maintenance(scheduled.incidentId), flashOf('maintenance_scheduled', { name: scheduled.name }))
}

type TriedOne = {
  readonly update?: { readonly body: string; readonly status: string; readonly deliver: string }
  readonly act?: { readonly act: DeskAct; readonly typed: TypedAct }
  readonly refusal?: Refusal
  readonly preview?: Preview
}

async function showOne(context: PlatformContext, core: Core, doer: Doer, tried: TriedOne): Promise<Response> {
  const maintenance = await viewMaintenance(core, doer.actor, context.req.param('id') ?? '')
  const { id, version, phase, isRelease, closes, choices, name, scheduledFor, scheduledUntil } = maintenance
  const { refusal = null, act } = tried
  const trouble = troubleOf(refusal)
  const window = { ...NO_WINDOW, from: writeLocal(scheduledFor, 'UTC'), until: writeLocal(scheduledUntil, 'UTC'), zone: 'UTC' }
  const children = MaintenanceView({
    maintenance,
    update: tried.update ?? { body: '', status: '', deliver: 'yes' },
    ...(act ? troubleOf(null) : trouble),
    preview: tried.preview ? shownPreview(core, tried.preview, 'UTC') : null,
    refusal: isRefusal(refusal, 'changed_meanwhile') ? refusal : null,
    tried: act ? { ...act, id, version, phase, isRelease, closes, choices, ...trouble } : null,
    fresh: { ...window, ...editIn(maintenance), body: '', deliver: 'yes' },
    now: core.clock.now(),
  })
  const status = refusal ? statusOf(refusal) : 200
  return replyPage(context, core, { title: name, current: 'maintenance', wide: true, status, children })
}

/** What the form for changing it begins with. */
function editIn({ name, closes, components }: DeskMaintenance): TypedEdit {
  return { name, closes: closes ? 'yes' : '', components: Object.fromEntries(components.map(({ id }) => [id, 'yes'])) }
}

async function postUpdate(context: PlatformContext, core: Core, doer: Doer): Promise<Response> {
  const id = context.req.param('id') ?? ''
  const { typed } = await readDeskForm(context, ['body', 'status', 'deliver', 'version', 'do'])
  const { body, status } = typed
  const input = { id, version: versionOf(typed.version), body, status, deliver: typed.deliver !== '' }
  const again = (refusal: Refusal) => showOne(context, core, doer, { update: typed, refusal: requireShowable(refusal) })
  if (typed.do !== 'publish') {
    const preview = await attempt(() => previewDeed(core, maintenanceUpdateOf(doer, input)))
    return preview instanceof Refusal ? again(preview) : showOne(context, core, doer, { update: typed, preview })
  }
  const updated = await attempt(() => updateMaintenance(core, doer, input))
  if (updated instanceof Refusal) return again(updated)
  return redirectWith(context, DESK.maintenance(id), flashOf('maintenance_updated', { name: updated.name }))
}

const VERBS = {
  edit: editMaintenance,
  move: moveMaintenance,
  extend: extendMaintenance,
  start: startMaintenance,
  complete: completeMaintenance,
  cancel: cancelMaintenance,
} as const

const FLASHES = {
  edit: 'maintenance_changed',
  move: 'maintenance_moved',
  extend: 'maintenance_extended',
  start: 'maintenance_started',
  complete: 'maintenance_completed',
  cancel: 'maintenance_cancelled',
} as const satisfies Readonly<Record<DeskAct, FlashName>>

async function postAct(context: PlatformContext, core: Core, { doer, act }: { doer: Doer; act: DeskAct }): Promise<Response> {
  const id = context.req.param('id') ?? ''
  const { components: known } = await viewChoices(core, doer.actor, 'maintenance')
  const names = [...WINDOW_FIELDS, 'name', 'closes', 'asks', 'body', 'deliver', 'version'] as const
  const form = await readDeskForm(
    context,
    names,
    known.map((one) => one.id),
  )
  const typed = { ...form.typed, components: form.components }
  const asksParts = typed.asks !== ''
  const input = {
    id,
    name: typed.name,
    components: asksParts ? Object.keys(typed.components) : null,
    closes: asksParts ? typed.closes !== '' : null,
    version: versionOf(typed.version),
    from: momentIn(typed, 'from'),
    until: momentIn(typed, 'until'),
    body: typed.body,
    deliver: typed.deliver !== '',
  }
  const done = await attempt(() => VERBS[act](core, doer, input))
  if (done instanceof Refusal) return showOne(context, core, doer, { act: { act, typed }, refusal: requireShowable(done) })
  return redirectWith(context, DESK.maintenance(id), flashOf(FLASHES[act], { name: done.name }))
}
