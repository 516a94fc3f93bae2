import type { Context } from 'hono'

/** Bound to its origin by every browser: `Secure`, `Path=/`, no `Domain` (I-23). */
export type HostCookieName = `__Host-${string}`

/** More than all our cookies together. */
const LONGEST_HEADER = 16 * 1024
/** RFC 6265: what a browser need not keep is not worth sending. */
const LONGEST_VALUE = 3_500
const COOKIE_VALUE = /^[\w.~-]*$/

/**
 * The value of one of our cookies; null if it is absent, oversized, sent twice, or of other characters than we write. A
 * second one of the same name cannot be ours, and which of them is cannot be told.
 */
export function readHostCookie(context: Context, name: HostCookieName): string | null {
  return hostCookieOf(context.req.raw, name)
}

/** The same where there is no more than a request yet. */
export function hostCookieOf({ headers }: Request, name: HostCookieName): string | null {
  const header = headers.get('cookie')
  if (header === null || header.length > LONGEST_HEADER) return null
  const values = header
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${name}=`))
    .map((pair) => pair.slice(name.length + 1))
  const [value, ...others] = values
  const usable = value !== undefined && others.length === 0 && value.length <= LONGEST_VALUE && COOKIE_VALUE.test(value)
  return usable ? value : null
}

/** Sets a cookie that scripts cannot read; without `maxAgeSeconds` it ends with the browser's session. */
export function setHostCookie(
  context: Context,
  {
    name,
    value,
    sameSite,
    maxAgeSeconds,
  }: { name: HostCookieName; value: string; sameSite: 'Lax' | 'Strict'; maxAgeSeconds?: number | undefined },
): void {
  const fits = value.length <= LONGEST_VALUE && COOKIE_VALUE.test(value)
  if (!fits) throw new Error(`The value for ${name} does not fit into a cookie`)
  const life = maxAgeSeconds === undefined ? '' : `; Max-Age=${Math.floor(maxAgeSeconds)}`
  context.header('Set-Cookie', `${name}=${value}; Path=/${life}; Secure; HttpOnly; SameSite=${sameSite}`, { append: true })
}

export function clearHostCookie(context: Context, name: HostCookieName): void {
  setHostCookie(context, { name, value: '', sameSite: 'Lax', maxAgeSeconds: 0 })
}
