import { describe, expect, it } from 'vitest'
import { actorFor, newCompany, newPerson, newUnit } from '../../../test/support/people.ts'
import { requestFrom } from '../../../test/support/sign-in-attempts.ts'
import { auditTrail, expectNoWords, expectWords, flashAfter, pageAt, signedIn } from '../../../test/support/signed-in.ts'
import { useWorld } from '../../../test/support/world.ts'
import { newId } from '../../secrets.ts'
import { createUnit, removeUnit } from './change-units.ts'
import { passUnitPointOfContact } from './pass-point-of-contact.ts'

const world = await useWorld()
const CONTEXT = requestFrom('192.0.2.9')

describe('the Subscription section', () => {
  it('shows a Manager the point of contact and the units, and says so where they are the only Manager (N09)', async () => {
    const manager = await newCompany(world.app, { firstName: 'Maya', lastName: 'Stone' })
    const boss = await signedIn(world, manager)
    expectWords(await pageAt(boss, '/subscription'), [
      'Maya Stone',
      'No business units yet',
      'You are the only Manager who can sign in',
    ])
    await newPerson(world.app, manager.subscriptionId, { role: 'manager', firstName: 'Second' })
    const page = await pageAt(boss, '/subscription')
    expectWords(page, ['Choose a Manager', 'Second Lee'])
    expectNoWords(page, ['You are the only Manager'])
  })

  it('is for those who run something: others are refused, and have no link to it', async () => {
    const manager = await newCompany(world.app)
    const reader = await signedIn(world, await newPerson(world.app, manager.subscriptionId))
    expect((await reader.get('/subscription')).status).toBe(403)
    expectNoWords(await pageAt(reader, '/users'), ['href="/subscription"'])
  })

  it('shows a Unit Manager their unit and no other (I-26)', async () => {
    const manager = await newCompany(world.app)
    const here = await newUnit(world.app, manager.subscriptionId, { name: 'Here' })
    const there = await newUnit(world.app, manager.subscriptionId, { name: 'Elsewhere' })
    const unitManager = await newPerson(world.app, manager.subscriptionId, { role: 'unit_manager', businessUnitId: here })
    const session = await signedIn(world, unitManager)
    expectNoWords(await pageAt(session, '/subscription'), ['Elsewhere', 'Add unit'])
    expect((await session.get(`/subscription/units/${there}`)).status).toBe(404)
    expectNoWords(await pageAt(session, `/subscription/units/${here}`), ['Remove unit', 'See only this unit'])
    expect((await session.post(`/subscription/units/${here}`, { name: 'Mine' })).status).toBe(403)
  })
})

describe('passing the point of contact on', () => {
  it('tells both, writes one row, and asks for an Active Manager (A03, I-32)', async () => {
    const manager = await newCompany(world.app)
    const second = await newPerson(world.app, manager.subscriptionId, { role: 'manager', firstName: 'Maya', lastName: 'Stone' })
    const reader = await newPerson(world.app, manager.subscriptionId)
    const boss = await signedIn(world, manager)
    const nobody = await boss.post('/subscription/point-of-contact', { accountId: '' })
    expect(nobody.status).toBe(422)
    expect(await nobody.text()).toContain('Choose one from the list')
    expect((await boss.post('/subscription/point-of-contact', { accountId: reader.accountId })).status).toBe(409)
    expect((await boss.post('/subscription/point-of-contact', { accountId: newId() })).status).toBe(404)
    const answer = await boss.post('/subscription/point-of-contact', { accountId: second.accountId })
    expect(await flashAfter(boss, answer)).toContain('Maya Stone is now the point of contact')
    const [taken] = await world.mails(manager.email)
    const [given] = await world.mails(second.email)
    expect([taken?.subject, given?.subject].map((subject) => subject?.replace(/ of Company.*/, ''))).toEqual([
      'You are no longer the point of contact (POC)',
      'You are the point of contact (POC)',
    ])
    const rows = await auditTrail(world.app, manager.subscriptionId)
    expect(rows.filter(({ action }) => action === 'subscription.point_of_contact_changed').length).toBe(1)
  })

  it('of a unit goes to an Active Unit Manager of it, by a Manager or by a Unit Manager of it', async () => {
    const manager = await newCompany(world.app)
    const { subscriptionId } = manager
    const [here, there] = [await newUnit(world.app, subscriptionId), await newUnit(world.app, subscriptionId)]
    const mine = await newPerson(world.app, subscriptionId, { role: 'unit_manager', businessUnitId: here })
    const next = await newPerson(world.app, subscriptionId, { role: 'unit_manager', businessUnitId: here })
    const foreign = await newPerson(world.app, subscriptionId, { role: 'unit_manager', businessUnitId: there })
    const standing = { role: 'unit_manager', businessUnitId: here } as const
    const pass = (actor: ReturnType<typeof actorFor>, unitId: string, accountId: string | null) =>
      passUnitPointOfContact(world.app, actor, { unitId, accountId }, CONTEXT)
    await pass(actorFor(manager), here, mine.accountId)
    await expect(pass(actorFor(mine, standing), here, foreign.accountId)).rejects.toMatchObject({ code: 'not_eligible' })
    await expect(pass(actorFor(mine, standing), there, foreign.accountId)).rejects.toMatchObject({ code: 'not_found' })
    await expect(pass(actorFor(mine, standing), here, null)).rejects.toMatchObject({ code: 'forbidden' })
    expect(await pass(actorFor(mine, standing), here, next.accountId)).toMatchObject({ hasChanged: true })
    expect((await world.mails(mine.email, 2)).map(({ subject }) => subject).join()).toContain('no longer the point of contact')
    expect(await pass(actorFor(manager), here, null)).toEqual({ name: null, hasChanged: true })
  })
})

