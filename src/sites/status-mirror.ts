import pino from 'pino'
import { followSnapshot } from '../features/publishing/follow-snapshot.ts'
import { answerPublished, fetchPublished, type Shelf } from '../http/published.ts'
import { startServer } from '../http/server.ts'
import type { Site } from '../http/site.ts'
import { tellLastHeard } from '../ui/last-heard.ts'
import { FRONT_DOOR } from '../ui/paths.ts'
import type { RunningGatehouse } from './gatehouse.ts'

/** Serves a snapshot that another machine writes, whatever it is called (N14): nothing in it depends on the host. */
export async function runStatusMirror(of: { folder: string; host: string; port: number }): Promise<RunningGatehouse> {
  const log = pino({ level: 'info' })
  const snapshot = await followSnapshot({ folder: of.folder, tell: tellLastHeard, log })
  snapshot.begin()
  const site = mirrorSite(snapshot)
  const ready = () => Promise.resolve(snapshot.edition() !== null)
  const server = await startServer({ hosts: [of.host], port: of.port, siteFor: () => site, ready })
  return { stop: () => server.stop().then(snapshot.close) }
}

/** What is published, and a way to it from wherever else somebody comes. */
export function mirrorSite({ at, headers }: Pick<Shelf, 'at' | 'headers'>): Site {
  const shelf: Shelf = { at, headers, drawsAnew: false }
  return {
    fetch: async (request) => (await fetchPublished(shelf, request)) ?? notPublished(request, headers() !== null),
    answer: (incoming, outgoing, next) => answerPublished(shelf, { incoming, outgoing, next }),
  }
}

function notPublished(request: Request, isThere: boolean): Response {
  const { pathname } = new URL(request.url)
  if (!isThere) return plain(503, 'There is no snapshot to be shown yet.', { 'Retry-After': '5' })
  if (pathname === FRONT_DOOR.home) return plain(302, 'The status page is elsewhere.', { Location: FRONT_DOOR.status })
  return plain(404, `This is a copy of the status page alone. See ${FRONT_DOOR.status}`)
}

function plain(status: number, text: string, headers: Readonly<Record<string, string>> = {}): Response {
  const common = {
    'Content-Type': 'text/plain; charset=utf-8',
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
    'Content-Security-Policy': "default-src 'none'",
  }
  return new Response(`${text}\n`, { status, headers: { ...common, ...headers } })
}
