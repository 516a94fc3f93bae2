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

/**
 * The headers of every answer. `same-origin`, not `no-referrer`: the latter makes a page's own POST send `Origin: null`.
 * Pages are never stored; what may be cached says so itself. A policy that a page has set stays.
 */
export function securityHeaders({ secure }: { secure: boolean }) {
  return createMiddleware(async (context, next) => {
    await next()
    const { headers } = context.res
    const setDefault = (name: string, value: string) => {
      if (!headers.has(name)) headers.set(name, value)
    }
    setDefault('Content-Security-Policy', POLICY)
    setDefault('Cache-Control', 'no-store')
    setDefault('X-Content-Type-Options', 'nosniff')
    setDefault('X-Frame-Options', 'DENY')
    setDefault('Referrer-Policy', 'same-origin')
    setDefault('Cross-Origin-Opener-Policy', 'same-origin')
    setDefault('Cross-Origin-Resource-Policy', 'same-origin')
    setDefault('Permissions-Policy', 'camera=(), geolocation=(), microphone=()')
    if (secure) setDefault('Strict-Transport-Security', 'max-age=63072000; includeSubDomains')
  })
}
