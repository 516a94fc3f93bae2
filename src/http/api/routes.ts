import { Hono } from 'hono'
import type { App } from '../../app.ts'
import { refuse } from '../../domain/errors.ts'
import { API_ROOT, PATHS } from '../../ui/paths.ts'
import { requireOwnOrigin } from '../csrf.ts'
import type { PlatformContext, PlatformEnv } from '../environment.ts'
import { ApiProblemError } from './api-problem.ts'
import type { Operation } from './operation.ts'
import { answerApiProblem } from './problem-json.ts'
import { serveOperation } from './serve-operation.ts'
import { createWrongTokens } from './wrong-tokens.ts'

/**
 * The JSON API as routes, made from the table of its operations. It stands before the middleware of pages: who calls, and
 * whether a request may come from elsewhere, is decided here, since a token needs neither cookie nor origin.
 */
export function apiRoutes(app: App, operations: readonly Operation[], document: () => object): Hono<PlatformEnv> {
  const wrongTokens = createWrongTokens(app.clock)
  const { product } = app.config.platform
  const root = PATHS[product].apiRoot
  const api = new Hono<PlatformEnv>()
  let text: string | null = null
  api.get(`${root}/openapi.json`, (context) => {
    text ??= JSON.stringify(document())
    return context.body(text, 200, { 'Content-Type': 'application/json' })
  })
  for (const operation of operations) {
    api.on(operation.method, routePath(operation.path, root), (context) =>
      serveOperation(app, operation, { context, wrongTokens }),
    )
  }
  api.all(`${root}/*`, (context) => refuseUnknown(app, operations, context))
  api.onError((error, context) =>
    answerApiProblem(context, error, {
      // The operators' API has a document, and no page of its own.
      origin: product === 'staff' ? null : app.config.origin,
      log: app.log,
      requestId: context.get('requestContext').requestId,
    }),
  )
  return api
}

/** `/users/{id}` is `/api/v1/users/:id` to Hono. */
export function routePath(path: string, root: string = API_ROOT): string {
  return `${root}${path.replaceAll(/\{(\w+)\}/g, ':$1')}`
}

/** No such path, or no such method at it (RFC 9110, 15.5.6). A form of another site learns neither (I-24). */
function refuseUnknown(app: App, operations: readonly Operation[], context: PlatformContext): never {
  const { method, path, raw } = context.req
  const root = PATHS[app.config.platform.product].apiRoot
  const isSafe = ['GET', 'HEAD', 'OPTIONS'].includes(method)
  if (!isSafe && !raw.headers.has('authorization')) requireOwnOrigin(raw, [new URL(app.config.origin).origin])
  const methods = [
    ...operations.filter((operation) => matches(operation.path, path, root)).map((operation) => operation.method.toUpperCase()),
    ...([`${root}/session`, `${root}/openapi.json`].includes(path) ? ['GET'] : []),
  ]
  if (methods.length === 0) throw refuse('not_found')
  const allowed = methods.includes('GET') ? [...methods, 'HEAD'] : methods
  throw new ApiProblemError('method_not_allowed', { headers: { Allow: [...new Set(allowed)].join(', ') } })
}

function matches(operationPath: string, path: string, root: string): boolean {
  const expected = `${root}${operationPath}`.split('/')
  const parts = path.split('/')
  return parts.length === expected.length && expected.every((part, index) => part.startsWith('{') || part === parts[index])
}
