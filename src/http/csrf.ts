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
    const { method, raw } = context.req
    const fetchSite = raw.headers.get('sec-fetch-site')
    const origin = raw.headers.get('origin')
    if (!SAFE_METHODS.has(method) && !isOwn({ fetchSite, origin, ownOrigins })) throw new BadRequest('cross_origin')
    await next()
  }
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
