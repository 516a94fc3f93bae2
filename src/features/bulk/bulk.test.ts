import { describe, expect, it } from 'vitest'
import { bulkActsOf } from '../../../test/support/bulk-acts.ts'
import { actorFor, newCompany, newPerson, newUnit } from '../../../test/support/people.ts'
import { auditTrail, expectNoWords, expectWords, flashAfter, pageAt, signedIn } from '../../../test/support/signed-in.ts'
import { useWorld } from '../../../test/support/world.ts'
import { WHOLE_LIST } from '../../domain/user-list.ts'
import { newId } from '../../secrets.ts'
import { deactivateUser } from '../users/deactivate-user.ts'
import { chooseUnit } from './choose-unit.ts'
import { runBulkAct } from './run-bulk-act.ts'
import { startBulkAct } from './start-bulk-act.ts'
import { viewBulkAct } from './view-bulk-act.ts'

/** Jobs are run by hand here, so that a test can come between. */
const world = await useWorld({ work: false })
const { app } = world
const { context, prepared, started, statesOf, outcomesOf, progressOf, newPeople, tick } = bulkActsOf(app)

describe('a bulk act', () => {
  it('says who is affected and who is refused and why, and does nothing yet (S08)', async () => {
    const manager = await newCompany(app)
    const [anna, ben] = [
      await newPerson(app, manager.subscriptionId, { firstName: 'Anna', lastName: 'Berg' }),
      await newPerson(app, manager.subscriptionId, { firstName: 'Ben', lastName: 'Cruz', state: 'inactive' }),
    ]
    const elsewhere = await newCompany(app, { firstName: 'Some', lastName: 'Stranger' })
    const boss = await signedIn(world, manager)
    const answer = await tick(boss, { act: 'deactivate', list: '?q=e' }, [manager, anna, ben, elsewhere, { accountId: newId() }])
    expect(answer.status).toBe(303)
    const path = answer.headers.get('location') ?? ''
    const page = await pageAt(boss, path)
    expectWords(page, ['1 user will be deactivated', 'Anna Berg', 'Only active users can be deactivated', 'Ben Cruz'])
    expectWords(page, [
      'You can’t do this to yourself',
      '2 selected users can’t be found',
      'Deactivate 1 user',
      'href="/users?q=e"',
    ])
    expectNoWords(page, ['Some Stranger', elsewhere.username])
    expect(await statesOf([anna, ben])).toEqual(['active', 'inactive'])
    expect(await auditTrail(app, manager.subscriptionId)).toHaveLength(1)
  })

  it('takes all that a list finds, on whatever page, and nobody besides', async () => {
    const manager = await newCompany(app)
    const readers = await newPeople(60, manager.subscriptionId)
    await newPerson(app, manager.subscriptionId, { role: 'scanner' })
    const id = await prepared(manager, 'end_sessions', { everybodyIn: { ...WHOLE_LIST, role: 'reader' } })
    const { total, groups } = await viewBulkAct(app, actorFor(manager), id)
    expect([total, groups.map(({ fate, users, named }) => [fate, users, named.length])]).toEqual([60, [['done', 60, 20]]])
    expect(Object.keys(await outcomesOf(id)).toSorted()).toEqual(readers.map(({ accountId }) => accountId).toSorted())
  })

  it('runs to its end with one audit row for each, and tells what became of whom (I-32)', async () => {
    const manager = await newCompany(app)
    const people = await newPeople(45, manager.subscriptionId)
    const frozen = await newPerson(app, manager.subscriptionId, { state: 'inactive', reason: 'failed_sign_ins' })
    const id = await started(manager, 'deactivate', [...people, frozen, manager])
    const boss = await signedIn(world, manager)
    const running = await pageAt(boss, `/users/bulk/${id}`)
    expectWords(running, ['0 of 47 (0%)', 'data-progress', 'Look again', 'Stop'])
    await runBulkAct(app, id)
    expect(await progressOf(id)).toEqual({ state: 'done', total: 47, done: 47, refused: 2 })
    expect(new Set(await statesOf(people))).toEqual(new Set(['inactive']))
    const trail = (await auditTrail(app, manager.subscriptionId)).filter(({ action }) => action === 'account.deactivated')
    expect(trail).toHaveLength(people.length)
    expect(new Set(trail.map(({ accountId }) => accountId))).toEqual(new Set(people.map(({ accountId }) => accountId)))
    expect(new Set(trail.map(({ actorId }) => actorId))).toEqual(new Set([manager.accountId]))
    const over = await pageAt(boss, `/users/bulk/${id}`)
    expectWords(over, [
      '45 users were deactivated',
      '1 user was left as they are',
      'and 25 more',
      'Activate these again',
      '2 left as they are',
    ])
    expectNoWords(over, ['data-progress'])
  })

  it('is undone by another, which is previewed like any', async () => {
    const manager = await newCompany(app)
    const [one, other] = [
      await newPerson(app, manager.subscriptionId),
      await newPerson(app, manager.subscriptionId, { state: 'inactive' }),
    ]
    const id = await started(manager, 'deactivate', [one, other])
    await runBulkAct(app, id)
    const boss = await signedIn(world, manager)
    const answer = await boss.post(`/users/bulk/${id}/undo`, {})
    const path = answer.headers.get('location') ?? ''
    expectWords(await pageAt(boss, path), ['Activate: 1 user', '1 user will be activated'])
    await boss.post(`${path}/start`, {})
    await runBulkAct(app, path.split('/').at(-1) ?? '')
    expect(await statesOf([one, other])).toEqual(['active', 'inactive'])
  })

  it('moves users into a unit once that is chosen, and refuses those who can’t be there (I-27)', async () => {
    const manager = await newCompany(app)
    const unit = await newUnit(app, manager.subscriptionId, { name: 'Payments' })
    const foreign = await newUnit(app, (await newCompany(app)).subscriptionId, { name: 'Elsewhere' })
    const [reader, there, second] = [
      await newPerson(app, manager.subscriptionId),
      await newPerson(app, manager.subscriptionId, { businessUnitId: unit }),
      await newPerson(app, manager.subscriptionId, { role: 'manager' }),
    ]
    const boss = await signedIn(world, manager)
    const path = (await tick(boss, { act: 'move', list: '?' }, [reader, there, second])).headers.get('location') ?? ''
    const id = path.split('/').at(-1) ?? ''
    expectNoWords(await pageAt(boss, path), ['will move', 'Elsewhere'])
    expect((await boss.post(`${path}/start`, {})).status).toBe(422)
    expect((await boss.post(`${path}/unit`, { unit: foreign })).status).toBe(422)
    expect((await boss.post(`${path}/unit`, { unit: '' })).status).toBe(422)
    expect((await boss.post(`${path}/unit`, { unit })).status).toBe(303)
    expectWords(await pageAt(boss, path), ['1 user will move', 'They are in this unit already', 'Managers are in no unit'])
    await startBulkAct(app, actorFor(manager), id, context)
    await runBulkAct(app, id)
    expect(await outcomesOf(id)).toEqual({
      [reader.accountId]: 'done',
      [there.accountId]: 'already_there',
      [second.accountId]: 'not_placeable',
    })
    const actions = (await auditTrail(app, manager.subscriptionId)).map(({ action }) => action)
    expect(actions.filter((action) => action === 'account.moved')).toHaveLength(1)
    await expect(chooseUnit(app, actorFor(manager), { id, unit: 'none' })).rejects.toMatchObject({ code: 'already_decided' })
  })

  it('sends welcome mails again, and says whom it spared one (I-05)', async () => {
    const manager = await newCompany(app)
    const people = [1, 2].map(() => newPerson(app, manager.subscriptionId, { state: 'pending_activation' }))
    const [one, other] = await Promise.all(people)
    if (!one || !other) throw new Error('nobody')
    await runBulkAct(app, await started(manager, 'resend_welcome', [one]))
    const id = await started(manager, 'resend_welcome', [one, other])
    await runBulkAct(app, id)
    expect(await outcomesOf(id)).toEqual({ [one.accountId]: 'mail_pause', [other.accountId]: 'done' })
    const mails = await app.db
      .selectFrom('mails')
      .select('accountId')
      .where('kind', '=', 'welcome')
      .where('accountId', 'in', [one.accountId, other.accountId])
      .execute()
    expect(mails).toHaveLength(2)
  })

  it('says so where nobody was ticked, and goes back to the list', async () => {
    const manager = await newCompany(app)
    const boss = await signedIn(world, manager)
    const answer = await tick(boss, { act: 'activate', list: '?state=inactive' }, [])
    expect(answer.headers.get('location')).toBe('/users?state=inactive')
    expect(await flashAfter(boss, answer)).toContain('Nobody was selected')
    expect((await tick(boss, { act: 'cancel', list: '' }, [manager])).status).toBe(404)
  })
})

