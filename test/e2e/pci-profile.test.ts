import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { newId } from '../../src/secrets.ts'
import { type ContextWish, expectNoAxeFindings, takeScreenshot } from '../support/browser.ts'
import { newCompany, type Person } from '../support/people.ts'
import { useStage } from '../support/stage.ts'
import { arrive, expectText, expectToFit, fill, follow, press, signIn, trySigningIn } from '../support/steps.ts'

const { demo, origin, app, newPage } = await useStage({ platformId: 'PCI' })

const newOwner = () => newCompany(app, { firstName: 'Priya', lastName: 'Nair', username: `priya-${newId().slice(0, 8)}@fern` })
const newLogin = () => `p.nair-${newId().slice(0, 8)}@fern`

const at = (page: Page) => new URL(page.url()).pathname
const link = (page: Page, name: string) => follow(page, () => page.getByRole('main').getByRole('link', { name }).click())

/** Signed in, on Account > Users > own row > Edit, from where both changes start. */
async function atOwnRow(person: Person, wish: ContextWish = {}): Promise<Page> {
  const page = await newPage(wish)
  await signIn(page, origin, person)
  await follow(page, () => page.getByRole('link', { name: 'Account', exact: true }).click())
  await link(page, 'Users')
  const row = page.getByRole('row').filter({ hasText: person.username })
  await follow(page, () => row.getByRole('link', { name: /^Edit/u }).click())
  expect(at(page)).toBe(`/account/users/${person.accountId}/edit`)
  return page
}

/** Nothing to complain of, and a picture of it. */
async function expectGood(page: Page, name: string): Promise<void> {
  await expectToFit(page)
  await expectNoAxeFindings(page)
  await takeScreenshot(page, name)
}

async function fillInLogin(page: Page, person: Person, next: string): Promise<void> {
  await fill(page, {
    'Current user login': person.username,
    'New user login': next,
    'Confirm new user login': next,
    'Current password': person.password,
  })
  await press(page, 'Change and Logout')
}

/** Whoever signs in so is refused, and the other way gets in. */
async function expectSignIn(page: Page, of: { old: Person; now: Person }): Promise<void> {
  await trySigningIn(page, origin, of.old)
  await expectText(page, 'Invalid credentials')
  await signIn(page, origin, of.now)
}

describe('PCI: Change Password (S27, S28)', () => {
  it('changes it behind Edit in one’s own row, signs out there and then, and the new one signs in', async () => {
    const person = await newOwner()
    const elsewhere = await newPage()
    await signIn(elsewhere, origin, person)
    const page = await atOwnRow(person)
    await link(page, 'Change Password')
    await arrive(page, 'Change Password')
    await expectGood(page, 'pci-change-password')

    const password = 'four loose words and 1 comma,'
    await fill(page, { 'Current password': person.password, 'New password': password, 'Confirm new password': password })
    await press(page, 'Change and Logout')
    await arrive(page, 'Sign in')
    await expectText(page, 'Your password is changed, and you are signed out everywhere.')
    expect(await page.getByLabel('User login').inputValue()).toBe(person.username)
    await takeScreenshot(page, 'pci-password-changed')

    await elsewhere.reload()
    await arrive(elsewhere, 'Sign in')
    await expectSignIn(page, { old: person, now: { ...person, password } })
    expect((await demo.newestMail(person.email)).subject).toContain('was changed')
  })

  it('says beside each field what is wrong, also on a phone, and is found from the well-known address', async () => {
    const person = await newOwner()
    const page = await newPage({ look: 'phone-dark' })
    await page.goto(`${origin}/.well-known/change-password`)
    await trySigningIn(page, origin, person)
    await arrive(page, 'Change Password')
    await fill(page, { 'Current password': person.password, 'New password': 'quiet harbour', 'Confirm new password': 'quiet' })
    await press(page, 'Change and Logout')
    await page.getByRole('link', { name: 'New password: Use letters and digits' }).click()
    expect(await page.getByLabel('New password', { exact: true }).evaluate((field) => field === document.activeElement)).toBe(
      true,
    )
    expect(await page.getByLabel('Current password').inputValue()).toBe('')
    await expectGood(page, 'pci-change-password-refused-phone')
  })
})

