import type { App } from '../../app.ts'
import { databaseNow } from '../../clock.ts'
import type { Database } from '../../db/schema.ts'
import { refuse } from '../../domain/errors.ts'
import { IMPORT_LIMITS } from '../../domain/file-problem.ts'
import { mayDo } from '../../domain/permissions.ts'
import type { MemberActor, RequestContext } from '../../domain/request-context.ts'
import { readHeader, readUserRow, shownRow, type Header } from '../../domain/user-csv.ts'
import { mayCreateUnits, type Fate } from '../../domain/user-import.ts'
import { newId } from '../../secrets.ts'
import { findAccount } from '../accounts/queries.ts'
import { standingOf } from '../users/act-on-member.ts'
import { badFile } from './bad-file.ts'
import { decideNext, keysOf, openLedger, openRoster, openUnitBook, recordOf, type Ledger } from './decide-rows.ts'
import { dropWaitingImports } from './drop-imports.ts'
import { countActiveManagers, findMembers, insertRows, listUnitNames, type KeptRow } from './queries.ts'
import { readCsv, type CsvRow } from './read-csv.ts'

export type ImportFile = {
  /** As the browser says; shown, and nothing else. */
  readonly name: string
  readonly chunks: AsyncIterable<Uint8Array>
  /** Whether units that the file names come into being with it. */
  readonly createsUnits: boolean
}

const ROWS_AT_ONCE = 250
const LONGEST_FILE_NAME = 100

/**
 * The dry run (A06): reads a file of users as it arrives and keeps every row with its fate; users stay as they are. A file
 * that waits already, of the same person, is dropped for it. Returns the import's id.
 *
 * Throws Refusal `bad_file`, naming line and next step, with nothing kept; `forbidden`; `changed_meanwhile` where another
 * file of theirs came while this one was being read.
 */
export async function previewImport(app: App, actor: MemberActor, file: ImportFile, context: RequestContext): Promise<string> {
  const starter = await findAccount(app.db, actor.accountId)
  if (!starter || starter.state !== 'active' || !mayDo('import_users', standingOf(starter))) throw refuse('forbidden')
  const standing = standingOf(starter)
  const { subscriptionId } = actor
  await dropWaitingImports(app.db, actor.accountId)
  const createsUnits = file.createsUnits && mayCreateUnits(standing)
  const importId = await openImport(app.db, { actor, fileName: shownFileName(file.name), createsUnits, context })
  try {
    const units = openUnitBook(await listUnitNames(app.db, subscriptionId), createsUnits)
    const activeManagers = await countActiveManagers(app.db, subscriptionId)
    const ledger = openLedger({ actor: standing, units, activeManagers })
    await closeReading(app.db, importId, await readRows(app, { importId, subscriptionId, ledger }, file.chunks))
  } catch (error) {
    const { numDeletedRows } = await app.db.deleteFrom('userImports').where('id', '=', importId).executeTakeFirst()
    throw numDeletedRows === 0n ? refuse('changed_meanwhile') : error
  }
  return importId
}

async function openImport(
  db: Database,
  of: { actor: MemberActor; fileName: string; createsUnits: boolean; context: RequestContext },
): Promise<string> {
  const { actor, fileName, createsUnits, context } = of
  const id = newId()
  const tokenId = actor.kind === 'api_token' ? actor.tokenId : null
  const { address, requestId } = context
  const { subscriptionId, accountId } = actor
  const opened = { id, subscriptionId, accountId, tokenId, state: 'reading', fileName, createsUnits, address, requestId }
  await db.insertInto('userImports').values(opened).execute()
  return id
}

async function closeReading(db: Database, importId: string, { counts, ignored }: ReadFile): Promise<void> {
  await db
    .updateTable('userImports')
    .set({
      ...counts,
      state: 'checked',
      createdAt: databaseNow,
      ignoredColumns: [...ignored],
      toDo: counts.created + counts.changed,
    })
    .where('id', '=', importId)
    .execute()
}

type Reading = {
  readonly importId: string
  readonly subscriptionId: string
  readonly ledger: Ledger
}

type ReadFile = { readonly counts: Readonly<Record<Fate, number>>; readonly ignored: readonly string[] }

async function readRows(app: App, reading: Reading, chunks: AsyncIterable<Uint8Array>): Promise<ReadFile> {
  const counts: Record<Fate, number> = { created: 0, changed: 0, unchanged: 0, refused: 0 }
  let header: Header | null = null
  let total = 0
  let waiting: CsvRow[] = []
  const keep = async (known: Header) => {
    for (const { fate } of await keepRows(app, reading, waiting, known)) counts[fate] += 1
    waiting = []
  }
  for await (const row of readCsv(chunks)) {
    if (header) {
      total += 1
      waiting.push(row)
      if (total > IMPORT_LIMITS.rows) throw badFile('too_many_rows', row.line)
      if (waiting.length >= ROWS_AT_ONCE) await keep(header)
    } else header = requireHeader(row)
  }
  if (!header || total === 0) throw badFile('no_rows')
  if (waiting.length > 0) await keep(header)
  return { counts, ignored: header.ignored }
}

function requireHeader({ line, cells }: CsvRow): Header {
  const header = readHeader(cells)
  if ('code' in header) throw badFile(header.code, line, header.columns)
  return header
}

/** Decides some rows against those whom they may mean, in two statements. */
async function keepRows(
  app: App,
  { importId, subscriptionId, ledger }: Reading,
  rows: readonly CsvRow[],
  header: Header,
): Promise<readonly KeptRow[]> {
  const read = rows.map(({ line, cells }) => ({ line, cells, result: readUserRow(cells, header) }))
  const keys = keysOf(read.flatMap(({ result }) => (result.ok ? [result.row] : [])))
  const known = openRoster(await findMembers(app.db, { subscriptionId, ...keys }, 'unlocked'))
  const kept = read.map(({ line, cells, result }): KeptRow => {
    if (!result.ok) return { line, row: shownRow(cells, header), ...recordOf({ fate: 'refused', reasons: result.problems }) }
    return { line, row: result.row, ...recordOf(decideNext(ledger, result.row, known(result.row))) }
  })
  await insertRows(app.db, importId, kept)
  return kept
}

function shownFileName(name: string): string {
  const plain = name
    .replaceAll(/[\p{C}\p{Zl}\p{Zp}]/gu, '')
    .replace(/^.*[/\\]/u, '')
    .trim()
  return plain === '' ? 'users.csv' : plain.slice(0, LONGEST_FILE_NAME)
}
