import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { getRequestListener, type HttpBindings } from '@hono/node-server'
import type { Site } from './site.ts'

type SiteFor = (host: string | null) => Site | null

export type RootHandler = (request: Request, bindings: HttpBindings) => Response | Promise<Response>

/**
 * Headers in 10 s; a whole request in 10 minutes, as a file of users takes on a slow line. A slow sender holds a socket no
 * longer (I-39). Forms have a time of their own, in forms.ts.
 */
const HEADERS_TIMEOUT_MS = 10_000
const REQUEST_TIMEOUT_MS = 600_000
const GRACE_MS = 10_000

export type RunningServer = { readonly stop: () => Promise<void> }

/**
 * Answers for all sites on all addresses to listen on. `ready` says whether this process may be sent requests for a host.
 * Stopping takes no new ones, finishes those under way for at most 10 s, then closes what is left.
 */
export async function startServer(of: {
  hosts: readonly string[]
  port: number
  siteFor: SiteFor
  ready: (host: string | null) => Promise<boolean>
}): Promise<RunningServer> {
  const siteFor = remembering(of.siteFor)
  const handler = rootHandler({ ...of, siteFor })
  const outcomes = await Promise.allSettled(of.hosts.map((host) => listen({ handler, siteFor }, { host, port: of.port })))
  const servers = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []))
  const stop = async () => void (await Promise.all(servers.map(close)))
  const failed = outcomes.find((outcome, index) => outcome.status === 'rejected' && !lacksIpv6(of.hosts[index], outcome.reason))
  if (failed?.status !== 'rejected' && servers.length > 0) return { stop }
  await stop()
  throw failed?.status === 'rejected' ? failed.reason : new Error('there is no address to listen on')
}

/** Many containers have no IPv6: there the loopback address of IPv4 is enough. */
function lacksIpv6(host: string | undefined, reason: unknown): boolean {
  const code = reason instanceof Error && 'code' in reason ? reason.code : null
  return host === '::1' && (code === 'EADDRNOTAVAIL' || code === 'EAFNOSUPPORT')
}

/** Health on any Host; otherwise the site of the Host, or 421: never a site for a host that is not ours. */
export function rootHandler(of: { siteFor: SiteFor; ready: (host: string | null) => Promise<boolean> }): RootHandler {
  return async (request, bindings) => {
    // Parsed only where it may matter: this is on the way of every request.
    const pathname = request.url.includes('/health/') ? new URL(request.url).pathname : null
    if (pathname === '/health/live') return plain(200, 'live')
    if (pathname === '/health/ready') {
      return (await of.ready(request.headers.get('host'))) ? plain(200, 'ready') : plain(503, 'not ready', { 'Retry-After': '5' })
    }
    const site = of.siteFor(request.headers.get('host'))
    return site ? site.fetch(request, bindings) : plain(421, 'This server does not answer for that host.')
  }
}

/** Hosts are few; whoever invents others does not fill the memory. */
const MOST_HOSTS = 100

function remembering(siteFor: SiteFor): SiteFor {
  const known = new Map<string, Site | null>()
  return (host) => {
    if (host === null) return siteFor(host)
    const found = known.get(host)
    if (found !== undefined) return found
    const site = siteFor(host)
    if (known.size >= MOST_HOSTS) known.clear()
    known.set(host, site)
    return site
  }
}

function plain(status: number, text: string, headers: Record<string, string> = {}): Response {
  return new Response(`${text}\n`, {
    status,
    headers: { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store', ...headers },
  })
}

async function listen(
  { handler, siteFor }: { handler: RootHandler; siteFor: SiteFor },
  at: { host: string; port: number },
): Promise<Server> {
  const fetch = (request: Request, bindings: unknown) => handler(request, bindings as HttpBindings)
  const listener = getRequestListener(fetch)
  const server = createServer(
    { headersTimeout: HEADERS_TIMEOUT_MS, requestTimeout: REQUEST_TIMEOUT_MS },
    (incoming, outgoing) => {
      const answer = siteFor(incoming.headers.host ?? null)?.answer
      if (answer) answer(incoming, outgoing, () => void listener(incoming, outgoing))
      else void listener(incoming, outgoing)
    },
  )
  server.listen(at.port, at.host)
  await once(server, 'listening')
  return server
}

async function close(server: Server): Promise<void> {
  const closed = once(server, 'close')
  server.close()
  server.closeIdleConnections()
  const timer = setTimeout(() => server.closeAllConnections(), GRACE_MS)
  await closed
  clearTimeout(timer)
}
