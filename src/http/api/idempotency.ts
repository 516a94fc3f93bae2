import { ApiProblemError } from './api-problem.ts'

/** A text of the structured field (RFC 9651, 3.3.3), or, as many send it, the bare word. */
const QUOTED = /^"((?:[ !#-[\]-~]|\\["\\]){1,255})"$/
const BARE = /^[\w.:~+/=-]{1,255}$/

/** The Idempotency-Key of a request (draft-ietf-httpapi-idempotency-key-header); null without one. Throws ApiProblemError 400. */
export function readIdempotencyKey(field: string | null): string | null {
  if (field === null) return null
  const text = field.trim()
  const quoted = QUOTED.exec(text)?.[1]
  if (quoted !== undefined) return quoted.replaceAll(/\\(["\\])/g, '$1')
  if (BARE.test(text)) return text
  throw new ApiProblemError('invalid_header', {
    detail: 'Idempotency-Key is to be a text in quotes of 1 to 255 characters; a random UUID does well.',
  })
}
