import type { Bench } from './support/bench.ts'
import { inTurn, type Row } from './support/figure.ts'
import { answersPerSecond } from './support/load.ts'
import { cycle, openSessions } from './support/people.ts'
import { startReference } from './support/product.ts'

const ROUNDS = 7
const SECONDS = 2
const CONNECTIONS = 32

/** P2: `GET /api/v1/session`, the answer to "who is this?", beside a bare `node:http` server with the same look-up on the same database. */
export async function measureSessionCheck({ product, platform, pool, db, connection }: Bench): Promise<Row> {
  const { host: PGHOST, user: PGUSER, database: PGDATABASE } = connection
  const reference = await startReference('p2-reference', { PGHOST, PGUSER, PGDATABASE })
  try {
    const token = cycle(await openSessions(db, pool))
    const host = `${platform.hostname}:${product.port}`
    const next = () => `GET /api/v1/session HTTP/1.1\r\nHost: ${host}\r\nCookie: __Host-session=${token()}\r\n\r\n`
    const rate = (port: number, seconds: number) =>
      answersPerSecond({ port, connections: CONNECTIONS, until: { seconds }, next, expect: 200 })
    const [ours, theirs] = [product.port, Number(reference.line)]
    await rate(ours, 1)
    await rate(theirs, 1)
    const rates = await inTurn(ROUNDS, { ours: () => rate(ours, SECONDS), reference: () => rate(theirs, SECONDS) })
    return {
      id: 'P2',
      figure: 'session checks, GET /api/v1/session',
      unit: '/s',
      ...rates,
      reach: { bound: 'at least', value: 0.7 },
    }
  } finally {
    await reference.stop()
  }
}
