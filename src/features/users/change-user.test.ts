import { describe, expect, it } from 'vitest'
import { actorFor, newCompany, newPerson, newUnit, type Person } from '../../../test/support/people.ts'
import { requestFrom } from '../../../test/support/sign-in-attempts.ts'
import { auditTrail, flashAfter, pageAt, signedIn } from '../../../test/support/signed-in.ts'
import { useWorld } from '../../../test/support/world.ts'
import type { UserChange } from '../../domain/user-change.ts'
import { passPointOfContact, passUnitPointOfContact } from '../subscriptions/pass-point-of-contact.ts'
import { changeUser } from './change-user.ts'

const world = await useWorld()
const CONTEXT = requestFrom('192.0.2.9')

const change = (manager: Person, { accountId }: Person, wanted: UserChange, version: number | null = null) =>
  changeUser(world.app, actorFor(manager), { accountId, change: wanted, version }, CONTEXT)

const factsOf = ({ accountId }: Person) =>
  world.app.db
    .selectFrom('accounts')
    .select(['firstName', 'lastName', 'role', 'businessUnitId', 'extraRights', 'externalId', 'version', 'state'])
    .where('id', '=', accountId)
    .executeTakeFirstOrThrow()

describe('changing a user', () => {
  it('changes role, unit, rights and names by the form, in one act with one row (A03, I-32)', async () => {
    const manager = await newCompany(world.app)
    const unitId = await newUnit(world.app, manager.subscriptionId, { name: 'Payments' })
    const user = await newPerson(world.app, manager.subscriptionId, { firstName: 'Ana' })
    const boss = await signedIn(world, manager)
    const path = `/users/${user.accountId}/edit`
    expect(await pageAt(boss, path)).toContain('Payments')
    const { version } = await factsOf(user)
    const names = { version: String(version), firstName: 'Anna', lastName: 'Lee', externalId: 'hr-7' }
    const rights = { rights: 'shown', right_read_audit: 'yes' }
    const answer = await boss.post(path, { ...names, role: 'unit_manager', businessUnitId: unitId, ...rights })
    expect(await flashAfter(boss, answer)).toBe(`${user.username} is changed.`)
    const now = {
      role: 'unit_manager',
      businessUnitId: unitId,
      extraRights: ['read_audit'],
      externalId: 'hr-7',
      version: version + 1,
    }
    expect(await factsOf(user)).toMatchObject({ firstName: 'Anna', ...now })
    const rows = (await auditTrail(world.app, manager.subscriptionId)).filter(({ accountId }) => accountId === user.accountId)
    expect(rows).toEqual([{ action: 'account.role_changed', actorId: manager.accountId, accountId: user.accountId }])
    const [mail] = await world.mails(user.email)
    expect(mail?.subject).toContain('is now Unit Manager')
  })

  it('shows the form again with what was typed, and saves nothing, where a field is bad', async () => {
    const manager = await newCompany(world.app)
    const user = await newPerson(world.app, manager.subscriptionId, { firstName: 'Ana' })
    const boss = await signedIn(world, manager)
    const path = `/users/${user.accountId}/edit`
    const answer = await boss.post(path, {
      firstName: '',
      lastName: 'New',
      role: 'unit_manager',
      businessUnitId: '',
      externalId: '',
    })
    expect(answer.status).toBe(422)
    expect(await answer.text()).toContain('value="New"')
    const noUnit = await boss.post(path, {
      firstName: 'A',
      lastName: 'New',
      role: 'unit_manager',
      businessUnitId: '',
      externalId: '',
    })
    expect(await noUnit.text()).toContain('A Unit Manager needs a unit')
    expect(await factsOf(user)).toMatchObject({ firstName: 'Ana', role: 'reader' })
  })

  it('signs out whose role changes, and nobody else (I-21)', async () => {
    const manager = await newCompany(world.app)
    const user = await newPerson(world.app, manager.subscriptionId)
    const session = await signedIn(world, user)
    await change(manager, user, { firstName: 'Other' })
    expect((await session.get('/account')).status).toBe(200)
    await change(manager, user, { role: 'user_administrator' })
    expect((await session.get('/account')).status).toBe(303)
  })

  it('is refused to whoever read an older version, and loses nobody’s change', async () => {
    const manager = await newCompany(world.app)
    const user = await newPerson(world.app, manager.subscriptionId)
    const { version } = await factsOf(user)
    expect(await change(manager, user, { firstName: 'First' }, version)).toMatchObject({ version: version + 1, hasChanged: true })
    await expect(change(manager, user, { firstName: 'Second' }, version)).rejects.toMatchObject({ code: 'changed_meanwhile' })
    expect(await factsOf(user)).toMatchObject({ firstName: 'First' })
  })

  it('writes nothing where nothing is different', async () => {
    const manager = await newCompany(world.app)
    const user = await newPerson(world.app, manager.subscriptionId, { firstName: 'Ana' })
    expect(await change(manager, user, { firstName: 'Ana', role: 'reader' })).toMatchObject({ hasChanged: false })
    expect((await auditTrail(world.app, manager.subscriptionId)).length).toBe(1)
  })

  it('makes an external id one account’s, and frees it again', async () => {
    const manager = await newCompany(world.app)
    const [one, other] = [await newPerson(world.app, manager.subscriptionId), await newPerson(world.app, manager.subscriptionId)]
    await change(manager, one, { externalId: ' hr-1 ' })
    await expect(change(manager, other, { externalId: 'hr-1' })).rejects.toMatchObject({
      details: { fields: { externalId: 'taken' } },
    })
    await change(manager, one, { externalId: '' })
    await change(manager, other, { externalId: 'hr-1' })
    expect(await factsOf(other)).toMatchObject({ externalId: 'hr-1' })
  })

  it('takes nothing but these facts from a form (I-33)', async () => {
    const manager = await newCompany(world.app)
    const user = await newPerson(world.app, manager.subscriptionId)
    const boss = await signedIn(world, manager)
    const extra = {
      state: 'inactive',
      email: 'thief@mail.test',
      username: 'x',
      subscriptionId: 'x',
      version: '1',
      credentialHash: 'x',
    }
    await boss.post(`/users/${user.accountId}/edit`, { firstName: 'Ana', lastName: 'Lee', role: 'reader', ...extra })
    const { email, username } = await world.app.db
      .selectFrom('accounts')
      .select(['email', 'username'])
      .where('id', '=', user.accountId)
      .executeTakeFirstOrThrow()
    expect([email, username, (await factsOf(user)).state]).toEqual([user.email, user.username, 'active'])
  })
})

