import { IMPORT_LIMITS, type FileProblem, type FileProblemCode } from '../domain/file-problem.ts'
import type { Message } from './messages.ts'

type Words = { readonly heading: string; readonly sentence: string; readonly next: string }

const SAVE_AS_CSV = 'In your spreadsheet, choose Save as or Download, and “CSV UTF-8” as the format.'

const at = ({ line }: FileProblem) => (line === null ? 'The file' : `Line ${line.toLocaleString('en-GB')}`)
const listed = ({ columns }: FileProblem) => columns.join(', ')
const megabytes = (IMPORT_LIMITS.bytes / 1_000_000).toLocaleString('en-GB')
const rows = IMPORT_LIMITS.rows.toLocaleString('en-GB')

const WORDS: Readonly<Record<FileProblemCode, (problem: FileProblem) => Words>> = {
  no_file: () => ({
    heading: 'Choose a file',
    sentence: 'No file came along.',
    next: 'Choose a CSV file, then press the button again.',
  }),
  empty: () => ({
    heading: 'This file is empty',
    sentence: 'There is nothing in it.',
    next: 'Check that you chose the right file. The template shows what belongs in it.',
  }),
  no_rows: () => ({
    heading: 'This file has no rows',
    sentence: 'It has a line of column names and nothing below.',
    next: 'Add one line for each user.',
  }),
  too_large: () => ({
    heading: 'This file is too large',
    sentence: `A file may have ${megabytes} MB and ${rows} rows.`,
    next: 'Split it into several, each with the line of column names, and import one after another.',
  }),
  too_many_rows: () => ({
    heading: 'This file has too many rows',
    sentence: `A file may have ${rows} rows.`,
    next: 'Split it into several, each with the line of column names, and import one after another.',
  }),
  spreadsheet: () => ({
    heading: 'This is a spreadsheet, not a CSV file',
    sentence: 'It may end in .csv, but it is an .xlsx, .xls or .ods file, or a zip archive.',
    next: SAVE_AS_CSV,
  }),
  utf16: () => ({
    heading: 'This file is in UTF-16',
    sentence: 'Some spreadsheets call that “Unicode text”. We read UTF-8.',
    next: SAVE_AS_CSV,
  }),
  not_utf8: (problem) => ({
    heading: 'This file is not in UTF-8',
    sentence: `${at(problem)} has letters in another encoding, such as Latin-1 or Windows-1252.`,
    next: SAVE_AS_CSV,
  }),
  binary: (problem) => ({
    heading: 'This is not a text file',
    sentence: `${at(problem)} holds bytes that no CSV file has.`,
    next: SAVE_AS_CSV,
  }),
  quote_open: (problem) => ({
    heading: 'A quotation mark is never closed',
    sentence: `${at(problem)} opens a cell with " and does not end it, so that the lines after it belong to it.`,
    next: 'Close it, or write "" where a quotation mark is meant.',
  }),
  quote_misplaced: (problem) => ({
    heading: 'A quotation mark is in the wrong place',
    sentence: `${at(problem)} has a " inside a cell.`,
    next: 'Put the whole cell in quotation marks and double the one inside: "Jo ""JJ"" Doe".',
  }),
  row_too_long: (problem) => ({
    heading: 'A row is too long',
    sentence: `${at(problem)} has more text than any user needs.`,
    next: 'Check that line: a quotation mark or a line break may be missing.',
  }),
  missing_columns: (problem) => ({
    heading: problem.columns.length === 1 ? 'A column is missing' : 'Columns are missing',
    sentence: `The first line does not name: ${listed(problem)}.`,
    next: 'Give each column its name in the first line, separated by commas, semicolons or tabs, as in the template.',
  }),
  repeated_column: (problem) => ({
    heading: 'A column is there twice',
    sentence: `The first line names twice: ${listed(problem)}.`,
    next: 'Keep the one that counts.',
  }),
}

/** What is wrong with a file of users, where, and what to do about it (A06). */
export function fileProblemMessage(problem: FileProblem): Message {
  const { sentence, ...words } = WORDS[problem.code](problem)
  return { ...words, sentence: `${sentence} Nothing was imported.`, link: null }
}
