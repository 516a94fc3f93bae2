import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { fileURLToPath } from 'node:url'
import type { Browser } from 'playwright-core'
import { Statuspage } from 'statuspage.io'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readDatabaseClock } from '../../src/clock.ts'
import { startServer, type RunningServer } from '../../src/http/server.ts'
import { launchBrowser, openContext } from '../support/browser.ts'
import { useCore } from '../support/core-world.ts'
import { freePort } from '../support/gatehouse-process.ts'
import { aMaintenance, anIncident, maintenanceAt, newOperator } from '../support/operators.ts'
import { STATUS_API_PATHS, STATUS_API_SCHEMAS } from '../support/status-api-schema.ts'

/** Programs that others wrote for others' status pages read ours over HTTP (A20). */
const core = await useCore({ work: false })
const operator = await newOperator(core.app)
let api: string
let server: RunningServer

beforeAll(async () => {
  const port = await freePort()
  api = `http://127.0.0.1:${port}`
  server = await startServer({ hosts: ['127.0.0.1'], port, siteFor: () => core.frontDoor, ready: async () => true })
  const now = await readDatabaseClock(core.app.db)
  await aMaintenance(core.app, operator.doer, {
    ...maintenanceAt(now, 1, 60),
    name: 'New racks',
    components: ['EU1'],
    closes: false,
  })
  await aMaintenance(core.app, operator.doer, { ...maintenanceAt(now, 600, 60), name: 'Database upgrade', components: ['EU1'] })
  await anIncident(core.app, operator.doer)
  await core.passTime(120)
  await core.publication.catchUp()
})
afterAll(() => server.stop())

describe('every document of the public API, over HTTP', () => {
  it.each(STATUS_API_PATHS)('%s is what its schema says, for any origin, with GET and HEAD', async (path) => {
    const answer = await fetch(`${api}${path}`, { headers: { origin: 'https://elsewhere.test' } })
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/json'])
    expect(answer.headers.get('access-control-allow-origin')).toBe('*')
    STATUS_API_SCHEMAS[path].parse(await answer.json())
    const head = await fetch(`${api}${path}`, { method: 'HEAD' })
    expect([head.status, head.headers.get('etag'), await head.text()]).toEqual([200, answer.headers.get('etag'), ''])
  })

  it('takes nothing but GET and HEAD', async () => {
    for (const method of ['POST', 'PUT', 'DELETE']) {
      expect((await fetch(`${api}/api/v2/status.json`, { method })).ok).toBe(false)
    }
  })
})

describe('npm statuspage.io', () => {
  it('reads the summary, the components, incidents and maintenances', async () => {
    const client = new Statuspage('ours')
    client.setApiUrl(api)
    const { incidents, scheduledMaintenances } = client.api
    const summary = await client.api.getSummary()
    expect(summary.status).toEqual({ indicator: 'minor', description: 'Partially Degraded Service' })
    expect(await client.api.getStatus()).toMatchObject({ page: { time_zone: 'Etc/UTC' }, status: summary.status })
    const { components } = await client.api.getComponents()
    expect(components.find(({ name }) => name === 'US Platform 1')).toMatchObject({
      status: 'degraded_performance',
      group: false,
    })
    expect((await incidents.getUnresolved()).incidents).toMatchObject([{ name: 'Sign-in is slow', impact: 'minor' }])
    expect((await incidents.getAll()).incidents).toHaveLength(1)
    const names = (list: readonly { name: string; status: string }[]) => list.map(({ name, status }) => [name, status])
    const [racks, upgrade] = [
      ['New racks', 'in_progress'],
      ['Database upgrade', 'scheduled'],
    ]
    expect(names((await scheduledMaintenances.getUpcoming()).scheduled_maintenances)).toEqual([upgrade])
    // It asks for those to come whatever it is asked for, which is a fault of its own: so the others are asked for here.
    expect(names((await scheduledMaintenances.getActive()).scheduled_maintenances)).toEqual([upgrade])
    const maintenances = async (path: string) => (await (await fetch(`${api}/api/v2/${path}`)).json()) as typeof summary
    const active = await maintenances('scheduled-maintenances/active.json')
    const all = await maintenances('scheduled-maintenances.json')
    expect(names(all.scheduled_maintenances)).toEqual([upgrade, racks])
    expect(names(active.scheduled_maintenances)).toEqual([racks])
  })
})

describe('npm @statuspage/status-widget, in a page of another origin', () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await launchBrowser()
  })
  afterAll(() => browser.close())

  /** Somebody's own page, with the widget in it. */
  async function startOtherOrigin() {
    const widget = await readFile(fileURLToPath(import.meta.resolve('@statuspage/status-widget/dist/index.js')))
    const page = `<!doctype html><title>A shop</title>
      <statuspage-widget src="${api}"></statuspage-widget>
      <statuspage-widget src="${api}" appearance="badge" title="Gatehouse"></statuspage-widget>
      <script>var parcelRequire /* which the widget takes for granted */</script>
      <script src="/widget.js"></script>`
    const other = createServer((request, response) => {
      const isScript = request.url === '/widget.js'
      response.writeHead(200, { 'content-type': isScript ? 'text/javascript' : 'text/html' }).end(isScript ? widget : page)
    }).listen(0, '127.0.0.1')
    await once(other, 'listening')
    const address = other.address()
    return { other, url: `http://localhost:${typeof address === 'object' && address ? address.port : 0}/` }
  }

  it('shows how we are', async () => {
    const { other, url } = await startOtherOrigin()
    const context = await openContext(browser)
    const page = await context.newPage()
    const problems: string[] = []
    page.on('pageerror', (error) => problems.push(error.message))
    await page.goto(url)
    // Playwright looks into open shadow trees.
    await page.locator('.status-text', { hasText: 'Partially Degraded Service' }).waitFor()
    expect(await page.locator('.basic .status-indicator.minor').count()).toBe(1)
    expect(await page.locator('.badge .status-indicator.minor').textContent()).toContain('Partially Degraded Service')
    expect(problems).toEqual([])
    await context.close()
    other.closeAllConnections()
    other.close()
  })
})
