import { describe, expect, it } from 'vitest'
import { newCompany, newPerson, type Person } from '../../../test/support/people.ts'
import { signedIn } from '../../../test/support/signed-in.ts'
import { useWorld } from '../../../test/support/world.ts'

const ROUNDS = 25

const world = await useWorld({ work: false })
const twin = await world.openTwin()

async function activeManagers(subscriptionId: string): Promise<number> {
  const managers = await world.app.db
    .selectFrom('accounts')
    .select('id')
    .where('subscriptionId', '=', subscriptionId)
    .where('role', '=', 'manager')
    .where('state', '=', 'active')
    .execute()
  return managers.length
}

/** A company without a point of contact, so that nothing but the race itself protects its Managers. */
async function twoManagers(): Promise<readonly [Person, Person]> {
  const first = await newCompany(world.app)
  await world.app.db.updateTable('subscriptions').set({ pointOfContactId: null }).where('id', '=', first.subscriptionId).execute()
  return [first, await newPerson(world.app, first.subscriptionId, { role: 'manager' })]
}

/** Who was deactivated first is refused: as no Manager any more, or as not signed in. */
function isDone({ status, headers }: Response): boolean {
  expect([303, 403]).toContain(status)
  return status === 303 && headers.get('location') !== '/sign-in'
}

describe('races between Managers', () => {
  it('two Managers deactivating each other at once, in two processes, leave exactly one (I-30, N09)', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const [first, second] = await twoManagers()
      const [one, other] = [await signedIn(world, first), await signedIn(twin, second)]
      const answers = await Promise.all([
        one.post(`/users/${second.accountId}/deactivate`, {}),
        other.post(`/users/${first.accountId}/deactivate`, {}),
      ])
      expect([round, answers.filter(isDone).length]).toEqual([round, 1])
      expect([round, await activeManagers(first.subscriptionId)]).toEqual([round, 1])
    }
  })

  it('a ring of five, each deactivating the next, leaves somebody (I-30)', async () => {
    const [first, second] = await twoManagers()
    const more = [1, 2, 3].map(() => newPerson(world.app, first.subscriptionId, { role: 'manager' }))
    const ring = [first, second, ...(await Promise.all(more))]
    const guests = await Promise.all(ring.map((manager, index) => signedIn(index % 2 === 0 ? world : twin, manager)))
    const answers = await Promise.all(
      guests.map((guest, index) => guest.post(`/users/${ring[(index + 1) % ring.length]?.accountId ?? ''}/deactivate`, {})),
    )
    const done = answers.filter(isDone).length
    expect(await activeManagers(first.subscriptionId)).toBe(5 - done)
    expect(done).toBeLessThan(5)
  })

  it('the same act pressed twice, in two processes, happens once and leaves one audit row (I-32)', async () => {
    const manager = await newCompany(world.app)
    const guests = [await signedIn(world, manager), await signedIn(twin, manager)]
    for (const [act, state] of [
      ['deactivate', 'active'],
      ['activate', 'inactive'],
      ['cancel', 'pending_activation'],
    ] as const) {
      const user = await newPerson(world.app, manager.subscriptionId, { state })
      const answers = await Promise.all([...guests, ...guests].map((guest) => guest.post(`/users/${user.accountId}/${act}`, {})))
      const refused = act === 'cancel' ? '404' : '409'
      expect(answers.map(({ status }) => String(status)).toSorted()).toEqual(['303', refused, refused, refused])
      const rows = await world.app.db.selectFrom('auditEvents').select('id').where('accountId', '=', user.accountId).execute()
      expect(rows).toHaveLength(1)
    }
  })
})
