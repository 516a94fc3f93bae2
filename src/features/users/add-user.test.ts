import { describe, expect, it } from 'vitest'
import { actorFor, newCompany } from '../../../test/support/people.ts'
import { requestFrom } from '../../../test/support/sign-in-attempts.ts'
import { auditTrail, expectWords, flashAfter, signedIn, trySignIn } from '../../../test/support/signed-in.ts'
import { freshAddress } from '../../../test/support/visitor.ts'
import { useWorld } from '../../../test/support/world.ts'
import { foldUsername } from '../../domain/username.ts'
import { newId } from '../../secrets.ts'
import { addUser } from './add-user.ts'

const world = await useWorld()

async function stateOf(accountId: string): Promise<string> {
  const found = await world.app.db.selectFrom('accounts').select('state').where('id', '=', accountId).executeTakeFirst()
  return found?.state ?? 'gone'
}

describe('adding a user', () => {
  const newUser = (email: string, more = {}) => ({ firstName: 'Lucía', lastName: 'Ortega', email, role: 'scanner', ...more })

  it('generates the username, mails the welcome, and waits for its owner (S07, S17, S18)', async () => {
    const manager = await newCompany(world.app)
    const boss = await signedIn(world, manager)
    const email = `new-${newId()}@mail.test`
    const answer = await boss.post('/users/new', newUser(email))
    const stem = manager.username.slice(0, 5)
    expect(await flashAfter(boss, answer)).toBe(`Added Lucía Ortega as ${stem}lo1. A welcome mail is on its way to ${email}.`)
    const [welcome] = await world.mails(email)
    const { origin } = world.app.config
    expectWords(welcome?.text ?? '', [`${stem}lo1`, `${origin}/sign-in`, `${origin}/activate#`])
    expect((await trySignIn(world, { username: `${stem}lo1`, password: '' })).status).toBe(422)
    expect((await auditTrail(world.app, manager.subscriptionId)).map(({ action }) => action)).toEqual([
      'subscription.created',
      'account.added',
    ])
  })

  it('ignores every field that the form does not have (I-33)', async () => {
    const [manager, other] = [await newCompany(world.app), await newCompany(world.app)]
    const boss = await signedIn(world, manager)
    const email = `extra-${newId()}@mail.test`
    const extra = {
      state: 'active',
      subscriptionId: other.subscriptionId,
      subscription_id: other.subscriptionId,
      id: newId(),
      username: 'admin',
      credentialHash: 'x',
      createdAt: '2000-01-01',
      extraRights: 'read_audit',
      __proto__: 'x',
      inactiveReason: 'idle',
    }
    expect((await boss.post('/users/new', newUser(email, extra))).status).toBe(303)
    const account = await world.app.db.selectFrom('accounts').selectAll().where('email', '=', email).executeTakeFirstOrThrow()
    expect(account).toMatchObject({
      subscriptionId: manager.subscriptionId,
      state: 'pending_activation',
      credentialHash: null,
      role: 'scanner',
      businessUnitId: null,
    })
    expect([account.id, account.username]).not.toContain(extra.id)
    expect(account.createdAt.getFullYear()).toBeGreaterThan(2000)
    const acted = await boss.post(`/users/${account.id}/resend-welcome`, {
      role: 'manager',
      state: 'active',
      subscriptionId: other.subscriptionId,
    })
    expect(acted.status).toBe(303)
    expect(await stateOf(account.id)).toBe('pending_activation')
  })

  it('takes name, address and role of its input and nothing else, whoever calls the verb (I-33)', async () => {
    const [manager, other] = [await newCompany(world.app), await newCompany(world.app)]
    const { subscriptionId } = manager
    const actor = actorFor(manager)
    const extra = { id: newId(), subscriptionId: other.subscriptionId, username: 'admin', credentialHash: 'x', lastName: 'Vega' }
    const input = newUser(`verb-${newId()}@mail.test`, extra)
    const added = await addUser(world.app, actor, input, requestFrom(freshAddress()))
    const account = await world.app.db
      .selectFrom('accounts')
      .selectAll()
      .where('email', '=', input.email)
      .executeTakeFirstOrThrow()
    expect(account).toMatchObject({
      id: added.accountId,
      username: added.username,
      subscriptionId,
      credentialHash: null,
      lastName: 'Vega',
    })
    expect([account.id, account.username]).not.toEqual([extra.id, extra.username])
  })

  it.each([
    [{ firstName: '' }, 'Enter: First name'],
    [{ lastName: ' ' }, 'Enter: Last name'],
    [{ email: 'nobody' }, 'Enter an address like'],
    [{ role: '' }, 'Enter: Role'],
    [{ role: 'owner' }, 'Choose one from the list'],
    [{ role: 'constructor' }, 'Choose one from the list'],
    [{ firstName: 'x'.repeat(101) }, 'Use at most 100 characters'],
  ])('shows the form again with what was typed for %o', async (wrong, words) => {
    const manager = await newCompany(world.app)
    const boss = await signedIn(world, manager)
    const answer = await boss.post('/users/new', newUser('kept@mail.test', wrong))
    const page = await answer.text()
    expect(answer.status).toBe(422)
    expect(page).toContain(words)
    expect(page).toMatch(/value="(Lucía|Ortega)"/)
    expect((await auditTrail(world.app, manager.subscriptionId)).map(({ action }) => action)).toEqual(['subscription.created'])
  })

  it('sends a Contact no welcome, and lets it be taken back', async () => {
    const manager = await newCompany(world.app)
    const boss = await signedIn(world, manager)
    const email = `contact-${newId()}@mail.test`
    const answer = await boss.post('/users/new', newUser(email, { role: 'contact' }))
    expect(await flashAfter(boss, answer)).toContain('A Contact never signs in')
    await world.jobsDone()
    expect(await world.mails(email, 0)).toHaveLength(0)
    expect((await boss.post(`${answer.headers.get('location') ?? ''}/cancel`, {})).status).toBe(303)
  })

  it('never gives a number twice, also when its user was cancelled', async () => {
    const manager = await newCompany(world.app)
    const boss = await signedIn(world, manager)
    const usernames: string[] = []
    for (let round = 0; round < 3; round += 1) {
      const email = `again-${newId()}@mail.test`
      const added = await boss.post('/users/new', newUser(email))
      const { id, username } = await world.app.db
        .selectFrom('accounts')
        .select(['id', 'username'])
        .where('email', '=', email)
        .executeTakeFirstOrThrow()
      usernames.push(username.slice(5))
      const flash = await flashAfter(boss, await boss.post(`${added.headers.get('location') ?? ''}/cancel`, {}))
      expect(flash).toContain(`Cancelled ${username}`)
      expect(await stateOf(id)).toBe('gone')
    }
    expect(usernames).toEqual(['lo1', 'lo2', 'lo3'])
  })

  it('can be taken back while the welcome mail is being sent, every time', async () => {
    const manager = await newCompany(world.app)
    const boss = await signedIn(world, manager)
    const statuses: number[] = []
    for (let round = 0; round < 20; round += 1) {
      const added = await boss.post('/users/new', newUser(`hasty-${newId()}@mail.test`))
      statuses.push((await boss.post(`${added.headers.get('location') ?? ''}/cancel`, {})).status)
    }
    expect(statuses).toEqual(Array.from({ length: 20 }, () => 303))
  })

  it('gives names to many at once that differ by more than case (I-13)', async () => {
    const manager = await newCompany(world.app)
    const boss = await signedIn(world, manager)
    const pairs = [
      ['Lena', 'Orr'],
      ['lena', 'ORR'],
      ['Łena', 'Órr'],
      ['Ｌena', 'orr'],
    ]
    const answers = await Promise.all(
      [...pairs, ...pairs, ...pairs].map(([firstName, lastName]) =>
        boss.post('/users/new', newUser('many@mail.test', { firstName, lastName })),
      ),
    )
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 12 }, () => 303))
    const accounts = await world.app.db
      .selectFrom('accounts')
      .select('usernameFolded')
      .where('subscriptionId', '=', manager.subscriptionId)
      .execute()
    expect(new Set(accounts.map(({ usernameFolded }) => usernameFolded)).size).toBe(13)
  })

  it('refuses an account whose name folds like another’s, in the database itself (I-13)', async () => {
    const manager = await newCompany(world.app)
    const { username, subscriptionId } = manager
    const names = { firstName: 'A', lastName: 'B', email: 'a@mail.test', role: 'reader' }
    const twin = { id: newId(), subscriptionId, ...names, state: 'pending_activation', stateChangedBy: 'test' }
    const insert = world.app.db
      .insertInto('accounts')
      .values({ ...twin, username: username.toUpperCase(), usernameFolded: foldUsername(username) })
      .execute()
    await expect(insert).rejects.toThrow('accounts_username_folded_key')
  })
})
