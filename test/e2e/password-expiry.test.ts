import { sql } from 'kysely'
import { expect, it } from 'vitest'
import { newCompany } from '../support/people.ts'
import { useStage } from '../support/stage.ts'
import { arrive, expectPage, expectText, expectToFit, follow, signIn } from '../support/steps.ts'

const stage = await useStage({ platformId: 'PCI' })

it.each(['desktop-light', 'desktop-dark', 'phone-light', 'phone-dark'] as const)(
  'in its last days a password’s owner reads so at home, and is led to change it (8.3.9): %s',
  async (look) => {
    const owner = await newCompany(stage.app)
    await stage.app.db
      .updateTable('accounts')
      .set({ credentialSetAt: sql<Date>`gatehouse_now() - interval '87 days' + interval '1 hour'` })
      .where('id', '=', owner.accountId)
      .execute()
    const page = await stage.newPage({ look })
    await signIn(page, stage.origin, owner)
    await expectText(page, 'Your password expires in 3 days')
    await expectPage(page, /^Welcome, /u)
    await expectToFit(page)
    await follow(page, () => page.getByRole('link', { name: 'Change Password', exact: true }).click())
    await arrive(page, 'Change Password')
    expect(await page.getByLabel('Current password', { exact: true }).isVisible()).toBe(true)
  },
)
