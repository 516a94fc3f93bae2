import type { ImportRow } from '../domain/import-view.ts'
import { csvLine, UTF8_MARK } from '../domain/user-csv.ts'
import { FACT_WORDS, FATE_WORDS, NOTE_WORDS, REASON_WORDS } from './import-words.ts'

/** A file to begin with: the columns that import knows, and one user to be replaced. */
export async function* templateFile(): AsyncGenerator<string, undefined> {
  yield UTF8_MARK + csvLine(['external_id', 'first_name', 'last_name', 'email', 'role', 'business_unit', 'password_hash'])
  yield csvLine(['A-1001', 'Jo', 'Doe', 'jo.doe@example.com', 'Reader', '', ''])
}

/** What becomes, or became, of each row. Never a hash. */
export async function* rowsFile(batches: AsyncIterable<readonly ImportRow[]>): AsyncGenerator<string, undefined> {
  const columns = [
    'line',
    'external_id',
    'username',
    'first_name',
    'last_name',
    'email',
    'role',
    'business_unit',
    'result',
    'why',
  ]
  yield UTF8_MARK + csvLine(columns)
  for await (const rows of batches) yield rows.map(lineOf).join('')
}

function lineOf(row: ImportRow): string {
  const { line, externalId, username, firstName, lastName, email, role, unitName, fate } = row
  const why = [
    ...row.reasons.map((reason) => REASON_WORDS[reason]),
    ...Object.keys(row.changes).map((fact) => FACT_WORDS[fact] ?? fact),
    ...row.notes.map((note) => NOTE_WORDS[note]),
  ].join('; ')
  return csvLine([line, externalId, username, firstName, lastName, email, role, unitName, FATE_WORDS[fate], why])
}
