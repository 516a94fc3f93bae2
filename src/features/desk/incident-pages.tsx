import { Hono } from 'hono'
import type { Core } from '../../core.ts'
import { isRefusal, Refusal } from '../../domain/errors.ts'
import { isIncidentStatus } from '../../domain/service-status.ts'
import type { PlatformContext, PlatformEnv } from '../../http/environment.ts'
import { statusOf } from '../../http/problem.tsx'
import { attempt, redirectWith, replyPage } from '../../http/reply.ts'
import { DESK } from '../../ui/desk-paths.ts'
import { flashOf } from '../../ui/flash.ts'
import { correctUpdate } from '../status/correct-update.ts'
import type { IncidentChange } from '../status/incident-deed.ts'
import { openIncident, openingOf, type NewIncident } from '../status/open-incident.ts'
import { previewDeed, type Preview } from '../status/preview-deed.ts'
import { updateIncident, updateOf } from '../status/update-incident.ts'
import { writePostmortem } from '../status/write-postmortem.ts'
import type { Doer } from '../status/write-status.ts'
import { INCIDENT_FIELDS, type TypedIncident } from './incident-form-views.tsx'
import { IncidentListView } from './incident-list-views.tsx'
import { CorrectionView, IncidentView, NewIncidentView } from './incident-views.tsx'
import { shownPreview } from './preview-pages.ts'
import { asOperator, momentIn, readDeskForm, requireShowable, troubleOf, versionOf } from './request-pages.ts'
import { viewChoices, viewIncident, viewIncidents, viewTemplate, viewUpdate } from './view-desk.ts'

export const EMPTY: TypedIncident = {
  name: '',
  impact: '',
  status: 'investigating',
  body: '',
  startedAt: '',
  startedAtOccurrence: '',
  displayAt: '',
  displayAtOccurrence: '',
  zone: '',
  deliver: 'yes',
  version: '',
  do: '',
  components: {},
}

/** What was typed, and what came of it. */
export type Tried = { readonly typed: TypedIncident; readonly refusal: Refusal | null; readonly preview: Preview | null }

/** Staff > Incidents: the list, a new one, one with its updates, and corrections (S03). */
export function deskIncidentPages(core: Core): Hono<PlatformEnv> {
  return new Hono<PlatformEnv>()
    .get(DESK.incidents, (context) => asOperator(context, (doer) => showList(context, core, doer)))
    .get(DESK.newIncident, (context) =>
      asOperator(context, async (doer) => {
        const typed = await fromTemplate(core, doer, context.req.query('template') ?? '')
        return showNew(context, core, doer, { typed, refusal: null, preview: null })
      }),
    )
    .post(DESK.newIncident, (context) => asOperator(context, (doer) => postNew(context, core, doer)))
    .get(`${DESK.incidents}/:id`, (context) => asOperator(context, (doer) => showOne(context, core, doer, null)))
    .post(`${DESK.incidents}/:id`, (context) => asOperator(context, (doer) => postUpdate(context, core, doer)))
    .post(`${DESK.incidents}/:id/postmortem`, (context) => asOperator(context, (doer) => postPostmortem(context, core, doer)))
    .get('/staff/updates/:id', (context) => asOperator(context, (doer) => showCorrection(context, core, doer, null)))
    .post('/staff/updates/:id', (context) => asOperator(context, (doer) => postCorrection(context, core, doer)))
}

async function showList(context: PlatformContext, core: Core, doer: Doer): Promise<Response> {
  const { q: search = '', after = '' } = context.req.query()
  const list = await viewIncidents(core, doer.actor, { search, after })
  const children = IncidentListView({ ...list, search, isFirst: after === '', now: core.clock.now() })
  return replyPage(context, core, { title: 'Incidents', current: 'incidents', wide: true, children })
}

async function fromTemplate(core: Core, { actor }: Doer, id: string): Promise<TypedIncident> {
  if (id === '') return EMPTY
  const { name, impact, status, body } = await viewTemplate(core, actor, id)
  return { ...EMPTY, name, body, impact: impact ?? '', status: status ?? EMPTY.status }
}

async function showNew(context: PlatformContext, core: Core, doer: Doer, tried: Tried): Promise<Response> {
  const { typed, refusal, preview } = tried
  const { components, templates } = await viewChoices(core, doer.actor, 'incident')
  const shown = preview && shownPreview(core, preview, typed.zone)
  const children = NewIncidentView({ typed, ...troubleOf(refusal), components, templates, preview: shown })
  const status = refusal ? statusOf(refusal) : 200
  return replyPage(context, core, { title: 'Open an incident', current: 'incidents', status, children })
}

async function postNew(context: PlatformContext, core: Core, doer: Doer): Promise<Response> {
  const { components: known } = await viewChoices(core, doer.actor, 'incident')
  const typed = await readIncident(context, known)
  const input: NewIncident = { ...saidIn(typed), name: typed.name, impact: typed.impact, status: typed.status }
  if (typed.do !== 'publish') {
    const preview = await attempt(() => previewDeed(core, openingOf(doer, input)))
    if (preview instanceof Refusal) {
      return showNew(context, core, doer, { typed, refusal: requireShowable(preview), preview: null })
    }
    return showNew(context, core, doer, { typed, refusal: null, preview })
  }
  const opened = await attempt(() => openIncident(core, doer, input))
  if (opened instanceof Refusal) return showNew(context, core, doer, { typed, refusal: requireShowable(opened), preview: null })
  return redirectWith(context, DESK.incident(opened.incidentId), flashOf('incident_opened', { name: opened.name }))
}

