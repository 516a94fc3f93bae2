import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { expectNoAxeFindings, takeScreenshot, type Look } from '../support/browser.ts'
import { useStage } from '../support/stage.ts'
import { makeIncident } from '../support/status-subscribers.ts'
import { arrive, expectPage, expectText, expectToFit, fill, follow, press, signIn } from '../support/steps.ts'
import { PATIENCE_MS } from '../support/wait-for.ts'

const { demo, newPage } = await useStage()
const FORM = `${demo.frontDoor}/status/subscriptions`

let made = 0
const freshAddress = () => `reader${(made += 1)}-${Date.now()}@acme.example`

/** The tick of the check, which is one of many boxes here. */
async function expectSolvedCaptcha(page: Page): Promise<void> {
  const tick = page.locator('altcha-widget').getByRole('checkbox')
  await expect.poll(() => tick.isChecked(), { timeout: PATIENCE_MS }).toBe(true)
}

/** From the form to the mail in the outbox. */
async function ask(page: Page, email: string): Promise<void> {
  await page.goto(FORM)
  await fill(page, { 'E-mail address': email })
  await page.getByLabel('Only these:').check()
  await page.getByLabel('US Platform 1', { exact: true }).check()
  await expectSolvedCaptcha(page)
  await press(page, 'Subscribe')
  await arrive(page, 'Check your mail')
}

async function subscribe(page: Page, email: string): Promise<void> {
  await ask(page, email)
  const mail = await demo.newestMail(email)
  await page.goto(mail.link ?? '')
  await arrive(page, 'Confirm your subscription')
  expect(await page.getByLabel('Activation key').inputValue()).toBe(mail.key)
  expect(page.url()).not.toContain('#')
  await fill(page, { 'E-mail address': email })
  await press(page, 'Confirm')
  await arrive(page, 'Your subscription')
}

describe('Tell me when something happens (A20)', () => {
  it('from the form by the outbox to the first incident, and out again by one click', async () => {
    const email = freshAddress()
    const page = await newPage()
    await subscribe(page, email)
    await expectText(page, 'Thank you: from now on you hear of what you chose.')
    await expectNoAxeFindings(page)

    const core = await demo.core()
    const mail = await demo.nextMail(email, () => makeIncident(core, { name: 'Sign-in is slow' }))
    expect(mail.subject).toBe('[US Platform 1] Investigating: Sign-in is slow')
    const [, url = ''] = /<(.*)>/.exec(mail.headers.get('list-unsubscribe') ?? '') ?? []

    // As a mail program does it: from no page, without cookies.
    const click = await fetch(url, {
      method: 'POST',
      body: 'List-Unsubscribe=One-Click',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    })
    expect(click.status).toBe(200)
    await page.reload()
    await expectText(page, 'This subscription has ended')
    await expectNoAxeFindings(page)
  })

  it('the link in the mail only asks; its button ends it', async () => {
    const email = freshAddress()
    const page = await newPage()
    await subscribe(page, email)
    const core = await demo.core()
    const mail = await demo.nextMail(email, () => makeIncident(core, { name: 'Scans wait' }))
    await page.goto(/^Unsubscribe: (.*)$/m.exec(mail.text)?.[1] ?? '')
    await expectPage(page, 'Unsubscribe')
    await press(page, 'Unsubscribe')
    await expectPage(page, 'You are unsubscribed')
  })

  it('what is sent can be changed, by the link that each mail has', async () => {
    const email = freshAddress()
    const page = await newPage()
    await subscribe(page, email)
    await page.getByLabel('EU Platform 1', { exact: true }).check()
    await press(page, 'Save')
    await expectText(page, 'Saved. From now on you get what is chosen here.')
    expect(await page.getByLabel('EU Platform 1', { exact: true }).isChecked()).toBe(true)
    await page.getByRole('button', { name: 'Unsubscribe' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.waitFor()
    await follow(page, () => dialog.getByRole('button', { name: 'Unsubscribe' }).click())
    await arrive(page, 'You are unsubscribed')
  })

  it('nothing chosen is said, and a wrong address keeps the key', async () => {
    const page = await newPage()
    await page.goto(FORM)
    await page.getByLabel('Only these:').check()
    await expectSolvedCaptcha(page)
    await press(page, 'Subscribe')
    await expectText(page, 'Choose at least one')
    await expectNoAxeFindings(page)
    await takeScreenshot(page, 'subscribe-problems')
  })
})

describe('Operators see who hears of it', () => {
  it.each(['desktop-light', 'phone-dark'] as const)('and remove somebody, for a reason: %s', async (look) => {
    const email = freshAddress()
    await subscribe(await newPage(), email)
    const page = await newPage({ look })
    const { operator } = demo.accounts
    await signIn(page, `${demo.frontDoor}/staff`, { ...operator, password: operator.password ?? '' })
    await page.goto(`${demo.frontDoor}/staff/subscribers?q=${email}`)
    await arrive(page, 'Subscribers')
    await expectText(page, 'Incidents, maintenance and releases without downtime of US Platform 1')
    await expectToFit(page)
    await expectNoAxeFindings(page)
    await takeScreenshot(page, `staff-subscribers-${look}`)
    await follow(page, () => page.getByRole('link', { name: 'Remove' }).click())
    await arrive(page, 'Remove subscriber')
    await press(page, 'Remove')
    await expectText(page, 'Enter: Reason')
    await expectNoAxeFindings(page)
    await takeScreenshot(page, `staff-remove-${look}`)
    await fill(page, { Reason: 'Asked us by telephone' })
    await press(page, 'Remove')
    await expectText(page, `${email} is removed, and gets nothing more.`)
    await page.goto(`${demo.frontDoor}/staff/subscribers?show=ended&q=${email}`)
    await expectText(page, 'Removed by an operator')
  })
})

describe('How it looks', () => {
  it.each(['desktop-light', 'desktop-dark', 'phone-light', 'phone-dark'] as const satisfies readonly Look[])(
    '%s',
    async (look) => {
      const page = await newPage({ look })
      for (const path of ['', '/sent', '/confirm', '/manage', '/unsubscribe?key=x', '/unsubscribed', '/webhooks']) {
        await page.goto(`${FORM}${path}`)
        await expectToFit(page)
        await expectNoAxeFindings(page)
        await takeScreenshot(page, `subscriptions${path.replaceAll(/\W/gu, '-')}-${look}`)
      }
      const email = freshAddress()
      await subscribe(page, email)
      await expectToFit(page)
      await takeScreenshot(page, `subscriptions-own-${look}`)
      await page.goto(`${FORM}/webhooks`)
      await fill(page, { 'Address to post to': 'https://hooks.example.com/status' })
      await expectSolvedCaptcha(page)
      await press(page, 'Add webhook')
      await arrive(page, 'The webhook is added')
      await expectToFit(page)
      await expectNoAxeFindings(page)
      await takeScreenshot(page, `subscriptions-added-${look}`)
      await follow(page, () => page.getByRole('link', { name: 'Go on to verify it' }).click())
      await expectText(page, 'Nothing is posted yet')
      await expectToFit(page)
      await expectNoAxeFindings(page)
      await takeScreenshot(page, `subscriptions-webhook-${look}`)
    },
  )
})
