import { describe, expect, it } from 'vitest'
import { useCore } from '../../../test/support/core-world.ts'
import { signedIn, trySignIn } from '../../../test/support/signed-in.ts'
import { newStaffMember } from '../../../test/support/staff-people.ts'
import { visitor } from '../../../test/support/visitor.ts'
import { isRefusal } from '../../domain/errors.ts'
import { STAFF } from '../../ui/paths.ts'
import { addFirstOperator } from './add-first-operator.ts'

const world = await useCore()
const core = world.app
const PASSWORD = 'quiet harbour 47 noon'

const person = (username: string) => ({ firstName: 'Olga', lastName: 'Berg', email: 'olga.berg@mail.test', username })

describe('the first operator', () => {
  it('comes by a link that works once, at the front door’s /staff, and signs in there', async () => {
    const { url, key, username } = await addFirstOperator(core, person('olga@gatehouse'))
    expect(url).toBe(`https://gatehouse.test/staff/activate#${key}`)
    const guest = visitor(world.site, { origin: core.config.origin })
    const typed = { key, newPassword: PASSWORD, confirmation: PASSWORD }
    const chosen = await guest.post(STAFF.activate, { ...typed, altcha: await guest.captcha('activate') })
    expect([chosen.status, chosen.headers.get('location')]).toEqual([303, '/staff/sign-in?username=olga%40gatehouse'])
    const again = await guest.post(STAFF.activate, { ...typed, altcha: await guest.captcha('activate') })
    expect(again.status).toBe(422)
    const owner = await signedIn(world, { username, password: PASSWORD })
    expect((await owner.get(STAFF.home)).status).toBe(200)
  })

  it('leaves a row in the trail that says who was added, and by no account (I-32)', async () => {
    await addFirstOperator(core, person('second@gatehouse'))
    const rows = await core.db
      .selectFrom('auditEvents')
      .innerJoin('accounts', 'accounts.id', 'auditEvents.accountId')
      .select(['action', 'actorKind', 'actorId'])
      .where('accounts.username', '=', 'second@gatehouse')
      .execute()
    expect(rows).toEqual([{ action: 'account.added', actorKind: 'operator', actorId: null }])
  })

  it('is in one subscription with all others, however many come at once', async () => {
    const names = ['a', 'b', 'c', 'd', 'e'].map((name) => `${name}@gatehouse`)
    await Promise.all(names.map((username) => addFirstOperator(core, person(username))))
    const { staffs } = await core.db
      .selectFrom('subscriptions')
      .select((eb) => eb.fn.countAll<number>().as('staffs'))
      .executeTakeFirstOrThrow()
    expect(staffs).toBe(1)
  })

  it.each([
    ['without an @', { username: 'olga' }, { username: 'username_needs_at' }],
    ['in another case than one that is there', { username: 'OLGA@gatehouse' }, { username: 'taken' }],
    ['with an address that is none', { username: 'x@gatehouse', email: 'nowhere' }, { email: 'not_an_email' }],
  ])('is refused %s, and nobody is added', async (_, wish, fields) => {
    const error = await addFirstOperator(core, { ...person('x@gatehouse'), ...wish }).catch((refused: unknown) => refused)
    if (!isRefusal(error, 'invalid_fields')) throw error
    expect(error.details.fields).toEqual(fields)
  })

  it('lets the others in again where all are locked out', async () => {
    const locked = await newStaffMember(core)
    await core.db
      .updateTable('accounts')
      .set({ state: 'inactive', inactiveReason: 'failed_sign_ins' })
      .where('id', '=', locked.accountId)
      .execute()
    expect((await trySignIn(world, locked)).status).toBe(422)
    const helper = await signedIn(world, await newStaffMember(core))
    expect((await helper.post(STAFF.userAct(locked.accountId, 'activate'), {})).status).toBe(303)
    expect((await trySignIn(world, locked)).status).toBe(303)
  })
})
