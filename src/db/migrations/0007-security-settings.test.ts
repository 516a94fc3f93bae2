import { sql } from 'kysely'
import { afterAll, expect, it } from 'vitest'
import { createEmptyDatabase } from '../../../test/support/empty-database.ts'
import * as accounts from './0001-accounts.ts'
import * as units from './0002-units.ts'
import * as userList from './0004-user-list.ts'
import * as securitySettings from './0007-security-settings.ts'

const empty = await createEmptyDatabase()
afterAll(() => empty.close())

it('keeps what subscriptions had chosen before, and takes no list of networks that would let nobody in', async () => {
  const db = empty.open()
  for (const earlier of [accounts, units, userList]) await earlier.up(db as never)
  const insert = (acronym: string, rest: string) =>
    sql
      .raw(`insert into subscriptions (id, name, acronym, self_unfreeze, freeze_threshold)
      values (gen_random_uuid(), '${acronym}', '${acronym}', ${rest})`)
      .execute(db)
  await insert('none', 'true, null')
  await insert('both', 'false, 5')
  await insert('one', 'false, null')
  await securitySettings.up(db as never)
  const rows = await db.selectFrom('subscriptions').select(['acronym', 'settings']).orderBy('acronym').execute()
  expect(rows).toEqual([
    { acronym: 'both', settings: { selfUnfreeze: false, freezeThreshold: 5 } },
    { acronym: 'none', settings: {} },
    { acronym: 'one', settings: { selfUnfreeze: false } },
  ])
  const nobody = db.updateTable('subscriptions').set({ settings: '{"allowedNetworks":[]}' }).execute()
  await expect(nobody).rejects.toThrow('no_network_at_all')
})
