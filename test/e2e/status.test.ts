import type { Locator, Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { expectNoAxeFindings, takeScreenshot } from '../support/browser.ts'
import { useStage } from '../support/stage.ts'
import { arrive, expectPage, expectText, expectToFit, follow } from '../support/steps.ts'

const { demo, newPage } = await useStage()
const status = `${demo.frontDoor}/status`
const OUTAGE = 'Sign-in errors on US Platform 1'
const UPGRADE = 'Database upgrade on EU Platform 2'

/** Of twenty parts with ninety bars each, those of the first region stand for all. */
const MORE_BARS = { but: '.part-group:not(:nth-of-type(1)) .days' }

const part = (page: Page, name: string) =>
  page.locator('.part').filter({ has: page.getByRole('heading', { level: 4, name, exact: true }) })
const focused = (page: Page): Promise<string | null> => page.evaluate('document.activeElement.getAttribute("aria-label")')
/** How many bars of a row the Tab key stops at. */
const stopsOf = (bars: Locator): Promise<number> => bars.locator('.day[tabindex="0"]').count()

describe('the status page (S03)', () => {
  it('shows all platforms by region at a glance, what comes, and how it was', async () => {
    const page = await newPage()
    await page.goto(demo.frontDoor)
    await page.getByRole('link', { name: 'Status', exact: true }).first().click()
    await page.getByRole('heading', { level: 2, name: 'By region' }).waitFor()
    for (const { label, region } of await directory(demo.frontDoor)) {
      const card = page.locator('.region').filter({ has: page.getByRole('heading', { level: 3, name: region, exact: true }) })
      const row = card.getByRole('listitem').filter({ has: page.getByRole('link', { name: label, exact: true }) })
      expect([label, await row.innerText()]).toEqual([
        label,
        expect.stringMatching(/Operational|Degraded|outage|maintenance|Unknown/u),
      ])
    }
    await page.getByRole('link', { name: 'EU Platform 2', exact: true }).first().click()
    expect(page.url()).toBe(`${status}#part-EU2`)
    await part(page, 'EU Platform 2')
      .getByText(/\d+(\.\d\d)? % uptime/u)
      .waitFor()
    await expectText(page, 'Uptime is the share of the last 90 days')
    await expectText(page, /partial outage takes away 30 % of it/u)
    await expectText(page, UPGRADE)
    await expectNoAxeFindings(page, MORE_BARS)
  })

  it('has ninety days of bars that arrow keys walk, each with words of its own', async () => {
    const page = await newPage()
    await page.goto(status)
    const us1 = part(page, 'US Platform 1')
    const bars = us1.getByRole('list', { name: 'US Platform 1, the last 90 days' })
    expect(await bars.getByRole('listitem').count()).toBe(90)
    expect(await stopsOf(bars)).toBe(1)
    await bars.locator('.day[tabindex="0"]').focus()
    const today = await focused(page)
    const said = us1.locator('[data-day-said]')
    expect(await said.textContent()).toBe(today?.replace('US Platform 1: ', ''))
    for (let day = 0; day < 12; day += 1) await page.keyboard.press('ArrowLeft')
    const troubled = `US Platform 1: ${dayBefore(12)}: `
    expect(await focused(page)).toBe(`${troubled}Partial outage, 34 minutes; Degraded performance, 1 hour 13 minutes`)
    expect(await said.textContent()).toContain('Partial outage, 34 minutes')
    await takeScreenshot(page, 'status-bar')
    await page.keyboard.press('Home')
    expect(await focused(page)).toMatch(new RegExp(`^${dayBefore(89)}: `, 'u'))
    await page.keyboard.press('PageDown')
    expect(await focused(page)).toMatch(new RegExp(`^${dayBefore(82)}: `, 'u'))
    await page.keyboard.press('End')
    expect(await focused(page)).toBe(today)
    expect(await stopsOf(bars)).toBe(1)
    await page.getByRole('link', { name: new RegExp(`^${troubled}`, 'u') }).focus()
    await follow(page, () => page.keyboard.press('Enter'))
    await expectPage(page, OUTAGE)
  })

  it('tells without script the days with trouble, and leads from each to its incident', async () => {
    const page = await newPage({ javaScriptEnabled: false })
    await page.goto(status)
    const eu1 = part(page, 'EU Platform 1')
    await eu1.getByText(/^\d+ days? with trouble/u).click()
    await eu1.getByText(`${dayBefore(34)}: Degraded performance, 1 hour 53 minutes`).waitFor()
    await eu1.getByRole('link', { name: 'Slow sign-in on EU Platform 1', exact: true }).click()
    await arrive(page, 'Slow sign-in on EU Platform 1')
    const words = await page.getByRole('list', { name: 'Updates, the newest first' }).innerText()
    const at = ['Resolved', 'Identified', 'Investigating'].map((state) => words.indexOf(state))
    expect(at).toEqual(at.toSorted((one, other) => one - other))
    await expectText(page, 'EU Platform 1: Operational')
  })

  it('keeps a history by month, in which what happened is found, at addresses that stay', async () => {
    const page = await newPage()
    await page.goto(status)
    await page.getByRole('link', { name: 'History', exact: true }).click()
    await expectPage(page, /^History: /u)
    const month = new Date(Date.now() - 34 * 86_400_000).toISOString().slice(0, 7)
    while (!page.url().endsWith(month)) {
      await follow(page, () => page.getByRole('navigation', { name: 'Months' }).getByRole('link').first().click())
    }
    await page.getByRole('link', { name: 'Slow sign-in on EU Platform 1', exact: true }).click()
    await arrive(page, 'Slow sign-in on EU Platform 1')
    const again = await newPage()
    expect((await again.goto(page.url()))?.status()).toBe(200)
    await expectPage(again, 'Slow sign-in on EU Platform 1')
  })

  it('shows the maintenance of twelve months, of all and of one platform, in the reader’s time and UTC (S04)', async () => {
    const page = await newPage({ timezoneId: 'America/New_York' })
    await page.goto(status)
    await page.getByRole('link', { name: 'Maintenance', exact: true }).click()
    await expectPage(page, /maintenance/iu)
    await expectText(page, UPGRADE)
    const card = page.locator('article').filter({ hasText: UPGRADE })
    expect(await card.innerText()).toMatch(/2[12]:00 GMT-[45] .*02:00 UTC\)/u)
    await page.getByRole('navigation').getByRole('link', { name: 'US Platform 2', exact: true }).click()
    await arrive(page, /US Platform 2/u)
    await expectText(page, 'New reports on US Platform 2')
    expect(await page.getByText(UPGRADE).count()).toBe(0)
    const calendar = await page.getByRole('link', { name: 'Calendar of maintenance' }).getAttribute('href')
    const feed = await (await fetch(new URL(calendar ?? '', demo.frontDoor))).text()
    expect(feed).toContain('New reports on US Platform 2')
    expect(feed).not.toContain(UPGRADE)
  })

  it.each(['', '/history', '/maintenance'])('/status%s fits a phone, in the dark, and narrower still (A18)', async (path) => {
    const phone = await newPage({ look: 'phone-dark' })
    await phone.goto(`${status}${path}`)
    await expectToFit(phone)
    await expectNoAxeFindings(phone, MORE_BARS)
    await takeScreenshot(phone, `status${path.replace('/', '-')}-phone`)
    await phone.setViewportSize({ width: 320, height: 640 })
    await expectToFit(phone)
  })

  it('is printed on white, with what can be told and without what can only be pressed', async () => {
    const page = await newPage({ colorScheme: 'dark' })
    await page.emulateMedia({ media: 'print' })
    await page.goto(status)
    expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toMatch(/255, 255, 255|rgba\(0, 0, 0, 0\)/u)
    expect(await page.getByRole('link', { name: 'History by month' }).isVisible()).toBe(false)
    expect(await page.getByRole('navigation', { name: 'Status pages' }).isVisible()).toBe(false)
    await page.getByText(`${dayBefore(12)}: Partial outage, 34 minutes`).waitFor()
    await takeScreenshot(page, 'status-printed')
  })
})

async function directory(frontDoor: string): Promise<readonly { label: string; region: string }[]> {
  const answer = await fetch(`${frontDoor}/.well-known/gatehouse-platforms.json`)
  return ((await answer.json()) as { platforms: { label: string; region: string }[] }).platforms
}

/** "12 October 2026", in UTC. */
function dayBefore(days: number): string {
  const options = { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' } as const
  return new Intl.DateTimeFormat('en-GB', options).format(new Date(Date.now() - days * 86_400_000))
}
