import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { newCompany, newPerson, type Person } from '../support/people.ts'
import { useStage } from '../support/stage.ts'
import {
  arrive,
  choosePassword,
  expectPage,
  expectText,
  expectToFit,
  fill,
  follow,
  press,
  signIn,
  trySigningIn,
} from '../support/steps.ts'
import { visitor } from '../support/visitor.ts'

const { demo, origin, app, newPage } = await useStage({ platformId: 'PCI' })

const OWN = 'quiet harbour 12 noon'

/** Forgot Password, from the sign-in page (S23). */
async function askForLink(page: Page, username: string): Promise<void> {
  await page.goto(`${origin}/sign-in`)
  await page.getByRole('link', { name: 'Forgot Password' }).first().click()
  await arrive(page, 'Forgot Password')
  await fill(page, { 'User login': username })
  await press(page, 'Submit')
  await arrive(page, 'Check your mail')
}

async function mailedLink(person: Person): Promise<string> {
  const mail = await demo.nextMail(person.email, async () => askForLink(await newPage(), person.username))
  return mail.link ?? ''
}

type Revealed = { readonly username: string; readonly password: string }

/** Types the owner's address on the page of the link, and reads what is shown once (S24). */
async function reveal(page: Page, email: string): Promise<Revealed> {
  expect(await page.getByLabel('Activation key').inputValue()).toMatch(/^[\w-]{43}$/u)
  await fill(page, { 'E-mail address': email })
  await press(page, 'Reveal')
  return readRevealed(page)
}

async function readRevealed(page: Page): Promise<Revealed> {
  const shown = (label: string) => page.getByLabel(label, { exact: true })
  const textOf = async (label: string) => ((await shown(label).textContent()) ?? '').trim() || (await shown(label).inputValue())
  return { username: await textOf('User login ID'), password: await textOf('Password') }
}

async function chooseOwn(page: Page, password: string): Promise<void> {
  await expectPage(page, 'Choose your own password')
  await fill(page, { 'New password': password, 'Confirm new password': password })
  await press(page, 'Submit')
}

describe('PCI: signing in', () => {
  it('takes user login and password to the letter, and answers everything else alike, with help of its own (S22, S05, S06)', async () => {
    const { pciUser, pciManager } = demo.accounts
    const page = await newPage()
    await page.goto(`${origin}/sign-in`)
    await expectPage(page, 'Sign in')
    await expectToFit(page)
    for (const credentials of [
      { username: pciUser.username, password: 'not the password 1' },
      { username: pciUser.username.toUpperCase(), password: pciUser.password ?? '' },
    ]) {
      await trySigningIn(page, origin, credentials)
      await expectText(page, 'Invalid credentials')
      expect(await page.getByLabel('User login').inputValue()).toBe(credentials.username)
    }
    await expectPage(page, 'Sign in')
    await page.getByText('Who can help me?').click()
    await expectText(page, 'The primary contact or a Manager of your company.')
    await signIn(page, origin, { username: pciUser.username, password: pciUser.password ?? '' })
    await expectPage(page, 'Welcome, Flora')
    await signIn(await newPage(), origin, { username: pciManager.username, password: pciManager.password ?? '' })
  })

  it('knows no account of another platform, and no other platform knows its own (S22, I-39)', async () => {
    const { manager, pciManager } = demo.accounts
    const page = await newPage()
    await trySigningIn(page, origin, { username: manager.username, password: manager.password ?? '' })
    await expectText(page, 'Invalid credentials')
    await expectText(page, 'This name belongs to another platform')
    await trySigningIn(page, demo.origin('US1'), { username: pciManager.username, password: pciManager.password ?? '' })
    await expectText(page, 'Invalid credentials')
    await expectText(page, 'This name belongs to another platform')
  })
})

