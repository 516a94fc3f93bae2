import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../../src/db/embedded.ts'
import type { GatehouseProcess } from '../support/gatehouse-process.ts'
import { freePort, startGatehouse } from '../support/gatehouse-process.ts'
import { makeServedConfig, type ServedConfig } from '../support/served-config.ts'

/** What is drawn ahead, and must answer whatever else is gone: pages, schedule, numbers, feeds, programs' documents, badge. */
const PUBLISHED = [
  '/status',
  '/status/maintenance',
  '/status/history',
  '/support/numbers',
  '/status/history.atom',
  '/status/maintenance.ics',
  '/status/badge.svg',
  '/api/v2/summary.json',
  '/api/v2/status.json',
  '/api/v2/components.json',
  '/api/v2/incidents.json',
  '/api/v2/incidents/unresolved.json',
  '/api/v2/scheduled-maintenances.json',
  '/api/v2/scheduled-maintenances/upcoming.json',
  '/api/v2/scheduled-maintenances/active.json',
  '/api/v2/uptime.json',
]
/** What the front door makes of the same without a database: it is searched, or told by the visitor's time. */
const FRONT_DOOR_ONLY = ['/?username=acme_jd1', '/support', '/support/numbers?q=usa', '/.well-known/gatehouse-platforms.json']
/** In which nobody may wait for a database. */
const AT_ONCE_MS = 1_000
const SOON = { timeout: 45_000, interval: 250 }

