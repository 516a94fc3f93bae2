import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { LOOKS, type Look, takeScreenshot } from '../support/browser.ts'
import { newCompany, newPerson, type Person } from '../support/people.ts'
import { useStage } from '../support/stage.ts'
import { expectPage, expectText, expectToFit, fill, press, signIn, trySigningIn } from '../support/steps.ts'

const { demo, origin, app, newPage } = await useStage({ platformId: 'PCI' })

/** Ten failed sign-ins, as a person with a wrong password in mind makes them. */
async function failTenTimes(page: Page, { username }: Person): Promise<void> {
  for (let failed = 0; failed < 10; failed += 1) {
    await trySigningIn(page, origin, { username, password: 'not the password at all' })
    await expectText(page, 'Invalid credentials')
  }
}

describe('the PCI platform, locked', () => {
  it('after ten failures nobody gets in; the owner releases the lock with the mailed key, and this browser is known (I-17)', async () => {
    const primary = await newCompany(app, { firstName: 'Frida', lastName: 'Ek' })
    const person = await newPerson(app, primary.subscriptionId, { firstName: 'Flora', lastName: 'Ames' })
    const owner = await newPage()
    const mail = await demo.nextMail(person.email, () => failTenTimes(owner, person))
    await trySigningIn(owner, origin, person)
    await expectText(owner, 'The user login and password don’t match')
    expect(mail.subject).toBe(`${person.username} on PCI Platform is locked after failed sign-ins`)
    expect(mail.text).toContain(`Frida Ek, primary contact: ${primary.email}`)

    await owner.goto(mail.link ?? '')
    await expectPage(owner, 'Release the lock')
    await fill(owner, { 'E-mail address': primary.email })
    await press(owner, 'Submit')
    await expectText(owner, 'This is not the address of this account')
    await fill(owner, { 'E-mail address': person.email })
    await press(owner, 'Submit')
    await expectText(owner, 'The lock is released')
    expect(await owner.getByLabel('User login').inputValue()).toBe(person.username)
    await failTenTimes(await newPage(), person)
    await signIn(owner, origin, person)
  })
})

describe('the PCI platform’s own pages', () => {
  it.each(Object.keys(LOOKS) as readonly Look[])('fit, and are sound, in %s', async (look) => {
    const person = await newCompany(app, { firstName: 'Frida', lastName: 'Ek' })
    const page = await newPage({ look })
    await page.goto(`${origin}/sign-in`)
    await expectPage(page, 'Sign in')
    await takeScreenshot(page, `pci-sign-in-${look}`)
    await expectToFit(page)
    await trySigningIn(page, origin, { username: 'acme_jd1', password: 'not the password at all' })
    await expectText(page, 'This name belongs to another platform')
    await page.evaluate('document.querySelectorAll("details").forEach((one) => { one.removeAttribute("name"); one.open = true })')
    await takeScreenshot(page, `pci-refused-${look}`)
    await expectToFit(page)
    await signIn(await newPage({ look }), origin, person)
    await signIn(page, origin, person)
    await expectPage(page, /^Welcome, Frida/u)
    await takeScreenshot(page, `pci-home-${look}`)
    await expectToFit(page)
    await page.goto(`${origin}/unfreeze`)
    await expectPage(page, 'Release the lock')
    await takeScreenshot(page, `pci-unfreeze-${look}`)
    await expectToFit(page)
  })
})