export async function readIncident(context: PlatformContext, known: readonly { id: string }[]): Promise<TypedIncident> {
  const ids = known.map(({ id }) => id)
  const { typed, components } = await readDeskForm(context, INCIDENT_FIELDS, ids)
  return { ...typed, components }
}

export function saidIn(typed: TypedIncident) {
  const { body, components } = typed
  const [startedAt, displayAt] = [momentIn(typed, 'startedAt'), momentIn(typed, 'displayAt')]
  return { body, components, startedAt, displayAt, deliver: typed.deliver !== '' }
}

export async function showOne(context: PlatformContext, core: Core, doer: Doer, tried: Tried | null): Promise<Response> {
  const incident = await viewIncident(core, doer.actor, context.req.param('id') ?? '')
  const { name, impact, status, version, components, parts } = incident
  if (!isIncidentStatus(status)) throw new Error('an incident has a status of its own')
  const fresh: TypedIncident = { ...EMPTY, name, impact, status: status === 'postmortem' ? 'resolved' : status }
  const typed = { ...(tried?.typed ?? fresh), version: String(version) }
  const refusal = tried?.refusal ?? null
  const children = IncidentView({
    incident: { ...incident, status },
    updates: incident.updates,
    named: components.flatMap((one) => {
      const part = parts.find(({ componentId }) => componentId === one.id)
      return part ? [{ ...one, state: part.state }] : []
    }),
    components,
    typed,
    ...troubleOf(refusal),
    refusal: isRefusal(refusal, 'changed_meanwhile') ? refusal : null,
    preview: tried?.preview ? shownPreview(core, tried.preview, typed.zone) : null,
    now: core.clock.now(),
  })
  const answered = refusal ? statusOf(refusal) : 200
  return replyPage(context, core, { title: name, current: 'incidents', wide: true, status: answered, children })
}

async function postUpdate(context: PlatformContext, core: Core, doer: Doer): Promise<Response> {
  const id = context.req.param('id') ?? ''
  const { components: known } = await viewIncident(core, doer.actor, id)
  const typed = await readIncident(context, known)
  const { name, impact, status } = typed
  const input: IncidentChange = { ...saidIn(typed), id, version: versionOf(typed.version), name, impact, status }
  if (typed.do !== 'publish') {
    const preview = await attempt(() => previewDeed(core, updateOf(doer, input)))
    if (preview instanceof Refusal) {
      return showOne(context, core, doer, { typed, refusal: requireShowable(preview), preview: null })
    }
    return showOne(context, core, doer, { typed, refusal: null, preview })
  }
  const updated = await attempt(() => updateIncident(core, doer, input))
  if (updated instanceof Refusal) return showOne(context, core, doer, { typed, refusal: requireShowable(updated), preview: null })
  const flash = typed.status === 'resolved' ? 'incident_resolved' : 'incident_updated'
  return redirectWith(context, DESK.incident(id), flashOf(flash, { name: updated.name }))
}

async function postPostmortem(context: PlatformContext, core: Core, doer: Doer): Promise<Response> {
  const id = context.req.param('id') ?? ''
  const { typed } = await readDeskForm(context, ['body', 'deliver', 'version'])
  const input = { id, version: versionOf(typed.version), body: typed.body, deliver: typed.deliver !== '' }
  const written = await attempt(() => writePostmortem(core, doer, input))
  if (written instanceof Refusal) {
    return showOne(context, core, doer, { typed: { ...EMPTY, ...typed }, refusal: requireShowable(written), preview: null })
  }
  return redirectWith(context, DESK.incident(id), flashOf('postmortem_published', { name: written.name }))
}

async function showCorrection(
  context: PlatformContext,
  core: Core,
  doer: Doer,
  tried: { typed: string; refusal: Refusal } | null,
): Promise<Response> {
  const update = await viewUpdate(core, doer.actor, context.req.param('id') ?? '')
  const { problems, wrong } = troubleOf(tried?.refusal ?? null)
  const children = CorrectionView({
    update,
    typed: tried?.typed ?? update.body,
    problem: problems['body'],
    wrong: wrong['body'],
    refusal: isRefusal(tried?.refusal, 'changed_meanwhile') ? tried.refusal : null,
  })
  const current = update.kind === 'incident' ? 'incidents' : 'maintenance'
  const status = tried ? statusOf(tried.refusal) : 200
  return replyPage(context, core, { title: 'Correct an update', current, status, children })
}

async function postCorrection(context: PlatformContext, core: Core, doer: Doer): Promise<Response> {
  const updateId = context.req.param('id') ?? ''
  const { kind } = await viewUpdate(core, doer.actor, updateId)
  const { typed } = await readDeskForm(context, ['body', 'version'])
  const corrected = await attempt(() =>
    correctUpdate(core, doer, { updateId, version: versionOf(typed.version), body: typed.body }),
  )
  if (corrected instanceof Refusal) {
    return showCorrection(context, core, doer, { typed: typed.body, refusal: requireShowable(corrected) })
  }
  const { incidentId } = corrected
  const path = kind === 'incident' ? DESK.incident(incidentId) : DESK.maintenance(incidentId)
  return redirectWith(context, path, flashOf('update_corrected'))
}
