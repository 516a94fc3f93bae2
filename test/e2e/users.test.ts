import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { newId } from '../../src/secrets.ts'
import { type ContextWish, expectNoAxeFindings, takeScreenshot } from '../support/browser.ts'
import { newCompany, newPerson, type Person } from '../support/people.ts'
import { useStage } from '../support/stage.ts'
import { arrive, askAbout, choose, confirm, expectPage, expectText, expectToFit, press, signIn } from '../support/steps.ts'

const { demo, origin, app, newPage } = await useStage()

async function usersOf(person: { username: string; password: string | null }, wish: ContextWish = {}): Promise<Page> {
  const page = await newPage(wish)
  await signIn(page, origin, { username: person.username, password: person.password ?? '' })
  await page.goto(`${origin}/users`)
  return page
}

/** The names in the list, from the top. */
const namesIn = (page: Page) => page.getByRole('rowheader').getByRole('link').allInnerTexts()

const rowOf = (page: Page, { username }: Person) => page.getByRole('row').filter({ hasText: username })

describe('story 8: users', () => {
  it('everyone in the subscription looks names and logins up; only Managers have actions (S08)', async () => {
    const { reader, frozen } = demo.accounts
    const page = await usersOf(reader)
    await expectPage(page, 'Users')
    const headings = await page.getByRole('columnheader').allInnerTexts()
    expect(headings).toEqual(['Name', 'Login', 'Role', 'State', 'Last sign-in'])
    const row = page.getByRole('row').filter({ hasText: frozen.username })
    await row.getByText('Inactive').waitFor()
    await row.getByText('failed sign-ins').waitFor()
    await expectText(page, '* Primary contact')
    expect(await page.getByRole('link', { name: 'Add user' }).count()).toBe(0)
    expect(await row.getByRole('button').count()).toBe(0)
    await page.getByRole('link', { name: 'Felix Zimmer' }).click()
    await expectPage(page, 'Felix Zimmer')
    expect(await page.getByRole('button', { name: 'Activate' }).count()).toBe(0)
  })

  it('finds as one types, filters by state and sorts, and the address holds it all (S08)', async () => {
    const page = await usersOf(demo.accounts.manager)
    await page.getByRole('searchbox', { name: 'Search users' }).pressSequentially('petra')
    await expectText(page, '1 of 10 users of Acme Bank')
    expect(await namesIn(page)).toEqual(['Petra Novak'])
    expect(page.url()).toBe(`${origin}/users?q=petra`)
    await page.getByRole('searchbox').fill('no such person')
    await expectText(page, 'Nobody found')
    await expectNoAxeFindings(page)
    await page.getByRole('link', { name: 'Show everybody' }).click()

    await page.getByRole('link', { name: /^Inactive/u }).click()
    await expectText(page, '2 of 10 users of Acme Bank')
    expect(await namesIn(page)).toEqual(['Felix Zimmer', 'Ines Navarro'])
    await page.getByRole('columnheader', { name: 'Name' }).getByRole('link').click()
    await page.waitForURL(/order=descending/u)
    expect(await namesIn(page)).toEqual(['Ines Navarro', 'Felix Zimmer'])
    expect(await page.getByRole('columnheader', { name: 'Name' }).getAttribute('aria-sort')).toBe('descending')
    const again = await usersOf(demo.accounts.manager2)
    await again.goto(page.url())
    expect(await namesIn(again)).toEqual(['Ines Navarro', 'Felix Zimmer'])
  })

  it.each([true, false])(
    'a Manager deactivates, activates, sends a reset and ends sessions; script: %s (S11)',
    async (javaScriptEnabled) => {
      const manager = await newCompany(app)
      const person = await newPerson(app, manager.subscriptionId, { firstName: 'Tom', lastName: 'Okafor' })
      const page = await usersOf(manager, { javaScriptEnabled })
      const theirs = await newPage()
      await signIn(theirs, origin, person)

      await confirm(page, 'Deactivate', { place: rowOf(page, person), question: 'Deactivate Tom Okafor?' })
      await expectText(page, `${person.username} is Inactive. All its sessions have ended.`)
      await theirs.reload()
      await arrive(theirs, 'Sign in')
      await confirm(page, 'Activate', { place: rowOf(page, person), question: 'Activate Tom Okafor?' })
      await expectText(page, `${person.username} is active again.`)

      await page.getByRole('link', { name: 'Tom Okafor' }).click()
      const mail = await demo.nextMail(person.email, () => confirm(page, 'Send reset'))
      await expectText(page, 'A mail to choose a new password is on its way to Tom Okafor.')
      expect(mail.link).toContain('/activate#')
      await signIn(theirs, origin, person)
      await confirm(page, 'End sessions')
      await expectText(page, `Every session of ${person.username} has ended.`)
      await arrive(page, 'Tom Okafor')
      await theirs.reload()
      await arrive(theirs, 'Sign in')
    },
  )

  it('asks before it acts, and does nothing where one thinks better of it', async () => {
    const manager = await newCompany(app)
    const person = await newPerson(app, manager.subscriptionId, { firstName: 'Tom', lastName: 'Okafor' })
    const page = await usersOf(manager)
    const question = await askAbout(page, 'Deactivate', { place: rowOf(page, person) })
    await question.getByText('Nothing is deleted: a Manager can activate the user again.').waitFor()
    await expectNoAxeFindings(page)
    await question.getByRole('button', { name: 'Cancel' }).click()
    await question.waitFor({ state: 'hidden' })
    await askAbout(page, 'Deactivate', { place: rowOf(page, person) })
    await page.keyboard.press('Escape')
    await question.waitFor({ state: 'hidden' })
    await page.reload()
    await rowOf(page, person).getByText('Active', { exact: true }).waitFor()
  })

  it('a Manager turns a request down or approves it, once (N11)', async () => {
    const manager = await newCompany(app)
    const person = await newPerson(app, manager.subscriptionId, { firstName: 'Tom', lastName: 'Okafor', state: 'inactive' })
    const id = newId()
    await app.db
      .insertInto('activationRequests')
      .values({ id, accountId: person.accountId, subscriptionId: manager.subscriptionId })
      .execute()
    const page = await usersOf(manager)
    await expectPage(page, 'Users')
    await page.getByRole('link', { name: 'Decide' }).click()
    await expectPage(page, 'Tom Okafor asks to be activated')
    await press(page, 'Approve')
    await expectText(page, `${person.username} is active again, and has been told.`)
    await page.goto(`${origin}/users/requests/${id}`)
    await expectPage(page, 'Tom Okafor asks to be activated')
    await expectText(page, 'This request has been decided already')
  })

  it('Account Info names the people who can help', async () => {
    const page = await usersOf(demo.accounts.reader)
    await choose(page, 'Help', 'Account Info')
    await expectPage(page, 'Account Info')
    const people = ['Jane Doe', 'Marcus Lund', 'Terry Quill', 'Monday to Friday, 09:00 to 17:00 Pacific time']
    for (const word of people) await expectText(page, word)
  })

  it.each(['desktop-light', 'desktop-dark', 'phone-light', 'phone-dark'] as const)(
    'reads well as %s, without sideways scrolling',
    async (look) => {
      const page = await usersOf(demo.accounts.manager, { look })
      for (const path of ['/users', '/users/new', '/help/account']) {
        await page.goto(origin + path)
        await expectNoAxeFindings(page)
        await takeScreenshot(page, `${look}${path.replaceAll('/', '-')}`)
        await expectToFit(page)
      }
      await page.goto(`${origin}/users`)
      await page.getByRole('link', { name: 'Felix Zimmer' }).click()
      await arrive(page, 'Felix Zimmer')
      await takeScreenshot(page, `${look}-user`)
      await expectNoAxeFindings(page)
    },
  )
})