describe('PCI: Change User Login (S29, S30)', () => {
  it('takes the new one once more, signs out, and from then on the new one alone signs in', async () => {
    const person = await newOwner()
    const elsewhere = await newPage()
    await signIn(elsewhere, origin, person)
    const page = await atOwnRow(person)
    await link(page, 'Change User Login')
    await arrive(page, 'Change User Login')
    await expectGood(page, 'pci-change-login')

    const username = newLogin()
    await fillInLogin(page, person, username)
    await arrive(page, 'Change User Login')
    expect(at(page)).toMatch(/\/edit\/login\/confirm$/u)
    await fill(page, { 'New user login': person.username })
    await press(page, 'Change')
    await page.getByRole('link', { name: 'New user login: The two user logins differ' }).waitFor()
    await expectGood(page, 'pci-change-login-confirm')
    await fill(page, { 'New user login': username })
    await press(page, 'Change')

    await arrive(page, 'Sign in')
    await expectText(page, `Your user login is now ${username}`)
    expect(await page.getByLabel('User login').inputValue()).toBe(username)
    await elsewhere.reload()
    await arrive(elsewhere, 'Sign in')
    await expectSignIn(page, { old: person, now: { ...person, username } })
  })

  it('says what is wrong with a login, lets one think better of it, and can be undone from the mail (N13)', async () => {
    const person = await newOwner()
    const taken = await newOwner()
    const page = await atOwnRow(person, { look: 'phone-light' })
    await link(page, 'Change User Login')
    for (const [next, words] of [
      ['priya', /^New user login: Use an @/u],
      [taken.username.toUpperCase(), /^New user login: This one is taken/u],
      [person.username, /^New user login: This is the user login you have now/u],
    ] as const) {
      await fillInLogin(page, person, next)
      await page.getByRole('link', { name: words }).waitFor()
    }
    await expectGood(page, 'pci-change-login-refused-phone')
    const username = newLogin()
    await fillInLogin(page, person, username)
    await expectGood(page, 'pci-change-login-confirm-phone')
    await press(page, 'Cancel')
    await expectText(page, 'Your user login stays as it is.')
    await link(page, 'Change User Login')
    await fillInLogin(page, person, username)
    await fill(page, { 'New user login': username })
    await press(page, 'Change')
    await arrive(page, 'Sign in')

    const mail = await demo.newestMail(person.email)
    expect(mail.subject).toContain(`The user login ${person.username} on`)
    const owner = await newPage({ look: 'desktop-dark' })
    await owner.goto(mail.link ?? '')
    await arrive(owner, 'Undo the change of user login')
    expect(await owner.getByLabel('Activation key').inputValue()).toBe(mail.key)
    await expectGood(owner, 'pci-undo-login')
    await fill(owner, { 'E-mail address': person.email })
    await press(owner, 'Submit')
    await expectText(owner, `Your user login is ${person.username} again.`)
    await takeScreenshot(owner, 'pci-undone-login')
    await expectSignIn(owner, { old: { ...person, username }, now: person })

    await owner.goto(mail.link ?? '')
    await fill(owner, { 'E-mail address': person.email })
    await press(owner, 'Submit')
    await arrive(owner, 'The activation key is not valid')
    await expectGood(owner, 'pci-undo-login-dead')
  })

  it('fits the narrowest screen with the longest login', async () => {
    const longest = () => `${newId()}${newId()}${newId()}@fern`.slice(-100)
    const person = await newCompany(app, { username: longest() })
    const page = await atOwnRow(person, { look: 'phone-dark', viewport: { width: 320, height: 640 } })
    await link(page, 'Change Password')
    await expectGood(page, 'pci-change-password-narrow')
    await page.goto(`${origin}/account/users/${person.accountId}/edit/login`)
    await expectGood(page, 'pci-change-login-narrow')
    const username = longest()
    await fillInLogin(page, person, username)
    await expectGood(page, 'pci-change-login-confirm-narrow')
    await fill(page, { 'New user login': username })
    await press(page, 'Change')
    await arrive(page, 'Sign in')
    await expectGood(page, 'pci-changed-login-narrow')
    await page.goto((await demo.newestMail(person.email)).link ?? '')
    await expectGood(page, 'pci-undo-login-narrow')
  })

  it('stands in the audit trail with both, where a Manager finds it by the old one (S29)', async () => {
    const person = await newOwner()
    const page = await atOwnRow(person)
    await link(page, 'Change User Login')
    const username = newLogin()
    await fillInLogin(page, person, username)
    await fill(page, { 'New user login': username })
    await press(page, 'Change')
    await signIn(page, origin, { ...person, username })
    await follow(page, () => page.getByRole('link', { name: 'Audit', exact: true }).click())
    await fill(page, { Whom: person.username })
    await press(page, 'Search')
    await expectText(page, `${person.username} → ${username}`)
    await expectGood(page, 'pci-audit')
  })
})
