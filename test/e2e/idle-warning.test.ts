import { sql } from 'kysely'
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { expectNoAxeFindings, takeScreenshot, type ContextWish } from '../support/browser.ts'
import { newCompany, type Person } from '../support/people.ts'
import { useStage } from '../support/stage.ts'
import { arrive, expectText, expectToFit, fill, press, signIn } from '../support/steps.ts'
import { PATIENCE_MS } from '../support/wait-for.ts'

const stage = await useStage({ platformId: 'PCI' })

const MINUTE = 60
const IDLE = 15 * MINUTE
const ABSOLUTE = 12 * 60 * MINUTE

type Visit = { readonly boss: Person; readonly page: Page }

/** Somebody signed in, on a page whose clock is ours. */
async function visit(path: string, wish: ContextWish = {}): Promise<Visit> {
  const boss = await newCompany(stage.app)
  const page = await stage.newPage(wish)
  await signIn(page, stage.origin, boss)
  if (wish.javaScriptEnabled !== false) await page.clock.install()
  await page.goto(`${stage.origin}${path}`)
  return { boss, page }
}

/** As if a session had been used for the last time, and begun, so many seconds ago, as far as the server is concerned. */
async function unusedFor({ accountId }: Person, seconds: number, age: number = seconds): Promise<void> {
  await stage.app.db
    .updateTable('sessions')
    .set({
      lastSeenAt: sql<Date>`gatehouse_now() - make_interval(secs => ${seconds})`,
      createdAt: sql<Date>`gatehouse_now() - make_interval(secs => ${age})`,
    })
    .where('accountId', '=', accountId)
    .execute()
}

/** Nobody does anything for so long; the last seconds pass one by one. */
async function wait(page: Page, seconds: number): Promise<void> {
  await page.clock.fastForward(seconds * 1_000)
  await page.clock.runFor(1_000)
}

const question = (page: Page) => page.getByRole('alertdialog', { name: 'Are you still there?' })

describe('a minute before an unused session ends (8.2.8)', () => {
  it.each(['desktop-light', 'desktop-dark', 'phone-light', 'phone-dark'] as const)(
    'its page asks, counts, and lets its owner stay with what was typed: %s',
    async (look) => {
      const { boss, page } = await visit('/audit', { look })
      await arrive(page, 'Audit')
      await page.getByPlaceholder('Name or login').first().fill('jane')
      await unusedFor(boss, IDLE - MINUTE - 10)
      await wait(page, IDLE - MINUTE - 15)
      expect(await question(page).isVisible()).toBe(false)
      await wait(page, 20)
      await question(page).waitFor()
      await expect.poll(() => question(page).getByRole('timer').textContent()).toMatch(/^(1:00|0:[1-5]\d)$/u)
      await expectNoAxeFindings(page)
      await expectToFit(page)
      await takeScreenshot(page, `idle-warning-${look}`)
      const stay = question(page).getByRole('button', { name: 'Stay signed in' })
      expect(await stay.evaluate('document.activeElement.textContent.trim()')).toBe('Stay signed in')
      await page.keyboard.press('Enter')
      await question(page).waitFor({ state: 'hidden' })
      expect(await page.getByPlaceholder('Name or login').first().inputValue()).toBe('jane')
      await expect.poll(() => secondsUnused(boss), { timeout: PATIENCE_MS }).toBeLessThan(30)
      await wait(page, 2 * MINUTE)
      expect(await question(page).isVisible()).toBe(false)
    },
  )

  it('where nobody answers, it goes to the sign-in page, which says why, and from there back', async () => {
    const { boss, page } = await visit('/audit')
    await unusedFor(boss, IDLE - 40)
    await wait(page, IDLE - 40)
    await question(page).waitFor()
    await unusedFor(boss, IDLE)
    await wait(page, MINUTE)
    await expectText(page, 'You were signed out because nothing had happened for a while.')
    await fill(page, { 'User login': boss.username, Password: boss.password })
    await press(page, 'Sign in')
    await arrive(page, 'Audit')
  })

  it('one tab that is used keeps the others quiet, and so does use that they don’t hear of', async () => {
    const { boss, page } = await visit('/audit')
    await wait(page, IDLE - 2 * MINUTE)
    const other = await page.context().newPage()
    await other.goto(`${stage.origin}/profile`)
    await wait(page, 3 * MINUTE)
    expect(await question(page).isVisible()).toBe(false)
    // Ten minutes later by its own reckoning it would ask; the server knows better.
    await unusedFor(boss, MINUTE)
    await wait(page, 12 * MINUTE)
    expect([await question(page).isVisible(), new URL(page.url()).pathname]).toEqual([false, '/audit'])
  })

  it('Escape stays, too, and Sign out signs out', async () => {
    const { boss, page } = await visit('/audit')
    await unusedFor(boss, IDLE - 40)
    await wait(page, IDLE - 40)
    await question(page).waitFor()
    await page.keyboard.press('Escape')
    await question(page).waitFor({ state: 'hidden' })
    await expect.poll(() => secondsUnused(boss), { timeout: PATIENCE_MS }).toBeLessThan(30)
    await unusedFor(boss, IDLE - 40)
    await wait(page, IDLE - 40)
    await question(page).getByRole('button', { name: 'Sign out' }).click()
    await expectText(page, 'You are signed out.')
  })

  it('a session that has lasted as long as any may says so, and offers nothing that would not help', async () => {
    const { boss, page } = await visit('/audit')
    await unusedFor(boss, 10, ABSOLUTE - 40)
    await wait(page, IDLE - 40)
    const end = page.getByRole('alertdialog', { name: 'Your session is about to end' })
    await end.waitFor()
    await expectNoAxeFindings(page)
    await takeScreenshot(page, 'idle-warning-over')
    expect((await end.getByRole('button').allTextContents()).map((text) => text.trim())).toEqual(['Sign out', 'Go on'])
    await end.getByRole('button', { name: 'Go on' }).click()
    await wait(page, 5)
    expect(await end.isVisible()).toBe(false)
    await unusedFor(boss, 10, ABSOLUTE)
    await wait(page, MINUTE)
    await expectText(page, 'because a session has to end some time')
  })
})

it('without script nothing asks, and the next page says that the session may have ended', async () => {
  const { boss, page } = await visit('/audit', { javaScriptEnabled: false })
  expect(await page.locator('#idle-warning').isVisible()).toBe(false)
  await unusedFor(boss, IDLE)
  await page.goto(`${stage.origin}/audit`)
  await expectText(page, 'Sign in to go on. Your session may have ended.')
})

async function secondsUnused({ accountId }: Person): Promise<number> {
  const session = await stage.app.db
    .selectFrom('sessions')
    .select(sql<number>`extract(epoch from gatehouse_now() - last_seen_at)::double precision`.as('seconds'))
    .where('accountId', '=', accountId)
    .executeTakeFirstOrThrow()
  return session.seconds
}
