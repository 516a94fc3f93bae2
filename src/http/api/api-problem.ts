import type { ContentfulStatusCode } from 'hono/utils/http-status'

/** One thing that is wrong with one field or parameter; `field` is a path such as `businessUnitId` or `extraRights.0`. */
export type ApiFieldError = { readonly field: string; readonly code: string; readonly detail: string }

type Words = { readonly status: ContentfulStatusCode; readonly title: string; readonly detail: string }

/** What may be wrong with a request before any verb sees it. What verbs refuse has its words in `ui/messages.ts`. */
export const PROTOCOL_PROBLEMS = {
  not_authenticated: {
    status: 401,
    title: 'Not authenticated',
    detail: 'Send a live API token (Authorization: Bearer …), or the session of somebody who is signed in.',
  },
  insufficient_scope: { status: 403, title: 'The token’s scopes do not allow this', detail: 'Nothing was changed.' },
  method_not_allowed: {
    status: 405,
    title: 'This address does not know that method',
    detail: 'The field Allow names those it knows.',
  },
  not_acceptable: { status: 406, title: 'Only JSON is to be had here', detail: 'Accept application/json.' },
  unsupported_media_type: { status: 415, title: 'The body is of a type not taken here', detail: 'Nothing was changed.' },
  body_too_large: { status: 413, title: 'The body is too large', detail: 'Nothing was changed.' },
  malformed_body: { status: 400, title: 'The body is no JSON', detail: 'Nothing was changed.' },
  invalid_parameters: { status: 400, title: 'The query of the address is wrong', detail: 'Nothing was changed.' },
  invalid_header: { status: 400, title: 'A header field is wrong', detail: 'Nothing was changed.' },
  precondition_required: {
    status: 428,
    title: 'Say which version you have read',
    detail:
      'Send If-Match with the ETag of your last read, so that nobody’s edit is lost; or If-Match: * for whatever version there is.',
  },
  idempotency_key_reused: {
    status: 422,
    title: 'This Idempotency-Key was sent with another request',
    detail: 'Use a new key for each new request. Nothing was changed.',
  },
  idempotency_key_in_use: {
    status: 409,
    title: 'A request with this Idempotency-Key is being carried out',
    detail: 'Repeat it in a second to get its answer.',
  },
  rate_limited: {
    status: 429,
    title: 'Too many requests in this minute',
    detail: 'Nothing was changed. Retry-After and RateLimit say when to go on.',
  },
} as const satisfies Readonly<Record<string, Words>>

export type ProtocolProblemCode = keyof typeof PROTOCOL_PROBLEMS

/** A request that the API refuses by itself; `problem-json.ts` makes the answer (RFC 9457). */
export class ApiProblemError extends Error {
  readonly code: ProtocolProblemCode
  readonly detail: string
  readonly errors: readonly ApiFieldError[]
  readonly headers: Readonly<Record<string, string>>

  constructor(
    code: ProtocolProblemCode,
    {
      detail = PROTOCOL_PROBLEMS[code].detail,
      errors = [],
      headers = {},
    }: {
      detail?: string
      errors?: readonly ApiFieldError[]
      headers?: Readonly<Record<string, string>>
    } = {},
  ) {
    super(code)
    this.name = 'ApiProblemError'
    this.code = code
    this.detail = detail
    this.errors = errors
    this.headers = headers
  }
}
