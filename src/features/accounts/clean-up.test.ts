import { sql } from 'kysely'
import { expect, it } from 'vitest'
import { newCompany } from '../../../test/support/people.ts'
import { failTimes } from '../../../test/support/sign-in-attempts.ts'
import { useWorld } from '../../../test/support/world.ts'
import { cleanUp } from './clean-up.ts'

const world = await useWorld({ work: false })

const DAY = 24 * 60 * 60
const budgets = async () => world.app.db.selectFrom('guardBudgets').select('subject').execute()

it('I-10 what has run out is forgotten, what has not is kept', async () => {
  const owner = await newCompany(world.app)
  await failTimes(world.app, 3, owner.username)
  const kept = await budgets()
  await cleanUp(world.app)
  expect(await budgets()).toEqual(kept)
  await world.passTime(DAY + 1)
  await cleanUp(world.app)
  expect(await budgets()).toEqual([])
})

it('what a sign-in is using is left to the next time, and nobody waits', async () => {
  const owner = await newCompany(world.app)
  await failTimes(world.app, 1, owner.username)
  const [inUse] = await budgets()
  if (!inUse) throw new Error('the failure left no budget')
  await world.passTime(DAY + 1)
  await world.app.db.transaction().execute(async (trx) => {
    await trx.selectFrom('guardBudgets').select('subject').where('subject', '=', inUse.subject).forUpdate().execute()
    await cleanUp(world.app)
    expect(await budgets()).toEqual([inUse])
  })
  await cleanUp(world.app)
  expect(await budgets()).toEqual([])
})

it('the counts of users are put together once they have grown, and count the same', async () => {
  const { app } = world
  const { subscriptionId, accountId } = await newCompany(app)
  const counts = async () => {
    const { rows } = await sql<{ rows: number; users: number }>`select count(*) as rows, sum(users) as users from user_counts
      where subscription_id = ${subscriptionId}::uuid`.execute(app.db)
    return rows[0]
  }
  for (let times = 0; times < 30; times += 1) {
    for (const role of ['reader', 'manager']) {
      await app.db.updateTable('accounts').set({ role }).where('id', '=', accountId).execute()
    }
  }
  expect((await counts())?.rows).toBeGreaterThan(100)
  await cleanUp(app)
  expect(await counts()).toEqual({ rows: 1, users: 1 })
})
