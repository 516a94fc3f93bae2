import type { Bench } from './support/bench.ts'
import { inTurn, median, type Row } from './support/figure.ts'
import { loadOf, type Answered } from './support/load.ts'
import { startReference } from './support/product.ts'

const ROUNDS = 7
const SECONDS = 2
const CONNECTIONS = 32
const PATHS = ['/status', '/api/v2/summary.json'] as const

/** P3: the status page and the summary of the public API, plain and conditional, beside a bare `node:http` server that sends the same bytes. */
export async function measureStatus({ product }: Pick<Bench, 'product'>): Promise<readonly Row[]> {
  const origin = `http://localhost:${product.port}`
  const reference = await startReference('p3-reference', { P3_ORIGIN: origin, P3_PATHS: PATHS.join(' ') })
  try {
    const rows: Row[] = []
    const sides = { ours: product.port, theirs: Number(reference.line) }
    for (const path of PATHS) {
      rows.push(await measure(sides, { path, isConditional: false }))
      rows.push(await measure(sides, { path, isConditional: true }))
    }
    return rows
  } finally {
    await reference.stop()
  }
}

async function measure(
  { ours, theirs }: { ours: number; theirs: number },
  { path, isConditional }: { path: string; isConditional: boolean },
): Promise<Row> {
  const latest = { ours: [] as number[], theirs: [] as number[] }
  const side = (port: number, slowest: number[]) => async () => {
    const { perSecond, p99 } = await answered({ port, path, isConditional, seconds: SECONDS })
    slowest.push(p99)
    return perSecond
  }
  for (const port of [ours, theirs]) await answered({ port, path, isConditional, seconds: 1 })
  const rates = await inTurn(ROUNDS, { ours: side(ours, latest.ours), reference: side(theirs, latest.theirs) })
  const p99 = `p99 ${median(latest.ours).toFixed(1)} ms, reference ${median(latest.theirs).toFixed(1)} ms`
  return {
    id: 'P3',
    figure: `GET ${path}${isConditional ? ', unchanged' : ''} (${p99})`,
    unit: '/s',
    ...rates,
    reach: { bound: 'at least', value: 0.8 },
  }
}

async function answered(of: { port: number; path: string; isConditional: boolean; seconds: number }): Promise<Answered> {
  const { port, path, isConditional, seconds } = of
  const etag = isConditional ? await etagOf(port, path) : null
  const head = `GET ${path} HTTP/1.1\r\nHost: localhost:${port}\r\n${etag === null ? '' : `If-None-Match: ${etag}\r\n`}\r\n`
  return loadOf({ port, connections: CONNECTIONS, until: { seconds }, next: () => head, expect: etag === null ? 200 : 304 })
}

/** The page is drawn anew from time to time, so that it is asked for each time. */
async function etagOf(port: number, path: string): Promise<string> {
  const { headers } = await fetch(`http://localhost:${port}${path}`, {
    method: 'HEAD',
    headers: { 'accept-encoding': 'identity' },
  })
  return headers.get('etag') ?? ''
}
