import { Hono } from 'hono'
import type { Core } from '../../core.ts'
import { isRefusal, Refusal } from '../../domain/errors.ts'
import type { PlatformContext, PlatformEnv } from '../../http/environment.ts'
import { statusOf } from '../../http/problem.tsx'
import { attempt, redirectWith, replyPage } from '../../http/reply.ts'
import { DESK } from '../../ui/desk-paths.ts'
import { flashOf } from '../../ui/flash.ts'
import type { IncidentChange } from '../status/incident-deed.ts'
import { previewDeed } from '../status/preview-deed.ts'
import { reopenIncident, reopeningOf } from '../status/reopen-incident.ts'
import type { Doer } from '../status/write-status.ts'
import type { TypedIncident } from './incident-form-views.tsx'
import { EMPTY, readIncident, saidIn, showOne, type Tried } from './incident-pages.tsx'
import { shownPreview } from './preview-pages.ts'
import { ReopenView } from './reopen-views.tsx'
import { asOperator, requireShowable, troubleOf, versionOf } from './request-pages.ts'
import { viewIncident, type DeskIncident } from './view-desk.ts'

const PATH = `${DESK.incidents}/:id/reopen` as const

/** Staff > Incidents: one that was resolved too early is opened again (S03). */
export function deskReopenPages(core: Core): Hono<PlatformEnv> {
  return new Hono<PlatformEnv>()
    .get(PATH, (context) => asOperator(context, (doer) => showReopening(context, core, doer, null)))
    .post(PATH, (context) => asOperator(context, (doer) => postReopening(context, core, doer)))
}

async function showReopening(context: PlatformContext, core: Core, doer: Doer, tried: Tried | null): Promise<Response> {
  const incident = await viewIncident(core, doer.actor, context.req.param('id') ?? '')
  // Somebody else was quicker: what was typed is an update now.
  if (incident.resolvedAt === null) {
    return tried ? showOne(context, core, doer, tried) : context.redirect(DESK.incident(incident.id), 303)
  }
  const { id, name, version, components, resolvedAt } = incident
  const typed = { ...(tried?.typed ?? freshOf(incident)), version: String(version) }
  const refusal = tried?.refusal ?? null
  const children = ReopenView({
    incident: { id, name, resolvedAt },
    typed,
    ...troubleOf(refusal),
    components,
    named: incident.parts.map(({ componentId }) => componentId),
    refusal: isRefusal(refusal, 'changed_meanwhile') ? refusal : null,
    preview: tried?.preview ? shownPreview(core, tried.preview, typed.zone) : null,
    now: core.clock.now(),
  })
  const status = refusal ? statusOf(refusal) : 200
  return replyPage(context, core, { title: 'Reopen an incident', current: 'incidents', status, children })
}

/** What each component was in before it was resolved is what it most likely is in again. */
function freshOf({ name, impact, updates }: DeskIncident): TypedIncident {
  const resolving = updates.find(({ status }) => status === 'resolved')
  const before = (resolving?.affected ?? []).filter((one) => one.old_status !== 'operational')
  return { ...EMPTY, name, impact, components: Object.fromEntries(before.map((one) => [one.code, one.old_status])) }
}

async function postReopening(context: PlatformContext, core: Core, doer: Doer): Promise<Response> {
  const id = context.req.param('id') ?? ''
  const { components: known } = await viewIncident(core, doer.actor, id)
  const typed = await readIncident(context, known)
  const { name, impact, status } = typed
  const input: IncidentChange = { ...saidIn(typed), id, version: versionOf(typed.version), name, impact, status }
  const again = (refusal: Refusal) =>
    showReopening(context, core, doer, { typed, refusal: requireShowable(refusal), preview: null })
  if (typed.do !== 'publish') {
    const preview = await attempt(() => previewDeed(core, reopeningOf(doer, input)))
    return preview instanceof Refusal ? again(preview) : showReopening(context, core, doer, { typed, refusal: null, preview })
  }
  const reopened = await attempt(() => reopenIncident(core, doer, input))
  if (reopened instanceof Refusal) return again(reopened)
  return redirectWith(context, DESK.incident(id), flashOf('incident_reopened', { name: reopened.name }))
}
