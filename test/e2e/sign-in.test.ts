import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { expectNoAxeFindings, takeScreenshot } from '../support/browser.ts'
import { newCompany, newPerson, type Person, type PersonWish } from '../support/people.ts'
import { useStage } from '../support/stage.ts'
import { arrive, choose, expectSolvedCaptcha, expectText, fill, press, signIn, trySigningIn } from '../support/steps.ts'

const { demo, origin, app, newPage } = await useStage()
/** Their company, too, has everyone else in this file. */
const manager = await newCompany(app)

/** Failures of one test ask nobody of another test for a captcha. */
const newMember = (wish: PersonWish = {}): Promise<Person> =>
  newPerson(app, manager.subscriptionId, { firstName: 'Nadia', ...wish })
const summary = (page: Page) => page.getByRole('alert').filter({ hasText: /\S/ })

/** What the page says to whom, without what was typed. */
async function refusalOf(page: Page, username: string): Promise<string> {
  await expectText(page, 'Invalid credentials')
  return (await page.getByRole('main').innerText()).replaceAll(username, '')
}

describe('Sign in (S05, S06, N07)', () => {
  it('takes the exact username and password, and shows when and where one was last', async () => {
    const person = await newMember()
    const page = await newPage()
    await page.goto(origin)
    await arrive(page, 'Sign in')
    await expectNoAxeFindings(page)
    await takeScreenshot(page, 'sign-in')
    await signIn(page, origin, person)
    await expectText(page, 'This is your first sign-in.')
    await expectNoAxeFindings(page)

    await choose(page, 'Nadia Lee', 'Sign out')
    await arrive(page, 'Sign in')
    await expectText(page, 'You are signed out.')
    await page.goto(origin)
    await arrive(page, 'Sign in')

    await signIn(page, origin, person)
    expect(await page.getByText('Last sign-in:').innerText()).toMatch(/just now[^]*Chrome \d+ on Linux.*(127\.0\.0\.1|::1)/s)
  })

  it('says one thing to everyone: another case, a wrong password, an unknown name, pending and inactive', async () => {
    const [active, other] = [await newMember(), await newMember()]
    const pending = await newMember({ state: 'pending_activation' })
    const inactive = await newMember({ state: 'inactive' })
    const tries = [
      { username: active.username.toUpperCase(), password: active.password },
      { username: active.username, password: active.password.toUpperCase() },
      { username: other.username, password: 'wrong' },
      { username: 'nemo_no1', password: other.password },
      { username: pending.username, password: pending.password },
      { username: inactive.username, password: inactive.password },
    ]
    const answers = new Set<string>()
    for (const typed of tries) {
      const page = await newPage()
      await trySigningIn(page, origin, typed)
      answers.add(await refusalOf(page, typed.username))
      expect(await page.getByLabel('Username').inputValue()).toBe(typed.username)
      expect(await page.getByLabel('Password', { exact: true }).inputValue()).toBe('')
    }
    expect([...answers]).toHaveLength(1)
  })

  it('has the way on beside it: Trouble signing in?', async () => {
    const page = await newPage()
    await trySigningIn(page, origin, { username: 'nemo_no2', password: 'wrong' })
    expect(await page.evaluate('document.activeElement.matches("[data-error-summary]")')).toBe(true)
    await page.getByRole('heading', { name: 'Trouble signing in?' }).waitFor()
    const questions = [
      'Is this your platform?',
      'I don’t know my username',
      'My password or link doesn’t work',
      'Who can help me?',
    ]
    for (const question of questions) await page.getByText(question, { exact: true }).click()
    await expectNoAxeFindings(page)
    expect(await page.getByRole('link', { name: 'Forgot Password', exact: true }).count()).toBeGreaterThan(0)
    await takeScreenshot(page, 'sign-in-refused')
  })

  it('suggests the right platform for a name of another one, from the name alone (N03)', async () => {
    const page = await newPage()
    await trySigningIn(page, origin, { username: 'never-mb1', password: 'wrong' })
    await expectText(page, 'This name belongs to another platform')
    await page.getByRole('link', { name: 'Sign in to EU Platform 1', exact: true }).click()
    await arrive(page, 'Sign in')
    expect(page.url()).toBe(`${demo.origin('EU1')}/sign-in?username=never-mb1`)
  })

  it('asks for a captcha after the third failure, which the page solves by itself (N08)', async () => {
    const someone = await newMember()
    const page = await newPage()
    for (let tries = 0; tries < 3; tries += 1) {
      await trySigningIn(page, origin, { username: someone.username, password: `wrong ${tries}` })
      await summary(page).getByText('Invalid credentials').waitFor()
    }
    await page.getByLabel('Password', { exact: true }).focus()
    await expectSolvedCaptcha(page)
    await expectNoAxeFindings(page)
    await takeScreenshot(page, 'sign-in-captcha')
    await signIn(page, origin, someone)
  })

  it('waits for the captcha where the button is pressed first (N08)', async () => {
    const someone = await newMember()
    const page = await newPage()
    for (let tries = 0; tries < 3; tries += 1) {
      await trySigningIn(page, origin, { username: someone.username, password: `wrong ${tries}` })
      await expectText(page, 'Invalid credentials')
    }
    await fill(page, { Password: someone.password })
    await page.keyboard.press('Enter')
    await arrive(page, /^Welcome, /)
  })

  it('leads back to where one wanted to go', async () => {
    const person = await newMember()
    const page = await newPage()
    await page.goto(`${origin}/account`)
    await expectText(page, 'Sign in to go on.')
    await trySigningIn(page, origin, person)
    await arrive(page, 'My profile')
  })

  it('works without script, and on a phone in the dark (A18)', async () => {
    const person = await newMember()
    const page = await newPage({ look: 'phone-dark', javaScriptEnabled: false })
    await page.goto(origin)
    await takeScreenshot(page, 'sign-in-phone')
    await fill(page, { Username: person.username, Password: person.password })
    await press(page, 'Sign in')
    await arrive(page, 'Welcome, Nadia')
  })
})
