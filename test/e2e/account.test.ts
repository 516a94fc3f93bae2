import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { expectNoAxeFindings, takeScreenshot } from '../support/browser.ts'
import { newCompany, type Person } from '../support/people.ts'
import { useStage } from '../support/stage.ts'
import { arrive, askAbout, choose, confirm, expectText, fill, press, signIn } from '../support/steps.ts'

const { demo, origin, app, newPage } = await useStage()

const newOwner = () => newCompany(app, { firstName: 'Owen', lastName: 'Park' })

async function enter(person: Person): Promise<Page> {
  const page = await newPage()
  await signIn(page, origin, person)
  return page
}

const openProfile = async (page: Page) => {
  await choose(page, 'Owen Park', 'My profile')
  await arrive(page, 'My profile')
}
const endButtons = (page: Page) => page.getByRole('row').getByRole('button', { name: 'End', exact: true })

describe('My profile (A01)', () => {
  it('shows who one is and where one is signed in, this session marked', async () => {
    const person = await newOwner()
    const page = await enter(person)
    await openProfile(page)
    for (const fact of ['Owen Park', person.username, person.email, 'Manager', 'Business unit', 'Password last changed']) {
      expect(await page.getByRole('main').innerText()).toContain(fact)
    }
    const rows = page.getByRole('table').getByRole('row')
    expect(await rows.count()).toBe(2)
    expect(await rows.last().innerText()).toMatch(/Chrome \d+ on Linux[\s\S]*This session[\s\S]*(127\.0\.0\.1|::1)/)
    expect(await page.getByRole('button', { name: 'End all other sessions' }).count()).toBe(0)
    await expectNoAxeFindings(page)
    await takeScreenshot(page, 'account')
  })

  it('ends one other session, asked first, then all others', async () => {
    const person = await newOwner()
    const others = [await enter(person), await enter(person), await enter(person)]
    const page = await enter(person)
    await openProfile(page)
    expect(await endButtons(page).count()).toBe(3)
    const firstOther = page
      .getByRole('row')
      .filter({ has: page.getByRole('button', { name: 'End', exact: true }) })
      .first()

    const question = await askAbout(page, 'End', { place: firstOther })
    await question.getByRole('heading', { name: /^End the session of Chrome \d+ on Linux\?$/ }).waitFor()
    await expectNoAxeFindings(page)
    await takeScreenshot(page, 'account-end-session')
    await question.getByRole('button', { name: 'Cancel' }).click()
    await question.waitFor({ state: 'hidden' })
    expect(await endButtons(page).count()).toBe(3)

    await confirm(page, 'End', { place: firstOther })
    await expectText(page, 'The session has ended.')
    expect(await endButtons(page).count()).toBe(2)

    await confirm(page, 'End all other sessions')
    await expectText(page, 'Every other session of yours has ended.')
    expect(await endButtons(page).count()).toBe(0)
    for (const other of others) {
      await other.reload()
      await arrive(other, 'Sign in')
    }
  })
})

describe('a new e-mail address (A08, I-37)', () => {
  it('is confirmed by the link that went there, in a browser that is not signed in', async () => {
    const person = await newOwner()
    const email = `new.${person.email}`
    const page = await enter(person)
    await openProfile(page)
    await fill(page, { 'New e-mail address': 'not an address' })
    await press(page, 'Send confirmation')
    await page.getByRole('link', { name: 'New e-mail address: Enter an address like name@example.com' }).waitFor()
    expect(await page.getByLabel('New e-mail address').inputValue()).toBe('not an address')
    await expectNoAxeFindings(page)

    await fill(page, { 'New e-mail address': email })
    await press(page, 'Send confirmation')
    await expectText(page, `Open the mail that we sent to ${email}. Your address changes once you confirm there.`)
    await expectText(page, 'Waiting for confirmation')
    await expectNoAxeFindings(page)
    await takeScreenshot(page, 'account-pending-address')
    expect((await demo.newestMail(person.email)).text).toContain(email)

    const { link, key } = await demo.newestMail(email)
    const reader = await newPage({ look: 'phone-light' })
    await reader.goto(link ?? '')
    await arrive(reader, 'Confirm your e-mail address')
    expect(await reader.getByLabel('Activation key').inputValue()).toBe(key)
    expect(reader.url()).not.toContain(key)
    await expectNoAxeFindings(reader)
    await takeScreenshot(reader, 'confirm-email-phone')
    await fill(reader, { 'E-mail address': person.email })
    await press(reader, 'Submit')
    await reader.getByRole('link', { name: 'E-mail address: This is not the address of this account' }).waitFor()
    expect(await reader.getByLabel('Activation key').inputValue()).toBe(key)
    await fill(reader, { 'E-mail address': email })
    await press(reader, 'Submit')
    await expectText(reader, `Your e-mail address is now ${email}.`)

    await page.reload()
    expect(await page.getByRole('main').innerText()).toContain(email)
    expect(await page.getByText('Waiting for confirmation').count()).toBe(0)
    await expectDeadKey(reader, { link: link ?? '', email })
  })

  async function expectDeadKey(reader: Page, { link, email }: { link: string; email: string }): Promise<void> {
    await reader.goto(link)
    await fill(reader, { 'E-mail address': email })
    await press(reader, 'Submit')
    await arrive(reader, 'The activation key is not valid')
    await expectNoAxeFindings(reader)
    await press(reader, 'Send me a new link')
    await arrive(reader, 'Ask again in My profile')
    await expectNoAxeFindings(reader)
  }

  it('needs no script: the key is pasted from the mail', async () => {
    const person = await newOwner()
    const email = `plain.${person.email}`
    const page = await newPage({ javaScriptEnabled: false })
    await signIn(page, origin, person)
    await page.goto(`${origin}/account`)
    await fill(page, { 'New e-mail address': email })
    await press(page, 'Send confirmation')
    const { key, link } = await demo.newestMail(email)
    await page.goto(link ?? '')
    await fill(page, { 'Activation key': key ?? '' })
    await fill(page, { 'E-mail address': email })
    await press(page, 'Submit')
    await arrive(page, 'My profile')
    await expectText(page, `Your e-mail address is now ${email}.`)
  })
})
