import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { newPerson, newUnit } from '../../../test/support/people.ts'
import { expectNoWords, expectWords, pageAt, signedIn } from '../../../test/support/signed-in.ts'
import { namesAt, newStaff } from '../../../test/support/user-lists.ts'
import { useWorld } from '../../../test/support/world.ts'
import { newId } from '../../secrets.ts'
import { mergeUserCounts } from './list-queries.ts'

const world = await useWorld({ work: false })

describe('filters of the list', () => {
  /** A unit of three, one outside of it, one who only receives mail, and sign-ins long ago and never. */
  async function newDivision() {
    const { manager, reader } = await newStaff(world)
    const { subscriptionId } = manager
    const unit = await newUnit(world.app, subscriptionId, { name: 'Claims' })
    const old = await newPerson(world.app, subscriptionId, {
      firstName: 'Old',
      lastName: 'Hand',
      role: 'scanner',
      businessUnitId: unit,
    })
    const head = await newPerson(world.app, subscriptionId, {
      firstName: 'Uma',
      lastName: 'Head',
      role: 'unit_manager',
      businessUnitId: unit,
    })
    const contact = await newPerson(world.app, subscriptionId, {
      firstName: 'Conny',
      lastName: 'Tact',
      role: 'contact',
      state: 'pending_activation',
      businessUnitId: unit,
    })
    await world.app.db
      .updateTable('accounts')
      .set({ lastSignInAt: sql`gatehouse_now() - interval '100 days'` })
      .where('id', '=', old.accountId)
      .execute()
    return { manager, reader, unit, old, head, contact }
  }

  it('by role, unit and last sign-in, alone and together, with counts that fit (S08)', async () => {
    const { manager, unit } = await newDivision()
    const boss = await signedIn(world, manager)
    expect(await namesAt(boss, '/users?role=scanner')).toEqual(['Old Hand', 'Petra Ode'])
    expect(await namesAt(boss, `/users?unit=${unit}`)).toEqual(['Conny Tact', 'Old Hand', 'Uma Head'])
    expect(await namesAt(boss, '/users?unit=none&role=scanner')).toEqual(['Petra Ode'])
    expect(await namesAt(boss, '/users?sign-in=within-7')).toEqual(['Maya Stone'])
    expect(await namesAt(boss, '/users?sign-in=not-for-90&role=scanner')).toEqual(['Old Hand', 'Petra Ode'])
    expect(await namesAt(boss, '/users?sign-in=never&role=scanner')).toEqual(['Petra Ode'])
    expect(await namesAt(boss, `/users?sign-in=not-for-180&unit=${unit}`)).toEqual(['Conny Tact', 'Uma Head'])
    const page = await pageAt(boss, `/users?unit=${unit}&role=scanner`)
    expectWords(page, ['1 of 8 users', 'Unit: Claims', 'Role: Scanner'])
    expect(await namesAt(boss, `/users?unit=${newId()}`)).toEqual([])
  })

  it('a Contact waits for nothing: it receives mail only (S17)', async () => {
    const { manager, contact } = await newDivision()
    const boss = await signedIn(world, manager)
    expect(await namesAt(boss, '/users?state=pending_activation')).toEqual(['Petra Ode'])
    expect(await namesAt(boss, '/users?state=mail_only')).toEqual(['Conny Tact'])
    expectWords(await pageAt(boss, '/users'), [
      'Receives mail only<span class="count">1',
      'Pending Activation<span class="count">1',
    ])
    const own = await pageAt(boss, `/users/${contact.accountId}`)
    expectWords(own, ['Receives mail only'])
    expectNoWords(own, ['Pending Activation'])
  })

  it('one or two letters find where words begin; three and more find anything (S08)', async () => {
    const { manager } = await newDivision()
    const boss = await signedIn(world, manager)
    expect(await namesAt(boss, '/users?q=h')).toEqual(['Old Hand', 'Uma Head'])
    expect(await namesAt(boss, '/users?q=an')).toEqual(['anna Berg'])
    expect(await namesAt(boss, '/users?q=and')).toEqual(['Old Hand'])
    expect(await namesAt(boss, '/users?q=ÁNG')).toEqual(['Ángel Cruz'])
    expect(await namesAt(boss, '/users?q=oh1')).toEqual(['Old Hand'])
  })

  it('shows the columns that were chosen, and keeps them for this browser', async () => {
    const { manager } = await newDivision()
    const boss = await signedIn(world, manager)
    const chosen = await boss.get('/users?choose=columns&column=added&column=email&column=bogus&q=old')
    expect([chosen.status, chosen.headers.get('location')]).toEqual([302, '/users?q=old&columns=email.added'])
    for (const path of ['/users?columns=email.added', '/users']) {
      const labels = new Set((await pageAt(boss, path)).match(/(?<=data-label=")[^"]+/g))
      expect([...labels]).toEqual(['E-mail address', 'Added'])
    }
    expect((await boss.get('/users?q=&state=active')).headers.get('location')).toBe('/users?state=active')
    const none = await boss.get('/users?choose=columns&q=')
    expect(none.headers.get('location')).toBe('/users?columns=none')
    expect((await boss.get('/users?columns=none')).status).toBe(200)
  })
})

it('keeps its counts exact, whatever happens to users (P5)', async () => {
  const { manager } = await newStaff(world)
  const { subscriptionId } = manager
  const boss = await signedIn(world, manager)
  const person = await newPerson(world.app, subscriptionId, { role: 'scanner' })
  const counted = async () => {
    const { rows } = await sql<{ kind: string }>`
      (select role || ' ' || state_key || ' ' || sum(users) as kind from user_counts where subscription_id = ${subscriptionId}::uuid
        group by role, state_key having sum(users) <> 0)
      except (select role || ' ' || state_key || ' ' || count(*) from accounts where subscription_id = ${subscriptionId}::uuid group by role, state_key)`.execute(
      world.app.db,
    )
    return rows
  }
  await boss.post(`/users/${person.accountId}/deactivate`, {})
  expect(await counted()).toEqual([])
  await world.app.db.transaction().execute((trx) => mergeUserCounts(trx, subscriptionId))
  expect(await counted()).toEqual([])
  await world.app.db.deleteFrom('accounts').where('id', '=', person.accountId).execute()
  expect(await counted()).toEqual([])
  expectWords(await pageAt(boss, '/users'), ['5 users of Company'])
})
