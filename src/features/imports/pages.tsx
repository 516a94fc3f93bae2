import { Hono } from 'hono'
import type { App } from '../../app.ts'
import { isRefusal, refuse, type Refusal } from '../../domain/errors.ts'
import { IMPORT_LIMITS } from '../../domain/file-problem.ts'
import { mayDo } from '../../domain/permissions.ts'
import { mayBringHashes, mayCreateUnits } from '../../domain/user-import.ts'
import type { Viewer } from '../../domain/viewer.ts'
import { replyDownload } from '../../http/download.ts'
import type { PlatformContext, PlatformEnv } from '../../http/environment.ts'
import { readForm } from '../../http/forms.ts'
import { actorOf, redirectWith, replyPage, requireViewer } from '../../http/reply.ts'
import { readUpload } from '../../http/uploads.ts'
import { flashOf } from '../../ui/flash.ts'
import { readImportAddress } from '../../ui/import-address.ts'
import { rowsFile, templateFile } from '../../ui/import-files.ts'
import { refusalMessage } from '../../ui/messages.ts'
import { PLATFORM } from '../../ui/paths.ts'
import { badFile } from './bad-file.ts'
import { cancelImport } from './cancel-import.ts'
import { ImportView } from './import-views.tsx'
import { previewImport } from './preview-import.ts'
import { startImport } from './start-import.ts'
import { streamImportRows, viewImport, viewImports } from './view-import.ts'
import { ImportHomeView } from './views.tsx'

const CSV = 'text/csv; charset=utf-8'

/** Import of users (A06): the file, its dry run, its progress. */
export function importPages(app: App): Hono<PlatformEnv> {
  return new Hono<PlatformEnv>()
    .get(PLATFORM.importUsers, (context) => showHome(context, app))
    .post(PLATFORM.importUsers, (context) => postFile(context, app))
    .get(PLATFORM.importTemplate, (context) => showTemplate(context))
    .get(`${PLATFORM.importUsers}/:id`, (context) => showImport(context, app, context.req.param('id')))
    .get(`${PLATFORM.importUsers}/:id/rows.csv`, (context) => showRows(context, app, context.req.param('id')))
    .post(`${PLATFORM.importUsers}/:id/start`, (context) => postStart(context, app, context.req.param('id')))
    .post(`${PLATFORM.importUsers}/:id/cancel`, (context) => postCancel(context, app, context.req.param('id')))
}

async function showHome(context: PlatformContext, app: App): Promise<Response> {
  const viewer = requireViewer(context)
  return viewer instanceof Response ? viewer : replyHome(context, app, { viewer, refusal: null, createsUnits: false })
}

async function replyHome(
  context: PlatformContext,
  app: App,
  { viewer, refusal, createsUnits }: { viewer: Viewer; refusal: Refusal<'bad_file'> | null; createsUnits: boolean },
): Promise<Response> {
  const children = ImportHomeView({
    imports: await viewImports(app, actorOf(viewer)),
    mayCreateUnits: mayCreateUnits(viewer),
    mayBringHashes: mayBringHashes(viewer),
    createsUnits,
    problem: refusal && refusalMessage(refusal),
    now: app.clock.now(),
  })
  const status = refusal === null ? 200 : refusal.details.problem.code === 'too_large' ? 413 : 422
  return replyPage(context, app, { title: 'Import users', current: 'users', wide: true, status, children })
}

async function postFile(context: PlatformContext, app: App): Promise<Response> {
  const viewer = requireViewer(context)
  if (viewer instanceof Response) return viewer
  if (!mayDo('import_users', viewer)) throw refuse('forbidden')
  let createsUnits = false
  let drain: (() => Promise<void>) | null = null
  try {
    const upload = await readUpload(context.req.raw, { fields: ['createsUnits'], file: 'file', bytes: IMPORT_LIMITS.bytes })
    createsUnits = upload.fields.createsUnits === 'yes'
    drain = upload.drain
    if (!upload.file) throw badFile('no_file')
    const file = { ...upload.file, createsUnits }
    const importId = await previewImport(app, actorOf(viewer), file, context.get('requestContext'))
    return redirectWith(context, PLATFORM.userImport(importId))
  } catch (error) {
    if (!isRefusal(error, 'bad_file')) throw error
    await drain?.()
    return replyHome(context, app, { viewer, refusal: error, createsUnits })
  }
}

function showTemplate(context: PlatformContext): Response {
  const viewer = requireViewer(context)
  if (viewer instanceof Response) return viewer
  if (!mayDo('import_users', viewer)) throw refuse('forbidden')
  return replyDownload(context, { fileName: 'users-template.csv', contentType: CSV, pieces: templateFile() })
}

async function showImport(context: PlatformContext, app: App, id: string): Promise<Response> {
  const viewer = requireViewer(context)
  if (viewer instanceof Response) return viewer
  const wish = readImportAddress(new URL(context.req.url).searchParams)
  const page = await viewImport(app, actorOf(viewer), id, wish)
  return replyPage(context, app, { title: page.fileName, current: 'users', wide: true, children: ImportView({ page, wish }) })
}

async function showRows(context: PlatformContext, app: App, id: string): Promise<Response> {
  const viewer = requireViewer(context)
  if (viewer instanceof Response) return viewer
  const { batches } = await streamImportRows(app, actorOf(viewer), id)
  return replyDownload(context, { fileName: 'import-rows.csv', contentType: CSV, pieces: rowsFile(batches) })
}

async function postStart(context: PlatformContext, app: App, id: string): Promise<Response> {
  const viewer = requireViewer(context)
  if (viewer instanceof Response) return viewer
  const { fields } = await readForm(context.req.raw, ['welcomes'])
  const start = { importId: id, welcomes: fields.welcomes === 'yes' }
  const begins = await startImport(app, actorOf(viewer), start, context.get('requestContext'))
  return redirectWith(context, PLATFORM.userImport(id), begins ? flashOf('import_started') : null)
}

async function postCancel(context: PlatformContext, app: App, id: string): Promise<Response> {
  const viewer = requireViewer(context)
  if (viewer instanceof Response) return viewer
  await readForm(context.req.raw, [])
  const isCancelled = await cancelImport(app, actorOf(viewer), id, context.get('requestContext'))
  return redirectWith(context, PLATFORM.userImport(id), isCancelled ? flashOf('import_cancelled') : null)
}
