import { describe, expect, it } from 'vitest'
import type { ContextWish } from '../support/browser.ts'
import { newCompany, newPerson, newUnit, type Person } from '../support/people.ts'
import { useStage } from '../support/stage.ts'
import {
  arrive,
  askForReset,
  confirm,
  expectPage,
  expectText,
  expectToFit,
  fill,
  follow,
  press,
  signIn,
} from '../support/steps.ts'

const { demo, origin, app, newPage } = await useStage()

async function enter(person: Person, path: string, wish: ContextWish = {}) {
  const page = await newPage(wish)
  await signIn(page, origin, person)
  await page.goto(`${origin}${path}`)
  return page
}

describe('a subscription run by its own Managers', () => {
  it.each([true, false])(
    'a Manager makes a unit, and a Unit Manager of it who runs its users and no others; script: %s (A03)',
    async (javaScriptEnabled) => {
      // axe is itself a script.
      const see = javaScriptEnabled ? expectPage : arrive
      const manager = await newCompany(app, { firstName: 'Maya', lastName: 'Stone' })
      const chosen = await newPerson(app, manager.subscriptionId, { firstName: 'Uma', lastName: 'Medina' })
      const office = await enter(manager, '/subscription', { javaScriptEnabled })
      await see(office, 'Subscription')
      await expectText(office, 'You are the only Manager who can sign in')
      await office.getByRole('link', { name: 'Add unit' }).click()
      await fill(office, { Name: 'Payments' })
      await press(office, 'Add unit')
      await see(office, 'Payments')
      await expectText(office, 'Created the business unit Payments.')

      await office.goto(`${origin}/users/${chosen.accountId}/edit`)
      await see(office, 'Edit Uma Medina')
      await office.getByLabel('Role').selectOption('Unit Manager')
      await press(office, 'Save')
      await expectText(office, 'A Unit Manager needs a unit: choose one')
      await office.getByLabel('Business unit').selectOption('Payments')
      await office.getByLabel('Read the audit trail of their unit').check()
      const told = await demo.nextMail(chosen.email, () => press(office, 'Save'))
      await see(office, 'Uma Medina')
      await expectText(office, 'Read the audit trail of their unit')
      expect(told.subject).toContain('is now Unit Manager')

      const theirs = await enter(chosen, '/users/new')
      await expectPage(theirs, 'Add user')
      expect(await theirs.getByLabel('Role').getByText('Manager', { exact: true }).count()).toBe(0)
      await fill(theirs, { 'First name': 'Sam', 'Last name': 'Ito', 'E-mail address': 'sam.ito@payments.example' })
      await theirs.getByLabel('Role').selectOption('Scanner')
      await press(theirs, 'Add user')
      await expectPage(theirs, 'Sam Ito')
      await expectText(theirs, 'Payments')
      await theirs.goto(`${origin}/users/${manager.accountId}`)
      await arrive(theirs, 'Maya Stone')
      expect(await theirs.getByRole('button', { name: 'Deactivate' }).count()).toBe(0)
    },
  )

  it('the point of contact is passed on, and both hear of it (A03)', async () => {
    const manager = await newCompany(app, { firstName: 'Maya', lastName: 'Stone' })
    const second = await newPerson(app, manager.subscriptionId, { role: 'manager', firstName: 'Nils', lastName: 'Berg' })
    const office = await enter(second, `/users/${manager.accountId}/edit`)
    await expectText(office, 'This user is a point of contact')
    expect(await office.getByLabel('Role').count()).toBe(0)
    await office.goto(`${origin}/subscription`)
    await office.getByLabel('New point of contact').selectOption('Nils Berg')
    const told = await demo.nextMail(manager.email, () => press(office, 'Pass on'))
    await expectText(office, 'Nils Berg is now the point of contact')
    expect(told.subject).toContain('no longer the point of contact')
  })

  it('an empty unit is removed after a question, and one with people is not', async () => {
    const manager = await newCompany(app)
    const unit = await newUnit(app, manager.subscriptionId, { name: 'Empty' })
    const office = await enter(manager, `/subscription/units/${unit}`)
    await confirm(office, 'Remove unit', { question: 'Remove Empty?' })
    await expectText(office, 'Removed the business unit Empty.')
    await expectPage(office, 'Subscription')
  })

  it('fits on a narrow screen', async () => {
    const manager = await newCompany(app, { firstName: 'Maximiliana', lastName: 'Featherstonehaugh-Cholmondeley' })
    const unit = await newUnit(app, manager.subscriptionId, { name: 'A unit whose name is a good deal longer than most are' })
    const user = await newPerson(app, manager.subscriptionId, { businessUnitId: unit })
    const page = await enter(manager, '/subscription', { viewport: { width: 320, height: 700 } })
    const paths = ['/subscription', `/subscription/units/${unit}`, `/users/${user.accountId}`, `/users/${user.accountId}/edit`]
    for (const path of [...paths, `/users/${user.accountId}/email`, '/users/requests']) {
      await page.goto(`${origin}${path}`)
      await expectToFit(page)
    }
  })
})

describe('requests to a Manager', () => {
  it('wait in the inbox, where a Manager approves in one click; the asker hears (N11)', async () => {
    const manager = await newCompany(app)
    const asker = await newPerson(app, manager.subscriptionId, { state: 'inactive', firstName: 'Tom', lastName: 'Okafor' })
    const owner = await newPage()
    const ask = async () => {
      await askForReset(owner, origin, asker)
      await owner.goto((await demo.newestMail(asker.email)).link ?? '')
      await fill(owner, { 'E-mail address': asker.email })
      await press(owner, 'Submit')
      await arrive(owner, 'Request sent')
    }
    await ask()
    const office = await enter(manager, '/users')
    await follow(office, () => office.getByRole('link', { name: 'All requests' }).click())
    await expectPage(office, 'Requests')
    const told = await demo.nextMail(asker.email, () => press(office, 'Approve'))
    expect(told.subject).toContain('was activated')
    await expectText(office, 'Nobody is waiting')
    await expectText(office, 'Approved')
    await expectPage(office, 'Requests')
  })
})

describe('another’s e-mail address', () => {
  it('is asked for by a Manager, stopped by its owner from the mail, and the Manager hears (I-37)', async () => {
    const manager = await newCompany(app)
    const user = await newPerson(app, manager.subscriptionId, { firstName: 'Tom', lastName: 'Okafor' })
    const office = await enter(manager, `/users/${user.accountId}/edit`)
    await follow(office, () => office.getByRole('link', { name: 'Change the e-mail address' }).click())
    await expectPage(office, 'Change the e-mail address of Tom Okafor')
    await fill(office, { 'New e-mail address': `${user.username.toLowerCase()}.new@mail.test` })
    const warning = await demo.nextMail(user.email, () => press(office, 'Change the e-mail address'))
    await expectText(office, 'A change of e-mail address is under way')
    const owner = await newPage()
    await owner.goto(warning.link ?? '')
    await expectPage(owner, 'Stop the change of address')
    await fill(owner, { 'E-mail address': user.email })
    const heard = await demo.nextMail(manager.email, () => press(owner, 'Submit'))
    await expectText(owner, 'The change is stopped.')
    expect(heard.subject).toContain('was stopped')
  })
})
