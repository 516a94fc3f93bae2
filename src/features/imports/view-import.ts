import type { App } from '../../app.ts'
import { refuse } from '../../domain/errors.ts'
import type { ImportPage, ImportRow, ImportSummary, ImportWish } from '../../domain/import-view.ts'
import { mayDo } from '../../domain/permissions.ts'
import { isRecordId } from '../../domain/record-id.ts'
import type { MemberActor } from '../../domain/request-context.ts'
import { findImport, listImportRows, listImports, listUnitNames } from './queries.ts'

export const ROWS_A_PAGE = 50
const IMPORTS_SHOWN = 20
const ROWS_AT_ONCE = 1_000

/** Those of the actor, and for a Manager everybody's, the latest first. Throws Refusal `forbidden`. */
export async function viewImports(app: App, actor: MemberActor): Promise<readonly ImportSummary[]> {
  if (!mayDo('import_users', actor)) throw refuse('forbidden')
  return listImports(app.db, actor, IMPORTS_SHOWN)
}

/**
 * One import with a page of its rows: before its start the dry run, after it what became of them. Throws Refusal
 * `not_found` for one of another subscription (I-26), or of somebody else where the actor is no Manager.
 */
export async function viewImport(app: App, actor: MemberActor, importId: string, wish: ImportWish): Promise<ImportPage> {
  const found = await requireImport(app, actor, importId)
  const [rows, unitNames] = await Promise.all([
    listImportRows(app.db, importId, wish, ROWS_A_PAGE + 1),
    listUnitNames(app.db, actor.subscriptionId),
  ])
  const names = new Map(unitNames.map(({ id, name }) => [id, name]))
  const goesOn = rows.length > ROWS_A_PAGE
  const backwards = wish.place?.side === 'before'
  const shown = backwards ? rows.slice(-ROWS_A_PAGE) : rows.slice(0, ROWS_A_PAGE)
  const [first, last] = [shown[0], shown.at(-1)]
  const hasPrevious = backwards ? goesOn : wish.place !== null
  return {
    ...found,
    rows: shown.map((row) => withUnitNames(row, names)),
    previous: hasPrevious && first ? { side: 'before', line: first.line } : null,
    next: (backwards || goesOn) && last ? { side: 'after', line: last.line } : null,
  }
}

/** Every row of an import, a thousand at a time, for download. Throws as `viewImport` does, at once. */
export async function streamImportRows(
  app: App,
  actor: MemberActor,
  importId: string,
): Promise<{ readonly summary: ImportSummary; readonly batches: AsyncGenerator<readonly ImportRow[], undefined> }> {
  const summary = await requireImport(app, actor, importId)
  return { summary, batches: rowBatches(app, importId, actor.subscriptionId) }
}

async function* rowBatches(app: App, importId: string, subscriptionId: string): AsyncGenerator<readonly ImportRow[], undefined> {
  const names = new Map((await listUnitNames(app.db, subscriptionId)).map(({ id, name }) => [id, name]))
  let line = 0
  for (;;) {
    const rows = await listImportRows(app.db, importId, { fate: null, place: { side: 'after', line } }, ROWS_AT_ONCE)
    if (rows.length === 0) return
    yield rows.map((row) => withUnitNames(row, names))
    line = rows.at(-1)?.line ?? line
  }
}

async function requireImport(app: App, actor: MemberActor, importId: string): Promise<ImportSummary> {
  if (!mayDo('import_users', actor)) throw refuse('forbidden')
  const found = isRecordId(importId) ? await findImport(app.db, actor, importId) : null
  if (!found) throw refuse('not_found')
  return found
}

/** A change of unit tells names; of a unit that is yet to be made only the file knows it. */
function withUnitNames(row: ImportRow, names: ReadonlyMap<string, string>): ImportRow {
  const { businessUnitId, ...changes } = row.changes
  if (!businessUnitId) return row
  const from = typeof businessUnitId.from === 'string' ? (names.get(businessUnitId.from) ?? null) : null
  return { ...row, changes: { ...changes, businessUnit: { from, to: businessUnitId.to === null ? null : row.unitName } } }
}
