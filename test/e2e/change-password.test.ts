import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { expectNoAxeFindings, takeScreenshot } from '../support/browser.ts'
import { newCompany, type Person } from '../support/people.ts'
import { useStage } from '../support/stage.ts'
import {
  arrive,
  choose,
  expectSolvedCaptcha,
  expectText,
  expectToFit,
  fill,
  press,
  signIn,
  trySigningIn,
} from '../support/steps.ts'

const { demo, origin, app, newPage } = await useStage()

const newPerson = () => newCompany(app, { firstName: 'Priya', lastName: 'Nair' })

/** Signed in, on Help > Change Password. */
async function atTheForm(person: Person): Promise<Page> {
  const page = await newPage()
  await signIn(page, origin, person)
  await choose(page, 'Help', 'Change Password')
  await arrive(page, 'Change Password')
  return page
}

async function fillIn(page: Page, of: { current: string; next: string; again?: string }): Promise<void> {
  await fill(page, { 'Current password': of.current, 'New password': of.next, 'Confirm new password': of.again ?? of.next })
}

describe('Change Password (S13)', () => {
  it('saves, signs out everywhere, leads to re-login, and the new password signs in', async () => {
    const person = await newPerson()
    const elsewhere = await newPage()
    await signIn(elsewhere, origin, person)
    const page = await atTheForm(person)
    await expectNoAxeFindings(page)
    await takeScreenshot(page, 'change-password')

    const next = 'four loose words and a comma,'
    await fillIn(page, { current: person.password, next })
    await expectSolvedCaptcha(page)
    await press(page, 'Save')
    await arrive(page, 'Your password is changed')
    expect(new URL(page.url()).pathname).toBe('/password-changed')
    await expectNoAxeFindings(page)
    await takeScreenshot(page, 'password-changed')

    await elsewhere.reload()
    await arrive(elsewhere, 'Sign in')
    await page.goto(origin)
    await arrive(page, 'Sign in')
    await page.goto(`${origin}/password-changed`)
    await page.getByRole('link', { name: 're-login' }).click()
    await arrive(page, 'Sign in')
    await trySigningIn(page, origin, person)
    await expectText(page, 'Invalid credentials')
    await signIn(page, origin, { username: person.username, password: next })
    expect((await demo.newestMail(person.email)).subject).toContain('was changed')
  })

  it('says beside each field what is wrong, keeps no password, and lets one try again', async () => {
    const person = await newPerson()
    const page = await atTheForm(person)
    await fillIn(page, { current: 'not my password', next: 'short', again: 'shorter' })
    await press(page, 'Save')
    await page.getByRole('link', { name: /^New password: Use at least 15 characters/ }).click()
    expect(await page.getByLabel('New password', { exact: true }).evaluate((field) => field === document.activeElement)).toBe(
      true,
    )
    await expectNoAxeFindings(page)
    await takeScreenshot(page, 'change-password-refused')
    expect(await page.getByLabel('Current password').inputValue()).toBe('')

    await fillIn(page, { current: 'not my password', next: 'four loose words and a comma,' })
    await press(page, 'Save')
    await page.getByRole('link', { name: 'Current password: This is not your current password' }).waitFor()

    await fillIn(page, { current: person.password, next: 'four loose words and a comma,' })
    await press(page, 'Save')
    await arrive(page, 'Your password is changed')
  })

  it('shows a password to who presses Show password', async () => {
    const page = await atTheForm(await newPerson())
    const field = page.getByLabel('New password', { exact: true })
    await field.fill('four loose words')
    await page.getByRole('button', { name: 'Show password' }).nth(1).click()
    expect(await field.getAttribute('type')).toBe('text')
  })

  it('is found from the well-known address, after signing in (A08)', async () => {
    const person = await newPerson()
    const page = await newPage({ look: 'phone-dark' })
    await page.goto(`${origin}/.well-known/change-password`)
    await trySigningIn(page, origin, person)
    await arrive(page, 'Change Password')
    await expectToFit(page)
    await expectNoAxeFindings(page)
    await takeScreenshot(page, 'change-password-phone')
  })
})
