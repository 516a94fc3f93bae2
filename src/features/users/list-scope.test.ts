import { describe, expect, it } from 'vitest'
import { newCompany, newPerson, newUnit, type Person, type PersonWish } from '../../../test/support/people.ts'
import { expectNoWords, expectWords, pageAt, signedIn } from '../../../test/support/signed-in.ts'
import { namesAt } from '../../../test/support/user-lists.ts'
import type { Visitor } from '../../../test/support/visitor.ts'
import { useWorld } from '../../../test/support/world.ts'
import { newId } from '../../secrets.ts'

const world = await useWorld({ work: false })

describe('what a list tells of whom', () => {
  async function newScope() {
    const manager = await newCompany(world.app, { firstName: 'Maya', lastName: 'Stone' })
    const { subscriptionId } = manager
    const [own, other] = [
      await newUnit(world.app, subscriptionId, { name: 'Claims' }),
      await newUnit(world.app, subscriptionId, { name: 'Sales' }),
    ]
    const make = (firstName: string, wish: PersonWish) =>
      newPerson(world.app, subscriptionId, { firstName, lastName: 'Zz', ...wish })
    const head = await make('Head', { role: 'unit_manager', businessUnitId: own })
    const mine = await make('Mine', { businessUnitId: own })
    const theirs = await make('Theirs', { businessUnitId: other })
    const admin = await make('Admin', { role: 'user_administrator' })
    return { manager, own, other, head, mine, theirs, admin }
  }

  it('e-mail addresses of those only on whom one acts: shown, searched, and sorted by (I-26)', async () => {
    const { manager, head, mine, theirs, admin } = await newScope()
    const columns = 'columns=email'
    const [boss, unitHead, administrator] = [
      await signedIn(world, manager),
      await signedIn(world, head),
      await signedIn(world, admin),
    ]
    const seen = async (guest: Visitor) => {
      const page = await pageAt(guest, `/users?${columns}`)
      return [manager, head, mine, theirs, admin].filter(({ email }) => page.includes(email)).map(({ firstName }) => firstName)
    }
    expect(await seen(boss)).toEqual(['Maya', 'Head', 'Mine', 'Theirs', 'Admin'])
    expect(await seen(unitHead)).toEqual(['Head', 'Mine'])
    expect(await seen(administrator)).toEqual(['Head', 'Mine', 'Theirs', 'Admin'])
    const finds = async (guest: Visitor, { email }: Person) => (await namesAt(guest, `/users?q=${email}`)).length
    expect([await finds(unitHead, mine), await finds(unitHead, theirs), await finds(unitHead, manager)]).toEqual([1, 0, 0])
    expect([await finds(administrator, theirs), await finds(administrator, manager)]).toEqual([1, 0])
    // Nobody's place in an order tells of an address that one doesn't know: those come last, by name.
    await world.app.db.updateTable('accounts').set({ email: 'aaa@mail.test' }).where('id', '=', theirs.accountId).execute()
    await world.app.db.updateTable('accounts').set({ email: 'zzz@mail.test' }).where('id', '=', manager.accountId).execute()
    expect((await namesAt(boss, '/users?sort=email'))[0]).toBe('Theirs Zz')
    for (const order of ['ascending', 'descending']) {
      expect((await namesAt(unitHead, `/users?sort=email&order=${order}`)).slice(2)).toEqual([
        'Admin Zz',
        'Maya Stone',
        'Theirs Zz',
      ])
    }
  })

  it('nothing of other units where one’s unit keeps to itself: no row, no count, no unit (I-26)', async () => {
    const { own, other, head, mine, theirs } = await newScope()
    await world.app.db.updateTable('businessUnits').set({ seesOnlyItself: true }).where('id', '=', own).execute()
    for (const person of [head, mine]) {
      const guest = await signedIn(world, person)
      for (const path of [
        '/users',
        '/users?sort=unit',
        '/users?sort=last-sign-in',
        '/users?q=zz',
        '/users?state=active&sort=role',
      ]) {
        const page = await pageAt(guest, path)
        expectNoWords(page, [theirs.username, 'Sales', other, 'Admin Zz'])
        expect([path, page.includes('Mine Zz')]).toEqual([path, true])
      }
      expectWords(await pageAt(guest, '/users'), ['3 users of', 'Active<span class="count">3'])
      expect(await namesAt(guest, `/users?unit=${other}`)).toEqual([])
      expect(await namesAt(guest, `/users?after=${theirs.accountId}`)).toEqual(['Head Zz', 'Maya Stone', 'Mine Zz'])
    }
  })

  it('undelivered mail of those only on whom one acts (A02)', async () => {
    const { head, mine, theirs } = await newScope()
    const parked = ({ accountId, email }: Person) => ({
      id: newId(),
      accountId,
      kind: 'reset',
      recipient: email,
      params: '{}',
      state: 'parked',
    })
    await world.app.db.insertInto('mails').values(parked(theirs)).execute()
    const guest = await signedIn(world, head)
    expectNoWords(await pageAt(guest, '/users'), ['Mail not delivered'])
    await world.app.db.insertInto('mails').values(parked(mine)).execute()
    expectWords(await pageAt(guest, '/users'), ['Mail not delivered'])
  })

  it('the way to a second Manager, to those who can name one (N09)', async () => {
    const { manager, head } = await newScope()
    expectWords(await pageAt(await signedIn(world, manager), '/users'), [
      'Add a second Manager',
      'href="/users/new?role=manager"',
    ])
    const page = await pageAt(await signedIn(world, head), '/users')
    expectWords(page, ['Only one Manager can sign in', 'Ask your Manager to name a second'])
    expectNoWords(page, ['Add a second Manager'])
  })
})