describe('PCI: forgot password', () => {
  it('leads by a link and the owner’s address to login and password, once, and on to a password of one’s own (S23, S24, S25)', async () => {
    const person = await newCompany(app)
    const page = await newPage()
    await page.goto(`${origin}/sign-in`)
    await page.getByRole('link', { name: 'Forgot Password' }).first().click()
    await expectPage(page, 'Forgot Password')
    expect(await page.getByLabel('E-mail address').count()).toBe(0)
    await fill(page, { 'User login': person.username })
    const mail = await demo.nextMail(person.email, () => press(page, 'Submit'))
    await expectPage(page, 'Check your mail')
    expect(mail.text).toContain(person.username)

    const tab = await page.context().newPage()
    await tab.goto(mail.link ?? '')
    await expectPage(tab, /./u)
    expect(tab.url()).toBe(`${origin}/activate`)
    const shown = await reveal(tab, person.email)
    expect(shown.username).toBe(person.username)
    expect(shown.password).toMatch(/^(?=.*[a-z])(?=.*\d)[\w-]{12,}$/iu)
    await expectPage(tab, /./u)
    await expectText(tab, '15 minutes')

    await trySigningIn(page, origin, person)
    await expectText(page, 'Invalid credentials')
    await trySigningIn(page, origin, shown)
    await expectPage(page, 'Choose your own password')
    for (const path of ['/', '/account', '/account/users', '/profile']) {
      await page.goto(`${origin}${path}`)
      await arrive(page, 'Choose your own password')
    }
    await chooseOwn(page, 'only letters here')
    await expectText(page, 'letters and digits')
    await chooseOwn(page, OWN)
    await expectPage(page, 'Sign in')
    expect(await page.getByLabel('User login').inputValue()).toBe(person.username)
    await trySigningIn(page, origin, shown)
    await expectText(page, 'Invalid credentials')
    await signIn(page, origin, { username: person.username, password: OWN })
  })

  it('shows nothing more on reload and back, and a new link is one step away; never two valid passwords (S24, S31, I-06)', async () => {
    const person = await newCompany(app)
    const page = await newPage()
    await page.goto(await mailedLink(person))
    const first = await reveal(page, person.email)
    await page.reload()
    expect(await page.content()).not.toContain(first.password)
    await arrive(page, 'The activation key is not valid')
    const mail = await demo.nextMail(person.email, () => press(page, 'Send me a new link'))
    expect(mail.text).toContain('It has been used already.')
    await page.goto(mail.link ?? '')
    const second = await reveal(page, person.email)
    const door = await newPage()
    await trySigningIn(door, origin, first)
    await expectText(door, 'Invalid credentials')
    await trySigningIn(door, origin, second)
    await arrive(door, 'Choose your own password')
  })

  it('says that an address is not the account’s, and leaves the link usable (S24)', async () => {
    const person = await newCompany(app)
    const page = await newPage()
    await page.goto(await mailedLink(person))
    await fill(page, { 'E-mail address': 'somebody.else@mail.test' })
    await press(page, 'Reveal')
    await expectText(page, 'This is not the address of this account')
    await expectPage(page, /./u)
    expect((await reveal(page, person.email)).username).toBe(person.username)
  })

  it('“Choose a password now” takes the key along and skips the copying (S24)', async () => {
    const person = await newCompany(app)
    const page = await newPage()
    await page.goto(await mailedLink(person))
    await follow(page, () => page.getByRole('link', { name: 'Choose a password now' }).click())
    await expectPage(page, /./u)
    await choosePassword(page, OWN)
    await expectText(page, 'Sign in with your new password')
    await signIn(page, origin, { username: person.username, password: OWN })
  })

  it('its link survives HEAD, GET, a browser running scripts, and one that submits every form as it finds it (S16, N01, I-02)', async () => {
    const person = await newCompany(app)
    const link = await mailedLink(person)
    const { pathname, hash } = new URL(link)
    const scanner = visitor(demo.site('PCI'), { origin })
    for (const path of [pathname, `${pathname}?key=${hash.slice(1)}`]) {
      expect((await scanner.head(path)).status).toBe(200)
      expect((await scanner.get(path)).status).toBe(200)
    }
    for (let visit = 0; visit < 2; visit += 1) {
      const robot = await newPage()
      await robot.goto(link, { waitUntil: 'networkidle' })
      const forms = await robot.locator('main form').count()
      expect(forms).toBeGreaterThan(0)
      for (let index = 0; index < forms; index += 1) {
        await robot.goto('about:blank')
        await robot.goto(link)
        const form = robot.locator('main form').nth(index)
        await follow(robot, () => form.evaluate((element) => (element as HTMLFormElement).submit()))
      }
    }
    const page = await newPage()
    await page.goto(link)
    expect((await reveal(page, person.email)).username).toBe(person.username)
  })

  it('answers the same for every user login, and mails nobody who doesn’t exist (S23, I-09)', async () => {
    const person = await newCompany(app)
    const inactive = await newPerson(app, person.subscriptionId, { state: 'inactive' })
    const texts = []
    for (const username of [person.username, 'nobody@nowhere', inactive.username]) {
      const page = await newPage()
      await askForLink(page, username)
      texts.push(await page.locator('main').innerText())
    }
    expect(new Set(texts).size).toBe(1)
  })

  it('tells the inactive whom to ask, and the only user, pending, how to reach TAM and support (S11, S12, S23, S32)', async () => {
    const { pciInactive } = demo.accounts
    const sole = await newCompany(app, { state: 'pending_activation' })
    const page = await newPage()
    const inactive = await demo.nextMail(pciInactive.email, () => askForLink(page, pciInactive.username))
    expect(inactive.text).toContain('Inactive (deactivated)')
    expect(inactive.text).toContain('Frida Ek, primary contact: frida.ek@fern.example')
    const pending = await demo.nextMail(sole.email, () => askForLink(page, sole.username))
    expect(pending.text).toContain('technical account manager')
    await page.goto(pending.link ?? '')
    const shown = await reveal(page, sole.email)
    await trySigningIn(page, origin, shown)
    await chooseOwn(page, OWN)
    await signIn(page, origin, { username: sole.username, password: OWN })
    await expectText(page, 'You are the only Manager who can sign in')
  })
})

