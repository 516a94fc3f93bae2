/** Why a file of users can't be read at all (A06). */
export type FileProblemCode =
  | 'no_file'
  | 'empty'
  | 'no_rows'
  | 'too_large'
  | 'too_many_rows'
  | 'spreadsheet'
  | 'utf16'
  | 'not_utf8'
  | 'binary'
  | 'quote_open'
  | 'quote_misplaced'
  | 'row_too_long'
  | 'missing_columns'
  | 'repeated_column'

/** `line` counts from 1, and is null where it is no matter of one; `columns` are those that are missing or repeated. */
export type FileProblem = {
  readonly code: FileProblemCode
  readonly line: number | null
  readonly columns: readonly string[]
}

/** Bytes of a file and rows in it: a hundred thousand rows with a hash each are twenty megabytes. */
export const IMPORT_LIMITS = { bytes: 100_000_000, rows: 250_000 } as const
