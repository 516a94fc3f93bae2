import { createServer, type Server } from 'node:http'
import { createServer as createTcp, type AddressInfo } from 'node:net'
import { createServer as createTls } from 'node:tls'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { selfSignedCertificate } from '../../../test/support/certificate.ts'
import { useCore } from '../../../test/support/core-world.ts'
import { makeIncident, makeUpdate } from '../../../test/support/status-subscribers.ts'
import type { ProbeTarget } from '../../config/config.ts'
import type { Core } from '../../core.ts'
import { checkTarget } from './check-target.ts'
import { prepareProbes, probeTargets } from './probe-targets.ts'

const core = await useCore({ work: false })
const closing: (() => void)[] = []
afterAll(() => closing.forEach((close) => close()))

async function listen(server: Pick<Server, 'listen' | 'address' | 'close'>): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
  closing.push(() => server.close())
  return (server.address() as AddressInfo).port
}

/** A server that answers what it is told to; `null` never answers. */
async function playedServer() {
  const played = { status: 200 as number | null, asked: 0, hosts: new Set<string>() }
  const server = createServer((request, response) => {
    played.asked += 1
    played.hosts.add(request.headers.host ?? '')
    if (played.status !== null) response.writeHead(played.status, { location: '/elsewhere' }).end('x'.repeat(1_000_000))
  })
  const port = await listen(server)
  closing.push(() => server.closeAllConnections())
  return { played, port }
}

const RULES = { intervalSeconds: 30, timeoutSeconds: 1, failures: 3, successes: 2 }

/** The core with its probes on these targets, beginning anew. */
async function probing(app: Core, targets: readonly ProbeTarget[]): Promise<Core> {
  const probes = { ...RULES, targets }
  const probed = { ...app, config: { ...app.config, status: { ...app.config.status, probes } } }
  await prepareProbes(probed)
  return probed
}

async function spansOf(key: string) {
  const spans = await core.app.db
    .selectFrom('componentSpans')
    .innerJoin('components', 'components.id', 'componentSpans.componentId')
    .select(['componentSpans.state', 'componentSpans.source', 'componentSpans.note', 'componentSpans.endedAt'])
    .where('components.key', '=', key)
    .orderBy('componentSpans.id')
    .execute()
  return spans.map(({ state, source, note, endedAt }) => [state, source, note, endedAt === null ? 'open' : 'ended'])
}

async function eventsOf(key: string) {
  const events = await core.app.db
    .selectFrom('statusEvents')
    .innerJoin('components', 'components.id', 'statusEvents.componentId')
    .select('statusEvents.details')
    .where('components.key', '=', key)
    .orderBy('statusEvents.id')
    .execute()
  return events.map(({ details }) => details.newState)
}

/** One interval after the other, each with its answer. */
async function rounds(probed: Core, statuses: readonly (number | null)[], played: { status: number | null }): Promise<void> {
  for (const status of statuses) {
    played.status = status
    await probeTargets(probed)
    await core.passTime(30)
  }
}

beforeEach(() => core.passTime(1_000))

describe('damping (A20)', () => {
  test('a platform is down after three failures in a row, and well after two successes; both are told', async () => {
    const { played, port } = await playedServer()
    const probed = await probing(core.app, [{ kind: 'ready', component: 'US1', origin: `http://us1.localhost:${port}` }])
    await rounds(probed, [200, 503, 503], played)
    expect(await spansOf('US1')).toEqual([])
    await rounds(probed, [503, 200], played)
    expect(await spansOf('US1')).toEqual([['major_outage', 'probe', 'answered 503, not 200', 'open']])
    await rounds(probed, [200], played)
    expect(await spansOf('US1')).toEqual([['major_outage', 'probe', 'answered 503, not 200', 'ended']])
    expect(await eventsOf('US1')).toEqual(['major_outage', 'operational'])
    expect([...played.hosts]).toEqual([`us1.localhost:${port}`])
  })

  test('a target that flaps stays what it was, and what it answered last is shown', async () => {
    const { played, port } = await playedServer()
    const probed = await probing(core.app, [{ kind: 'http', component: 'EU1', url: `http://127.0.0.1:${port}/`, status: 204 }])
    await rounds(probed, [204, 500, 500, 204, 500, 204, 500, 500, 204], played)
    expect(await spansOf('EU1')).toEqual([])
    await rounds(probed, [302], played)
    const [row] = await core.app.db.selectFrom('probeStates').select(['state', 'streak', 'lastError']).execute()
    expect(row).toEqual({ state: 'up', streak: 1, lastError: 'answered 302, not 204' })
  })

  test('where an operator speaks of it nobody is told what a probe finds, before the incident is over', async () => {
    const { played, port } = await playedServer()
    const probed = await probing(core.app, [{ kind: 'ready', component: 'US2', origin: `http://127.0.0.1:${port}` }])
    const incident = await makeIncident(core.app, { name: 'Out', platforms: ['US2'] })
    await rounds(probed, [200, 503, 503, 503], played)
    expect(await eventsOf('US2')).toEqual([])
    await makeUpdate(core.app, incident, { status: 'resolved' })
    await rounds(probed, [503], played)
    expect(await eventsOf('US2')).toEqual(['major_outage'])
  })
})

