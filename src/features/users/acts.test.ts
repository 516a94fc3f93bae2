import { describe, expect, it } from 'vitest'
import { newCompany, newPerson } from '../../../test/support/people.ts'
import { auditTrail, flashAfter, pageAt, signedIn, trySignIn } from '../../../test/support/signed-in.ts'
import { visitor, type Visitor } from '../../../test/support/visitor.ts'
import { useWorld } from '../../../test/support/world.ts'
import type { AccountState, InactiveReason } from '../../domain/account-state.ts'
import { isRole, PLATFORM_ROLES } from '../../domain/roles.ts'
import { findLiveKey } from '../accounts/keys.ts'

const world = await useWorld()

const ACTS = ['activate', 'deactivate', 'send-reset', 'resend-welcome', 'cancel', 'end-sessions'] as const

type Act = (typeof ACTS)[number]
type Standing = readonly [AccountState, InactiveReason | null]

const PENDING: Standing = ['pending_activation', null]
const ACTIVE: Standing = ['active', null]
const FROZEN: Standing = ['inactive', 'failed_sign_ins']
const DEACTIVATED: Standing = ['inactive', 'deactivated']
const IDLE: Standing = ['inactive', 'idle']
const STANDINGS = [PENDING, ACTIVE, FROZEN, DEACTIVATED, IDLE]

/** What a Manager's act makes of each standing; every cell that is not here changes nothing. */
const RESULTS: readonly (readonly [Act, Standing, Standing | 'gone'])[] = [
  ['activate', FROZEN, ACTIVE],
  ['activate', DEACTIVATED, ACTIVE],
  ['activate', IDLE, ACTIVE],
  ['deactivate', ACTIVE, DEACTIVATED],
  ['send-reset', ACTIVE, ACTIVE],
  ['resend-welcome', PENDING, PENDING],
  ['cancel', PENDING, 'gone'],
  ...[ACTIVE, FROZEN, DEACTIVATED, IDLE].map((standing): readonly [Act, Standing, Standing] => [
    'end-sessions',
    standing,
    standing,
  ]),
]

const inState = ([state, reason]: Standing) => (reason === null ? { state } : { state, reason })

async function standingOf(accountId: string): Promise<readonly [string, string | null] | 'gone'> {
  const found = await world.app.db
    .selectFrom('accounts')
    .select(['state', 'inactiveReason'])
    .where('id', '=', accountId)
    .executeTakeFirst()
  return found ? [found.state, found.inactiveReason] : 'gone'
}

const act = (guest: Visitor, { accountId }: { accountId: string }, name: Act, fields = {}) =>
  guest.post(`/users/${accountId}/${name}`, fields)

