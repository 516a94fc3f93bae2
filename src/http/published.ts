import type { IncomingMessage, ServerResponse } from 'node:http'
import type { PublishedHeaders } from '../features/publishing/manifest.ts'
import type { Published } from '../features/publishing/published.ts'
import { chooseEncoding, type Encoding } from './accept-encoding.ts'
import { allHeaders } from './security-headers.ts'

/** What is published, as a site asks for it. */
export type Shelf = {
  readonly at: (path: string) => Published | Promise<Published> | null
  readonly headers: () => PublishedHeaders | null
  /** Whether the site itself draws anew for each visitor what is better so. */
  readonly drawsAnew: boolean
}

/** An answer without its body: header names and values in turn, as node:http takes them quickest. */
type Head = { readonly status: number; readonly headers: string[] }

/** One representation, ready to be sent. */
type Ready = { readonly etag: string; readonly body: Uint8Array; readonly found: Head; readonly unchanged: Head }

const FRESH = 'public, max-age=15, stale-while-revalidate=60, stale-if-error=86400'
/** What is unknown is to be known again as soon as it can be. */
const STALE = 'public, max-age=5'
const FOREVER = 'public, max-age=31536000, immutable'

const READING = 'GET, HEAD, OPTIONS'

/** What an answer says of itself beside its content: exactly as pages have it, and for what any origin may read it says so. */
export function publishedHeaders({ secure }: { secure: boolean }): PublishedHeaders {
  const { 'Cache-Control': _each, ...own } = allHeaders({ secure })
  const openToAll = { ...own, 'Cross-Origin-Resource-Policy': 'cross-origin', 'Access-Control-Allow-Origin': '*' }
  return { own, openToAll }
}

/** Every representation is made ready once, at its first request. */
const ready = new WeakMap<Published, Partial<Record<Encoding, Ready>>>()

function readyOf(published: Published, encoding: Encoding, headers: PublishedHeaders): Ready {
  const known = ready.get(published) ?? {}
  const found = known[encoding] ?? makeReady(published, encoding, headers)
  known[encoding] = found
  ready.set(published, known)
  return found
}

function makeReady(published: Published, wanted: Encoding, headers: PublishedHeaders): Ready {
  const { isOpenToAll, isImmutable, isStale, contentType, mark } = published
  const compressed = wanted === 'identity' ? null : published[wanted]
  const body = compressed ?? published.bytes
  const etag = compressed ? `"${mark}-${wanted}"` : `"${mark}"`
  const common = {
    ETag: etag,
    'Cache-Control': isImmutable ? FOREVER : isStale ? STALE : FRESH,
    Vary: 'Accept-Encoding',
    ...(isOpenToAll ? headers.openToAll : headers.own),
  }
  const content = {
    'Content-Type': contentType,
    'Content-Length': String(body.length),
    ...(compressed && { 'Content-Encoding': wanted }),
  }
  const found = { status: 200, headers: Object.entries({ ...content, ...common }).flat() }
  return { etag, body, found, unchanged: { status: 304, headers: Object.entries(common).flat() } }
}

type Asked = { readonly method: string; readonly ifNoneMatch: string | null; readonly acceptEncoding: string | null }

/** What is answered, and whether with a body. */
function answerTo(asked: Asked, published: Published, headers: PublishedHeaders): Head & { readonly body: Uint8Array | null } {
  const { method, ifNoneMatch } = asked
  if (method !== 'GET' && method !== 'HEAD') return method === 'OPTIONS' ? optionsOf(published, headers) : REFUSED
  const { etag, body, found, unchanged } = readyOf(published, encodingFor(asked.acceptEncoding), headers)
  if (ifNoneMatch !== null && isKnown(ifNoneMatch, etag)) return { ...unchanged, body: null }
  return { ...found, body: method === 'GET' ? body : null }
}