/** The platforms' databases stop, then the front door's own, then its process (N14). */
describe('status outlives what it reports on (N14)', () => {
  let platforms: EmbeddedPostgres
  let core: EmbeddedPostgres
  let config: ServedConfig
  let server: GatehouseProcess
  let folder: string

  const startDatabase = (name: string) => startEmbeddedPostgres({ dataFolder: join(folder, name), binFolder: null })
  const read = async (path: string, init: RequestInit = {}) => fetch(`http://localhost:${config.port}${path}`, init)
  const text = async (path: string) => (await read(path)).text()
  const indicator = async () =>
    ((await (await read('/api/v2/status.json')).json()) as { status: { indicator: string } }).status.indicator

  async function expectAnswer(address: string): Promise<Response> {
    const startedAt = performance.now()
    const answer = await fetch(address)
    const body = await answer.text()
    expect([address, answer.status, body.length > 0]).toEqual([address, 200, true])
    expect([address, performance.now() - startedAt < AT_ONCE_MS]).toEqual([address, true])
    return answer
  }

  async function expectAllToAnswer(port: number): Promise<void> {
    for (const path of PUBLISHED) {
      const answer = await expectAnswer(`http://localhost:${port}${path}`)
      if (path === '/support/numbers' && port === config.port) continue
      const etag = answer.headers.get('etag') ?? ''
      expect([path, etag]).toEqual([path, expect.stringMatching(/^"[^"]+"$/u)])
      const again = await fetch(`http://localhost:${port}${path}`, { headers: { 'if-none-match': etag } })
      expect([path, again.status]).toEqual([path, 304])
    }
    if (port !== config.port) return
    for (const path of FRONT_DOOR_ONLY) await expectAnswer(`http://localhost:${port}${path}`)
  }

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gatehouse-outlives-'))
    ;[platforms, core] = await Promise.all([startDatabase('platforms'), startDatabase('core')])
    const urls = { US1: [platforms, 'us1'], EU1: [platforms, 'eu1'], FRONT_DOOR: [core, 'front_door'] } as const
    const environment: Record<string, string> = {}
    for (const [id, [postgres, name]] of Object.entries(urls)) {
      await postgres.ensureDatabase(name)
      const socket = encodeURIComponent(postgres.connection(name).host)
      environment[`GATEHOUSE_${id}_DATABASE_URL`] = `postgresql://localhost/${name}?user=gatehouse&host=${socket}`
      environment[`GATEHOUSE_${id}_SECRET`] = Buffer.alloc(32, id).toString('base64')
    }
    const status = '{ stale_after_seconds: 30, probes: { interval_seconds: 5, timeout_seconds: 1, failures: 2 } }'
    config = await makeServedConfig({ environment, status })
    server = await config.serve()
  })
  afterAll(async () => {
    await server.end('SIGTERM')
    await Promise.all([platforms.stop(), core.stop()])
    await config.remove()
    await rm(folder, { recursive: true, force: true })
  })

  it('with everything up, the page tells of the incident and what is planned', async () => {
    const opened = ['--name', 'Reports are late', '--impact', 'minor', '--component', 'EU1=degraded_performance']
    expect(await config.run('incident open', ...opened, '--message', 'We look into it.')).toMatchObject({ code: 0, stderr: '' })
    const window = ['--from', inDays(3, '02:00'), '--until', inDays(3, '04:00')]
    const planned = ['--name', 'Database upgrade', '--component', 'US1', '--message', 'New disks.', ...window]
    expect(await config.run('maintenance schedule', ...planned)).toMatchObject({ code: 0, stderr: '' })
    await expect.poll(() => text('/status'), SOON).toContain('Reports are late')
    await expect.poll(() => text('/status/maintenance'), SOON).toContain('Database upgrade')
    await expect.poll(indicator, SOON).toBe('minor')
    await expectAllToAnswer(config.port)
  })

  it('with the platforms’ databases stopped, everything answers, and soon says that they are down', async () => {
    await platforms.stop()
    await expectAllToAnswer(config.port)
    await expect.poll(indicator, SOON).toBe('critical')
    await expect.poll(() => text('/status'), SOON).toContain('Major outage')
    // The sign-in page needs no database, and says what is the matter (N05).
    const signIn = async () => config.site('US1').fetch(new Request(`${config.origin('US1')}/sign-in`), {})
    await expect.poll(async () => (await signIn()).text(), SOON).toContain('Major outage')
    expect(await (await signIn()).text()).toContain('Need Assistance')
  })

  it('with the core’s database stopped, too, everything answers; then it says “unknown”, since when, and programs keep what was known', async () => {
    await core.stop()
    await expectAllToAnswer(config.port)
    expect(await text('/status')).toContain('Major outage')
    await expect.poll(() => text('/status'), SOON).toContain('This may be out of date')
    const page = await text('/status')
    expect(page).toContain('<h1>Status unknown</h1>')
    expect(page).toContain('Reports are late')
    expect(await text('/status/badge.svg')).toContain('Unknown')
    expect(await indicator()).toBe('critical')
    await expectAllToAnswer(config.port)
  })

  it('a process that starts while no database answers serves what was published last', async () => {
    await server.end('SIGTERM')
    server = await config.serve()
    await expectAllToAnswer(config.port)
    expect(await text('/status')).toContain('<h1>Status unknown</h1>')
  })

  it('a mirror serves a copy of the folder on its own, and follows it', async () => {
    const copy = join(folder, 'copy')
    await cp(join(config.dataFolder, 'status'), copy, { recursive: true })
    const port = await freePort()
    const mirror = await startGatehouse({
      args: ['status-mirror', copy, '--port', String(port)],
      environment: {},
      port,
      dataFolder: copy,
      removeFolder: false,
      health: '/health/ready',
      sign: 'Gatehouse mirrors',
    })
    await server.end('SIGTERM')
    await expectAllToAnswer(port)
    const page = async () => (await fetch(`http://localhost:${port}/status`)).text()
    expect(await page()).toContain('<h1>Status unknown</h1>')

    ;[platforms, core] = await Promise.all([startDatabase('platforms'), startDatabase('core')])
    server = await config.serve()
    await expect.poll(() => text('/status'), SOON).not.toContain('Status unknown')
    await expect.poll(indicator, SOON).toBe('minor')
    await cp(join(config.dataFolder, 'status'), copy, { recursive: true, force: true })
    await expect.poll(page, SOON).not.toContain('Status unknown')
    expect(await page()).toContain('Reports are late')
    expect(await mirror.end('SIGTERM')).toBe(0)
  })
})

/** "2026-12-01T02:00Z", so many days from now. */
function inDays(days: number, time: string): string {
  return `${new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)}T${time}Z`
}
