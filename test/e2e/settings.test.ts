import { sql } from 'kysely'
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import type { Look } from '../support/browser.ts'
import { newCompany, newPerson, type Person } from '../support/people.ts'
import { useStage } from '../support/stage.ts'
import { arrive, expectPage, expectText, expectToFit, fill, press, signIn } from '../support/steps.ts'

const stage = await useStage()

const AWAY = '203.0.113.0/24'

/** The settings of a Manager of their own company, signed in. */
async function openSettings(boss: Person, look: Look = 'desktop-light', script = true): Promise<Page> {
  const page = await stage.newPage({ look, javaScriptEnabled: script })
  await signIn(page, stage.origin, boss)
  await page.goto(`${stage.origin}/subscription/security`)
  await arrive(page, 'Security settings')
  return page
}

/** Its time is up, as far as the database is concerned. */
async function endTrial({ subscriptionId }: Person): Promise<void> {
  await stage.app.db
    .updateTable('subscriptions')
    .set({ trialEndsAt: sql<Date>`gatehouse_now()` })
    .where('id', '=', subscriptionId)
    .execute()
}

const FREEZE = 'Failed sign-ins until an account is frozen'
const NETWORKS = 'Allowed networks optional'

describe('security settings (A05, N12)', () => {
  it('a Manager shuts themselves out by a network, sees the time run, and is let in again by the clock', async () => {
    const boss = await newCompany(stage.app)
    const page = await openSettings(boss)
    await fill(page, { [NETWORKS]: AWAY })
    await press(page, 'Save')
    await expectText(page, 'These networks don’t include you')
    await expectPage(page, 'Security settings')
    expect(await page.getByLabel(NETWORKS).inputValue()).toBe(AWAY)
    await page.getByLabel('Try them although they don’t include my address').check()
    await page.clock.install()
    await press(page, 'Save')
    await expectPage(page, 'These settings keep you out')
    await expectToFit(page)
    await expect.poll(() => page.getByRole('timer').textContent()).toMatch(/^in [45]:\d\d$/u)
    await page.getByRole('link', { name: 'Try again' }).click()
    await arrive(page, 'These settings keep you out')
    await endTrial(boss)
    await page.clock.fastForward('06:00')
    await expectPage(page, 'Security settings')
    expect(await page.getByLabel(NETWORKS).inputValue()).toBe('')
    await stage.demo.mails(boss.email, 1)
  })

  it('keeps a network that it adds by a button, and another Manager sees the trial', async () => {
    const boss = await newCompany(stage.app, { firstName: 'Jane', lastName: 'Doe' })
    const second = await newPerson(stage.app, boss.subscriptionId, { role: 'manager' })
    const page = await openSettings(boss)
    await page.getByRole('button', { name: 'Add my network' }).click()
    const network = await page.getByLabel(NETWORKS).inputValue()
    expect(network).toMatch(/^(127\.0\.0\.0\/24|::\/64)$/u)
    await fill(page, { [FREEZE]: '5' })
    await press(page, 'Save')
    await expectText(page, 'New settings are being tried')
    await expectPage(page, 'Security settings')
    const other = await openSettings(second, 'phone-dark')
    await expectText(other, 'Jane Doe is trying new ones')
    await expectPage(other, 'Security settings')
    await expectToFit(other)
    await press(page, 'Keep these settings')
    await expectText(page, 'The security settings are kept')
    expect(await page.getByLabel(NETWORKS).inputValue()).toBe(network)
    await press(other, 'Go back now')
    await arrive(other, 'This trial is over')
  })

  it('works without script: what is wrong stands beside its field, and the time of the end on the page', async () => {
    const boss = await newCompany(stage.app)
    const page = await openSettings(boss, 'desktop-light', false)
    expect(await page.getByRole('button', { name: 'Add my network' }).isVisible()).toBe(false)
    await fill(page, { [FREEZE]: '2', [NETWORKS]: '10.0.0.300\n10.0.0.0/8' })
    await press(page, 'Save')
    await expectText(page, 'Enter a whole number from 3 to 100')
    await expectText(page, '10.0.0.300 is no network')
    await fill(page, { [FREEZE]: '4', [NETWORKS]: '', 'Minutes without use until a session ends': '30' })
    await press(page, 'Save')
    await expectText(page, /in [345] minutes/u)
    await press(page, 'Go back now')
    await expectText(page, 'The earlier security settings count again')
    await fill(page, { [FREEZE]: '4' })
    await press(page, 'Save')
    await expectText(page, 'The security settings are saved')
    expect(await page.getByLabel(FREEZE).inputValue()).toBe('4')
  })

  it.each(['desktop-light', 'desktop-dark', 'phone-light', 'phone-dark'] as const)('fits and is accessible: %s', async (look) => {
    const boss = await newCompany(stage.app)
    const page = await openSettings(boss, look)
    await fill(page, { [FREEZE]: '200', [NETWORKS]: '10.0.0.0/8\n2001:db8:7:1::/64\nnonsense' })
    await expectToFit(page)
    await press(page, 'Save')
    await expectPage(page, 'Security settings')
    await expectToFit(page)
  })
})