describe('granting', () => {
  it('gives no role and no unit on which the giver could not act (I-27)', async () => {
    const manager = await newCompany(world.app)
    const { subscriptionId } = manager
    const [here, there] = [await newUnit(world.app, subscriptionId), await newUnit(world.app, subscriptionId)]
    const unitManager = await newPerson(world.app, subscriptionId, { role: 'unit_manager', businessUnitId: here })
    const administrator = await newPerson(world.app, subscriptionId, { role: 'user_administrator' })
    const user = await newPerson(world.app, subscriptionId, { businessUnitId: here })
    const refused = { code: 'forbidden' }
    await expect(change(unitManager, user, { role: 'manager' })).rejects.toMatchObject(refused)
    await expect(change(unitManager, user, { businessUnitId: there })).rejects.toMatchObject(refused)
    await expect(change(administrator, user, { role: 'manager' })).rejects.toMatchObject(refused)
    await expect(change(administrator, user, { role: 'user_administrator' })).rejects.toMatchObject(refused)
    await expect(change(unitManager, unitManager, { role: 'reader' })).rejects.toMatchObject({ code: 'not_oneself' })
    await expect(change(unitManager, user, { role: 'unit_manager', extraRights: ['read_audit'] })).rejects.toMatchObject(refused)
    expect(await change(unitManager, user, { role: 'unit_manager' })).toMatchObject({ hasChanged: true })
    expect(await factsOf(user)).toMatchObject({ role: 'unit_manager', extraRights: [] })
  })

  it('lets a Unit Manager take in who is in no unit only with the extra right', async () => {
    const manager = await newCompany(world.app)
    const { subscriptionId } = manager
    const here = await newUnit(world.app, subscriptionId)
    const plain = await newPerson(world.app, subscriptionId, { role: 'unit_manager', businessUnitId: here })
    const wish = { role: 'unit_manager', businessUnitId: here, extraRights: ['take_in_users'] } as const
    const trusted = await newPerson(world.app, subscriptionId, wish)
    const user = await newPerson(world.app, subscriptionId)
    await expect(change(plain, user, { businessUnitId: here })).rejects.toMatchObject({ code: 'forbidden' })
    await expect(change(trusted, user, { businessUnitId: here, firstName: 'X' })).rejects.toMatchObject({ code: 'forbidden' })
    await change(trusted, user, { businessUnitId: here })
    expect(await factsOf(user)).toMatchObject({ businessUnitId: here })
  })

  it('gives and takes rights of a unit’s point of contact, whose role and unit stay (A03)', async () => {
    const manager = await newCompany(world.app)
    const { subscriptionId } = manager
    const unitId = await newUnit(world.app, subscriptionId)
    const user = await newPerson(world.app, subscriptionId, { role: 'unit_manager', businessUnitId: unitId })
    await passUnitPointOfContact(world.app, actorFor(manager), { unitId, accountId: user.accountId }, CONTEXT)
    const boss = await signedIn(world, manager)
    const path = `/users/${user.accountId}/edit`
    expect(await pageAt(boss, path)).toContain('Read the audit trail of their unit')
    const names = { firstName: 'Ana', lastName: 'Lee', externalId: '', rights: 'shown' }
    await boss.post(path, { ...names, right_read_audit: 'yes' })
    expect(await factsOf(user)).toMatchObject({ role: 'unit_manager', businessUnitId: unitId, extraRights: ['read_audit'] })
    await boss.post(path, names)
    expect(await factsOf(user)).toMatchObject({ firstName: 'Ana', extraRights: [] })
  })

  it('knows no unit of another subscription (I-26)', async () => {
    const [manager, other] = [await newCompany(world.app), await newCompany(world.app)]
    const foreign = await newUnit(world.app, other.subscriptionId)
    const user = await newPerson(world.app, manager.subscriptionId)
    const bad = { details: { fields: { businessUnitId: 'not_a_choice' } } }
    await expect(change(manager, user, { businessUnitId: foreign })).rejects.toMatchObject(bad)
    await expect(change(manager, other, { firstName: 'X' })).rejects.toMatchObject({ code: 'not_found' })
  })

  it('turns nobody who has signed in into a Contact, and welcomes a Contact who becomes more', async () => {
    const manager = await newCompany(world.app)
    const user = await newPerson(world.app, manager.subscriptionId)
    const bad = { details: { fields: { role: 'has_signed_in' } } }
    await expect(change(manager, user, { role: 'contact' })).rejects.toMatchObject(bad)
    const contact = await newPerson(world.app, manager.subscriptionId, { role: 'contact', state: 'pending_activation' })
    await change(manager, contact, { role: 'reader' })
    const [mail] = await world.mails(contact.email)
    expect(mail?.subject).toContain('Welcome')
  })
})

