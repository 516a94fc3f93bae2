import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pino from 'pino'
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest'
import { minutes, NOW, statusFacts, statusIncident, statusMaintenance } from '../../../test/support/status-facts.ts'
import { systemClock, type Clock } from '../../clock.ts'
import { LONGEST_WINDOW_SECONDS } from '../../domain/maintenance-plan.ts'
import { closingMaintenance } from '../../domain/platform-standing.ts'
import type { StatusFacts } from '../../domain/status-facts.ts'
import { statusView } from '../../domain/status-view.ts'
import { followFrontDoor, type FollowedStatus } from './follow-front-door.ts'
import { standingsDocument } from './standings-api.ts'

const STALE_AFTER = 300

/** A front door, as far as its platforms see it. */
let answer: (request: IncomingMessage, response: ServerResponse) => void
const asked: string[] = []
const server = createServer((request, response) => {
  asked.push(request.headers['if-none-match'] ?? '')
  answer(request, response)
}).listen(0, '127.0.0.1')
await once(server, 'listening')
const address = server.address()
const url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/status/platforms.json`
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

let folder: string
let now = NOW
const clock: Clock = { ...systemClock, now: () => now }
const opened: FollowedStatus[] = []

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gatehouse-heard-'))
  now = NOW
  asked.length = 0
})
afterEach(async () => {
  await Promise.all(opened.splice(0).map((followed) => followed.close()))
  await rm(folder, { recursive: true, force: true })
})

async function follow(wish: { url?: string } = {}): Promise<FollowedStatus> {
  const log = pino({ level: 'silent' })
  const file = join(folder, 'data', 'heard.json')
  const followed = await followFrontDoor({ url, file, staleAfterSeconds: STALE_AFTER, clock, log, ...wish })
  opened.push(followed)
  return followed
}

const says =
  (facts: StatusFacts, { isStale = false, etag = '"one"', age = '0' } = {}): typeof answer =>
  (request, response) => {
    const isKnown = request.headers['if-none-match'] === etag
    response
      .writeHead(isKnown ? 304 : 200, { etag, age })
      .end(isKnown ? undefined : standingsDocument(statusView(facts, NOW), { isStale }))
  }

const FACTS = statusFacts({ incidents: [statusIncident()], maintenances: [statusMaintenance({ closes: true })] })

describe('the status of platforms where another process serves the front door (N05)', () => {
  test('nothing is known before the first answer; then it is, and is asked for with what is known', async () => {
    answer = says(FACTS)
    const followed = await follow()
    expect(followed.standingOf('US1')).toBeNull()
    await followed.ask()
    expect(followed.standingOf('US1')).toMatchObject({ state: 'under_maintenance', incidents: [{ name: 'Sign-in is slow' }] })
    expect(followed.standingOf('XX9')).toBeNull()
    await followed.ask()
    expect(asked).toEqual(['', '"one"'])
    expect(followed.standingOf('US1')?.incidents).toHaveLength(1)
  })

  test.each([
    ['a second before its time is up', STALE_AFTER - 1, 'operational'],
    ['at its end', STALE_AFTER, 'operational'],
    ['a second after', STALE_AFTER + 1, 'unknown'],
    ['by a clock that was set back', -STALE_AFTER - 1, 'unknown'],
  ])('what was heard counts %s, or not (N14)', async (_, seconds, state) => {
    answer = says(statusFacts({ maintenances: [statusMaintenance({ scheduledFor: minutes(60), scheduledUntil: minutes(90) })] }))
    const followed = await follow()
    await followed.ask()
    now = new Date(NOW.getTime() + seconds * 1_000)
    const standing = followed.standingOf('US1')
    expect([standing?.state, standing?.maintenances.length]).toEqual([state, 1])
  })

  test('whatever a front door said last, it keeps no platform closed for ever (S04)', async () => {
    const said = statusMaintenance({ closes: true, completes: 'by_person', scheduledFor: minutes(-1) })
    answer = says(statusFacts({ maintenances: [{ ...said, scheduledUntil: new Date('2999-01-01T00:00:00.000Z') }] }))
    await (await follow()).ask()
    const closedAfter = async (seconds: number) => {
      now = new Date(NOW.getTime() + seconds * 1_000)
      const standing = (await follow()).standingOf('US1')
      return standing !== null && closingMaintenance(standing, now) !== null
    }
    expect([await closedAfter(1), await closedAfter(LONGEST_WINDOW_SECONDS)]).toEqual([true, true])
    expect(await closedAfter(LONGEST_WINDOW_SECONDS + 1)).toBe(false)
  })

  test.each([
    [String(STALE_AFTER), 'operational'],
    [String(STALE_AFTER + 1), 'unknown'],
    ['-1', 'operational'],
    ['a while', 'operational'],
  ])('what a cache in between has had for %s seconds is %s, also where it is unchanged (N14)', async (age, state) => {
    const followed = await follow()
    for (const _ of [200, 304]) {
      answer = says(statusFacts(), { age })
      await followed.ask()
      expect(followed.standingOf('US1')?.state).toBe(state)
    }
    expect(asked).toEqual(['', '"one"'])
    answer = says(statusFacts())
    await followed.ask()
    expect(followed.standingOf('US1')?.state).toBe('operational')
  })

  test('the same answer again renews it', async () => {
    answer = says(statusFacts())
    const followed = await follow()
    await followed.ask()
    now = minutes(60)
    await followed.ask()
    expect(followed.standingOf('US1')?.state).toBe('operational')
  })

  test('a front door that has itself heard nothing says so', async () => {
    answer = says(FACTS, { isStale: true })
    const followed = await follow()
    await followed.ask()
    expect(followed.standingOf('US1')).toMatchObject({ state: 'unknown', incidents: [] })
  })

  test('a restart knows what was heard, and how old it is', async () => {
    answer = says(FACTS)
    await (await follow()).ask()
    expect(await readdir(join(folder, 'data'))).toEqual(['heard.json'])
    const again = await follow()
    expect(again.standingOf('US1')?.incidents).toHaveLength(1)
    await again.ask()
    expect(asked.at(-1)).toBe('"one"')
    now = minutes(6)
    expect((await follow()).standingOf('US1')?.state).toBe('unknown')
  })

  test('what lies there and is not ours is not believed', async () => {
    answer = says(FACTS)
    await (await follow()).ask()
    const file = join(folder, 'data', 'heard.json')
    const text = await readFile(file, 'utf8')
    for (const spoilt of [text.slice(0, 100), '{}', text.replace('incident0000', 'INCIDENT')]) {
      await writeFile(file, spoilt)
      expect((await follow()).standingOf('US1')).toBeNull()
    }
  })

  test.each([
    ['an error', (_, response) => void response.writeHead(500).end('{}')],
    ['a page', (_, response) => void response.writeHead(200).end('<!doctype html>')],
    ['a redirect', (_, response) => void response.writeHead(302, { location: 'https://elsewhere.test/' }).end()],
    ['a 304 that nobody asked for', (_, response) => void response.writeHead(304).end()],
    ['the end of the line', (request) => void request.socket.destroy()],
    ['an answer without end', (_, response) => flood(response)],
  ] as readonly (readonly [string, typeof answer])[])(
    '%s is not believed, and changes nothing of what was heard',
    async (_, bad) => {
      const fresh = await follow()
      answer = bad
      await fresh.ask()
      expect(fresh.standingOf('US1')).toBeNull()
      answer = says(FACTS)
      await fresh.ask()
      answer = bad
      await fresh.ask()
      expect(fresh.standingOf('US1')?.incidents).toHaveLength(1)
    },
  )

  test('one that hangs is left after a bounded time, and closing does not wait for it', { timeout: 20_000 }, async () => {
    answer = () => undefined
    const followed = await follow()
    const startedAt = performance.now()
    await followed.ask()
    expect(performance.now() - startedAt).toBeLessThan(8_000)
    followed.begin()
    const closingAt = performance.now()
    await followed.close()
    expect(performance.now() - closingAt).toBeLessThan(1_000)
  })
})

function flood(response: ServerResponse): void {
  response.writeHead(200)
  const more = () => {
    while (!response.destroyed && response.write('x'.repeat(64_000))) continue
  }
  response.on('drain', more)
  more()
}