describe('whose bulk act it is', () => {
  it('reaches no further than the one who asks: others of the subscription are refused, hidden ones are missing (I-26, I-27)', async () => {
    const manager = await newCompany(app)
    const [own, foreign] = [
      await newUnit(app, manager.subscriptionId, { seesOnlyItself: true }),
      await newUnit(app, manager.subscriptionId),
    ]
    const head = await newPerson(app, manager.subscriptionId, { role: 'unit_manager', businessUnitId: own })
    const [mine, theirs] = [
      await newPerson(app, manager.subscriptionId, { businessUnitId: own }),
      await newPerson(app, manager.subscriptionId, { businessUnitId: foreign }),
    ]
    const session = await signedIn(world, head)
    const path = (await tick(session, { act: 'deactivate', list: '' }, [mine, theirs, manager])).headers.get('location') ?? ''
    const page = await pageAt(session, path)
    expectWords(page, [
      '1 user will be deactivated',
      '1 selected user can’t be found',
      'Your role does not let you do this to them',
    ])
    expectNoWords(page, [theirs.username])
    await session.post(`${path}/start`, {})
    await runBulkAct(app, path.split('/').at(-1) ?? '')
    expect(await statesOf([mine, theirs, manager])).toEqual(['inactive', 'active', 'active'])
  })

  it('is nobody else’s to see, start or stop (I-26)', async () => {
    const manager = await newCompany(app)
    const [second, stranger] = [await newPerson(app, manager.subscriptionId, { role: 'manager' }), await newCompany(app)]
    const id = await prepared(manager, 'deactivate', { ids: [second.accountId] })
    for (const person of [second, stranger]) {
      const guest = await signedIn(world, person)
      expect((await guest.get(`/users/bulk/${id}`)).status).toBe(404)
      for (const deed of ['start', 'cancel', 'undo', 'unit']) {
        expect([deed, (await guest.post(`/users/bulk/${id}/${deed}`, { unit: 'none' })).status]).toEqual([deed, 404])
      }
    }
    expect((await progressOf(id))?.state).toBe('preview')
  })

  it('ends where the one who asked may do it no more', async () => {
    const manager = await newCompany(app)
    const second = await newPerson(app, manager.subscriptionId, { role: 'manager' })
    const people = await newPeople(3, manager.subscriptionId)
    const id = await started(second, 'deactivate', people)
    await deactivateUser(app, actorFor(manager), second.accountId, context)
    await runBulkAct(app, id)
    expect(await progressOf(id)).toEqual({ state: 'stopped', total: 3, done: 0, refused: 0 })
    expect(await statesOf(people)).toEqual(['active', 'active', 'active'])
  })
})
