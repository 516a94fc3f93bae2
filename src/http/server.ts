import { once } from 'node:events'
import type { Server } from 'node:http'
import { createAdaptorServer, type HttpBindings } from '@hono/node-server'
import type { Site } from './site.ts'

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
 * Answers for all sites on all addresses to listen on. `ready` says whether this process may be sent requests.
 * Stopping takes no new ones, finishes those under way for at most 10 s, then closes what is left.
 */
export async function startServer(of: {
  hosts: readonly string[]
  port: number
  siteFor: (host: string | null) => Site | null
  ready: () => Promise<boolean>
}): Promise<RunningServer> {
  const handler = rootHandler(of)
  const outcomes = await Promise.allSettled(of.hosts.map((host) => listen(handler, { host, port: of.port })))
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
export function rootHandler(of: { siteFor: (host: string | null) => Site | null; ready: () => Promise<boolean> }): RootHandler {
  return async (request, bindings) => {
    // Parsed only where it may matter: this is on the way of every request.
    const pathname = request.url.includes('/health/') ? new URL(request.url).pathname : null
    if (pathname === '/health/live') return plain(200, 'live')
    if (pathname === '/health/ready') {
      return (await of.ready()) ? plain(200, 'ready') : plain(503, 'not ready', { 'Retry-After': '5' })
    }
    const site = of.siteFor(request.headers.get('host'))
    return site ? site.fetch(request, bindings) : plain(421, 'This server does not answer for that host.')
  }
}

function plain(status: number, text: string, headers: Record<string, string> = {}): Response {
  return new Response(`${text}\n`, {
    status,
    headers: { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store', ...headers },
  })
}

async function listen(handler: RootHandler, at: { host: string; port: number }): Promise<Server> {
  const fetch = (request: Request, bindings: unknown) => handler(request, bindings as HttpBindings)
  const server = createAdaptorServer({
    fetch,
    serverOptions: { headersTimeout: HEADERS_TIMEOUT_MS, requestTimeout: REQUEST_TIMEOUT_MS },
  }) as Server
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
