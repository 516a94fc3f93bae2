import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { newCompany, newPerson, type Person } from '../support/people.ts'
import { useStage } from '../support/stage.ts'
import {
  askForReset,
  choosePassword,
  confirm,
  expectPage,
  expectText,
  fill,
  press,
  signIn,
  trySigningIn,
} from '../support/steps.ts'

const PASSWORD = 'a quiet harbour at noon'

const { demo, origin, app, newPage } = await useStage()

/** Ten failed sign-ins, as a person with a wrong password in mind makes them. */
async function failTenTimes(page: Page, { username }: Person): Promise<void> {
  for (let failed = 0; failed < 10; failed += 1) {
    await trySigningIn(page, origin, { username, password: 'not the password at all' })
    await expectText(page, 'Invalid credentials')
  }
}

/** The row of a user in the Manager's Users section. */
async function userRow(page: Page, { username }: Person) {
  await page.goto(`${origin}/users`)
  return page.getByRole('row').filter({ hasText: username })
}

describe('story 5: inactive', () => {
  it('a frozen account is Inactive in the Users section, its owner is mailed, a Manager activates it, and forgot password works again (S11, S19)', async () => {
    const manager = await newCompany(app, { firstName: 'Jane', lastName: 'Doe' })
    const person = await newPerson(app, manager.subscriptionId, { firstName: 'Felix', lastName: 'Zimmer' })
    const owner = await newPage()
    const frozen = await demo.nextMail(person.email, () => failTenTimes(owner, person))
    await trySigningIn(owner, origin, person)
    await expectText(owner, 'Invalid credentials')
    expect(frozen.subject).toContain('is Inactive after failed sign-ins')
    expect(frozen.text).toContain('Inactive (failed sign-ins)')
    expect(frozen.text).toContain(`Jane Doe, point of contact (POC): ${manager.email}`)
    expect(frozen.link).toContain('/unfreeze#')

    const office = await newPage()
    await signIn(office, origin, manager)
    const row = await userRow(office, person)
    await row.getByText('Inactive', { exact: true }).waitFor()
    await row.getByText('failed sign-ins', { exact: true }).waitFor()
    await confirm(office, 'Activate', { place: row })
    await expectText(office, `${person.username} is active again.`)
    await (await userRow(office, person)).getByText('Active', { exact: true }).waitFor()

    const reset = await demo.nextMail(person.email, () => askForReset(owner, origin, person))
    await owner.goto(reset.link ?? '')
    await choosePassword(owner, PASSWORD)
    await signIn(owner, origin, { ...person, password: PASSWORD })
  })

  it('the owner of a frozen account unfreezes it with the mailed key, and this browser is known from then on (N06, I-17)', async () => {
    const manager = await newCompany(app)
    const person = await newPerson(app, manager.subscriptionId)
    const owner = await newPage()
    const mail = await demo.nextMail(person.email, () => failTenTimes(owner, person))
    await owner.goto(mail.link ?? '')
    await expectPage(owner, 'Unfreeze my account')
    await fill(owner, { 'E-mail address': manager.email })
    await press(owner, 'Submit')
    await expectText(owner, 'This is not the address of this account')
    await expectPage(owner, 'Unfreeze my account')
    await fill(owner, { 'E-mail address': person.email })
    await press(owner, 'Submit')
    await expectText(owner, 'Your account is active again')
    expect(await owner.getByLabel('Username').inputValue()).toBe(person.username)
    await failTenTimes(await newPage(), person)
    await signIn(owner, origin, person)
  })

  it('a deactivated owner asks "please activate me"; the Manager gets the request and approves it (S11, N11)', async () => {
    const manager = await newCompany(app, { firstName: 'Jane', lastName: 'Doe' })
    const person = await newPerson(app, manager.subscriptionId, { state: 'inactive', firstName: 'Tom', lastName: 'Okafor' })
    const owner = await newPage()
    await askForReset(owner, origin, person)
    const mail = await demo.newestMail(person.email)
    expect(mail.text).toContain('Inactive (deactivated)')
    expect(mail.text).toContain('Jane Doe')
    await owner.goto(mail.link ?? '')
    await expectPage(owner, 'Please activate me')
    await fill(owner, { 'E-mail address': person.email })
    await press(owner, 'Submit')
    await expectPage(owner, 'Request sent')
    await expectText(owner, 'Your request has been sent to your Managers.')

    const request = await demo.newestMail(manager.email)
    expect(request.subject).toContain('Please activate')
    const office = await newPage()
    await office.goto(/^http\S+\/users\/requests\/\S+$/mu.exec(request.text)?.[0] ?? '')
    await fill(office, { Username: manager.username, Password: manager.password })
    await press(office, 'Sign in')
    await expectPage(office, 'Tom Okafor asks to be activated')
    const told = await demo.nextMail(person.email, () => press(office, 'Approve'))
    await expectText(office, person.username)
    expect(told.subject).toContain('was activated')
    await signIn(owner, origin, person)
  })

  it('the only user of a subscription is sent to TAM and support, whose numbers are on a page (S12, S20)', async () => {
    const person = await newCompany(app, { state: 'inactive' })
    const owner = await newPage()
    await askForReset(owner, origin, person)
    const mail = await demo.newestMail(person.email)
    expect(mail.text).toContain('Terry Quill, your technical account manager (TAM)')
    expect(mail.text).toContain('+1 866 801 6161')
    expect(mail.key).toBeNull()
    await owner.goto(`${origin}/sign-in`)
    await owner.getByRole('link', { name: 'Need Assistance' }).first().click()
    await expectPage(owner, 'Need Assistance')
    await expectText(owner, '+1 866 801 6161')
  })
})
