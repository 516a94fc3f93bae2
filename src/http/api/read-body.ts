import { refuse } from '../../domain/errors.ts'
import { findJsonFault, lineAndColumn, type JsonFaultReason } from '../../domain/json-fault.ts'
import { BadRequest } from '../bad-request.ts'
import { readBody } from '../forms.ts'
import { ApiProblemError } from './api-problem.ts'

/** Bytes; no request of ours comes near. */
export const LARGEST_JSON = 64 * 1024

const REASONS: Readonly<Record<JsonFaultReason, string>> = {
  unexpected: 'There is something else than JSON allows',
  ends_too_early: 'It ends too early',
  repeated_name: 'A name stands twice in one object',
  too_deep: 'It is nested too deeply',
  not_text: 'A text holds what is no character',
}

/**
 * Reads a body as JSON in UTF-8, strictly: nothing repeated, nothing that is no text. A larger one is dropped as soon as
 * that shows. Throws ApiProblemError 400 with line and column, 413, or 415.
 */
export async function readJson(request: Request, limit: number = LARGEST_JSON): Promise<unknown> {
  if (!isJson(request.headers)) {
    const headers = request.method === 'PATCH' ? { 'Accept-Patch': 'application/json' } : { 'Accept-Post': 'application/json' }
    throw new ApiProblemError('unsupported_media_type', {
      detail: 'Send application/json, in UTF-8 and not compressed.',
      headers,
    })
  }
  const text = await readText(request, limit)
  const fault = findJsonFault(text)
  if (!fault) return JSON.parse(text)
  const { line, column } = lineAndColumn(text, fault.at)
  throw new ApiProblemError('malformed_body', { detail: `${REASONS[fault.reason]}: line ${line}, column ${column}.` })
}

function isJson(headers: Headers): boolean {
  const encoding = headers.get('content-encoding')
  if (encoding !== null && encoding.toLowerCase() !== 'identity') return false
  return /^application\/json\s*(;\s*charset="?utf-?8"?\s*)?$/i.test(headers.get('content-type') ?? '')
}

async function readText(request: Request, limit: number): Promise<string> {
  try {
    return await readBody(request, limit)
  } catch (error) {
    if (!(error instanceof BadRequest)) throw error
    if (error.code !== 'form_too_large') {
      throw new ApiProblemError('malformed_body', { detail: 'It is not UTF-8, or ended too early.' })
    }
    throw new ApiProblemError('body_too_large', { detail: `It may have ${limit.toLocaleString('en-GB')} bytes at most.` })
  }
}

/** A file as it arrives, never held whole. Throws ApiProblemError 415 at once, and Refusal `bad_file` where it is too large. */
export function readFile(request: Request, { type, bytes }: { type: string; bytes: number }): AsyncIterable<Uint8Array> {
  const [sent = ''] = (request.headers.get('content-type') ?? '').toLowerCase().split(';')
  const encoding = request.headers.get('content-encoding') ?? 'identity'
  if (sent.trim() === type && encoding.toLowerCase() === 'identity') return limited(request.body, bytes)
  const headers = { 'Accept-Post': type }
  throw new ApiProblemError('unsupported_media_type', { detail: `Send ${type}, not compressed.`, headers })
}

async function* limited(body: ReadableStream<Uint8Array> | null, limit: number): AsyncGenerator<Uint8Array, undefined> {
  let size = 0
  for await (const chunk of body ?? []) {
    size += chunk.byteLength
    if (size > limit) throw refuse('bad_file', { problem: { code: 'too_large', line: null, columns: [] } })
    yield chunk
  }
}
