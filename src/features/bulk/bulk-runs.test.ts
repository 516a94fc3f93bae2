import { describe, expect, it } from 'vitest'
import { bulkActsOf } from '../../../test/support/bulk-acts.ts'
import { actorFor, newCompany, newPerson } from '../../../test/support/people.ts'
import { auditTrail } from '../../../test/support/signed-in.ts'
import { useWorld } from '../../../test/support/world.ts'
import { runBatch, runBulkAct } from './run-bulk-act.ts'
import { cancelBulkAct, startBulkAct } from './start-bulk-act.ts'

/** Jobs are run by hand here, so that a test can come between. */
const world = await useWorld({ work: false })
const { app } = world
const twin = await world.openTwin({ work: false })
const { context, prepared, started, statesOf, outcomesOf, progressOf, newPeople } = bulkActsOf(app)

describe('a bulk act under way', () => {
  it('I-38 that is killed in a batch has done none of it, and goes on from there', async () => {
    const manager = await newCompany(app)
    const people = await newPeople(50, manager.subscriptionId)
    const id = await started(manager, 'deactivate', people)
    const batch = (isKilled: boolean) =>
      app.db.transaction().execute(async (trx) => {
        await runBatch(app, trx, { bulkActId: id, handsOver: false })
        if (isKilled) throw new Error('killed')
      })
    await batch(false)
    const before = await progressOf(id)
    await expect(batch(true)).rejects.toThrow('killed')
    const inactive = (await statesOf(people)).filter((state) => state === 'inactive').length
    expect([await progressOf(id), inactive]).toEqual([before, before?.done])
    expect(before).toMatchObject({ state: 'running', done: 40 })
    await runBulkAct(twin.app, id)
    expect(await progressOf(id)).toEqual({ state: 'done', total: 50, done: 50, refused: 0 })
    const trail = (await auditTrail(app, manager.subscriptionId)).filter(({ action }) => action === 'account.deactivated')
    expect(trail).toHaveLength(50)
  })

  it('I-38 is done once by two processes that run it at once, and started once by a button pressed twice', async () => {
    const manager = await newCompany(app)
    const people = await newPeople(90, manager.subscriptionId)
    const id = await prepared(manager, 'end_sessions', { ids: people.map(({ accountId }) => accountId) })
    await Promise.all([1, 2, 3].map(() => startBulkAct(app, actorFor(manager), id, context)))
    await Promise.all([runBulkAct(app, id), runBulkAct(twin.app, id), runBulkAct(app, id)])
    expect(await progressOf(id)).toEqual({ state: 'done', total: 90, done: 90, refused: 0 })
    const trail = (await auditTrail(app, manager.subscriptionId)).filter(({ action }) => action === 'sessions.ended')
    expect([trail.length, new Set(trail.map(({ accountId }) => accountId)).size]).toEqual([90, 90])
  })

  it('stops between two batches when it is cancelled; who was done stays done', async () => {
    const manager = await newCompany(app)
    const id = await started(manager, 'deactivate', await newPeople(90, manager.subscriptionId))
    const running = runBulkAct(app, id)
    await cancelBulkAct(app, actorFor(manager), id)
    await running
    const stopped = await progressOf(id)
    expect(stopped?.state).toBe('cancelled')
    expect(stopped?.done).toBeLessThan(90)
    await runBulkAct(app, id)
    expect(await progressOf(id)).toEqual(stopped)
  })

  it('two Managers who deactivate everybody, each other included, leave one (I-30, N09)', async () => {
    for (let round = 0; round < 10; round += 1) {
      const first = await newCompany(app)
      const { subscriptionId } = first
      await app.db.updateTable('subscriptions').set({ pointOfContactId: null }).where('id', '=', subscriptionId).execute()
      const second = await newPerson(app, subscriptionId, { role: 'manager' })
      const everybody = [first, second, await newPerson(app, subscriptionId)]
      const acts = [await started(first, 'deactivate', everybody), await started(second, 'deactivate', everybody)]
      await Promise.all(acts.map((id, index) => runBulkAct(index === 0 ? app : twin.app, id)))
      expect((await statesOf([first, second])).toSorted()).toEqual(['active', 'inactive'])
    }
  })

  it('decides again at each user’s turn: who is somebody’s point of contact by then is refused', async () => {
    const manager = await newCompany(app)
    const [second, reader] = [
      await newPerson(app, manager.subscriptionId, { role: 'manager' }),
      await newPerson(app, manager.subscriptionId),
    ]
    const id = await started(manager, 'deactivate', [second, reader])
    await app.db
      .updateTable('subscriptions')
      .set({ pointOfContactId: second.accountId })
      .where('id', '=', manager.subscriptionId)
      .execute()
    await app.db.deleteFrom('accounts').where('id', '=', reader.accountId).execute()
    await runBulkAct(app, id)
    expect(await outcomesOf(id)).toEqual({ [second.accountId]: 'point_of_contact', [reader.accountId]: 'gone' })
  })
})
