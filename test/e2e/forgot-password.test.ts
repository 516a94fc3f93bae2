import { describe, expect, it } from 'vitest'
import { newCompany } from '../support/people.ts'
import { useStage } from '../support/stage.ts'
import { arrive, askForReset, choosePassword, expectPage, expectText, fill, press, signIn } from '../support/steps.ts'

const { demo, origin, app, newPage } = await useStage()

describe('story 4: forgot password', () => {
  it('leads from the sign-in page through the mail to a new password that signs in (S09, S10)', async () => {
    const person = await newCompany(app)
    const page = await newPage()
    await page.goto(`${origin}/sign-in`)
    await page.getByRole('link', { name: 'Forgot Password' }).first().click()
    await expectPage(page, 'Forgot Password')
    await fill(page, { Username: person.username, 'E-mail address': person.email })
    await press(page, 'Send Email')
    await expectPage(page, 'Check your mail')

    const mail = await demo.newestMail(person.email)
    expect(mail.text).toContain(person.username)
    await page.goto(mail.link ?? '')
    await expectPage(page, 'Choose a password')
    expect(page.url()).toBe(`${origin}/activate`)
    await choosePassword(page, 'a quiet harbour at noon')
    await expectPage(page, 'Sign in')
    await expectText(page, 'Sign in with your new password')
    expect(await page.getByLabel('Username').inputValue()).toBe(person.username)

    await fill(page, { Password: person.password })
    await press(page, 'Sign in')
    await expectText(page, 'Invalid credentials')
    await fill(page, { Password: 'a quiet harbour at noon' })
    await press(page, 'Sign in')
    await expectPage(page, /^Welcome/u)
  })

  it('answers a wrong pair the same, and mails nobody', async () => {
    const person = await newCompany(app)
    const texts = []
    for (const pair of [
      person,
      { ...person, email: 'elsewhere@mail.test' },
      { username: 'nobody_xx9', email: 'nobody@mail.test' },
    ]) {
      const page = await newPage()
      await askForReset(page, origin, pair)
      texts.push(await page.locator('main').innerText())
    }
    expect(texts[1]).toBe(texts[0])
    expect(texts[2]).toBe(texts[0])
    await demo.newestMail(person.email)
    expect(await demo.mails('elsewhere@mail.test', 0)).toEqual([])
    expect(await demo.mails('nobody@mail.test', 0)).toEqual([])
  })

  it('says beside each field what is missing, keeps what was typed, and can be finished by keyboard', async () => {
    const page = await newPage()
    await page.goto(`${origin}/forgot-password`)
    await fill(page, { Username: 'acme_jd1', 'E-mail address': 'jane' })
    await press(page, 'Send Email')
    await expectPage(page, 'Forgot Password')
    const address = page.getByLabel('E-mail address')
    expect(await address.getAttribute('aria-invalid')).toBe('true')
    expect(await address.inputValue()).toBe('jane')
    expect(await page.getByLabel('Username').inputValue()).toBe('acme_jd1')
    await page.getByRole('alert').getByRole('link').press('Enter')
    await page.keyboard.press('End')
    await page.keyboard.type('.doe@nowhere.example')
    await address.press('Enter')
    await arrive(page, 'Check your mail')
  })

  it('asks for a password that is long enough, twice the same, and keeps the key in its field (S10)', async () => {
    const person = await newCompany(app)
    const page = await newPage()
    await askForReset(page, origin, person)
    await page.goto((await demo.newestMail(person.email)).link ?? '')
    await choosePassword(page, 'too short')
    await expectText(page, 'Use at least 15 characters')
    await expectPage(page, 'Choose a password')
    await fill(page, { 'New password': 'a quiet harbour at noon', 'Confirm new password': 'a quiet harbour at moon' })
    await press(page, 'Submit')
    await expectText(page, 'The two passwords differ')
    await choosePassword(page, 'a quiet harbour at noon')
    await signIn(page, origin, { ...person, password: 'a quiet harbour at noon' })
  })
})
