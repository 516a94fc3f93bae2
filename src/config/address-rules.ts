const ORIGIN_EXAMPLE = 'such as https://us1.example.com'

/**
 * What is wrong with a site's origin, in words for the operator; null if nothing is. An origin is scheme, host and port
 * and nothing else, since mailed links start with it (I-07) and it is compared with the Origin header (I-24).
 */
export function originProblem(text: string): string | null {
  const url = parseUrl(text)
  if (!url || !/^https?:$/.test(url.protocol)) return `must be an origin, ${ORIGIN_EXAMPLE}`
  if (url.username !== '' || url.password !== '') return `must carry no user name or password: write an origin, ${ORIGIN_EXAMPLE}`
  if (url.origin !== text) return `must be scheme, host and port only, without path or trailing slash: write ${url.origin}`
  return insecureProblem(url)
}

/** What is wrong with an address of the directory; null if nothing is. */
export function urlProblem(text: string): string | null {
  const url = parseUrl(text)
  if (!url || !/^https?:$/.test(url.protocol)) return 'must be an address that starts with https://'
  if (url.username !== '' || url.password !== '') return 'must carry no user name or password'
  return insecureProblem(url)
}

/** What is wrong with a database address; null if nothing is. Never repeats it: it carries a password. */
export function databaseUrlProblem(text: string): string | null {
  const url = parseUrl(text)
  if (!url || !/^postgres(ql)?:$/.test(url.protocol)) return 'must start with postgresql://'
  return url.pathname.length > 1 ? null : 'must name a database, such as postgresql://host/gatehouse_us1'
}

/** The host of an origin as the Host header names it: `us1.localhost`, `[::1]`. */
export function hostnameOf(origin: string): string {
  return new URL(origin).hostname
}

/** Browsers keep `Secure` cookies over http only on the machine itself. */
function insecureProblem(url: URL): string | null {
  if (url.protocol === 'https:' || isLoopback(url.hostname)) return null
  return 'must be https: browsers keep secure cookies over http only for localhost'
}

function isLoopback(hostname: string): boolean {
  return /^(.+\.)?localhost$|^127\.\d+\.\d+\.\d+$|^\[::1\]$/.test(hostname)
}

function parseUrl(text: string): URL | null {
  return URL.canParse(text) ? new URL(text) : null
}
