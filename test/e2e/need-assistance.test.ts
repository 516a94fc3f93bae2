import { describe, expect, it } from 'vitest'
import { expectNoAxeFindings, takeScreenshot } from '../support/browser.ts'
import { useStage } from '../support/stage.ts'
import { arrive, confirm, expectPage, expectText, expectToFit, fill, press, signIn } from '../support/steps.ts'
import { PATIENCE_MS } from '../support/wait-for.ts'

const { demo, newPage } = await useStage()
const numbers = `${demo.frontDoor}/support/numbers`

describe('Need Assistance (S12, S20, S21)', () => {
  it('is one click from every sign-in page, and from pages that are not there', async () => {
    const paths = [
      `${demo.origin('US1')}/sign-in`,
      `${demo.origin('PCI')}/sign-in`,
      `${demo.origin('US1')}/nowhere`,
      `${demo.origin('PCI')}/nowhere`,
      `${demo.frontDoor}/nowhere`,
      `${demo.frontDoor}/`,
      `${demo.frontDoor}/support`,
    ]
    for (const path of paths) {
      const page = await newPage()
      await page.goto(path)
      await page.getByRole('link', { name: 'Need Assistance', exact: true }).first().click()
      await arrive(page, 'Need Assistance')
    }
  })

  it('puts the visitor’s country first, one number from anywhere beside it, and says when it opens in their time', async () => {
    const page = await newPage({ locale: 'fr-FR', timezoneId: 'Asia/Tokyo' })
    await page.goto(numbers)
    await expectPage(page, 'Need Assistance')
    const card = page.locator('.call-card').filter({ hasText: 'France' })
    expect(await card.getByRole('link', { name: '+33 1 41 97 35 81' }).getAttribute('href')).toBe('tel:+33141973581')
    expect(await card.innerText()).toMatch(/(Open now, until|Opens in) .*your time/u)
    await page.getByRole('heading', { name: 'From anywhere' }).waitFor()
    await expectText(page, 'Your password, an activation key, or a code.')
  })

  it('is searched as one types, and by its button without script', async () => {
    const page = await newPage()
    await page.goto(numbers)
    await page.getByRole('searchbox').pressSequentially('french', { delay: 20 })
    await page.getByRole('status').filter({ hasText: '1 number found' }).waitFor()
    expect(await page.getByRole('row', { name: /United Kingdom/u }).count()).toBe(0)
    const plain = await newPage({ javaScriptEnabled: false })
    await plain.goto(numbers)
    await plain.getByRole('searchbox').fill('nowhere at all')
    await plain.getByRole('button', { name: 'Search' }).click()
    await expectText(plain, 'No number fits “nowhere at all”')
    await plain.getByRole('link', { name: '+1 650 801 6161' }).first().waitFor()
  })

  it('fits a phone, in the dark (A18)', async () => {
    const phone = await newPage({ look: 'phone-dark' })
    await phone.goto(numbers)
    await expectToFit(phone)
    await expectNoAxeFindings(phone)
    await takeScreenshot(phone, 'numbers-phone')
  })

  it('is looked after by operators: what they add is published, what they remove can be brought back', async () => {
    const page = await newPage()
    const { username, password } = demo.accounts.operator
    await signIn(page, `${demo.frontDoor}/staff`, { username, password: password ?? '' })
    await page.getByRole('link', { name: 'Contacts', exact: true }).first().click()
    await expectPage(page, 'Support contacts')
    await page.getByRole('link', { name: 'Add contact' }).click()
    await expectPage(page, 'Add contact')
    await fill(page, { Label: 'Germany', Location: 'Germany', 'Telephone number': '+49 30 2000 0000' })
    await page.getByLabel('Hours').fill('Mon-Fri 18:00-09:00')
    await page.getByLabel('Time zone').fill('Europe/Berlin')
    await page.getByLabel('Kind').selectOption('Local rate')
    await press(page, 'Add contact')
    await expectText(page, '“Mon-Fri 18:00-09:00” ends before it starts')
    await expectNoAxeFindings(page)
    await page.getByLabel('Hours').fill('Mon-Fri 09:00-18:00')
    await press(page, 'Add contact')
    await expectText(page, 'Added Germany, +49 30 20000000.')

    const visitor = await newPage({ locale: 'de-DE' })
    await expect
      .poll(
        async () => {
          await visitor.goto(numbers)
          return visitor.getByRole('link', { name: '+49 30 20000000' }).count()
        },
        { timeout: PATIENCE_MS },
      )
      .toBeGreaterThan(0)

    await page.getByRole('link', { name: 'Germany' }).click()
    await expectPage(page, 'Germany')
    await press(page, 'Mark as verified')
    await expectText(page, 'Germany is verified as of now.')
    await page.getByRole('link', { name: 'Germany' }).click()
    await arrive(page, 'Germany')
    await confirm(page, 'Remove')
    await expectText(page, 'Germany is removed.')
    await press(page, 'Restore Germany')
    await expectText(page, 'Germany is back.')
    await page.getByRole('link', { name: 'Germany' }).click()
    await arrive(page, 'Germany')
    await confirm(page, 'Remove')
  })
})
