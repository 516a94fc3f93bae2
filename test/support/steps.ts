import type { Locator, Page } from 'playwright-core'
import { expect } from 'vitest'
import { expectNoAxeFindings, takeScreenshot } from './browser.ts'
import { PATIENCE_MS } from './wait-for.ts'

/** What people do at the door, by role and label; each step waits for the page that it leads to. */

type Credentials = { readonly username: string; readonly password: string }

/** Does what leads to another page, and waits for that page. */
export async function follow(page: Page, deed: () => Promise<unknown>): Promise<void> {
  await Promise.all([page.waitForEvent('framenavigated', (frame) => frame === page.mainFrame()), deed()])
  await page.waitForLoadState()
}

/** Presses a button that leads to another page. */
export async function press(page: Page, name: string): Promise<void> {
  await follow(page, () => page.getByRole('button', { name, exact: true }).click())
}

/** Where the button stands, on the page unless told, and what its question says. */
type Asked = { readonly place?: Locator; readonly question?: string }

/** Presses a button that asks first, and waits for its question. */
export async function askAbout(page: Page, name: string, { place, question }: Asked = {}): Promise<Locator> {
  await (place ?? page).getByRole('button', { name, exact: true }).click()
  const dialog = page.getByRole('dialog', question === undefined ? {} : { name: question })
  await dialog.waitFor()
  await takeScreenshot(page, `dialog-${name}`)
  return dialog
}

/** The same, and presses the button of the same name in the question. */
export async function confirm(page: Page, name: string, asked: Asked = {}): Promise<void> {
  const dialog = await askAbout(page, name, asked)
  await follow(page, () => dialog.getByRole('button', { name, exact: true }).click())
}

/** Opens one of the menus at the top right and takes what it offers. */
export async function choose(page: Page, menu: string, entry: string): Promise<void> {
  await page.getByRole('button', { name: menu, exact: true }).click()
  await follow(page, () => page.locator(':popover-open').getByText(entry, { exact: true }).click())
}

/** Texts by the labels of their fields. */
export async function fill(page: Page, fields: Readonly<Record<string, string>>): Promise<void> {
  for (const [label, text] of Object.entries(fields)) await page.getByLabel(label, { exact: true }).fill(text)
}

/** Waits for the page whose one h1 says so. */
export async function arrive(page: Page, heading: string | RegExp): Promise<void> {
  await page.getByRole('heading', { level: 1, name: heading }).waitFor()
}

/** The same; axe must find nothing on the page, and where a folder is named its picture is kept. */
export async function expectPage(page: Page, heading: string | RegExp): Promise<void> {
  await arrive(page, heading)
  await expectNoAxeFindings(page)
  await takeScreenshot(page, `${new URL(page.url()).pathname.replaceAll('/', '-')}-${String(heading).replaceAll(/\W+/gu, '-')}`)
}

export async function expectText(page: Page, text: string | RegExp): Promise<void> {
  await page.getByText(text).first().waitFor()
}

/** Nothing is cut off or scrolls sideways. */
export async function expectToFit(page: Page): Promise<void> {
  expect([page.url(), await page.evaluate('document.documentElement.scrollWidth <= innerWidth')]).toEqual([page.url(), true])
}

/** The captcha's tick, which comes by itself as its form gets focus. */
export async function expectSolvedCaptcha(page: Page): Promise<void> {
  const tick = page.getByRole('checkbox')
  await expect.poll(() => tick.isChecked(), { timeout: PATIENCE_MS }).toBe(true)
}

/** Fills in the sign-in page of a platform and presses its button; what comes of it is the caller's to see. */
export async function trySigningIn(page: Page, origin: string, { username, password }: Credentials): Promise<void> {
  if (!page.url().startsWith(`${origin}/sign-in`)) await page.goto(`${origin}/sign-in`)
  await page.getByLabel(/^(Username|User login)$/u).fill(username)
  await fill(page, { Password: password })
  await press(page, 'Sign in')
  // Where others failed before, a check is asked for, with the password once more; the demand counts nothing.
  if (await page.getByText('One more check').isVisible()) {
    await fill(page, { Password: password })
    await press(page, 'Sign in')
  }
}

/** The same, and gets in. */
export async function signIn(page: Page, origin: string, credentials: Credentials): Promise<void> {
  await trySigningIn(page, origin, credentials)
  await arrive(page, /^Welcome, /u)
}

export async function askForReset(
  page: Page,
  origin: string,
  { username, email }: { username: string; email: string },
): Promise<void> {
  await page.goto(`${origin}/sign-in`)
  await page.getByRole('link', { name: 'Forgot Password' }).first().click()
  await arrive(page, 'Forgot Password')
  await fill(page, { Username: username, 'E-mail address': email })
  await press(page, 'Send Email')
  await arrive(page, 'Check your mail')
}

/** On the key page, with the key in its field. */
export async function choosePassword(page: Page, password: string): Promise<void> {
  expect(await page.getByLabel('Activation key').inputValue()).toMatch(/^[\w-]{43}$/u)
  await fill(page, { 'New password': password, 'Confirm new password': password })
  await press(page, 'Submit')
}
