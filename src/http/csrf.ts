import type { MiddlewareHandler } from 'hono'
import { BadRequest } from './bad-request.ts'

const SAFE_METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Refuses what another origin sends, sign-in and sign-out included (I-24). Sibling platforms share a registrable domain,
 * so `same-site` is as foreign as any.
 *
 * @throws BadRequest 403 `cross_origin`
 */
export function refuseCrossOrigin(ownOrigins: readonly string[]): MiddlewareHandler {
  return async (context, next) => {
    if (!SAFE_METHODS.has(context.req.method)) requireOwnOrigin(context.req.raw, ownOrigins)
    await next()
  }
}

/** Throws BadRequest 403 `cross_origin` for a request that doesn't say that it comes from a page of our own. */
export function requireOwnOrigin({ headers }: Request, ownOrigins: readonly string[]): void {
  const fetchSite = headers.get('sec-fetch-site')
  if (!isOwn({ fetchSite, origin: headers.get('origin'), ownOrigins })) throw new BadRequest('cross_origin')
}

/** Both headers must agree where both are sent; a request with neither says nothing for itself. */
function isOwn({
  fetchSite,
  origin,
  ownOrigins,
}: {
  fetchSite: string | null
  origin: string | null
  ownOrigins: readonly string[]
}): boolean {
  if (origin !== null && !ownOrigins.includes(origin)) return false
  return fetchSite === null ? origin !== null : fetchSite === 'same-origin'
}
