import { describe, expect, it } from 'vitest'
import { newCompany, newPerson, newUnit, type Person } from '../../../test/support/people.ts'
import { requestFrom } from '../../../test/support/sign-in-attempts.ts'
import { expectNoWords, expectWords, pageAt, signedIn } from '../../../test/support/signed-in.ts'
import { visitor } from '../../../test/support/visitor.ts'
import { useWorld } from '../../../test/support/world.ts'
import { newId } from '../../secrets.ts'
import { changeCondition } from '../accounts/change-condition.ts'
import { mintKey } from '../accounts/keys.ts'
import { askActivation } from './ask-activation.ts'

const world = await useWorld()

/** An inactive user of a company with one Manager has asked to be activated. */
async function newRequest(): Promise<{ manager: Person; user: Person; requestId: string; mailedPath: string }> {
  const manager = await newCompany(world.app)
  const user = await newPerson(world.app, manager.subscriptionId, { firstName: 'Tom', lastName: 'Okafor', state: 'inactive' })
  await ask(user)
  const mail = (await world.mails(manager.email)).at(-1)
  const mailedPath = /\/users\/requests\/([0-9a-f-]{36})/.exec(mail?.text ?? '')
  return { manager, user, requestId: mailedPath?.[1] ?? '', mailedPath: mailedPath?.[0] ?? '' }
}

async function ask(user: Person): Promise<void> {
  const { key } = await world.app.db
    .transaction()
    .execute((trx) => mintKey(trx, { accountId: user.accountId, purpose: 'ask_activation' }))
  await askActivation(world.app, { key, email: user.email }, requestFrom('192.0.2.1'))
}

async function stateOf(accountId: string): Promise<string> {
  return (await world.app.db.selectFrom('accounts').select('state').where('id', '=', accountId).executeTakeFirstOrThrow()).state
}

