import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { type ContextWish, expectNoAxeFindings, takeScreenshot } from '../support/browser.ts'
import { newCompany, newPerson, newUnit, type Person } from '../support/people.ts'
import { useStage } from '../support/stage.ts'
import { arrive, expectPage, expectText, expectToFit, follow, press, signIn } from '../support/steps.ts'

const { origin, app, newPage } = await useStage()

async function usersOf(person: Person, wish: ContextWish = {}): Promise<Page> {
  const page = await newPage(wish)
  await signIn(page, origin, person)
  await page.goto(`${origin}/users`)
  return page
}

const select = (page: Page, name: string) => page.getByRole('checkbox', { name: `Select ${name}` }).check()

/** With script the page follows by itself; without, a link looks again. */
async function untilOver(page: Page): Promise<void> {
  const again = page.getByRole('link', { name: 'Look again' })
  while (await again.isVisible()) await follow(page, () => again.click())
}

/** A company of a Manager and three: Anna and Tom in Payments, Mei inactive and in no unit. */
async function newStaff(): Promise<{ manager: Person; anna: Person; tom: Person; mei: Person }> {
  const manager = await newCompany(app, { firstName: 'Maya', lastName: 'Stone' })
  const { subscriptionId } = manager
  const businessUnitId = await newUnit(app, subscriptionId, { name: 'Payments' })
  const anna = await newPerson(app, subscriptionId, { firstName: 'Anna', lastName: 'Berg', businessUnitId })
  const tom = await newPerson(app, subscriptionId, { firstName: 'Tom', lastName: 'Okafor', role: 'scanner', businessUnitId })
  const mei = await newPerson(app, subscriptionId, { firstName: 'Mei', lastName: 'Tanaka', role: 'auditor', state: 'inactive' })
  return { manager, anna, tom, mei }
}

describe('the list of a Manager', () => {
  it('is narrowed down, shows the columns that were chosen, and its address says so (S08)', async () => {
    const { manager, anna } = await newStaff()
    const page = await usersOf(manager)
    await page.getByRole('button', { name: 'Filters' }).click()
    await page.getByRole('combobox', { name: 'Business unit' }).selectOption({ label: 'Payments' })
    await expectNoAxeFindings(page)
    await takeScreenshot(page, 'list-filters')
    await press(page, 'Filter')
    await expectText(page, '2 of 4 users')
    await page.getByRole('button', { name: 'Columns' }).click()
    await page.getByRole('checkbox', { name: 'E-mail address' }).check()
    await page.getByRole('checkbox', { name: 'Role' }).uncheck()
    await takeScreenshot(page, 'list-columns')
    await press(page, 'Show columns')
    const headings = await page.getByRole('columnheader').allInnerTexts()
    expect(headings.map((text) => text.trim())).toEqual([
      'Select all on this page',
      'Name',
      'Login',
      'E-mail address',
      'State',
      'Last sign-in',
      'Actions',
    ])
    await expectText(page, anna.email)
    await expectPage(page, 'Users')
    expect(page.url()).toContain('columns=login.email.state.last-sign-in')
    await page.getByRole('link', { name: 'Unit: Payments' }).click()
    await expectText(page, '4 users of')
    await page.goto(`${origin}/users`)
    await expectText(page, anna.email)
  })

  it.each([true, false])('acts on many: select, preview, run to the end; script: %s (S08)', async (javaScriptEnabled) => {
    const { manager } = await newStaff()
    const page = await usersOf(manager, { javaScriptEnabled })
    expect(await page.getByRole('button', { name: 'End sessions' }).isVisible()).toBe(false)
    if (javaScriptEnabled) {
      await page.getByRole('checkbox', { name: 'Select all on this page' }).check()
      await expectText(page, '4 users selected')
    } else {
      for (const name of ['Anna Berg', 'Tom Okafor', 'Mei Tanaka', 'Maya Stone']) await select(page, name)
    }
    if (javaScriptEnabled) await expectNoAxeFindings(page)
    await takeScreenshot(page, `bulk-selected-${String(javaScriptEnabled)}`)
    const bar = page.getByRole('form', { name: 'Act on those selected' })
    await follow(page, () => bar.getByRole('button', { name: 'Deactivate' }).click())
    await arrive(page, 'Deactivate: 4 users')
    await expectText(page, '2 users will be deactivated')
    await expectText(page, 'You can’t do this to yourself')
    await press(page, 'Deactivate 2 users')
    await arrive(page, 'Deactivate: 4 users')
    await takeScreenshot(page, `bulk-running-${String(javaScriptEnabled)}`)
    await untilOver(page)
    await expectText(page, '2 users were deactivated')
    if (javaScriptEnabled) await expectPage(page, 'Deactivate: 4 users')
    await press(page, 'Activate these again')
    await expectText(page, '2 users will be activated')
    await press(page, 'Don’t')
    await arrive(page, 'Users')
  })

  it('moves people into a unit', async () => {
    const { manager } = await newStaff()
    const page = await usersOf(manager)
    await select(page, 'Mei Tanaka')
    await select(page, 'Anna Berg')
    await press(page, 'Move')
    await expectPage(page, 'Move: 2 users')
    await press(page, 'Show who would move')
    await expectText(page, 'Please check what you entered')
    await page.getByRole('combobox', { name: 'Business unit' }).selectOption({ label: 'Payments' })
    await press(page, 'Show who would move')
    await expectText(page, '1 user will move')
    await expectText(page, 'They are in this unit already.')
    await expectPage(page, 'Move: 2 users')
    await press(page, 'Move 1 user')
    await expectText(page, '1 user was moved')
  })

  it.each(['desktop-light', 'desktop-dark', 'phone-light', 'phone-dark'] as const)(
    'reads well as %s, without sideways scrolling',
    async (look) => {
      const { manager } = await newStaff()
      await newPerson(app, manager.subscriptionId, {
        firstName: 'Lena',
        lastName: 'Post',
        role: 'contact',
        state: 'pending_activation',
      })
      const page = await usersOf(manager, { look })
      await page.goto(`${origin}/users?unit=none&sort=state&columns=login.email.role.unit.state.last-sign-in.added`)
      await select(page, 'Mei Tanaka')
      await expectToFit(page)
      await expectNoAxeFindings(page)
      await takeScreenshot(page, `bulk-${look}-list`)
      const bar = page.getByRole('form', { name: 'Act on those selected' })
      await follow(page, () => bar.getByRole('button', { name: 'Activate', exact: true }).click())
      await arrive(page, 'Activate: 1 user')
      await expectToFit(page)
      await expectNoAxeFindings(page)
      await takeScreenshot(page, `bulk-${look}-preview`)
      await press(page, 'Activate 1 user')
      await expectText(page, '1 user was activated')
      await expectToFit(page)
      await expectNoAxeFindings(page)
      await takeScreenshot(page, `bulk-${look}-done`)
    },
  )
})