describe('business units', () => {
  it('are made, renamed, narrowed and removed by the pages, each with one row (I-32)', async () => {
    const manager = await newCompany(world.app)
    const boss = await signedIn(world, manager)
    const made = await boss.post('/subscription/units/new', { name: 'Payments' })
    const path = made.headers.get('location') ?? ''
    expect(await flashAfter(boss, made)).toBe('Created the business unit Payments.')
    await boss.post(path, { name: 'Payments EU', seesOnlyItself: 'yes' })
    expectWords(await pageAt(boss, path), ['Payments EU', 'only this unit and the Managers'])
    expect(await flashAfter(boss, await boss.post(`${path}/remove`, {}))).toBe('Removed the business unit Payments EU.')
    expect((await boss.get(path)).status).toBe(404)
    const actions = (await auditTrail(world.app, manager.subscriptionId)).map(({ action }) => action)
    expect(actions).toEqual(['subscription.created', 'unit.created', 'unit.changed', 'unit.removed'])
  })

  it('have names that differ by more than case, and keep what was typed', async () => {
    const manager = await newCompany(world.app)
    const boss = await signedIn(world, manager)
    await boss.post('/subscription/units/new', { name: 'Payments' })
    const again = await boss.post('/subscription/units/new', { name: 'PAYMENTS' })
    expect([again.status, (await again.text()).includes('value="PAYMENTS"')]).toEqual([422, true])
    const race = await Promise.allSettled(
      ['Sales', 'sales', 'SALES'].map((name) =>
        createUnit(world.app, actorFor(manager), { name, seesOnlyItself: false }, CONTEXT),
      ),
    )
    expect(race.filter(({ status }) => status === 'fulfilled').length).toBe(1)
  })

  it('are not removed while somebody is in them, and are nothing to another subscription (I-26)', async () => {
    const [manager, other] = [await newCompany(world.app), await newCompany(world.app)]
    const unit = await newUnit(world.app, manager.subscriptionId)
    await newPerson(world.app, manager.subscriptionId, { businessUnitId: unit })
    const full = { code: 'unit_not_empty', details: { people: 1 } }
    await expect(removeUnit(world.app, actorFor(manager), unit, CONTEXT)).rejects.toMatchObject(full)
    await expect(removeUnit(world.app, actorFor(other), unit, CONTEXT)).rejects.toMatchObject({ code: 'not_found' })
  })

  it('that see only themselves show their people nobody else but the Managers (S08)', async () => {
    const manager = await newCompany(world.app, { firstName: 'Maya', lastName: 'Stone' })
    const { subscriptionId } = manager
    const here = await newUnit(world.app, subscriptionId, { seesOnlyItself: true })
    const reader = await newPerson(world.app, subscriptionId, { businessUnitId: here })
    const near = await newPerson(world.app, subscriptionId, { businessUnitId: here })
    const far = await newPerson(world.app, subscriptionId)
    const session = await signedIn(world, reader)
    const statuses = [near, manager, far].map(async ({ accountId }) => (await session.get(`/users/${accountId}`)).status)
    expect(await Promise.all(statuses)).toEqual([200, 200, 404])
  })
})
