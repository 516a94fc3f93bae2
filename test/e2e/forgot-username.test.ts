import { describe, expect, it } from 'vitest'
import { expectNoAxeFindings, takeScreenshot } from '../support/browser.ts'
import { useStage } from '../support/stage.ts'
import { arrive, expectPage, expectSolvedCaptcha, expectText, expectToFit, fill, press } from '../support/steps.ts'

const { demo, newPage } = await useStage()

describe('I don’t know my username (N04)', () => {
  it('asks for the address, and each platform mails its own logins, one click from signing in', async () => {
    const page = await newPage()
    await page.goto(demo.frontDoor)
    await page.getByRole('link', { name: 'I don’t know my username' }).click()
    await expectPage(page, 'Forgot username')
    await fill(page, { 'E-mail address': 'rosa.adler@acme.example' })
    await expectSolvedCaptcha(page)
    await press(page, 'Send Email')
    await expectPage(page, 'Check your mail')
    await expectText(page, 'If this address belongs to an account on any of our platforms, a mail is on its way.')
    const mail = await demo.newestMail('rosa.adler@acme.example')
    expect(mail.subject).toBe('Your username on US Platform 1: acme_ra1')
    expect(mail.text).toContain('Active, Acme Bank')
    const link = /^(http\S+\/sign-in\?username=\S+)$/m.exec(mail.text)?.[1] ?? ''
    await page.goto(link)
    await arrive(page, 'Sign in')
    expect(await page.getByLabel('Username').inputValue()).toBe('acme_ra1')
  })

  it('says the same of an address that nobody has', async () => {
    const page = await newPage()
    await page.goto(`${demo.frontDoor}/forgot-username`)
    await fill(page, { 'E-mail address': 'nobody@nowhere.example' })
    await press(page, 'Send Email')
    await arrive(page, 'Check your mail')
    await expectText(page, 'If this address belongs to an account on any of our platforms, a mail is on its way.')
  })

  it('is one click from every sign-in page', async () => {
    for (const [platform, question] of [
      ['US1', 'I don’t know my username'],
      ['PCI', 'I don’t know my user login'],
    ] as const) {
      const page = await newPage()
      await page.goto(`${demo.origin(platform)}/sign-in`)
      await page.getByText(question).click()
      await page.getByRole('link', { name: 'Get it by mail' }).click()
      await arrive(page, 'Forgot username')
    }
  })

  it('fits a phone, in the dark, and says what is wrong beside the field (A18)', async () => {
    const phone = await newPage({ look: 'phone-dark' })
    await phone.goto(`${demo.frontDoor}/forgot-username`)
    await fill(phone, { 'E-mail address': 'jane' })
    await press(phone, 'Send Email')
    await expectText(phone, 'Enter an address like name@example.com')
    await expectToFit(phone)
    await expectNoAxeFindings(phone)
    await takeScreenshot(phone, 'forgot-username-phone')
  })
})