describe('acts on users', () => {
  it.each(ACTS.flatMap((name) => STANDINGS.map((standing) => [name, standing.join(' '), standing] as const)))(
    '%s of a user who is %s: only documented changes, one audit row for each (I-29, I-32)',
    async (name, _words, standing) => {
      const manager = await newCompany(world.app)
      const user = await newPerson(world.app, manager.subscriptionId, inState(standing))
      const boss = await signedIn(world, manager)
      const before = (await auditTrail(world.app, manager.subscriptionId)).length
      const result = RESULTS.find(([known, from]) => known === name && from === standing)?.[2]
      const answer = await act(boss, user, name)
      expect(answer.status).toBe(result === undefined ? 409 : 303)
      expect(await standingOf(user.accountId)).toEqual(result ?? standing)
      const rows = (await auditTrail(world.app, manager.subscriptionId)).slice(before)
      const concerned = rows.map(({ actorId, accountId }) => [actorId, accountId])
      expect(concerned).toEqual(result === undefined ? [] : [[manager.accountId, user.accountId]])
      expect((await answer.text()).includes('That is not possible now')).toBe(result === undefined)
    },
  )

  it.each(
    Object.keys(PLATFORM_ROLES)
      .filter(isRole)
      .filter((role) => !['manager', 'user_administrator', 'contact'].includes(role)),
  )('refuses every act to a %s, and changes nothing (I-27)', async (role) => {
    const manager = await newCompany(world.app)
    const colleague = await signedIn(world, await newPerson(world.app, manager.subscriptionId, { role }))
    for (const standing of [PENDING, ACTIVE, DEACTIVATED]) {
      const user = await newPerson(world.app, manager.subscriptionId, inState(standing))
      for (const name of ACTS) expect([name, (await act(colleague, user, name)).status]).toEqual([name, 403])
      expect(await standingOf(user.accountId)).toEqual(standing)
    }
    expect((await colleague.get('/users/new')).status).toBe(403)
    expect(
      (await colleague.post('/users/new', { firstName: 'A', lastName: 'B', email: 'a@mail.test', role: 'reader' })).status,
    ).toBe(403)
    expect((await auditTrail(world.app, manager.subscriptionId)).map(({ action }) => action)).toEqual(['subscription.created'])
  })

  it('asks whoever is not signed in to sign in, and does nothing', async () => {
    const user = await newPerson(world.app, (await newCompany(world.app)).subscriptionId)
    const answer = await act(visitor(world.site, { origin: world.app.config.origin }), user, 'deactivate')
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/sign-in'])
    expect(await standingOf(user.accountId)).toEqual(ACTIVE)
  })

  it('ends sessions and keys with a deactivation, and an activation revives neither (I-04, I-19, I-29, S11)', async () => {
    const manager = await newCompany(world.app)
    const user = await newPerson(world.app, manager.subscriptionId)
    const [boss, owner] = [await signedIn(world, manager), await signedIn(world, user)]
    await act(boss, user, 'send-reset')
    const [mail] = await world.mails(user.email)
    await act(boss, user, 'deactivate')
    expect((await owner.get('/users')).status).toBe(303)
    expect((await trySignIn(world, user)).status).toBe(422)
    await act(boss, user, 'activate')
    expect((await owner.get('/users')).status).toBe(303)
    const keys = await world.app.db
      .selectFrom('activationKeys')
      .select('deathReason')
      .where('accountId', '=', user.accountId)
      .execute()
    expect([mail?.key !== null, keys]).toEqual([true, [{ deathReason: 'deactivated' }]])
    expect((await trySignIn(world, user)).status).toBe(303)
  })

  it('clears the failures of a frozen user: the right password enters at once (S19)', async () => {
    const manager = await newCompany(world.app)
    const user = await newPerson(world.app, manager.subscriptionId)
    const guest = visitor(world.site, { origin: world.app.config.origin })
    for (let failure = 0; failure < 10; failure += 1) {
      const altcha = failure < 2 ? '' : await guest.captcha('sign-in')
      await guest.post('/sign-in', { username: user.username, password: 'wrong horse battery', altcha })
    }
    await world.jobsDone()
    expect(await standingOf(user.accountId)).toEqual(FROZEN)
    const boss = await signedIn(world, manager)
    expect(await pageAt(boss, '/users?state=inactive')).toContain(user.username)
    expect(await flashAfter(boss, await act(boss, user, 'activate', { list: '?state=inactive' }))).toBe(
      `${user.username} is active again.`,
    )
    const altcha = await guest.captcha('sign-in')
    expect((await guest.post('/sign-in', { username: user.username, password: user.password, altcha })).status).toBe(303)
  })

  it('signs a user out everywhere, password kept (A01)', async () => {
    const manager = await newCompany(world.app)
    const user = await newPerson(world.app, manager.subscriptionId)
    const owners = [await signedIn(world, user), await signedIn(world, user)]
    const boss = await signedIn(world, manager)
    expect(await pageAt(boss, `/users/${user.accountId}`)).toMatch(/Sessions of this user(.*Unknown browser){2}/s)
    await act(boss, user, 'end-sessions')
    for (const owner of owners) expect((await owner.get('/')).status).toBe(303)
    expect((await trySignIn(world, user)).status).toBe(303)
  })

  it('says so where no mail was sent because one just was, and counts on no second one (A02, I-05)', async () => {
    const manager = await newCompany(world.app)
    const user = await newPerson(world.app, manager.subscriptionId, {
      state: 'pending_activation',
      firstName: 'Lucía',
      lastName: 'Ortega',
    })
    const boss = await signedIn(world, manager)
    expect(await flashAfter(boss, await act(boss, user, 'resend-welcome'))).toContain(
      'A new welcome mail is on its way to Lucía Ortega',
    )
    expect(await flashAfter(boss, await act(boss, user, 'resend-welcome'))).toContain('No further mail was sent to Lucía Ortega')
    await world.jobsDone()
    expect(await world.mails(user.email)).toHaveLength(1)
    expect(await pageAt(boss, `/users/${user.accountId}`)).toContain('Sent')
  })

  it('sends a new welcome later, whose link replaces the older one (A02, I-05)', async () => {
    const manager = await newCompany(world.app)
    const user = await newPerson(world.app, manager.subscriptionId, { state: 'pending_activation' })
    const boss = await signedIn(world, manager)
    await act(boss, user, 'resend-welcome')
    const [older] = await world.mails(user.email)
    await world.passTime(130)
    await act(boss, user, 'resend-welcome')
    const [, newer] = await world.mails(user.email, 2)
    const isLive = (key: string | null | undefined) => findLiveKey(world.app.db, key ?? '', ['welcome'])
    expect(await isLive(older?.key)).toBeNull()
    expect(await isLive(newer?.key)).toMatchObject({ accountId: user.accountId })
  })

  it('goes back to the list as it stood, or to the user, and nowhere else', async () => {
    const manager = await newCompany(world.app)
    const user = await newPerson(world.app, manager.subscriptionId)
    const boss = await signedIn(world, manager)
    const placeAfter = async (list: string) => (await act(boss, user, 'end-sessions', { list })).headers.get('location')
    expect(await placeAfter('')).toBe(`/users/${user.accountId}`)
    expect(await placeAfter('?')).toBe('/users')
    expect(await placeAfter('?q=sam&state=active')).toBe('/users?q=sam&state=active')
    expect(await placeAfter('https://evil.example/?q=1')).toBe('/users')
  })

  it('never deactivates oneself or the point of contact, and says what to do instead (N09)', async () => {
    const manager = await newCompany(world.app)
    const second = await newPerson(world.app, manager.subscriptionId, { role: 'manager' })
    const oneself = await act(await signedIn(world, manager), manager, 'deactivate')
    expect([oneself.status, (await oneself.text()).includes('You can’t do this to yourself')]).toEqual([409, true])
    const contact = await act(await signedIn(world, second), manager, 'deactivate')
    expect([contact.status, (await contact.text()).includes('point of contact')]).toEqual([409, true])
    expect(await standingOf(manager.accountId)).toEqual(ACTIVE)
  })
})
