import { badFile } from './bad-file.ts'

/** What files begin with that are no text, or none in UTF-8. */
const BEGINNINGS = [
  // A zip file, which .xlsx and .ods are; the older .xls; PDF.
  { code: 'spreadsheet', bytes: [0x50, 0x4b, 0x03, 0x04] },
  { code: 'spreadsheet', bytes: [0xd0, 0xcf, 0x11, 0xe0] },
  { code: 'binary', bytes: [0x25, 0x50, 0x44, 0x46] },
  { code: 'binary', bytes: [0x1f, 0x8b] },
  { code: 'utf16', bytes: [0xff, 0xfe] },
  { code: 'utf16', bytes: [0xfe, 0xff] },
] as const

const LONGEST_BEGINNING = 4

type Decoder = InstanceType<typeof TextDecoder>

/** Decodes UTF-8 strictly as it arrives, without its mark. Throws Refusal `bad_file`, naming the line. */
export async function* readText(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string, undefined> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let line = 1
  let begun = false
  let held: Uint8Array = new Uint8Array()
  for await (const chunk of chunks) {
    const bytes = begun || held.length === 0 ? chunk : Buffer.concat([held, chunk])
    held = bytes
    if (!begun && bytes.length < LONGEST_BEGINNING) continue
    if (!begun) refuseBeginning(bytes)
    begun = true
    const text = decode(decoder, bytes, line)
    line += countLines(text)
    yield text
  }
  // Too short for anything but text.
  const rest = begun ? '' : decode(decoder, held, line)
  yield rest + finish(decoder, line)
}

function refuseBeginning(bytes: Uint8Array): void {
  const found = BEGINNINGS.find((beginning) => beginning.bytes.every((byte, index) => bytes[index] === byte))
  if (found) throw badFile(found.code)
}

function decode(decoder: Decoder, bytes: Uint8Array, line: number): string {
  let text: string
  try {
    text = decoder.decode(bytes, { stream: true })
  } catch {
    throw badFile('not_utf8', line + linesBeforeFault(bytes))
  }
  const nul = text.indexOf('\0')
  // Every other byte is a NUL where Latin letters are written in UTF-16 without its mark.
  if (nul >= 0) throw text[nul + 2] === '\0' ? badFile('utf16') : badFile('binary', line + countLines(text.slice(0, nul)))
  return text
}

function finish(decoder: Decoder, line: number): string {
  try {
    return decoder.decode()
  } catch {
    throw badFile('not_utf8', line)
  }
}

/** Where in a chunk the first byte stands that is no UTF-8: its lines are decoded one by one until one fails. */
function linesBeforeFault(bytes: Uint8Array): number {
  const latin = Buffer.from(bytes).toString('latin1').split('\n')
  const wrong = latin.findIndex((text) => {
    try {
      new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(text, 'latin1'))
      return false
    } catch {
      return true
    }
  })
  return Math.max(0, wrong)
}

function countLines(text: string): number {
  return text.split('\n').length - 1
}
