import { refuse } from '../domain/errors.ts'
import { BadRequest } from './bad-request.ts'
import { openBody } from './body-source.ts'

/** What a form with a file brought. Its chunks are read once, as they arrive: nothing of it is ever held whole. */
export type Upload<Name extends string> = {
  /** Fields that stand before the file; those that don't are empty. */
  readonly fields: Readonly<Record<Name, string>>
  /** Null where none was chosen. The name is the sender's claim. */
  readonly file: { readonly name: string; readonly chunks: AsyncIterable<Uint8Array> } | null
  /** Reads on what nobody wants any more, for a while: a browser shows no answer before it has sent everything. */
  readonly drain: () => Promise<void>
}

type Wish<Name extends string> = { readonly fields: readonly Name[]; readonly file: string; readonly bytes: number }

const LONGEST_HEADERS = 4_096
const LONGEST_FIELD = 1_024
const MOST_PARTS = 20
const CRLF = Buffer.from('\r\n')

/**
 * Reads a `multipart/form-data` form (RFC 7578) up to its one file, which is then streamed. Throws BadRequest 415 or 400;
 * Refusal `bad_file` (`too_large`) beyond so many bytes, without reading a longer file whose length is said.
 */
export async function readUpload<Name extends string>(request: Request, wish: Wish<Name>): Promise<Upload<Name>> {
  const boundary = boundaryOf(request.headers)
  const source = openBody(request.body, wish.bytes)
  if (Number(request.headers.get('content-length') ?? 0) > wish.bytes) {
    await source.drain()
    throw refuse('bad_file', { problem: { code: 'too_large', line: null, columns: [] } })
  }
  const fields = Object.create(null) as Record<Name, string>
  for (const name of wish.fields) fields[name] = ''
  const delimiter = Buffer.concat([CRLF, Buffer.from(`--${boundary}`, 'latin1')])
  for (let parts = 0; parts < MOST_PARTS; parts += 1) {
    await source.readTo(parts === 0 ? delimiter.subarray(2) : delimiter, 0)
    const end = await source.readTo(CRLF, 2)
    if (end.toString('latin1') === '--') return { fields, file: null, drain: source.drain }
    const { name, fileName } = partOf((await source.readTo(Buffer.from('\r\n\r\n'), LONGEST_HEADERS)).toString('utf8'))
    if (name === wish.file && fileName !== '' && fileName !== null) {
      return { fields, file: { name: fileName, chunks: source.streamTo(delimiter) }, drain: source.drain }
    }
    const text = textOf(await source.readTo(delimiter, LONGEST_FIELD, 'leaves it'))
    const known = wish.fields.find((field) => field === name)
    if (known !== undefined && fileName === null) fields[known] = text
  }
  throw new BadRequest('too_many_fields')
}

function boundaryOf(headers: Headers): string {
  const [, quoted, bare] =
    /^multipart\/form-data\s*;\s*boundary=(?:"([\w'()+,./:=? -]{1,70})"|([\w'+.-]{1,70}))$/i.exec(
      headers.get('content-type') ?? '',
    ) ?? []
  const boundary = quoted ?? bare
  if (boundary === undefined) throw new BadRequest('not_a_form')
  return boundary
}

function partOf(headers: string): { name: string | null; fileName: string | null } {
  const disposition = /^content-disposition:\s*form-data\s*(;.*)$/im.exec(headers)?.[1] ?? ''
  const named = (parameter: string) => new RegExp(String.raw`;\s*${parameter}="([^"]*)"`, 'i').exec(disposition)?.[1] ?? null
  return { name: named('name'), fileName: named('filename') }
}

function textOf(bytes: Buffer): string {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
    if (!text.includes('\0')) return text
  } catch {
    // Answered below, like NUL.
  }
  throw new BadRequest('malformed_form')
}
