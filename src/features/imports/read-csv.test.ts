import { describe, expect, it } from 'vitest'
import { isRefusal } from '../../domain/errors.ts'
import type { FileProblem } from '../../domain/file-problem.ts'
import { readCsv, type CsvRow } from './read-csv.ts'

/** As a network would bring it: a few bytes at a time. */
async function* inPieces(bytes: Uint8Array, size = 7): AsyncGenerator<Uint8Array, undefined> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

async function read(file: string | Uint8Array): Promise<readonly CsvRow[]> {
  const bytes = typeof file === 'string' ? new TextEncoder().encode(file) : file
  return Array.fromAsync(readCsv(inPieces(bytes)))
}

async function problemOf(file: string | Uint8Array): Promise<FileProblem | null> {
  try {
    await read(file)
    return null
  } catch (error) {
    if (isRefusal(error, 'bad_file')) return error.details.problem
    throw error
  }
}

const latin1 = (text: string) => Buffer.from(text, 'latin1')
const FILLER = Array.from({ length: 3_000 }, (_, index) => `${index},x`).join('\n')

describe('A06 a file of rows', () => {
  it.each<[string, string | Uint8Array]>([
    ['with commas', 'a,b\n1,"x, y"\n'],
    ['with semicolons', 'a;b\n1;"x, y"\n'],
    ['with tabs', 'a\tb\n1\tx, y\n'],
    ['with the line ends of Windows', 'a,b\r\n1,"x, y"\r\n'],
    ['without an end of line at its end', 'a,b\n1,"x, y"'],
    ['with the mark of UTF-8', '\uFEFFa,b\n1,"x, y"\n'],
  ])('%s is read', async (_, file) => {
    expect(await read(file)).toEqual([
      { line: 1, cells: ['a', 'b'] },
      { line: 2, cells: ['1', 'x, y'] },
    ])
  })

  it('keeps letters of any script whole that arrive in pieces', async () => {
    expect((await read('名前,Zoë 🔑\n'))[0]?.cells).toEqual(['名前', 'Zoë 🔑'])
  })

  it('counts lines as an editor does: empty ones, and those inside of quotes', async () => {
    const rows = await read('a,b\n\n1,"two\nlines"\n\n\n2,""""\n')
    expect(rows.map(({ line, cells }) => [line, ...cells])).toEqual([
      [1, 'a', 'b'],
      [3, '1', 'two\nlines'],
      [7, '2', '"'],
    ])
  })

  it.each<[string, string | Uint8Array, Partial<FileProblem>]>([
    ['nothing in it', '', { code: 'empty' }],
    ['nothing but white space in it', ' \n\r\n', { code: 'empty' }],
    ['the inside of a spreadsheet', latin1('PK\u0003\u0004\u0014\0\u0006\0'), { code: 'spreadsheet' }],
    ['the inside of an old spreadsheet', new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1]), { code: 'spreadsheet' }],
    ['UTF-16 of Windows', Buffer.from('\uFEFFa,b\n1,2\n', 'utf16le'), { code: 'utf16' }],
    ['UTF-16 without its mark', Buffer.from('a,b\n1,2\n', 'utf16le'), { code: 'utf16' }],
    ['UTF-16 the other way round', Buffer.from('\uFEFFa,b\n', 'utf16le').swap16(), { code: 'utf16' }],
    ['Latin-1 in its third line', latin1('a,b\n1,2\n3,Zo\u00eb\n'), { code: 'not_utf8', line: 3 }],
    ['Latin-1 far down', latin1(`a,b\n${FILLER}\n3,Zo\u00eb\n`), { code: 'not_utf8', line: 3_002 }],
    ['half a letter at its end', Buffer.from('a,b\n1,🔑').subarray(0, -2), { code: 'not_utf8', line: 2 }],
    ['NUL', 'a,b\n1,x\0yz\n', { code: 'binary', line: 2 }],
    ['a PDF', '%PDF-1.7\n', { code: 'binary' }],
    ['a quote that is never closed', 'a,b\n1,2\n3,"4\n5,6\n', { code: 'quote_open', line: 3 }],
    ['one that swallows a thousand rows', `a,b\n1,2\n3,"4\n${FILLER}\n${FILLER}\n`, { code: 'quote_open', line: 3 }],
    ['a quote in the middle', 'a,b\n1,2\n3,O"Brien\n', { code: 'quote_misplaced', line: 3 }],
    ['letters after a quote', 'a,b\n1,"2"3\n', { code: 'quote_misplaced', line: 2 }],
    ['a row without end', `a,b\n1,${'x'.repeat(30_000)}\n`, { code: 'row_too_long', line: 2 }],
  ])('with %s is refused, naming the line', async (_, file, problem) => {
    expect(await problemOf(file)).toEqual({ line: null, columns: [], ...problem })
  })
})