/** RFC 9110, 13.1.2: `*`, or a list of which one is ours; weak ones count, too. */
function isKnown(ifNoneMatch: string, etag: string): boolean {
  if (ifNoneMatch === etag) return true
  return ifNoneMatch.trim() === '*' || ifNoneMatch.split(',').some((one) => one.trim().replace(/^W\//u, '') === etag)
}

const REFUSAL = new TextEncoder().encode('This can be read, and nothing else.\n')
const REFUSED = {
  status: 405,
  headers: Object.entries({
    Allow: READING,
    'Content-Type': 'text/plain; charset=utf-8',
    'Content-Length': String(REFUSAL.length),
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
  }).flat(),
  body: REFUSAL,
}

function optionsOf({ isOpenToAll }: Published, { openToAll }: PublishedHeaders): Head & { body: null } {
  const preflight = {
    ...openToAll,
    'Access-Control-Allow-Methods': READING,
    'Access-Control-Allow-Headers': '*',
    'Access-Control-Max-Age': '86400',
  }
  const headers = { Allow: READING, ...(isOpenToAll ? preflight : { 'Cache-Control': 'no-store' }) }
  return { status: 204, headers: Object.entries(headers).flat(), body: null }
}

const MOST_KNOWN = 200
const encodings = new Map<string, Encoding>()

/** Browsers say few different things, again and again. */
function encodingFor(acceptEncoding: string | null): Encoding {
  if (acceptEncoding === null) return 'identity'
  const known = encodings.get(acceptEncoding)
  if (known) return known
  const chosen = chooseEncoding(acceptEncoding)
  if (encodings.size >= MOST_KNOWN) encodings.clear()
  encodings.set(acceptEncoding, chosen)
  return chosen
}

function pathOf(target: string): string {
  const end = target.indexOf('?')
  return end < 0 ? target : target.slice(0, end)
}

const UNREADABLE = { status: 503, headers: ['Retry-After', '5', 'Cache-Control', 'no-store'], body: null }

/**
 * Answers from what is published, on the connection itself: nothing is built for a request but its answer (P3). Calls
 * `next` for whatever is not published, or is drawn anew for each visitor.
 */
export function answerPublished(
  shelf: Shelf,
  { incoming, outgoing, next }: { incoming: IncomingMessage; outgoing: ServerResponse; next: () => void },
): void {
  const found = shelf.at(pathOf(incoming.url ?? ''))
  const headers = shelf.headers()
  if (found === null || headers === null) next()
  else if (found instanceof Promise) {
    const sent = found.then((published) => send({ shelf, headers, published, incoming, outgoing, next }))
    sent.catch(() => outgoing.writeHead(UNREADABLE.status, UNREADABLE.headers).end())
  } else send({ shelf, headers, published: found, incoming, outgoing, next })
}

function send(of: {
  shelf: Shelf
  headers: PublishedHeaders
  published: Published
  incoming: IncomingMessage
  outgoing: ServerResponse
  next: () => void
}): void {
  const { published, incoming, outgoing } = of
  if (published.isDrawnAnew && of.shelf.drawsAnew) {
    of.next()
    return
  }
  const { 'if-none-match': ifNoneMatch = null, 'accept-encoding': acceptEncoding = null } = incoming.headers
  const asked = { method: incoming.method ?? '', ifNoneMatch, acceptEncoding }
  const { status, headers, body } = answerTo(asked, published, of.headers)
  outgoing.writeHead(status, headers)
  outgoing.end(body)
}

/** The same for a request in Hono's form. Null: it is not published. */
export async function fetchPublished(shelf: Shelf, request: Request): Promise<Response | null> {
  const headers = shelf.headers()
  const finding = shelf.at(new URL(request.url).pathname)
  if (finding === null || headers === null) return null
  const found = await Promise.resolve(finding).catch(() => null)
  if (found?.isDrawnAnew && shelf.drawsAnew) return null
  const asked = {
    method: request.method,
    ifNoneMatch: request.headers.get('if-none-match'),
    acceptEncoding: request.headers.get('accept-encoding'),
  }
  const { status, headers: flat, body } = found ? answerTo(asked, found, headers) : UNREADABLE
  const answer = new Headers()
  for (let index = 0; index + 1 < flat.length; index += 2) answer.append(flat[index] ?? '', flat[index + 1] ?? '')
  return new Response(body && new Uint8Array(body), { status, headers: answer })
}
