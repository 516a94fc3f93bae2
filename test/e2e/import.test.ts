import { mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { hash as bcrypt } from '@node-rs/bcrypt'
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { expectNoAxeFindings, takeScreenshot, type ContextWish } from '../support/browser.ts'
import { newCompany, newUnit } from '../support/people.ts'
import { useStage } from '../support/stage.ts'
import { arrive, expectPage, expectText, expectToFit, follow, press, signIn } from '../support/steps.ts'
import { waitFor } from '../support/wait-for.ts'

const { origin, app, newPage } = await useStage()

const COLUMNS = 'external_id;first_name;last_name;email;role;business_unit;password_hash'
const OLD_PASSWORD = 'the password of the old system'

/** Twenty users, as a spreadsheet of Europe saves them; three rows are wrong, and one brings its password. */
async function twentyUsers(): Promise<string> {
  const rows = Array.from({ length: 20 }, (_, index) => {
    const cells = [`E-${index + 1}`, `Nia${index}`, 'Okoro', `nia${index}@mail.test`, 'Reader', 'Field', '']
    if (index === 4) cells[3] = 'nia4 at mail'
    if (index === 9) cells[4] = 'Wizard'
    if (index === 14) cells[0] = 'E-1'
    return cells
  })
  const withPassword = rows[0]
  if (withPassword) withPassword[6] = await bcrypt(OLD_PASSWORD, 10)
  return `\uFEFF${[COLUMNS, ...rows.map((cells) => cells.join(';'))].join('\r\n')}\r\n`
}

async function managerAt(wish: ContextWish = {}): Promise<{ page: Page; manager: Awaited<ReturnType<typeof newCompany>> }> {
  const manager = await newCompany(app)
  await newUnit(app, manager.subscriptionId, { name: 'Field' })
  const page = await newPage(wish)
  await signIn(page, origin, manager)
  await page.goto(`${origin}/users/import`)
  return { page, manager }
}

async function choose(page: Page, name: string, content: string | Buffer): Promise<void> {
  await page.getByLabel('CSV file').setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(content) })
}

describe('import and export (A06, A16)', () => {
  it.each([true, false])('a Manager imports twenty users, three of them wrong; script: %s', async (javaScriptEnabled) => {
    const { page, manager } = await managerAt({ javaScriptEnabled })
    // axe is a script, too.
    const look = javaScriptEnabled ? expectPage : arrive
    await look(page, 'Import users')
    await choose(page, 'people.csv', await twentyUsers())
    await press(page, 'Check the file')
    await look(page, 'people.csv')
    await expectText(page, '20 rows. This is what would happen: nothing has changed yet.')
    await expectText(page, 'Create 17 users')
    await follow(page, () => page.getByRole('link', { name: /^Refused/u }).click())
    expect(await page.getByRole('row').count()).toBe(4)
    await expectText(page, 'E-mail address: one like name@example.com is needed')
    await expectText(page, 'This role does not exist')
    await expectText(page, 'An earlier line of the file is about the same user')
    await follow(page, () => page.getByRole('link', { name: /^All/u }).click())
    await page.getByLabel('Mail new users now, so that they choose a password').uncheck()
    await press(page, 'Start the import')
    await expectText(page, 'The import has started.')
    if (!javaScriptEnabled) {
      await waitFor(
        async () => {
          await page.reload()
          return page.getByText('17 of 17 (100%)').count()
        },
        (count) => count === 1,
      )
    }
    await expectText(page, '17 of 17 (100%)')
    await expectText(page, 'This is what happened.')
    if (javaScriptEnabled) await expectNoAxeFindings(page)
    await takeScreenshot(page, 'import-done')
    expect(await page.getByRole('button', { name: 'Cancel the import' }).count()).toBe(0)

    await page.goto(`${origin}/users?q=nia0`)
    const login = await page.getByRole('row').filter({ hasText: 'Nia0 Okoro' }).locator('code').first().innerText()
    await page.getByRole('row').filter({ hasText: 'Nia0 Okoro' }).getByText('Active').waitFor()
    const theirs = await newPage()
    await signIn(theirs, origin, { username: login, password: OLD_PASSWORD })

    await page.goto(`${origin}/users/import`)
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Export as CSV' }).click(),
    ])
    const exported = await readFile(await download.path(), 'utf8')
    expect(exported.trim().split('\r\n')).toHaveLength(19)
    expect(exported).toContain(manager.username)
    await choose(page, 'users.csv', exported)
    await press(page, 'Check the file')
    await arrive(page, 'users.csv')
    await expectText(page, 'Everything in the file is so already.')
    expect(await page.getByRole('link', { name: 'Unchanged 18' }).count()).toBe(1)
  })

  it('a file that can’t be read is answered by what is wrong and what to do', async () => {
    const { page } = await managerAt()
    await choose(page, 'people.csv', Buffer.from(`${COLUMNS}\nE-1;Zo\u00eb;Lee;zoe@mail.test;Reader;;\n`, 'latin1'))
    await press(page, 'Check the file')
    await expectPage(page, 'Import users')
    await expectText(page, 'This file is not in UTF-8')
    await expectText(page, 'Line 2 has letters in another encoding')
    await press(page, 'Check the file')
    await expectText(page, 'Choose a file')
  })

  it('a file of a gigabyte is answered before it is sent', async () => {
    const { page } = await managerAt()
    const folder = await mkdtemp(join(tmpdir(), 'gatehouse-large-'))
    try {
      await writeFile(join(folder, 'large.csv'), '')
      await truncate(join(folder, 'large.csv'), 1_000_000_000)
      await page.getByLabel('CSV file').setInputFiles(join(folder, 'large.csv'))
      await expectText(page, 'This file is too large: at most 100 MB.')
      await page.getByRole('button', { name: 'Check the file' }).click()
      await expectNoAxeFindings(page)
      expect(page.url()).toBe(`${origin}/users/import`)
      await choose(page, 'people.csv', await twentyUsers())
      await press(page, 'Check the file')
      await arrive(page, 'people.csv')
    } finally {
      await rm(folder, { recursive: true })
    }
  })

  it('fits a phone', async () => {
    const { page } = await managerAt({ look: 'phone-light' })
    await expectToFit(page)
    await choose(page, 'people.csv', await twentyUsers())
    await press(page, 'Check the file')
    await arrive(page, 'people.csv')
    await expectToFit(page)
    await page.setViewportSize({ width: 320, height: 700 })
    await expectToFit(page)
  })
})