test('ten processes at once check a target once an interval', async () => {
  const { played, port } = await playedServer()
  const probed = await probing(core.app, [{ kind: 'ready', component: 'US3', origin: `http://127.0.0.1:${port}` }])
  await Promise.all(Array.from({ length: 10 }, () => probeTargets(probed)))
  expect(played.asked).toBe(1)
  await core.passTime(29)
  await probeTargets(probed)
  expect(played.asked).toBe(1)
  await core.passTime(1)
  await Promise.all(Array.from({ length: 10 }, () => probeTargets(probed)))
  expect(played.asked).toBe(2)
})

test('what nobody has heard of for three intervals is unknown since then, and known again at once (N14)', async () => {
  const { played, port } = await playedServer()
  const probed = await probing(core.app, [{ kind: 'ready', component: 'US4', origin: `http://127.0.0.1:${port}` }])
  await rounds(probed, [200], played)
  await core.passTime(59)
  // Nobody checks: the row is leased to a process that is gone.
  await core.app.db
    .updateTable('probeStates')
    .set({ dueAt: new Date('2099-01-01') })
    .execute()
  await probeTargets(probed)
  expect(await spansOf('US4')).toEqual([])
  await core.passTime(1)
  await probeTargets(probed)
  expect(await spansOf('US4')).toEqual([['unknown', 'probe', 'nothing was heard of it', 'open']])
  await core.app.db
    .updateTable('probeStates')
    .set({ dueAt: new Date('2020-01-01') })
    .execute()
  await rounds(probed, [200], played)
  expect(await spansOf('US4')).toEqual([['unknown', 'probe', 'nothing was heard of it', 'ended']])
  expect(await eventsOf('US4')).toEqual([])
})

test('what the configuration no longer has says nothing of its component any more', async () => {
  const { played, port } = await playedServer()
  const probed = await probing(core.app, [{ kind: 'ready', component: 'CA1', origin: `http://127.0.0.1:${port}` }])
  await rounds(probed, [503, 503, 503], played)
  await probing(core.app, [])
  expect(await spansOf('CA1')).toEqual([['major_outage', 'probe', 'answered 503, not 200', 'ended']])
})

describe('what a check finds', () => {
  const now = new Date()
  const look = (target: Record<string, unknown>, at = now) =>
    checkTarget({ component: 'US1', ...target } as ProbeTarget, { milliseconds: 500, now: at })

  test('a server that hangs is down after the time-out, one that resets or refuses at once', async () => {
    const { played, port } = await playedServer()
    played.status = null
    expect(await look({ kind: 'http', url: `http://127.0.0.1:${port}/`, status: 200 })).toEqual({
      verdict: 'down',
      reason: 'no answer within 0.5 s',
    })
    const resetting = await listen(createTcp((socket) => socket.resetAndDestroy()) as never)
    expect((await look({ kind: 'http', url: `http://127.0.0.1:${resetting}/`, status: 200 })).verdict).toBe('down')
    expect(await look({ kind: 'http', url: 'http://127.0.0.1:1/', status: 200 })).toEqual({
      verdict: 'down',
      reason: 'the connection was refused',
    })
  })

  test('one that drips its body without end is cut off', async () => {
    const server = createServer((_, response) => {
      response.writeHead(200)
      const timer = setInterval(() => response.write('x'), 20)
      response.on('close', () => clearInterval(timer))
    })
    const port = await listen(server)
    expect((await look({ kind: 'http', url: `http://127.0.0.1:${port}/`, status: 200 })).reason).toBe('no answer within 0.5 s')
  })

  test('a port that takes connections is up', async () => {
    const port = await listen(createTcp((socket) => socket.on('error', () => undefined)) as never)
    expect(await look({ kind: 'tcp', host: '127.0.0.1', port })).toEqual({ verdict: 'up', reason: null })
    expect((await look({ kind: 'tcp', host: '127.0.0.1', port: 1 })).verdict).toBe('down')
  })

  test('a certificate is judged by its dates: well, soon over, over, not yet', async () => {
    const { cert, key } = selfSignedCertificate()
    const port = await listen(createTls({ cert, key }) as never)
    const target = { kind: 'tls', host: '127.0.0.1', port, days: 14 }
    expect(await look(target)).toEqual({ verdict: 'up', reason: null })
    const end = Date.parse('2049-12-31T23:59:59Z')
    const day = 86_400_000
    expect((await look(target, new Date(end - 14 * day))).verdict).toBe('up')
    expect(await look(target, new Date(end - 14 * day + 1_000))).toEqual({
      verdict: 'degraded',
      reason: 'the certificate expires in 13 days',
    })
    expect((await look(target, new Date(end))).verdict).toBe('down')
    expect((await look(target, new Date('2019-01-01'))).verdict).toBe('down')
  })
})