describe('who may not be taken away', () => {
  it('is a point of contact before that is passed on (A03)', async () => {
    const manager = await newCompany(world.app)
    const second = await newPerson(world.app, manager.subscriptionId, { role: 'manager' })
    await expect(change(second, manager, { role: 'reader' })).rejects.toMatchObject({ code: 'point_of_contact' })
    await passPointOfContact(world.app, actorFor(second), second.accountId, CONTEXT)
    await change(second, manager, { role: 'reader' })
    expect(await factsOf(manager)).toMatchObject({ role: 'reader' })
  })

  it('is one of two Managers who demote each other at once, in two processes: one is left (I-30, N09)', async () => {
    const twin = await world.openTwin()
    for (let round = 0; round < 5; round += 1) {
      const one = await newCompany(world.app)
      const other = await newPerson(world.app, one.subscriptionId, { role: 'manager' })
      // Without a point of contact nothing but the count protects them.
      await world.app.db
        .updateTable('subscriptions')
        .set({ pointOfContactId: null })
        .where('id', '=', one.subscriptionId)
        .execute()
      const demote = (app: typeof world.app, by: Person, whom: Person) =>
        changeUser(app, actorFor(by), { accountId: whom.accountId, change: { role: 'reader' } }, CONTEXT)
      const outcomes = await Promise.allSettled([demote(world.app, one, other), demote(twin.app, other, one)])
      expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
      const roles = [(await factsOf(one)).role, (await factsOf(other)).role]
      expect(roles.toSorted()).toEqual(['manager', 'reader'])
    }
  })
})
