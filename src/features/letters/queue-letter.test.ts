import { expect, it } from 'vitest'
import { newCompany } from '../../../test/support/people.ts'
import { useWorld } from '../../../test/support/world.ts'
import { queueLetter } from './queue-letter.ts'

const world = await useWorld()

it('I-38 a letter leaves when its deed is committed, however long that takes, and never where it was undone', async () => {
  const [done, undone] = [await newCompany(world.app), await newCompany(world.app)]
  const order = async (person: typeof done, end: () => Promise<void>) =>
    world.app.db.transaction().execute(async (trx) => {
      await queueLetter(world.app, trx, { kind: 'activated', accountId: person.accountId, recipient: person.email })
      // Time enough for a job that is visible already to be taken.
      await new Promise((resolve) => setTimeout(resolve, 300))
      await end()
    })
  await order(done, async () => {})
  await expect(order(undone, () => Promise.reject(new Error('undone')))).rejects.toThrow('undone')
  await world.mails(done.email)
  await world.jobsDone()
  expect((await world.mails(null)).map(({ to }) => to)).toEqual([done.email])
})
