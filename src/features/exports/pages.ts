import { Hono } from 'hono'
import type { App } from '../../app.ts'
import type { ExportedUser } from '../../domain/exported-user.ts'
import { csvLine, UTF8_MARK } from '../../domain/user-csv.ts'
import { replyDownload } from '../../http/download.ts'
import type { PlatformContext, PlatformEnv } from '../../http/environment.ts'
import { actorOf, requireViewer } from '../../http/reply.ts'
import { PLATFORM } from '../../ui/paths.ts'
import { exportUsers } from './export-users.ts'

type Batches = AsyncIterable<readonly ExportedUser[]>

/** All users as a file, for spreadsheets and for programs (A06). What is exported can be imported again. */
export function exportPages(app: App): Hono<PlatformEnv> {
  return new Hono<PlatformEnv>()
    .get(PLATFORM.exportUsersCsv, (context) =>
      download(context, app, { format: 'csv', contentType: 'text/csv; charset=utf-8', write: csvPieces }),
    )
    .get(PLATFORM.exportUsersJson, (context) =>
      download(context, app, { format: 'json', contentType: 'application/json', write: jsonPieces }),
    )
}

async function download(
  context: PlatformContext,
  app: App,
  {
    format,
    contentType,
    write,
  }: { format: 'csv' | 'json'; contentType: string; write: (users: Batches) => AsyncIterable<string> },
): Promise<Response> {
  const viewer = requireViewer(context)
  if (viewer instanceof Response) return viewer
  const users = await exportUsers(app, actorOf(viewer), format, context.get('requestContext'))
  return replyDownload(context, { fileName: `users.${format}`, contentType, pieces: write(users) })
}

const COLUMNS = ['external_id', 'first_name', 'last_name', 'email', 'role', 'business_unit', 'username', 'state', 'last_sign_in']

export async function* csvPieces(batches: Batches): AsyncGenerator<string, undefined> {
  yield UTF8_MARK + csvLine(COLUMNS)
  for await (const users of batches) yield users.map(csvOf).join('')
}

function csvOf(user: ExportedUser): string {
  const { externalId, firstName, lastName, email, role, businessUnit, username, state, lastSignInAt } = user
  return csvLine([
    externalId,
    firstName,
    lastName,
    email,
    role,
    businessUnit,
    username,
    state,
    lastSignInAt?.toISOString() ?? null,
  ])
}

/** One array, a user on each line. */
export async function* jsonPieces(batches: Batches): AsyncGenerator<string, undefined> {
  let before = '[\n'
  for await (const users of batches) {
    yield before + users.map((user) => JSON.stringify(user)).join(',\n')
    before = ',\n'
  }
  yield before === '[\n' ? '[]\n' : '\n]\n'
}
