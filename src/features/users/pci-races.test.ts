import { describe, expect, it } from 'vitest'
import { newCompany, newPerson, type Person } from '../../../test/support/people.ts'
import { signedIn } from '../../../test/support/signed-in.ts'
import { useWorld } from '../../../test/support/world.ts'

const world = await useWorld({ platformId: 'PCI', work: false })
const twin = await world.openTwin({ work: false })
const editOf = ({ accountId }: Person) => `/account/users/${accountId}/edit`

const rowOf = ({ accountId }: Person) =>
  world.app.db.selectFrom('accounts').select(['role', 'state']).where('id', '=', accountId).executeTakeFirst()
const stateOf = async (person: Person) => (await rowOf(person))?.state ?? 'gone'

describe('the last Manager of a PCI subscription', () => {
  /** Without a primary contact, so that nothing but the lock protects them. */
  async function twoManagers(): Promise<readonly [Person, Person]> {
    const first = await newCompany(world.app)
    const gone = { pointOfContactId: null }
    await world.app.db.updateTable('subscriptions').set(gone).where('id', '=', first.subscriptionId).execute()
    return [first, await newPerson(world.app, first.subscriptionId, { role: 'manager' })]
  }

  it('is left when two deactivate each other at once, in two processes (I-30, N09)', async () => {
    for (let round = 0; round < 10; round += 1) {
      const [first, second] = await twoManagers()
      const [one, other] = [await signedIn(world, first), await signedIn(twin, second)]
      await Promise.all([
        one.post(`/account/users/${second.accountId}/deactivate`, {}),
        other.post(`/account/users/${first.accountId}/deactivate`, {}),
      ])
      expect([round, ...[await stateOf(first), await stateOf(second)].toSorted()]).toEqual([round, 'active', 'inactive'])
    }
  })

  it('is left when one makes the other a User while being deactivated by them (I-30, N09)', async () => {
    for (let round = 0; round < 10; round += 1) {
      const [first, second] = await twoManagers()
      const [one, other] = [await signedIn(world, first), await signedIn(twin, second)]
      await Promise.all([
        one.post(editOf(second), { role: 'user' }),
        other.post(`/account/users/${first.accountId}/deactivate`, {}),
      ])
      const rows = await Promise.all([rowOf(first), rowOf(second)])
      expect([round, rows.filter((row) => row?.role === 'manager' && row.state === 'active').length]).toEqual([round, 1])
    }
  })
})
