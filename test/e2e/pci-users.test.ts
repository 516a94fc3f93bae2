import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { newCompany, newPerson, type Person } from '../support/people.ts'
import { useStage } from '../support/stage.ts'
import { confirm, expectPage, expectText, expectToFit, fill, follow, press, signIn, trySigningIn } from '../support/steps.ts'

const { demo, origin, app, newPage } = await useStage({ platformId: 'PCI' })

const OWN = 'quiet harbour 12 noon'

/** Signed in, at Account > Users. */
async function atUsers(person: { username: string; password: string }): Promise<Page> {
  const page = await newPage()
  await signIn(page, origin, person)
  await follow(page, () => page.getByRole('link', { name: 'Account', exact: true }).click())
  await expectPage(page, 'Account')
  await follow(page, () => page.getByRole('link', { name: 'Users', exact: true }).click())
  await expectPage(page, 'Users')
  return page
}

const rowOf = (page: Page, { username }: { username: string }) => page.getByRole('row').filter({ hasText: username })

async function edit(page: Page, person: { username: string }): Promise<void> {
  await follow(page, () => rowOf(page, person).getByRole('link', { name: /^Edit/u }).click())
}

/** From the mail to a password of one's own. */
async function settleIn(link: string | null, { email, username }: { email: string; username: string }): Promise<Page> {
  const page = await newPage()
  await page.goto(link ?? '')
  await fill(page, { 'E-mail address': email })
  await press(page, 'Reveal')
  const field = page.getByLabel('Password', { exact: true })
  const password = ((await field.textContent()) ?? '').trim() || (await field.inputValue())
  await trySigningIn(page, origin, { username, password })
  await expectPage(page, 'Choose your own password')
  await fill(page, { 'New password': OWN, 'Confirm new password': OWN })
  await press(page, 'Submit')
  await signIn(page, origin, { username, password: OWN })
  return page
}

describe('PCI: Account > Users', () => {
  it('shows everybody who is there; the primary contact and one’s own row stand out in bold (S08)', async () => {
    const { pciUser, pciManager, pciInactive, pciManager2 } = demo.accounts
    const page = await atUsers({ username: pciUser.username, password: pciUser.password ?? '' })
    await expectToFit(page)
    const isBold = (person: { username: string }) =>
      rowOf(page, person)
        .getByText(person.username, { exact: true })
        .evaluate((cell) => Number(getComputedStyle(cell).fontWeight) >= 600)
    expect(await Promise.all([pciUser, pciManager, pciInactive, pciManager2].map(isBold))).toEqual([true, true, false, false])
    expect(await page.getByRole('link', { name: /^Edit/u }).count()).toBe(1)
    await edit(page, pciUser)
    await expectPage(page, /./u)
    await page.getByRole('link', { name: 'Change Password' }).first().waitFor()
    await page.getByRole('link', { name: 'Change User Login' }).waitFor()
  })

  it('New takes contact details and a login, a mail leads the new user in, Pending Activation until then (S26, S32, S07, S18)', async () => {
    const manager = await newCompany(app, { firstName: 'Jane', lastName: 'Doe' })
    const desk = await atUsers(manager)
    await follow(desk, () => desk.getByRole('link', { name: /^New/u }).click())
    await expectPage(desk, /./u)
    const email = `lucia.${manager.accountId}@mail.test`
    const username = `lucia.${manager.accountId.slice(0, 8)}@acme`
    await fill(desk, { 'First name': 'Lucía', 'Last name': 'Ortega', 'E-mail address': email, 'User login': 'lucia' })
    await desk.getByLabel('Role').selectOption('User')
    await press(desk, 'Add user')
    await expectText(desk, 'Use an @')
    await fill(desk, { 'User login': manager.username.toUpperCase() })
    await press(desk, 'Add user')
    await expectText(desk, 'This one is taken')
    await expectPage(desk, /./u)
    await fill(desk, { 'User login': username })
    const mail = await demo.nextMail(email, () => press(desk, 'Add user'))
    expect(mail.text).toContain(username)
    await expectText(desk, 'Pending Activation')
    await settleIn(mail.link, { email, username })
    await desk.reload()
    await desk.getByText('Active', { exact: true }).first().waitFor()
  })

  it('a Manager resends the welcome, cancels, deactivates, activates again and starts a reset (S26, S31)', async () => {
    const manager = await newCompany(app)
    const person = await newPerson(app, manager.subscriptionId, { firstName: 'Petra', lastName: 'Novak' })
    const pending = await newPerson(app, manager.subscriptionId, { state: 'pending_activation' })
    const desk = await atUsers(manager)
    await edit(desk, person)
    await expectPage(desk, /./u)
    await confirm(desk, 'Deactivate')
    await expectText(desk, 'Inactive')
    const page = await newPage()
    await demo.nextMail(person.email, () => trySigningIn(page, origin, person))
    await expectText(page, 'Invalid credentials')
    await demo.nextMail(person.email, () => confirm(desk, 'Activate'))
    const mail = await demo.nextMail(person.email, () => confirm(desk, 'Send reset'))
    await settleIn(mail.link, person)

    await desk.goto(`${origin}/account/users`)
    await edit(desk, pending)
    const welcome = await demo.nextMail(pending.email, () => confirm(desk, 'Resend welcome'))
    expect(welcome.link).toContain('/activate#')
    await confirm(desk, 'Cancel')
    await expectPage(desk, 'Users')
    expect(await rowOf(desk, pending).count()).toBe(0)
  })

  it('nobody deactivates themselves, and the primary contact is passed on first (S26, I-30, N09)', async () => {
    const manager = await newCompany(app)
    const other = await newPerson(app, manager.subscriptionId, { role: 'manager', firstName: 'Olga', lastName: 'Berg' })
    const desk = await atUsers(manager)
    await edit(desk, manager)
    expect(await desk.getByRole('button', { name: 'Deactivate' }).count()).toBe(0)
    const second = await atUsers(other)
    await edit(second, manager)
    expect(await second.getByRole('button', { name: 'Deactivate' }).count()).toBe(0)
  })

  it('“please activate me” reaches a Manager of the PCI platform, who approves it (N11)', async () => {
    const manager = await newCompany(app)
    const person: Person = await newPerson(app, manager.subscriptionId, { state: 'inactive' })
    const page = await newPage()
    const blocked = await demo.nextMail(person.email, () => trySigningIn(page, origin, person))
    expect(blocked.link).toContain('/request-activation#')
    await page.goto(blocked.link ?? '')
    await fill(page, { 'E-mail address': person.email })
    const asked = await demo.nextMail(manager.email, () => press(page, 'Submit'))
    const desk = await newPage()
    await signIn(desk, origin, manager)
    await desk.goto(/^http\S+\/account\/users\/requests\/\S+$/mu.exec(asked.text)?.[0] ?? '')
    await expectPage(desk, /./u)
    await demo.nextMail(person.email, () => press(desk, 'Approve'))
    await signIn(page, origin, person)
  })
})
