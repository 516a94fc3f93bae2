import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { runGatehouseCli } from '../support/run-cli.ts'
import { useStage } from '../support/stage.ts'
import {
  arrive,
  choose,
  choosePassword,
  confirm,
  expectPage,
  expectSolvedCaptcha,
  expectText,
  expectToFit,
  fill,
  press,
  signIn,
  trySigningIn,
} from '../support/steps.ts'

const PASSWORD = 'a quiet harbour at noon'

const { demo, newPage } = await useStage()
const staff = `${demo.frontDoor}/staff`
const operator = { ...demo.accounts.operator, password: demo.accounts.operator.password ?? '' }

let made = 0

/** By the server's own command line, while it runs. */
async function firstOperator(): Promise<{ username: string; email: string; link: string }> {
  made += 1
  const [username, email] = [`nell${made}@gatehouse`, `nell${made}@mail.test`]
  const name = ['--first-name', 'Nell', '--last-name', 'Hart']
  const { code, stdout, stderr } = await runGatehouseCli(
    ['first-operator', '--demo', ...name, '--email', email, '--username', username],
    { GATEHOUSE_DATA: demo.dataFolder, PORT: String(demo.port) },
  )
  expect([code, stderr]).toEqual([0, ''])
  return { username, email, link: /^http\S+$/m.exec(stdout)?.[0] ?? '' }
}

async function desk(): Promise<Page> {
  const page = await newPage()
  await signIn(page, staff, operator)
  return page
}

describe('operators of the front door', () => {
  it('come by a set-up link from the command line, choose a password, and sign in at /staff', async () => {
    const { username, link } = await firstOperator()
    expect(link).toMatch(new RegExp(`^${staff}/activate#[\\w-]{43}$`))
    const page = await newPage()
    await page.goto(link)
    await expectPage(page, 'Choose a password')
    await choosePassword(page, PASSWORD)
    await expectPage(page, 'Sign in')
    await signIn(page, staff, { username, password: PASSWORD })
    await expectPage(page, 'Welcome, Nell')
    await expectText(page, 'This is your first sign-in.')
    await choose(page, 'Nell Hart', 'Sign out')
    await expectPage(page, 'Sign in')
    expect(new URL(page.url()).pathname).toBe('/staff/sign-in')
  })

  it('are told nothing by a wrong password, and get back in by mail', async () => {
    const { username, email, link } = await firstOperator()
    const page = await newPage()
    await page.goto(link)
    await choosePassword(page, PASSWORD)
    await trySigningIn(page, staff, { username, password: 'not the right password' })
    await expectText(page, 'Invalid credentials')
    await page.getByRole('link', { name: 'Forgot Password' }).click()
    await expectPage(page, 'Forgot Password')
    await fill(page, { Username: username, 'E-mail address': email })
    await expectSolvedCaptcha(page)
    const mail = await demo.nextMail(email, () => press(page, 'Send Email'))
    await expectPage(page, 'Check your mail')
    await page.goto(mail.link ?? '')
    expect(page.url()).toContain(`${staff}/activate`)
    await choosePassword(page, `${PASSWORD} again`)
    await signIn(page, staff, { username, password: `${PASSWORD} again` })
  })

  it('add each other, and put each other out, in People', async () => {
    const page = await desk()
    await page.getByRole('link', { name: 'People' }).first().click()
    await expectPage(page, 'People')
    await page.getByRole('link', { name: 'Add operator' }).click()
    await expectPage(page, 'Add operator')
    made += 1
    const [username, email] = [`nora${made}@gatehouse`, `nora${made}@mail.test`]
    await fill(page, { 'First name': 'Nora', 'Last name': 'Quist', 'E-mail address': email, Username: username })
    const mail = await demo.nextMail(email, () => press(page, 'Add operator'))
    await expectPage(page, 'Nora Quist')
    await expectText(page, 'Pending Activation')

    const other = await newPage()
    await other.goto(mail.link ?? '')
    await choosePassword(other, PASSWORD)
    await signIn(other, staff, { username, password: PASSWORD })
    await page.reload()
    await confirm(page, 'Deactivate')
    await expectText(page, 'Inactive')
    await other.reload()
    await arrive(other, 'Sign in')
    await trySigningIn(other, staff, { username, password: PASSWORD })
    await expectText(other, 'Invalid credentials')
  })

  it.each(['phone-light', 'phone-dark'] as const)('have pages that fit: %s', async (look) => {
    const page = await newPage({ look })
    await page.goto(`${staff}/sign-in`)
    await expectPage(page, 'Sign in')
    await expectToFit(page)
    await signIn(page, staff, operator)
    for (const [path, heading] of [
      ['', /^Welcome, /],
      ['/people', 'People'],
      ['/people/new', 'Add operator'],
      ['/audit', 'Audit'],
      ['/account', 'My profile'],
      ['/account/tokens', 'API tokens'],
      ['/help/change-password', 'Change Password'],
      ['/nowhere', 'Page not found'],
    ] as const) {
      await page.goto(`${staff}${path}`)
      await expectPage(page, heading)
      await expectToFit(page)
    }
  })
})
