/** Why a text is not JSON as we take it, and where: `at` counts characters from 0. */
export type JsonFault = { readonly at: number; readonly reason: JsonFaultReason }

export type JsonFaultReason = 'unexpected' | 'ends_too_early' | 'repeated_name' | 'too_deep' | 'not_text'

const DEEPEST = 20

const SPACE = /[ \t\n\r]*/y
// What JSON forbids in a text is exactly these.
// oxlint-disable-next-line no-control-regex -- RFC 8259, 7
const STRING = /"(?:[^"\\\u0000-\u001F]|\\(?:["\\/bfnrt]|u[\dA-Fa-f]{4}))*"/y
const SCALAR = /(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)(?![\w.+-])/y

/**
 * Finds the first fault of a text that is to be JSON (RFC 8259), or null. Stricter than the standard where it leaves things
 * open: no name twice in an object, since readers differ in which one counts (RFC 8259, 4; I-33); no NUL and no half of a
 * surrogate pair in a text, which no database keeps; not deeper than 20.
 */
export function findJsonFault(text: string): JsonFault | null {
  const reader: Reader = { text, at: 0 }
  const fault = faultInValue(reader, 0)
  if (fault) return fault
  skip(reader, SPACE)
  return reader.at === text.length ? null : here(reader)
}

/** 1-based, for people. */
export function lineAndColumn(text: string, at: number): { line: number; column: number } {
  const before = text.slice(0, at).split('\n')
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 }
}

type Reader = { readonly text: string; at: number }

function skip(reader: Reader, pattern: RegExp): string | null {
  pattern.lastIndex = reader.at
  const match = pattern.exec(reader.text)
  if (!match) return null
  reader.at = pattern.lastIndex
  return match[0]
}

function here({ text, at }: Reader): JsonFault {
  return { at, reason: at >= text.length ? 'ends_too_early' : 'unexpected' }
}

function faultInValue(reader: Reader, depth: number): JsonFault | null {
  skip(reader, SPACE)
  const first = reader.text[reader.at]
  if (first === '{' || first === '[') {
    if (depth >= DEEPEST) return { at: reader.at, reason: 'too_deep' }
    reader.at += 1
    return faultInMembers(reader, first === '{' ? new Set() : null, depth)
  }
  if (first === '"') return faultInString(reader)
  return skip(reader, SCALAR) === null ? here(reader) : null
}

/** Of an object, with the names so far, or of an array. */
function faultInMembers(reader: Reader, names: Set<string> | null, depth: number): JsonFault | null {
  const end = names ? '}' : ']'
  skip(reader, SPACE)
  if (isNext(reader, end)) return null
  for (;;) {
    const fault = (names && faultInName(reader, names)) ?? faultInValue(reader, depth + 1)
    if (fault) return fault
    skip(reader, SPACE)
    if (isNext(reader, end)) return null
    if (!isNext(reader, ',')) return here(reader)
  }
}

function faultInName(reader: Reader, names: Set<string>): JsonFault | null {
  skip(reader, SPACE)
  const { at } = reader
  const fault = faultInString(reader)
  if (fault) return fault
  const name = String(JSON.parse(reader.text.slice(at, reader.at)))
  if (names.has(name)) return { at, reason: 'repeated_name' }
  names.add(name)
  skip(reader, SPACE)
  return isNext(reader, ':') ? null : here(reader)
}

function faultInString(reader: Reader): JsonFault | null {
  const { at } = reader
  const quoted = skip(reader, STRING)
  if (quoted === null) return here(reader)
  const value = String(JSON.parse(quoted))
  return value.includes('\0') || !value.isWellFormed() ? { at, reason: 'not_text' } : null
}

function isNext(reader: Reader, sign: string): boolean {
  if (reader.text[reader.at] !== sign) return false
  reader.at += 1
  return true
}
