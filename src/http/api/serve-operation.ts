import type { App } from '../../app.ts'
import { REQUESTS_A_MINUTE } from '../../domain/api-token.ts'
import { refuse } from '../../domain/errors.ts'
import { mayDo } from '../../domain/permissions.ts'
import type { SpentBudget } from '../../features/tokens/recognize-token.ts'
import { rememberReply, type Reply } from '../../features/tokens/remember-reply.ts'
import { contentHash } from '../../secrets.ts'
import { replyDownload } from '../download.ts'
import type { PlatformContext } from '../environment.ts'
import { ApiProblemError } from './api-problem.ts'
import { authenticate, type Caller } from './authenticate.ts'
import { accepts, entityTag, isUnchanged, requiredVersion } from './conditional.ts'
import { readIdempotencyKey } from './idempotency.ts'
import type { ApiAnswer, ApiCall, Operation } from './operation.ts'
import { parseBody, parseQuery } from './parse.ts'
import { readFile, readJson } from './read-body.ts'
import type { WrongTokens } from './wrong-tokens.ts'

/** Answers one request by one operation: who calls, may they, what was sent, the verb, its answer. Throws what goes wrong. */
export async function serveOperation(
  app: App,
  operation: Operation,
  { context, wrongTokens }: { context: PlatformContext; wrongTokens: WrongTokens },
): Promise<Response> {
  const { headers } = context.req.raw
  const caller = await authenticate(app, context, wrongTokens)
  tellBudget(context, caller.budget)
  if (caller.budget.spent > REQUESTS_A_MINUTE) throw outOfBudget(caller.budget)
  requireAcceptable(operation, headers.get('accept'))
  requireAllowed(operation, caller)
  const call = await readCall(operation, context, caller)
  const key = operation.manner === 'create' ? readIdempotencyKey(headers.get('idempotency-key')) : null
  if (operation.givesFile !== undefined) return giveFile(context, await operation.run(app, call))
  const run = async (within: App) => replyOf(app, operation, await operation.run(within, call))
  const reply = key === null ? await run(app) : await runOnce(app, { context, key, call }, run)
  return respond(context, operation, reply)
}

function requireAcceptable({ givesFile = 'application/json' }: Operation, accept: string | null): void {
  if (!accepts(accept, givesFile)) throw new ApiProblemError('not_acceptable', { detail: `Accept ${givesFile}.` })
}

function giveFile(context: PlatformContext, { download }: ApiAnswer): Response {
  if (!download) throw new Error('an operation that gives a file gave none')
  return replyDownload(context, download)
}

/** draft-ietf-httpapi-ratelimit-headers: a policy, and how much of it is left for how many seconds. */
function tellBudget(context: PlatformContext, { spent, resetsInSeconds }: SpentBudget): void {
  context.header('RateLimit-Policy', `"default";q=${REQUESTS_A_MINUTE};w=60`)
  context.header('RateLimit', `"default";r=${Math.max(0, REQUESTS_A_MINUTE - spent)};t=${resetsInSeconds}`)
}

function outOfBudget({ resetsInSeconds }: SpentBudget): ApiProblemError {
  return new ApiProblemError('rate_limited', { headers: { 'Retry-After': String(Math.max(1, resetsInSeconds)) } })
}

/** The token's scopes, then its owner's right; the verb asks for the right once more, under its locks. */
function requireAllowed({ scope, permission }: Operation, { actor, scopes }: Caller): void {
  if (scope !== null && scopes && !scopes.includes(scope)) {
    const challenge = `Bearer realm="gatehouse", error="insufficient_scope", scope="${scope}"`
    const detail = `It would need the scope ${scope}. Nothing was changed.`
    throw new ApiProblemError('insufficient_scope', { detail, headers: { 'WWW-Authenticate': challenge } })
  }
  if ('right' in permission && !mayDo(permission.right, actor)) throw refuse('forbidden')
}

async function readCall(operation: Operation, context: PlatformContext, { actor }: Caller): Promise<ApiCall> {
  const { raw } = context.req
  const version = operation.manner === 'edit' ? requiredVersion(raw.headers.get('if-match')) : null
  const query = parseQuery(operation.query, new URL(raw.url).searchParams)
  const body = operation.body && parseBody(operation.body, await readJson(raw))
  const upload = operation.takesFile ? readFile(raw, operation.takesFile) : null
  return { actor, params: context.req.param(), query, body, upload, version, context: context.get('requestContext') }
}

function replyOf(app: App, { status, reply }: Operation, answer: ApiAnswer): Reply {
  const body = reply === null ? '' : JSON.stringify(answer.body)
  const { origin } = app.config
  return {
    status,
    body,
    headers: {
      ...(answer.version !== undefined && { ETag: entityTag(answer.version, contentHash(Buffer.from(body))) }),
      ...(answer.location !== undefined && { Location: `${origin}${answer.location}` }),
      ...(answer.nextPage && { Link: `<${origin}${answer.nextPage}>; rel="next"` }),
    },
  }
}

async function runOnce(
  app: App,
  { context, key, call }: { context: PlatformContext; key: string; call: ApiCall },
  run: (app: App) => Promise<Reply>,
): Promise<Reply> {
  const { method, path } = context.req
  const request = [method, path, JSON.stringify(call.query), JSON.stringify(call.body)]
  const reply = await rememberReply(app, { accountId: call.actor.accountId, key, request }, run)
  if (reply === 'of_another_request') throw new ApiProblemError('idempotency_key_reused')
  if (reply === 'in_progress') throw new ApiProblemError('idempotency_key_in_use', { headers: { 'Retry-After': '1' } })
  return reply
}

function respond(context: PlatformContext, operation: Operation, { status, headers, body }: Reply): Response {
  for (const [name, value] of Object.entries(headers)) context.header(name, value)
  const tag = headers['ETag']
  if (operation.manner === 'read' && tag && isUnchanged(context.req.raw.headers.get('if-none-match'), tag)) {
    return context.body(null, 304)
  }
  if (operation.reply === null) return context.body(null, 204)
  return context.body(body, status as 200, { 'Content-Type': 'application/json' })
}
