import { z } from '@hono/zod-openapi'
import type { App } from '../../app.ts'
import { refuse } from '../../domain/errors.ts'
import { IMPORT_LIMITS } from '../../domain/file-problem.ts'
import type { ImportRow, ImportSummary } from '../../domain/import-view.ts'
import type { MemberActor } from '../../domain/request-context.ts'
import { FATES } from '../../domain/user-import.ts'
import { operation, type ApiAnswer, type Operation } from '../../http/api/operation.ts'
import { IdSchema, momentOrNull, MomentSchema, nextPagePath, pageOf } from '../../http/api/schemas.ts'
import { API_ROOT } from '../../ui/paths.ts'
import { cancelImport } from './cancel-import.ts'
import { previewImport } from './preview-import.ts'
import { startImport } from './start-import.ts'
import { viewImport, viewImports } from './view-import.ts'

const CountsSchema = z.object({ created: z.int(), changed: z.int(), unchanged: z.int(), refused: z.int() })

const ImportSchema = z
  .object({
    id: IdSchema,
    state: z
      .enum(['reading', 'checked', 'running', 'done', 'cancelled'])
      .openapi({ description: '`checked`: the dry run is there to be read, and waits for its start' }),
    fileName: z.string(),
    startedBy: z.string().nullable(),
    createsUnits: z.boolean(),
    welcomes: z.boolean(),
    ignoredColumns: z.array(z.string()),
    counts: CountsSchema.openapi({ description: 'What becomes of the rows; once it is over, what became of them' }),
    toDo: z.int(),
    done: z.int(),
    createdAt: MomentSchema,
    endedAt: MomentSchema.nullable(),
  })
  .openapi('Import')

const RowSchema = z
  .object({
    line: z.int(),
    externalId: z.string().nullable(),
    username: z.string().nullable(),
    firstName: z.string(),
    lastName: z.string(),
    email: z.string(),
    role: z.string(),
    unitName: z.string().nullable(),
    hasPassword: z.boolean(),
    fate: z.enum(FATES),
    reasons: z.array(z.string()).openapi({ description: 'Why it is refused' }),
    notes: z.array(z.string()).openapi({ description: 'What it says and import leaves alone' }),
    changes: z.record(z.string(), z.object({ from: z.unknown(), to: z.unknown() })),
  })
  .openapi('ImportRow')

function importJson(summary: ImportSummary): z.input<typeof ImportSchema> {
  const { id, state, fileName, startedBy, createsUnits, welcomes, ignoredColumns, counts, toDo, done, createdAt, endedAt } =
    summary
  const { created, changed, unchanged, refused } = counts
  return {
    id,
    state,
    fileName,
    startedBy,
    createsUnits,
    welcomes,
    ignoredColumns: [...ignoredColumns],
    counts: { created, changed, unchanged, refused },
    toDo,
    done,
    createdAt: createdAt.toISOString(),
    endedAt: momentOrNull(endedAt),
  }
}

function rowJson(row: ImportRow): z.input<typeof RowSchema> {
  const { line, externalId, username, firstName, lastName, email, role, unitName, hasPassword, fate, reasons, notes, changes } =
    row
  return {
    line,
    externalId,
    username,
    firstName,
    lastName,
    email,
    role,
    unitName,
    hasPassword,
    fate,
    reasons: [...reasons],
    notes: [...notes],
    changes,
  }
}

async function answerImport(app: App, actor: MemberActor, id: string): Promise<ApiAnswer<z.input<typeof ImportSchema>>> {
  return { body: importJson(await viewImport(app, actor, id, { fate: null, place: null })) }
}

const IMPORT = { tag: 'Imports', scope: 'imports:write', permission: { right: 'import_users' } } as const
const NOW = { reply: ImportSchema, status: 200, answers: 'The import as it is now' } as const

