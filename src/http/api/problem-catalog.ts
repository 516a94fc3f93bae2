import { refuse, type Refusal, type RefusalCode } from '../../domain/errors.ts'
import { problemOf } from '../problem.tsx'
import { PROTOCOL_PROBLEMS, type ProtocolProblemCode } from './api-problem.ts'
import type { DescribedOperation } from './operation.ts'

export type DocumentedProblem = {
  readonly code: string
  readonly status: number
  readonly title: string
  readonly detail: string
}

/** One of each that verbs behind the API may refuse with; what varies in the words is an example. */
const EXAMPLES: readonly Refusal[] = [
  refuse('invalid_fields', { fields: {} }),
  refuse('not_found'),
  refuse('forbidden'),
  refuse('wrong_state', { state: 'inactive' }),
  refuse('last_manager'),
  refuse('point_of_contact'),
  refuse('not_oneself'),
  refuse('already_decided'),
  refuse('changed_meanwhile'),
  refuse('unit_not_empty', { people: 3 }),
  refuse('not_eligible'),
  refuse('bad_file', { problem: { code: 'not_utf8', line: 3, columns: [] } }),
  refuse('trial_running'),
  refuse('no_trial'),
  refuse('session_needed'),
  refuse('shuts_you_out', { address: '192.0.2.7' }),
  refuse('email_changing'),
  refuse('not_at_this_stage', { stage: 'resolved' }),
  refuse('too_many_requests', { retryAfterSeconds: 120 }),
  refuse('overloaded', { retryAfterSeconds: 5 }),
]

/** Every problem of the API by its code: what the page explains, and where `type` leads. */
export const PROBLEM_CATALOG: ReadonlyMap<string, DocumentedProblem> = new Map<string, DocumentedProblem>(
  [
    ...Object.entries(PROTOCOL_PROBLEMS).map(([code, { status, title, detail }]) => ({ code, status, title, detail })),
    ...EXAMPLES.map(documented),
    {
      code: 'cross_origin',
      status: 403,
      title: 'This came from another page',
      detail: 'With a session’s cookie, requests that change something are taken from pages of this origin only.',
    },
    {
      code: 'unavailable',
      status: 503,
      title: 'This platform can’t answer right now',
      detail: 'Nothing was changed. Retry-After says when to try again.',
    },
    {
      code: 'fault',
      status: 500,
      title: 'Something went wrong on our side',
      detail: 'It has been recorded; tell support the requestId.',
    },
  ].map((problem) => [problem.code, problem]),
)

function documented(refusal: Refusal): DocumentedProblem {
  const problem = problemOf(refusal)
  if (!problem) throw new Error(`no problem for ${refusal.code}`)
  const { code, status, message } = problem
  const isPageWords = code === 'not_found'
  return {
    code,
    status,
    title: isPageWords ? 'Not found' : message.heading,
    detail: isPageWords
      ? 'There is nothing of yours at this address. What belongs to another subscription is not found, either.'
      : message.sentence,
  }
}

/** What an operation may be refused with: what its shape brings, and what its verb says of itself. */
export function problemsOf(operation: DescribedOperation): readonly DocumentedProblem[] {
  const { path, permission, scope, method, manner, body, query, takesFile, refusals = [] } = operation
  const codes: (ProtocolProblemCode | RefusalCode | 'unavailable' | 'cross_origin')[] = [
    'not_authenticated',
    ...(scope === null ? [] : (['insufficient_scope'] as const)),
    ...('anyone' in permission ? [] : (['forbidden'] as const)),
    ...(method === 'get' ? [] : (['cross_origin'] as const)),
    ...(path.includes('{') ? (['not_found'] as const) : []),
    'not_acceptable',
    ...(body ? (['malformed_body', 'body_too_large', 'unsupported_media_type', 'invalid_fields'] as const) : []),
    ...(takesFile ? (['unsupported_media_type', 'bad_file'] as const) : []),
    ...(Object.keys(query.shape).length > 0 ? (['invalid_parameters'] as const) : []),
    ...(manner === 'edit' ? (['precondition_required', 'changed_meanwhile', 'invalid_header'] as const) : []),
    ...(manner === 'create' ? (['idempotency_key_reused', 'idempotency_key_in_use', 'invalid_header'] as const) : []),
    ...refusals,
    'rate_limited',
    'unavailable',
  ]
  return [...new Set(codes)].map((code) => {
    const problem = PROBLEM_CATALOG.get(code)
    if (!problem) throw new Error(`${operation.id} may be refused with ${code}, of which the catalog knows nothing`)
    return problem
  })
}
