import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { expectNoAxeFindings, takeScreenshot } from '../support/browser.ts'
import { useStage } from '../support/stage.ts'
import { arrive, expectText, expectToFit, fill, press } from '../support/steps.ts'

const { demo, newPage } = await useStage()

async function find(username: string): Promise<Page> {
  const page = await newPage()
  await page.goto(demo.frontDoor)
  await fill(page, { Username: username })
  await press(page, 'Find my platform')
  return page
}

describe('Which platform is mine? (S01, S02, N03)', () => {
  it('leads acme_jd1 to the sign-in page of US1, which is one click away', async () => {
    const page = await find('acme_jd1')
    await expectNoAxeFindings(page)
    await takeScreenshot(page, 'finder-found')
    await page.getByRole('link', { name: 'Sign in to US Platform 1' }).click()
    await arrive(page, 'Sign in')
    expect(new URL(page.url()).origin).toBe(demo.origin('US1'))
  })

  it.each([
    ['acme2jd', 'US Platform 2', 'https://qualysguard.qg2.apps.qualys.com/'],
    ['quaysAab1', 'KSA Platform 1', 'https://qualysguard.qg1.apps.qualysksa.com/'],
    ['3com_ab1', 'US Platform 1', null],
    ['  nne8gm  ', 'India Platform 1', 'https://qualysguard.qg1.apps.qualys.in/'],
  ])('leads %s to %s', async (username, label, url) => {
    const page = await find(username)
    const link = page.getByRole('link', { name: `Sign in to ${label}` })
    const target = new URL((await link.getAttribute('href')) ?? '', page.url()).href
    expect(target).toBe(url ?? `${demo.origin('US1')}/sign-in?username=${encodeURIComponent(username.trim())}`)
  })

  it('explains # as a retired identifier, and still leads on', async () => {
    const page = await find('acme#jd1')
    await expectText(page, /a retired identifier: new usernames no longer get it, but those who have it still sign in with it/)
    await page.getByRole('link', { name: 'Sign in to UK Platform 1' }).waitFor()
    await expectNoAxeFindings(page)
  })

  it('takes a name with @ for a PCI login, or an e-mail address', async () => {
    const page = await find('jane@acme.example')
    await page.getByRole('link', { name: 'Sign in to PCI Platform' }).waitFor()
    await expectText(page, 'This may be your e-mail address')
    await expectNoAxeFindings(page)
  })

  it('helps with nonsense: what a username looks like, private platforms, who else can tell', async () => {
    const page = await find('hello world!')
    await expectText(page, 'This doesn’t look like a username')
    await page.getByRole('link', { name: 'Sign in to US Gov Platform 1' }).waitFor()
    await expectNoAxeFindings(page)
    await takeScreenshot(page, 'finder-nonsense')
  })

  it('shows the whole table of platforms below every answer', async () => {
    const page = await find('acme_jd1')
    const rows = page.getByRole('table').getByRole('row')
    await rows.first().waitFor()
    expect(await rows.count()).toBe(1 + 15)
    for (const label of ['US Platform 1', 'EU Platform 3', 'KSA Platform 1', 'PCI Platform']) {
      expect(await page.getByRole('row').filter({ hasText: label }).count()).toBe(1)
    }
  })

  it('is one page that can be sent around: the address holds the question', async () => {
    const page = await newPage()
    await page.goto(`${demo.frontDoor}/?username=acme-jd1`)
    await page.getByRole('link', { name: 'Sign in to EU Platform 1' }).waitFor()
    expect(await page.getByLabel('Username').inputValue()).toBe('acme-jd1')
  })

  it('fits a phone, in the dark, without sideways scrolling (A18)', async () => {
    const phone = await newPage({ look: 'phone-dark' })
    await phone.goto(`${demo.frontDoor}/?username=acme_jd1`)
    await expectToFit(phone)
    await expectNoAxeFindings(phone)
    await takeScreenshot(phone, 'finder-phone')
  })

  it('answers as one types: the address follows, the field stays where it is and keeps the focus, the answer is announced', async () => {
    const page = await newPage()
    await page.goto(demo.frontDoor)
    const field = page.getByLabel('Username')
    const before = await field.boundingBox()
    await field.pressSequentially('acme', { delay: 20 })
    await page.waitForURL(/username=acme$/u)
    expect(await page.getByText('This doesn’t look like a username').count()).toBe(0)
    await field.pressSequentially('_jd1', { delay: 20 })
    await page.getByRole('link', { name: 'Sign in to US Platform 1' }).waitFor()
    await page.getByRole('status').filter({ hasText: 'Found: US Platform 1' }).waitFor()
    expect(new URL(page.url()).search).toBe('?username=acme_jd1')
    expect(await page.title()).toMatch(/^US Platform 1 · /u)
    expect(await field.evaluate((element) => element === element.ownerDocument.activeElement)).toBe(true)
    expect(await field.boundingBox()).toEqual(before)
    await expectNoAxeFindings(page)
  })

  it('works without script by its button', async () => {
    const page = await newPage({ javaScriptEnabled: false })
    await page.goto(demo.frontDoor)
    await fill(page, { Username: 'elm-eu1' })
    await press(page, 'Find my platform')
    await page.getByRole('link', { name: 'Sign in to EU Platform 1' }).waitFor()
  })

  it('carries the name along to the sign-in page, which sends it on where it belongs elsewhere (N03)', async () => {
    const page = await find('acme_jd1')
    await page.getByRole('link', { name: 'Sign in to US Platform 1' }).click()
    await arrive(page, 'Sign in')
    expect(await page.getByLabel('Username').inputValue()).toBe('acme_jd1')
    await page.goto(`${demo.origin('US1')}/sign-in`)
    await fill(page, { Username: 'elm-eu1', Password: 'not the password' })
    await press(page, 'Sign in')
    await expectText(page, 'This name belongs to another platform')
    await expectNoAxeFindings(page)
    await page.getByRole('link', { name: 'Sign in to EU Platform 1' }).click()
    await arrive(page, 'Sign in')
    expect(new URL(page.url()).origin).toBe(demo.origin('EU1'))
    expect(await page.getByLabel('Username').inputValue()).toBe('elm-eu1')
  })

  it('shows how each platform is, one click from the whole story', async () => {
    const page = await find('acme_jd1')
    await page.getByRole('columnheader', { name: 'Status' }).waitFor()
    await page.getByRole('link', { name: 'Status and maintenance' }).waitFor()
  })
})
