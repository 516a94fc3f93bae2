import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readDatabaseClock } from '../../src/clock.ts'
import { completeMaintenance } from '../../src/features/status/complete-maintenance.ts'
import { startMaintenance } from '../../src/features/status/start-maintenance.ts'
import { launchBrowser, openContext } from '../support/browser.ts'
import { startDemo, type Demo } from '../support/demo-server.ts'
import { aMaintenance, maintenanceAt } from '../support/operators.ts'
import { arrive, expectPage, expectText, expectToFit, follow, press, signIn } from '../support/steps.ts'
import { PATIENCE_MS } from '../support/wait-for.ts'

/** An operator, by the command line. */
const DOER = { actor: { kind: 'operator' }, context: null } as const

/** What is written is published a moment later. */
const PATIENCE = { timeout: PATIENCE_MS }

/** US1 is closed for maintenance, from the announcement to the end (S04, N05): on a demo of its own, as nobody gets in meanwhile. */
describe('a platform is closed for maintenance', () => {
  let demo: Demo
  let browser: Browser
  let id: string
  /** Somebody who was signed in when it began. */
  let before: Page
  const contexts: BrowserContext[] = []

  beforeAll(async () => {
    ;[demo, browser] = await Promise.all([startDemo(), launchBrowser()])
  })
  afterAll(async () => {
    await Promise.all(contexts.map((context) => context.close()))
    await browser.close()
    await demo.stop()
  })

  const newPage = async (wish?: Parameters<typeof openContext>[1]): Promise<Page> => {
    const context = await openContext(browser, wish)
    contexts.push(context)
    return context.newPage()
  }
  const credentials = (key: 'manager' | 'euManager' | 'operator') => {
    const { username, password } = demo.accounts[key]
    return { username, password: password ?? '' }
  }
  const statusOf = async (platformId: string) =>
    (await demo.site(platformId).fetch(new Request(`${demo.origin(platformId)}/sign-in`), {})).status
  const act = () => ({ id, version: null, body: '', deliver: false })

  it('its sign-in page announces it, with a countdown and in the reader’s own time', async () => {
    const core = await demo.core()
    const now = await readDatabaseClock(core.db)
    ;({ incidentId: id } = await aMaintenance(core, DOER, { ...maintenanceAt(now, 20, 60), deliver: false }))
    const page = await newPage({ timezoneId: 'Europe/Berlin' })
    await expect
      .poll(async () => {
        await page.goto(`${demo.origin('US1')}/sign-in`)
        return page.getByText('Planned maintenance: Database upgrade').isVisible()
      }, PATIENCE)
      .toBe(true)
    await expectText(page, /in (19|20|21) minutes/)
    await expectText(page, /at \d\d:\d\d CES?T/)
    await expectText(page, /UTC\)/)
    await expectPage(page, 'Sign in')
    const phone = await newPage({ look: 'phone-dark' })
    await phone.goto(`${demo.origin('US1')}/sign-in`)
    await expectToFit(phone)
    await phone.goto(`${demo.origin('EU1')}/sign-in`)
    expect(await phone.getByText('Database upgrade').count()).toBe(0)
  })

  it('then nobody gets in, at EU1 everybody does, and programs are told when to come again', async () => {
    before = await newPage()
    await signIn(before, demo.origin('US1'), credentials('manager'))
    await startMaintenance(await demo.core(), DOER, act())
    await expect.poll(() => statusOf('US1'), PATIENCE).toBe(503)

    const inside = await before.reload()
    expect(inside?.status()).toBe(503)
    await expectPage(before, 'Closed for maintenance')
    expect(inside?.headers()['link']).toBe(`<${demo.frontDoor}/status/incidents/${id}>; rel="status"`)
    expect(Number(inside?.headers()['retry-after'])).toBeGreaterThan(60)
    await before.getByRole('link', { name: 'Follow it on the status page' }).click()
    await arrive(before, 'Database upgrade')

    const phone = await newPage({ look: 'phone-dark' })
    await phone.goto(`${demo.origin('US1')}/users`)
    await expectPage(phone, 'Closed for maintenance')
    await expectToFit(phone)
    const elsewhere = await newPage()
    await signIn(elsewhere, demo.origin('EU1'), credentials('euManager'))
    expect((await fetch(`${demo.frontDoor}/health/ready`)).status).toBe(200)
  })

  it('but an operator, who takes a pass and still signs in as anybody else', async () => {
    const page = await newPage()
    await page.goto(`${demo.origin('US1')}/`)
    await page.getByRole('link', { name: 'Get a pass' }).click()
    await arrive(page, 'Sign in')
    const { username, password } = credentials('operator')
    await page.getByLabel('Username').fill(username)
    await page.getByLabel('Password', { exact: true }).fill(password)
    await press(page, 'Sign in')
    await expectPage(page, 'Passes')
    await press(page, 'Get a pass to US Platform 1')
    await expectPage(page, 'Your pass to US Platform 1')
    const link = page.getByRole('link', { name: 'Go to US Platform 1' })
    const used = await link.getAttribute('href')
    await follow(page, () => link.click())
    await expectPage(page, 'Operator’s pass')
    expect(page.url()).toBe(`${demo.origin('US1')}/maintenance-pass`)
    await press(page, 'Open the sign-in page')
    await arrive(page, 'Sign in')
    await signIn(page, demo.origin('US1'), credentials('manager'))

    const another = await newPage()
    await another.goto(used ?? '')
    await press(another, 'Open the sign-in page')
    await expectText(another, 'This pass is not valid')
    expect(await statusOf('US1')).toBe(503)
  })

  it('and when it is completed US1 is open, with every session as it was', async () => {
    await completeMaintenance(await demo.core(), DOER, act())
    await expect.poll(() => statusOf('US1'), PATIENCE).toBe(200)
    await before.goto(`${demo.origin('US1')}/`)
    await arrive(before, /^Welcome, /)
    await signIn(await newPage(), demo.origin('US1'), credentials('manager'))
  })
})
