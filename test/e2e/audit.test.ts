import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { type ContextWish, expectNoAxeFindings, LOOKS, takeScreenshot } from '../support/browser.ts'
import { newCompany, newPerson } from '../support/people.ts'
import { trySignIn } from '../support/signed-in.ts'
import { useStage } from '../support/stage.ts'
import { arrive, confirm, expectPage, expectText, expectToFit, fill, press, signIn } from '../support/steps.ts'

const { demo, origin, app, newPage } = await useStage()

/** A company where a user was deactivated and somebody failed to get in, and its Manager on the Audit page. */
async function auditOf(wish: ContextWish = {}) {
  const manager = await newCompany(app, { firstName: 'Maria', lastName: 'Lindqvist' })
  const user = await newPerson(app, manager.subscriptionId, { firstName: 'Tomas', lastName: 'Okafor' })
  const page = await newPage(wish)
  await signIn(page, origin, manager)
  await trySignIn({ site: demo.site('US1'), app: { config: { origin } } }, { ...user, password: 'not the right one' })
  await page.goto(`${origin}/users/${user.accountId}`)
  await confirm(page, 'Deactivate')
  await page.getByRole('link', { name: 'Audit', exact: true }).click()
  await arrive(page, 'Audit')
  return { page, manager, user }
}

describe('the audit trail', () => {
  it('tells who did what to whom, and each event is sealed within a second (A04, I-32)', async () => {
    const { page, user } = await auditOf()
    await expectText(page, `deactivated Tomas Okafor ${user.username}`)
    await expectText(page, `A sign-in of Tomas Okafor ${user.username} was refused`)
    await expectText(page, 'Reason: wrong password')
    await expect.poll(async () => (await page.reload()) && page.getByText('Not yet').count(), { timeout: 5_000 }).toBe(0)
    await expectPage(page, 'Audit')
  })

  it('is searched, and the address holds the search (A04)', async () => {
    const { page, user } = await auditOf()
    await fill(page, { Whom: 'okafor', Network: '::/0', 'From (UTC)': '2020-01-01T00:00' })
    await page.getByLabel('What', { exact: true }).selectOption('Users: all')
    await press(page, 'Search')
    expect(await page.getByRole('rowheader').allInnerTexts()).toHaveLength(1)
    await expectText(page, `deactivated Tomas Okafor ${user.username}`)
    const { searchParams } = new URL(page.url())
    expect(Object.fromEntries(searchParams)).toMatchObject({ whom: 'okafor', what: 'users', network: '::/0' })

    await fill(page, { Whom: 'nobody of this name' })
    await press(page, 'Search')
    await expectText(page, 'Nothing found')
    await expectNoAxeFindings(page)
    await takeScreenshot(page, 'audit-nothing')
    await page.getByRole('link', { name: 'Clear' }).click()
    await expectText(page, /Maria Lindqvist .* signed in/)
  })

  it('says what is wrong with a search, beside its field (A18)', async () => {
    const { page } = await auditOf()
    await fill(page, { Network: 'our office' })
    await press(page, 'Search')
    await expectText(page, 'Enter an address or a network')
    await expectNoAxeFindings(page)
    await takeScreenshot(page, 'audit-wrong')
  })

  it('leaves as a file (A04)', async () => {
    const { page } = await auditOf()
    const download = page.waitForEvent('download')
    await page.getByRole('link', { name: 'Export CSV' }).click()
    const file = await download
    expect(file.suggestedFilename()).toMatch(/^audit-\d{4}-\d\d-\d\d\.csv$/)
    expect(await readFile(await file.path(), 'utf8')).toContain(`,account.deactivated,User deactivated,account,`)
    await page.goto(`${origin}/audit?what=audit.exported`)
    await expectText(page, 'exported the audit trail')
  })

  it.each(Object.keys(LOOKS) as (keyof typeof LOOKS)[])('looks right in %s (A18)', async (look) => {
    const { page } = await auditOf({ look })
    await expectToFit(page)
    await expectNoAxeFindings(page)
    await takeScreenshot(page, `audit-${look}`)
  })

  it('fits 320 px, and works without script (A18)', async () => {
    const { manager } = await auditOf()
    const page = await newPage({ viewport: { width: 320, height: 640 }, javaScriptEnabled: false })
    await signIn(page, origin, manager)
    await page.goto(`${origin}/audit`)
    await expectToFit(page)
    await fill(page, { Who: 'lindqvist' })
    await press(page, 'Search')
    await expectText(page, 'deactivated Tomas')
    await expectToFit(page)
    await takeScreenshot(page, 'audit-320')
  })
})
