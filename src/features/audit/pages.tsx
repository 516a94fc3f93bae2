import { Hono } from 'hono'
import type { App } from '../../app.ts'
import { fieldProblemsOf, refuse, Refusal } from '../../domain/errors.ts'
import { mayDo } from '../../domain/permissions.ts'
import { replyDownload } from '../../http/download.ts'
import type { PlatformContext, PlatformEnv } from '../../http/environment.ts'
import { statusOf } from '../../http/problem.tsx'
import { actorOf, attempt, replyPage, requireViewer } from '../../http/reply.ts'
import { readAuditAddress } from '../../ui/audit-address.ts'
import { PATHS } from '../../ui/paths.ts'
import { csvPieces, jsonlPieces } from './export-pieces.ts'
import { searchAudit, streamAudit } from './search-audit.ts'
import { AuditTrailView } from './views.tsx'

/** The audit trail of a subscription (A04), on a page and as files. */
export function auditPages(app: App): Hono<PlatformEnv> {
  const paths = PATHS[app.config.platform.product]
  return new Hono<PlatformEnv>()
    .get(paths.audit, (context) => showTrail(context, app))
    .get(paths.exportAuditCsv, (context) => exportTrail(context, app, 'csv'))
    .get(paths.exportAuditJsonl, (context) => exportTrail(context, app, 'jsonl'))
}

async function showTrail(context: PlatformContext, app: App): Promise<Response> {
  const viewer = requireViewer(context)
  if (viewer instanceof Response) return viewer
  const search = readAuditAddress(new URL(context.req.url).searchParams)
  const found = await attempt(async () => {
    // Whoever may not read it is told that, and not what is wrong with their search.
    if (!mayDo('read_audit', viewer)) throw refuse('forbidden')
    if (Object.keys(search.problems).length > 0) throw refuse('invalid_fields', { fields: search.problems })
    return searchAudit(app, actorOf(viewer), search.wish)
  })
  const refusal = found instanceof Refusal ? found : null
  if (refusal && refusal.code !== 'invalid_fields') throw refusal
  const children = AuditTrailView({
    search,
    page: found instanceof Refusal ? null : found,
    problems: fieldProblemsOf(refusal),
    scopeName: viewer.businessUnitId !== null ? `your unit of ${viewer.subscriptionName}` : viewer.subscriptionName,
    kept: app.config.audit,
    product: app.config.platform.product,
    now: app.clock.now(),
  })
  return replyPage(context, app, {
    title: 'Audit',
    current: 'audit',
    wide: true,
    status: refusal ? statusOf(refusal) : 200,
    children,
  })
}

const FORMATS = {
  csv: { contentType: 'text/csv; charset=utf-8', write: csvPieces },
  jsonl: { contentType: 'application/jsonl; charset=utf-8', write: jsonlPieces },
} as const

async function exportTrail(context: PlatformContext, app: App, format: keyof typeof FORMATS): Promise<Response> {
  const viewer = requireViewer(context)
  if (viewer instanceof Response) return viewer
  const { wish, problems } = readAuditAddress(new URL(context.req.url).searchParams)
  if (Object.keys(problems).length > 0) throw refuse('invalid_fields', { fields: problems })
  const events = await streamAudit(app, actorOf(viewer), { wish, format }, context.get('requestContext'))
  const { contentType, write } = FORMATS[format]
  const day = app.clock.now().toISOString().slice(0, 10)
  return replyDownload(context, { fileName: `audit-${day}.${format}`, contentType, pieces: write(events) })
}
