import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { newCompany, newPerson, type Person } from '../support/people.ts'
import { useStage } from '../support/stage.ts'
import { askAbout, choosePassword, confirm, expectPage, expectText, fill, press, signIn, trySigningIn } from '../support/steps.ts'

const PASSWORD = 'a quiet harbour at noon'

const { demo, origin, app, newPage } = await useStage()

async function office(manager: Person): Promise<Page> {
  const page = await newPage()
  await signIn(page, origin, manager)
  await page.getByRole('link', { name: 'Users' }).first().click()
  await expectPage(page, 'Users')
  return page
}

/** A company whose Manager is on the page of Petra, who has been added and is not active yet. */
async function atNewUser(): Promise<{ desk: Page; person: Person }> {
  const manager = await newCompany(app)
  const petra = { firstName: 'Petra', lastName: 'Novak', state: 'pending_activation' } as const
  const person = await newPerson(app, manager.subscriptionId, petra)
  const desk = await office(manager)
  await desk.getByRole('link', { name: 'Petra Novak' }).click()
  await expectPage(desk, 'Petra Novak')
  return { desk, person }
}

describe('story 3: first time', () => {
  it('leads from Add user through the welcome mail to the first sign-in (S07, S17, S18)', async () => {
    const manager = await newCompany(app, { firstName: 'Jane', lastName: 'Doe' })
    const email = `lucia.${manager.username}@mail.test`
    const desk = await office(manager)
    await desk.getByRole('link', { name: 'Add user' }).click()
    await expectPage(desk, 'Add user')
    await fill(desk, { 'First name': 'Lucía', 'Last name': 'Ortega', 'E-mail address': email })
    await desk.getByLabel('Role').selectOption('Scanner')
    const mail = await demo.nextMail(email, () => press(desk, 'Add user'))
    const username = manager.username.replace(/..\d+$/u, 'lo1')
    await expectText(desk, `Added Lucía Ortega as ${username}. A welcome mail is on its way to ${email}.`)
    await expectPage(desk, 'Lucía Ortega')
    await expectText(desk, 'Pending Activation')

    expect(mail.subject).toContain(username)
    expect(mail.text).toContain(`${origin}/sign-in`)
    const person = { username, password: PASSWORD }
    const page = await newPage()
    await trySigningIn(page, origin, person)
    await expectText(page, 'Invalid credentials')

    await page.goto(mail.link ?? '')
    await expectPage(page, 'Choose a password')
    await choosePassword(page, PASSWORD)
    await expectText(page, 'Sign in with your new password')
    await signIn(page, origin, person)
    await expectPage(page, 'Welcome, Lucía')
    await expectText(page, 'This is your first sign-in.')

    await desk.reload()
    await desk.getByText('Active', { exact: true }).waitFor()
    await expectText(desk, 'by its owner')
  })

  it('a welcome mail can be sent from the user’s page, once in two minutes, and its link activates (A02)', async () => {
    const { desk, person } = await atNewUser()
    const mail = await demo.nextMail(person.email, () => confirm(desk, 'Resend welcome'))
    await expectText(desk, 'A new welcome mail is on its way to Petra Novak')
    await confirm(desk, 'Resend welcome')
    await expectText(desk, 'No further mail was sent to Petra Novak')
    expect(await demo.mails(person.email)).toHaveLength(1)

    const page = await newPage()
    await page.goto(mail.link ?? '')
    await choosePassword(page, PASSWORD)
    await signIn(page, origin, { username: person.username, password: PASSWORD })
    await expectPage(page, 'Welcome, Petra')
  })

  it('a user who was added by mistake can be cancelled: the link is not valid any more', async () => {
    const { desk, person } = await atNewUser()
    const mail = await demo.nextMail(person.email, () => confirm(desk, 'Resend welcome'))

    const question = await askAbout(desk, 'Cancel')
    await question.getByText('This can’t be undone.').waitFor()
    await question.getByRole('button', { name: 'Keep' }).click()
    await question.waitFor({ state: 'hidden' })
    await confirm(desk, 'Cancel')
    await expectPage(desk, 'Users')
    await expectText(desk, `Cancelled ${person.username}.`)
    expect(await desk.getByRole('row').filter({ hasText: person.username }).count()).toBe(0)

    const page = await newPage()
    await page.goto(mail.link ?? '')
    await choosePassword(page, PASSWORD)
    await expectText(page, 'The activation key is not valid')
  })
})
