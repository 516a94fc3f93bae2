import type { Context } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { Logger } from 'pino'
import { isRefusal, type Refusal } from '../../domain/errors.ts'
import { fieldProblemWords } from '../../ui/field-words.ts'
import { faultMessage } from '../../ui/messages.ts'
import { onOrigin, PLATFORM } from '../../ui/paths.ts'
import { problemOf } from '../problem.tsx'
import { ApiProblemError, PROTOCOL_PROBLEMS, type ApiFieldError } from './api-problem.ts'
import { InvalidBodyError } from './parse.ts'

/** RFC 9457; `code` and `errors` are extension members. */
export type ProblemBody = {
  /** Leads to its explanation on the API's own page. */
  readonly type: string
  readonly title: string
  readonly status: number
  readonly detail: string
  readonly code: string
  readonly requestId: string
  readonly errors?: readonly ApiFieldError[]
}

const NOTHING_HERE = 'There is nothing of yours at this address.'

type Told = {
  readonly status: ContentfulStatusCode
  readonly code: string
  readonly title: string
  readonly detail: string
  readonly errors?: readonly ApiFieldError[]
  readonly headers?: Readonly<Record<string, string>>
}

export function problemType(origin: string, code: string): string {
  return `${onOrigin(origin, PLATFORM.apiDocs)}#problem-${code}`
}

/** Answers an error of the API. What is neither a refusal nor a bad request is a bug: logged, and told in fixed words (I-36). */
export function answerApiProblem(
  context: Context,
  error: unknown,
  of: { origin: string | null; log: Logger; requestId: string },
): Response {
  const { log, requestId, origin } = of
  const told = tell(error)
  if (!told) log.error({ requestId, err: error }, 'fault')
  else if (told.code === 'unavailable') log.warn({ requestId, reason: String(error) }, 'database unavailable')
  const { status, code, title, detail, errors, headers } = told ?? fault(requestId)
  const body: ProblemBody = {
    type: origin === null ? 'about:blank' : problemType(origin, code),
    title,
    status,
    detail,
    code,
    requestId,
    ...(errors && errors.length > 0 && { errors }),
  }
  return context.body(JSON.stringify(body), status, { ...headers, 'Content-Type': 'application/problem+json' })
}

function fault(requestId: string): Told {
  const { heading, sentence, next } = faultMessage({ requestId })
  return { status: 500, code: 'fault', title: heading, detail: `${sentence} ${next}` }
}

/** Null: a fault of ours. */
function tell(error: unknown): Told | null {
  if (error instanceof ApiProblemError) {
    const { code, detail, errors, headers } = error
    return { ...PROTOCOL_PROBLEMS[code], code, detail, errors, headers }
  }
  if (error instanceof InvalidBodyError) {
    const told = tell(error.refusal)
    return told && { ...told, errors: error.errors }
  }
  const problem = problemOf(error)
  if (!problem) return null
  const { status, code, message, retryAfterSeconds } = problem
  const headers = retryAfterSeconds === null ? {} : { 'Retry-After': String(retryAfterSeconds) }
  // The words of pages speak of addresses and of what to click; here it is a thing that is asked for.
  if (code === 'not_found') return { status, code, title: 'Not found', detail: NOTHING_HERE }
  const detail = `${message.sentence} ${message.next}`.trim()
  return { status, code, title: message.heading, detail, headers, errors: isRefusal(error) ? fieldErrors(error) : [] }
}

function fieldErrors(refusal: Refusal): readonly ApiFieldError[] {
  if (!isRefusal(refusal, 'invalid_fields')) return []
  const { fields, wrong = {} } = refusal.details
  return Object.entries(fields).map(([field, code]) => ({
    field,
    code,
    detail: fieldProblemWords(code, { label: field, wrong: wrong[field] }),
  }))
}