describe('PCI: what keeps people out', () => {
  it('ten failures lock for half an hour; the owner releases the lock from the mail and gets in (N06)', async () => {
    const manager = await newCompany(app)
    const person = await newPerson(app, manager.subscriptionId)
    const page = await newPage()
    const mail = await demo.nextMail(person.email, async () => {
      for (let failed = 0; failed < 10; failed += 1) {
        await trySigningIn(page, origin, { username: person.username, password: 'not the password 1' })
        await expectText(page, 'Invalid credentials')
      }
    })
    await trySigningIn(page, origin, person)
    await expectText(page, 'Invalid credentials')
    await page.goto(mail.link ?? '')
    await expectPage(page, /./u)
    await fill(page, { 'E-mail address': person.email })
    await press(page, 'Submit')
    await expectPage(page, 'Sign in')
    await signIn(page, origin, person)
  })

  it('an expired subscription answers like everything else, and mails the reason, the primary contact and support (S06, N07)', async () => {
    const manager = await newCompany(app, { firstName: 'Jane', lastName: 'Doe' })
    const person = await newPerson(app, manager.subscriptionId)
    await app.db
      .updateTable('subscriptions')
      .set({ expiredAt: new Date(Date.now() - 60_000) })
      .where('id', '=', manager.subscriptionId)
      .execute()
    const page = await newPage()
    const mail = await demo.nextMail(person.email, async () => {
      await trySigningIn(page, origin, person)
      await expectText(page, 'Invalid credentials')
    })
    expect(mail.text).toContain('expired')
    expect(mail.text).toContain(`Jane Doe, primary contact: ${manager.email}`)
    expect(mail.text).toContain('+1 866 801 6161')
  })
})
