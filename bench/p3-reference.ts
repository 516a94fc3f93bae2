import { createServer, type OutgoingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'

/** The least that can send these very bytes: a bare `node:http` handler that has them in memory. Prints its port. */
const { P3_ORIGIN: origin = '', P3_PATHS: paths = '' } = process.env

type Known = {
  readonly etag: string
  readonly headers: OutgoingHttpHeaders
  readonly unchanged: OutgoingHttpHeaders
  readonly body: Buffer
}

/** What every server adds by itself. */
const ADDED = new Set(['date', 'connection', 'keep-alive'])

async function copy(path: string): Promise<Known> {
  const found = await fetch(`${origin}${path}`, { headers: { 'accept-encoding': 'identity' } })
  const etag = found.headers.get('etag') ?? ''
  const body = Buffer.from(await found.arrayBuffer())
  const unchanged = await fetch(`${origin}${path}`, { headers: { 'accept-encoding': 'identity', 'if-none-match': etag } })
  if (unchanged.status !== 304) throw new Error(`${path} was answered ${unchanged.status} to its own ETag`)
  return { etag, headers: headersOf(found), unchanged: headersOf(unchanged), body }
}

function headersOf({ headers }: Response): OutgoingHttpHeaders {
  return Object.fromEntries([...headers].filter(([name]) => !ADDED.has(name)))
}

const known = new Map<string, Known>()
for (const path of paths.split(' ')) known.set(path, await copy(path))

const server = createServer((request, response) => {
  const found = known.get(request.url ?? '')
  if (!found) response.writeHead(404).end()
  else if (request.headers['if-none-match'] === found.etag) response.writeHead(304, found.unchanged).end()
  else response.writeHead(200, found.headers).end(found.body)
})
server.listen(0, '127.0.0.1', () => console.log((server.address() as AddressInfo).port))
