import { Readable } from 'node:stream'
import { CsvError, parse, type Info } from 'csv-parse'
import type { Refusal } from '../../domain/errors.ts'
import { badFile } from './bad-file.ts'
import { readText } from './read-text.ts'

/** One row of a file: the line that it starts on, from 1, and its cells as they stand there. */
export type CsvRow = { readonly line: number; readonly cells: readonly string[] }

const LONGEST_ROW = 20_000
const LONGEST_FIRST_LINE = 65_536

/**
 * Reads CSV (RFC 4180) in UTF-8 as it arrives, holding a row at a time. The delimiter is that of the first line: comma,
 * semicolon or tab. Empty lines are passed over. Throws Refusal `bad_file`, naming the line.
 */
export async function* readCsv(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<CsvRow, undefined> {
  const text = readText(chunks)
  const head = await readFirstLine(text)
  if (head.trim() === '') throw badFile('empty')
  let linesRead = 0
  const parser = parse({
    delimiter: delimiterOf(head),
    info: true,
    max_record_size: LONGEST_ROW,
    relax_column_count: true,
    skip_empty_lines: true,
    // Told as it is parsed: rows that are still on their way to us are dropped where a later one is faulty.
    on_record: (record: string[], { lines }) => {
      linesRead = lines
      return record
    },
  })
  const source = Readable.from(putBack(head, text))
  source.on('error', (error) => parser.destroy(error))
  source.pipe(parser)
  try {
    for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: Info }>) {
      const inside = record.reduce((count, cell) => count + cell.split(/\r\n|\r|\n/u).length - 1, 0)
      yield { line: info.lines - inside, cells: record }
    }
  } catch (error) {
    throw error instanceof CsvError ? readingProblem(error, linesRead) : error
  } finally {
    source.destroy()
  }
}

/** What the parser says, as a problem of the file. A quote that is never closed swallows the rows after its own. */
function readingProblem(error: CsvError, linesRead: number): Refusal<'bad_file'> {
  const { code, lines = linesRead } = error as { code: string; lines?: number }
  const isSwallowing = code === 'CSV_MAX_RECORD_SIZE' && lines > linesRead + 1
  if (code === 'CSV_QUOTE_NOT_CLOSED' || isSwallowing) return badFile('quote_open', linesRead + 1)
  return badFile(code === 'CSV_MAX_RECORD_SIZE' ? 'row_too_long' : 'quote_misplaced', linesRead + 1)
}

async function readFirstLine(text: AsyncGenerator<string, undefined>): Promise<string> {
  let head = ''
  while (!/[\r\n]/u.test(head.trimStart()) && head.length < LONGEST_FIRST_LINE) {
    const next = await text.next()
    if (next.done) break
    head += next.value
  }
  return head
}

async function* putBack(head: string, rest: AsyncGenerator<string, undefined>): AsyncGenerator<string, undefined> {
  yield head
  yield* rest
}

/** Whichever of the three stands most often in the first line; a comma where none does. */
function delimiterOf(head: string): string {
  const [first = ''] = head.trimStart().split(/[\r\n]/u, 1)
  const counted = [',', ';', '\t'].map((delimiter) => ({ delimiter, count: first.split(delimiter).length }))
  return counted.reduce((most, one) => (one.count > most.count ? one : most)).delimiter
}
