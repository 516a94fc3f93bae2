import type { Context } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { Logger } from 'pino'
import { isDatabaseUnavailable } from '../db/unavailable.ts'
import { isRefusal, type Refusal, type RefusalCode } from '../domain/errors.ts'
import type { Product } from '../domain/platform-directory.ts'
import type { StatusGlance } from '../domain/platform-standing.ts'
import { renderPage, type Chrome } from '../ui/layout.tsx'
import { badRequestMessage, faultMessage, refusalMessage, unavailableMessage, type Message } from '../ui/messages.ts'
import { ProblemPage } from '../ui/problem-page.tsx'
import { BadRequest } from './bad-request.ts'

/** The one table of refusals and HTTP statuses. */
const STATUSES: Readonly<Record<RefusalCode, ContentfulStatusCode>> = {
  invalid_credentials: 422,
  captcha_required: 422,
  captcha_failed: 422,
  invalid_key: 422,
  invalid_fields: 422,
  not_found: 404,
  forbidden: 403,
  wrong_state: 409,
  last_manager: 409,
  point_of_contact: 409,
  not_oneself: 409,
  already_decided: 409,
  too_many_tokens: 409,
  bad_file: 422,
  changed_meanwhile: 412,
  email_changing: 409,
  unit_not_empty: 409,
  not_eligible: 409,
  trial_running: 409,
  no_trial: 409,
  session_needed: 409,
  not_at_this_stage: 409,
  shuts_you_out: 409,
  too_many_requests: 429,
  overloaded: 503,
}

const UNAVAILABLE_SECONDS = 5

export type Problem = {
  readonly status: ContentfulStatusCode
  readonly code: string
  readonly message: Message
  readonly retryAfterSeconds: number | null
}

export function statusOf(refusal: Refusal): ContentfulStatusCode {
  return STATUSES[refusal.code]
}

/** What an error means to the caller. Null: a fault of ours. */
export function problemOf(error: unknown, product: Product | null = 'platform'): Problem | null {
  if (isRefusal(error)) {
    const retryAfterSeconds = 'retryAfterSeconds' in error.details ? error.details.retryAfterSeconds : null
    return { status: statusOf(error), code: error.code, message: refusalMessage(error, product ?? 'platform'), retryAfterSeconds }
  }
  if (error instanceof BadRequest) {
    return { status: error.status, code: error.code, message: badRequestMessage(error.code), retryAfterSeconds: null }
  }
  if (isDatabaseUnavailable(error)) {
    return { status: 503, code: 'unavailable', message: unavailableMessage(product), retryAfterSeconds: UNAVAILABLE_SECONDS }
  }
  return null
}

function logProblem(error: unknown, problem: Problem | null, { log, requestId }: { log: Logger; requestId: string }): void {
  if (!problem) log.error({ requestId, err: error }, 'fault')
  else if (problem.code === 'unavailable') log.warn({ requestId, reason: String(error) }, 'database unavailable')
}

/**
 * Answers an error: a page with a heading, one plain sentence and the next step, or `application/problem+json` (RFC 9457)
 * under `/api`. What is no refusal is a bug: logged with the request's id, answered with fixed copy (I-36).
 */
export function answerProblem(
  context: Context,
  error: unknown,
  of: { chrome: Chrome; log: Logger; requestId: string; glance?: StatusGlance | null },
): Response {
  const { product } = of.chrome
  const problem = problemOf(error, product)
  logProblem(error, problem, of)
  const message = problem?.message ?? faultMessage({ requestId: of.requestId, product })
  const status = problem?.status ?? 500
  const retryAfterSeconds = problem?.retryAfterSeconds ?? null
  if (retryAfterSeconds !== null) context.header('Retry-After', String(retryAfterSeconds))
  if (/^(?:\/staff)?\/api\//.test(context.req.path)) {
    const body = {
      type: 'about:blank',
      title: message.heading,
      status,
      detail: message.sentence,
      code: problem?.code ?? 'fault',
      requestId: of.requestId,
    }
    return context.body(JSON.stringify(body), status, { 'Content-Type': 'application/problem+json' })
  }
  return context.html(
    renderPage({
      chrome: of.chrome,
      title: message.heading,
      // Where the fault is ours, how the platform is belongs to what happened.
      children: <ProblemPage message={message} glance={status >= 500 ? (of.glance ?? null) : null} />,
    }),
    status,
  )
}