const uploadOperation = operation({
  ...IMPORT,
  id: 'uploadImport',
  method: 'post',
  path: '/imports',
  summary: 'Upload a file of users: the dry run',
  description:
    'Users stay as they are; every row is told its fate. A file of yours that waits already is dropped for it, so that to repeat an upload does no harm.',
  query: z.strictObject({
    fileName: z.string().max(200).optional().openapi({ default: 'users.csv' }),
    createsUnits: z
      .enum(['true', 'false'])
      .optional()
      .openapi({ default: 'false', description: 'Whether units that the file names come into being' }),
  }),
  takesFile: { type: 'text/csv', bytes: IMPORT_LIMITS.bytes },
  refusals: ['changed_meanwhile'],
  reply: ImportSchema,
  status: 201,
  answers: 'The dry run; Location is its address',
  run: async (app, { actor, query: { fileName = 'users.csv', createsUnits }, upload, context }) => {
    if (!upload) throw new Error('the file of an upload is missing')
    const file = { name: fileName, chunks: upload, createsUnits: createsUnits === 'true' }
    const id = await previewImport(app, actor, file, context)
    return { ...(await answerImport(app, actor, id)), location: `${API_ROOT}/imports/${id}` }
  },
})

const rowsOperation = operation({
  ...IMPORT,
  id: 'listImportRows',
  method: 'get',
  path: '/imports/{id}/rows',
  summary: 'Read the rows of an import and their fates',
  query: z.strictObject({
    fate: z.enum(FATES).optional(),
    after: z.string().max(9).optional().openapi({ description: '`next` of the page before' }),
  }),
  reply: z.object(pageOf(RowSchema)).openapi('ImportRows'),
  status: 200,
  answers: 'Fifty rows, in the order of the file',
  run: async (app, { actor, params: { id = '' }, query: { fate, after } }) => {
    if (after !== undefined && !/^\d{1,9}$/.test(after)) throw refuse('invalid_fields', { fields: { after: 'not_a_choice' } })
    const place = after === undefined ? null : ({ side: 'after', line: Number(after) } as const)
    const page = await viewImport(app, actor, id, { fate: fate ?? null, place })
    const next = page.next && String(page.next.line)
    return {
      body: { items: page.rows.map(rowJson), next },
      nextPage: nextPagePath(`${API_ROOT}/imports/${id}/rows`, { fate }, next),
    }
  },
})

/** Users from files, with a dry run first (A06). */
export const IMPORT_OPERATIONS: readonly Operation[] = [
  uploadOperation,
  operation({
    ...IMPORT,
    id: 'listImports',
    method: 'get',
    path: '/imports',
    summary: 'List imports',
    reply: z.object({ items: z.array(ImportSchema) }),
    status: 200,
    answers: 'Your latest, twenty at most; for Managers everybody’s',
    run: async (app, { actor }) => ({ body: { items: (await viewImports(app, actor)).map(importJson) } }),
  }),
  operation({
    ...IMPORT,
    ...NOW,
    id: 'getImport',
    method: 'get',
    path: '/imports/{id}',
    summary: 'Follow an import',
    run: (app, { actor, params }) => answerImport(app, actor, params['id'] ?? ''),
  }),
  rowsOperation,
  operation({
    ...IMPORT,
    ...NOW,
    id: 'startImport',
    method: 'post',
    path: '/imports/{id}/start',
    summary: 'Start an import whose dry run you have read',
    description: 'To start what runs or is over has no effect.',
    body: z.strictObject({
      welcomes: z.boolean().openapi({ description: 'Whether those who come without a password are mailed at once' }),
    }),
    run: async (app, { actor, params: { id = '' }, body: { welcomes }, context }) => {
      await startImport(app, actor, { importId: id, welcomes }, context)
      return answerImport(app, actor, id)
    },
  }),
  operation({
    ...IMPORT,
    ...NOW,
    id: 'cancelImport',
    method: 'post',
    path: '/imports/{id}/cancel',
    summary: 'Stop an import, or drop one that waits',
    description: 'Rows that are done stay done. To cancel what is over has no effect.',
    run: async (app, { actor, params: { id = '' }, context }) => {
      await cancelImport(app, actor, id, context)
      return answerImport(app, actor, id)
    },
  }),
]
