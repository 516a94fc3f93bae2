import { describe, expect, it } from 'vitest'
import { newApiToken } from '../support/api-caller.ts'
import { expectNoAxeFindings, type Look, LOOKS, takeScreenshot } from '../support/browser.ts'
import { newCompany, newPerson } from '../support/people.ts'
import { useStage } from '../support/stage.ts'
import { arrive, confirm, expectPage, expectText, expectToFit, fill, follow, press, signIn } from '../support/steps.ts'

const { demo, origin, app, newPage } = await useStage()

const call = (token: string) =>
  demo.site('US1').fetch(new Request(`${origin}/api/v1/users`, { headers: { authorization: `Bearer ${token}` } }), {})

describe('API tokens (A07)', () => {
  it('are created with a password, shown once, copied, used and revoked', async () => {
    const person = await newCompany(app, { firstName: 'Owen', lastName: 'Park' })
    const page = await newPage({ permissions: ['clipboard-read', 'clipboard-write'] })
    await signIn(page, origin, person)
    await page.goto(`${origin}/account`)
    await follow(page, () => page.getByRole('link', { name: 'API tokens', exact: true }).click())
    await expectPage(page, 'API tokens')
    await expectText(page, 'You have no API tokens')

    await fill(page, { Name: 'Nightly HR import', 'Current password': 'not my password' })
    await page.getByLabel('Import users from files, with the password hashes that they bring, and follow imports').check()
    await press(page, 'Create token')
    await expectPage(page, 'API tokens')
    await expectText(page, 'This is not your current password')
    expect(await page.getByLabel('Name', { exact: true }).inputValue()).toBe('Nightly HR import')
    expect(
      await page.getByLabel('Import users from files, with the password hashes that they bring, and follow imports').isChecked(),
    ).toBe(true)

    await fill(page, { 'Current password': person.password })
    await press(page, 'Create token')
    await expectPage(page, 'Copy your token now')
    const token = await page.locator('#token').innerText()
    await page.getByRole('button', { name: 'Copy', exact: true }).click()
    await expectText(page, 'Copied')
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe(token)
    expect((await call(token)).status).toBe(200)

    await follow(page, () => page.getByRole('link', { name: 'I have it, back to the list' }).click())
    await expectPage(page, 'API tokens')
    expect(await page.content()).not.toContain(token)
    await confirm(page, 'Revoke')
    await expectText(page, 'is revoked')
    expect((await call(token)).status).toBe(401)
    const mail = await demo.newestMail(person.email)
    expect(mail.subject).toContain('was revoked')
  })

  it.each(Object.keys(LOOKS) as Look[])('look right, with what the API knows, as %s', async (look) => {
    const person = await newCompany(app, { firstName: 'Owen', lastName: 'Park' })
    const helper = await newPerson(app, person.subscriptionId, { role: 'user_administrator', firstName: 'Mia', lastName: 'Soto' })
    await newApiToken(app, person, {
      name: 'Nightly HR import',
      scopes: ['users:read', 'users:write', 'imports:write'],
      days: 30,
    })
    await newApiToken(app, person, { name: 'SIEM', scopes: ['audit:read'] })
    await newApiToken(app, helper, {
      name: 'Sync with the directory of the works council',
      scopes: ['users:read', 'users:write', 'units:write', 'requests:write'],
    })
    const page = await newPage({ look })
    await signIn(page, origin, person)
    await page.goto(`${origin}/account/tokens`)
    await expectPage(page, 'API tokens')
    await expectToFit(page)
    await takeScreenshot(page, `tokens-${look}`)
    await page.goto(`${origin}/api`)
    await arrive(page, 'The JSON API')
    if (look === 'desktop-light') await expectNoAxeFindings(page)
    await expectToFit(page)
    await takeScreenshot(page, `api-${look}`)
    await page.getByText('Add a user').click()
    await expectToFit(page)
    await takeScreenshot(page, `api-open-${look}`)
    await page.goto(`${origin}/account`)
    await arrive(page, 'My profile')
    await takeScreenshot(page, `profile-${look}`)
  })
})
