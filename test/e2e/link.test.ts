import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { newCompany, newPerson, type Person } from '../support/people.ts'
import { useStage } from '../support/stage.ts'
import { askForReset, choosePassword, expectPage, expectText, fill, follow, press, signIn } from '../support/steps.ts'
import { visitor } from '../support/visitor.ts'

const PASSWORD = 'a quiet harbour at noon'

const { demo, origin, app, newPage } = await useStage()

/** Somebody with a fresh link in their mail. */
async function personWithLink(): Promise<{ person: Person; link: string }> {
  const person = await newCompany(app)
  const guest = visitor(demo.site('US1'), { origin })
  const { username, email } = person
  await guest.post('/forgot-password', { username, email, altcha: await guest.captcha('forgot-password') })
  return { person, link: (await demo.newestMail(email)).link ?? '' }
}

async function finish(page: Page, person: Person): Promise<void> {
  await choosePassword(page, PASSWORD)
  await expectText(page, 'Sign in with your new password')
  await signIn(page, origin, { ...person, password: PASSWORD })
}

/** Opens a page as a mail filter with a real browser does, and submits each form that it finds there, as it finds it. */
async function submitEveryForm(link: string, how: 'submit' | 'press'): Promise<void> {
  const page = await newPage()
  await page.goto(link)
  const forms = await page.locator('form').count()
  expect(forms).toBeGreaterThan(0)
  for (let index = 0; index < forms; index += 1) {
    await page.goto('about:blank')
    await page.goto(link)
    for (let depth = 0; depth < 3; depth += 1) {
      const form = page.locator('form').nth(index)
      if ((await form.count()) === 0) break
      await follow(page, () =>
        how === 'submit'
          ? form.evaluate((element) => (element as HTMLFormElement).submit())
          : form.getByRole('button', { name: 'Submit' }).click(),
      )
    }
  }
}

describe('story 6: the link', () => {
  it('survives HEAD, GET, a browser running scripts, and one that submits every form as it finds it (S16, N01, I-02)', async () => {
    const { person, link } = await personWithLink()
    const scanner = visitor(demo.site('US1'), { origin })
    const { pathname, hash } = new URL(link)
    for (const path of [pathname, `${pathname}${hash}`, `${pathname}?key=${hash.slice(1)}`]) {
      expect((await scanner.head(path)).status).toBe(200)
      expect((await scanner.get(path)).status).toBe(200)
    }
    for (let visit = 0; visit < 2; visit += 1) {
      const page = await newPage()
      await page.goto(link, { waitUntil: 'networkidle' })
      expect(await page.getByLabel('Activation key').inputValue()).toBe(hash.slice(1))
    }
    await submitEveryForm(link, 'submit')
    await submitEveryForm(link, 'press')
    const page = await newPage()
    await page.goto(link)
    await expectPage(page, 'Choose a password')
    await finish(page, person)
  })

  it('survives reload and back, which find the key again though it is in the address no more', async () => {
    const { person, link } = await personWithLink()
    const page = await newPage()
    await page.goto(link)
    expect(page.url()).toBe(`${origin}/activate`)
    await page.reload()
    await page.goto(`${origin}/sign-in`)
    await page.goBack()
    await finish(page, person)
  })

  it('survives a double click on Submit: one change, and on to signing in (S15, I-01)', async () => {
    const { person, link } = await personWithLink()
    const page = await newPage()
    await page.goto(link)
    await fill(page, { 'New password': PASSWORD, 'Confirm new password': PASSWORD })
    await page.getByText('Verified').waitFor()
    await page.getByRole('button', { name: 'Submit' }).dblclick()
    await expectText(page, 'Sign in with your new password')
    await signIn(page, origin, { ...person, password: PASSWORD })
    const notices = (await demo.mails(person.email, 2)).filter(({ subject }) => subject.startsWith('The password of'))
    expect(notices).toHaveLength(1)
  })

  it('works in the first of two tabs; the other says so, and a new mail is one click away (S14, S15, N02)', async () => {
    const { person, link } = await personWithLink()
    const first = await newPage()
    const second = await first.context().newPage()
    await first.goto(link)
    await second.goto(link)
    await choosePassword(first, PASSWORD)
    await expectText(first, 'Sign in with your new password')
    await choosePassword(second, `${PASSWORD} again`)
    await expectPage(second, 'The activation key is not valid')
    await expectText(second, 'TAM')
    const mail = await demo.nextMail(person.email, async () => {
      await press(second, 'Send me a new link')
      await expectPage(second, 'Check your mail')
    })
    expect(mail.text).toContain('It has been used already.')
    await second.goto(mail.link ?? '')
    await choosePassword(second, `${PASSWORD} again`)
    await expectText(second, 'Sign in with your new password')
    await signIn(second, origin, { ...person, password: `${PASSWORD} again` })
  })

  it('leads from the dead key to the page that says what a network should allow (S16)', async () => {
    const page = await newPage()
    await page.goto(`${origin}/activate#${'x'.repeat(43)}`)
    await choosePassword(page, PASSWORD)
    await expectPage(page, 'The activation key is not valid')
    await page.getByRole('link', { name: 'what your network should allow' }).click()
    await expectPage(page, 'Mail and links')
    await expectText(page, 'Why mail scanners can’t use our links up')
  })

  it('without script leads to a form into which the key is pasted from the mail', async () => {
    const poc = await newCompany(app)
    const person = await newPerson(app, poc.subscriptionId, { state: 'inactive', reason: 'failed_sign_ins' })
    await askForReset(await newPage(), origin, person)
    const { link, key } = await demo.newestMail(person.email)
    const page = await newPage({ javaScriptEnabled: false })
    await page.goto(link ?? '')
    expect(await page.getByLabel('Activation key').inputValue()).toBe('')
    await fill(page, { 'Activation key': key ?? '', 'E-mail address': person.email })
    await press(page, 'Submit')
    await expectText(page, 'Your account is active again')
    await signIn(page, origin, person)
  })

  it('of "please activate me" and of an unfreeze survives the same, and takes the owner’s address (I-02)', async () => {
    const poc = await newCompany(app)
    const person = await newPerson(app, poc.subscriptionId, { state: 'inactive', reason: 'failed_sign_ins' })
    const page = await newPage()
    await askForReset(page, origin, person)
    const { link } = await demo.newestMail(person.email)
    expect(link).toContain('/unfreeze#')
    await submitEveryForm(link ?? '', 'submit')
    await submitEveryForm(link ?? '', 'press')
    await page.goto(link ?? '')
    await expectPage(page, 'Unfreeze my account')
    await fill(page, { 'E-mail address': person.email })
    await press(page, 'Submit')
    await expectText(page, 'Your account is active again')
    await signIn(page, origin, person)
  })
})