describe('"please activate me"', () => {
  it('leads from the Manager’s mail, by way of signing in, to the page that decides it (N11)', async () => {
    const { manager, user, mailedPath } = await newRequest()
    const guest = visitor(world.site, { origin: world.app.config.origin })
    const away = await guest.get(mailedPath)
    expect(away.headers.get('location')).toBe(`/sign-in?next=${encodeURIComponent(mailedPath)}`)
    const back = await guest.post('/sign-in', { username: manager.username, password: manager.password, next: mailedPath })
    expect(back.headers.get('location')).toBe(mailedPath)
    const page = await pageAt(guest, mailedPath)
    expectWords(page, ['Tom Okafor asks to be activated', user.username, user.email, 'deactivated', 'Approve', 'Deny'])
  })

  it('stands above the list of users for Managers, and on the user’s page', async () => {
    const { manager, user, mailedPath } = await newRequest()
    const boss = await signedIn(world, manager)
    for (const path of ['/users', `/users/${user.accountId}`]) expect(await pageAt(boss, path)).toContain(`href="${mailedPath}"`)
    const colleague = await signedIn(world, await newPerson(world.app, manager.subscriptionId))
    for (const path of ['/users', `/users/${user.accountId}`]) {
      expectNoWords(await pageAt(colleague, path), ['asks to be activated'])
    }
    expect((await colleague.get(mailedPath)).status).toBe(403)
  })

  it('approved: the user is Active, is told, and the page says that it is decided (N11, S11)', async () => {
    const { manager, user, mailedPath } = await newRequest()
    const boss = await signedIn(world, manager)
    expect((await boss.post(`${mailedPath}/approve`, {})).status).toBe(303)
    expect(await pageAt(boss, '/users')).toContain(`${user.username} is active again, and has been told.`)
    expect(await stateOf(user.accountId)).toBe('active')
    expect((await world.mails(user.email)).at(-1)?.subject).toContain('was activated')
    const page = await pageAt(boss, mailedPath)
    expect(page).toContain('This request has been decided already')
    expect(page).toContain(`It was approved by ${manager.username}`)
    expect(page).not.toContain('>Approve</button>')
    const rows = await world.app.db
      .selectFrom('auditEvents')
      .select('action')
      .where('accountId', '=', user.accountId)
      .where('actorId', '=', manager.accountId)
      .execute()
    expect(rows).toEqual([{ action: 'account.activated' }])
  })

  it('has a link for each decision in the mail; opening one decides nothing, one press on its page does (N11, I-02)', async () => {
    const { manager, user, mailedPath } = await newRequest()
    const text = (await world.mails(manager.email)).at(-1)?.text ?? ''
    expectWords(text, [`${mailedPath}/approve`, `${mailedPath}/deny`])
    const boss = await signedIn(world, manager)
    for (const decision of ['approve', 'deny']) {
      for (let times = 0; times < 2; times += 1) await boss.get(`${mailedPath}/${decision}`)
      expectWords(await pageAt(boss, `${mailedPath}/${decision}`), [
        'Tom Okafor asks to be activated',
        `action="${mailedPath}/${decision}"`,
      ])
    }
    expect(await stateOf(user.accountId)).toBe('inactive')
    expect((await boss.post(`${mailedPath}/approve`, {})).status).toBe(303)
  })

  it('waits in the inbox, is decided from there in one click, and stands below afterwards (N11)', async () => {
    const { manager, user, mailedPath } = await newRequest()
    const boss = await signedIn(world, manager)
    expectWords(await pageAt(boss, '/users/requests'), ['1 user waiting', user.username, `action="${mailedPath}/deny"`])
    const answer = await boss.post(`${mailedPath}/deny`, { from: 'inbox' })
    expect(answer.headers.get('location')).toBe('/users/requests')
    expectWords(await pageAt(boss, '/users/requests'), [
      'Nobody is waiting',
      'Decided lately',
      'Denied',
      `by ${manager.username}`,
    ])
  })

  it('reaches the Unit Manager of the asker too, and no other unit’s (I-27)', async () => {
    const manager = await newCompany(world.app)
    const { subscriptionId } = manager
    const [here, there] = [await newUnit(world.app, subscriptionId), await newUnit(world.app, subscriptionId)]
    const near = await newPerson(world.app, subscriptionId, { role: 'unit_manager', businessUnitId: here })
    const far = await newPerson(world.app, subscriptionId, { role: 'unit_manager', businessUnitId: there })
    const user = await newPerson(world.app, subscriptionId, { state: 'inactive', businessUnitId: here })
    await ask(user)
    const [mail] = await world.mails(near.email)
    const path = /\/users\/requests\/[0-9a-f-]{36}/.exec(mail?.text ?? '')?.[0] ?? ''
    await world.jobsDone()
    expect(await world.mails(far.email, 0)).toEqual([])
    const [unitManager, stranger] = [await signedIn(world, near), await signedIn(world, far)]
    expect((await stranger.get(path)).status).toBe(404)
    expect((await stranger.post(`${path}/approve`, {})).status).toBe(404)
    expectNoWords(await pageAt(stranger, '/users/requests'), [user.username])
    expect((await unitManager.post(`${path}/approve`, {})).status).toBe(303)
    expect(await stateOf(user.accountId)).toBe('active')
  })

  it('denied: the user stays Inactive, is told whom to ask, and can ask again (N11)', async () => {
    const { manager, user, mailedPath } = await newRequest()
    const boss = await signedIn(world, manager)
    await boss.post(`${mailedPath}/deny`, {})
    expect(await pageAt(boss, '/users')).toContain('Request denied.')
    expect(await stateOf(user.accountId)).toBe('inactive')
    expect((await world.mails(user.email)).at(-1)?.subject).toContain('stays Inactive')
    expect((await boss.post(`${mailedPath}/approve`, {})).status).toBe(409)
    expect(await stateOf(user.accountId)).toBe('inactive')
    await ask(user)
    expect(await pageAt(boss, '/users')).toContain('Tom Okafor asks to be activated')
  })

  it('decided by two Managers at once, is decided once', async () => {
    const { manager, user, mailedPath } = await newRequest()
    const second = await newPerson(world.app, manager.subscriptionId, { role: 'manager' })
    const managers = [await signedIn(world, manager), await signedIn(world, second)]
    const answers = await Promise.all(
      managers.flatMap((boss) => ['approve', 'deny'].map((decision) => boss.post(`${mailedPath}/${decision}`, {}))),
    )
    expect(answers.map(({ status }) => String(status)).toSorted()).toEqual(['303', '409', '409', '409'])
    const decided = await world.app.db
      .selectFrom('auditEvents')
      .select('action')
      .where('accountId', '=', user.accountId)
      .where('action', 'in', ['account.activated', 'activation.request_denied'])
      .execute()
    expect(decided).toHaveLength(1)
  })

  it('is settled when the user gets back in another way, so that the next one is told again', async () => {
    const { manager, user, mailedPath } = await newRequest()
    await world.app.db
      .transaction()
      .execute((trx) => changeCondition(trx, { id: user.accountId, hasCredential: true }, 'unfreeze', user.username))
    const boss = await signedIn(world, manager)
    expect(await pageAt(boss, '/users')).not.toContain('asks to be activated')
    expect(await pageAt(boss, mailedPath)).toContain('The user was activated another way')
    expect((await boss.post(`${mailedPath}/deny`, {})).status).toBe(409)
    await boss.post(`/users/${user.accountId}/deactivate`, {})
    await world.passTime(130)
    await ask(user)
    expect(await world.mails(manager.email, 2)).toHaveLength(2)
  })

  it('goes away when the Manager activates the user from the list', async () => {
    const { manager, user, mailedPath } = await newRequest()
    const boss = await signedIn(world, manager)
    await boss.post(`/users/${user.accountId}/activate`, { list: '?' })
    expect(await pageAt(boss, '/users')).not.toContain('asks to be activated')
    expect(await pageAt(boss, mailedPath)).toContain('decided already')
  })
})

describe('what is no id', () => {
  const bodyOf = async (answer: Response) => [answer.status, await answer.text()]

  it.each(['1', 'me', '..%2f', 'null', '%00', '%F0%9F%92%A9', "'", 'new%20', newId().toUpperCase(), newId().slice(0, -1)])(
    'finds nothing under the id %s, and answers alike (I-26)',
    async (id) => {
      const boss = await signedIn(world, await newCompany(world.app))
      const missing = await bodyOf(await boss.get(`/users/${newId()}`))
      expect(await bodyOf(await boss.get(`/users/${id}`))).toEqual(missing)
      expect(await bodyOf(await boss.post(`/users/${id}/deactivate`, {}))).toEqual(missing)
      expect(await bodyOf(await boss.get(`/users/requests/${id}`))).toEqual(missing)
    },
  )
})
