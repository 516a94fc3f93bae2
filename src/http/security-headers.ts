import { createMiddleware } from 'hono/factory'

const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "worker-src 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join('; ')

/** On every answer, whatever it says itself. */
const ALWAYS: Readonly<Record<string, string>> = {
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'same-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), geolocation=(), microphone=()',
}

/**
 * All of them for an answer of a site, ready made. Who answers with these sets `hasAllHeaders` of the context, so that an
 * answer that is asked for often is not taken apart again.
 */
export function allHeaders({ secure }: { secure: boolean }): Readonly<Record<string, string>> {
  return { ...alwaysHeaders({ secure }), 'Content-Security-Policy': POLICY, 'Cache-Control': 'no-store' }
}

/**
 * The headers of every answer. `same-origin`, not `no-referrer`: the latter makes a page's own POST send `Origin: null`.
 * Pages are never stored; what may be cached says so itself. A policy that a page has set stays.
 */
export function securityHeaders({ secure }: { secure: boolean }) {
  const always = Object.entries(alwaysHeaders({ secure }))
  return createMiddleware<{ Variables: { hasAllHeaders?: true } }>(async (context, next) => {
    await next()
    if (context.get('hasAllHeaders')) return
    const { headers } = context.res
    for (const [name, value] of always) headers.set(name, value)
    if (!headers.has('Content-Security-Policy')) headers.set('Content-Security-Policy', POLICY)
    if (!headers.has('Cache-Control')) headers.set('Cache-Control', 'no-store')
  })
}

function alwaysHeaders({ secure }: { secure: boolean }): Readonly<Record<string, string>> {
  return secure ? { ...ALWAYS, 'Strict-Transport-Security': 'max-age=63072000; includeSubDomains' } : ALWAYS
}
