import { describe, expect, it } from 'vitest'
import { atTwin, isLive } from '../../../test/support/owner.ts'
import { newCompany, newPerson, type Person } from '../../../test/support/people.ts'
import { flashAfter, pageAt, signedIn, trySignIn } from '../../../test/support/signed-in.ts'
import { askForLogin, changeLogin, confirmLogin, loginOf, newLogin } from '../../../test/support/user-logins.ts'
import { visitor } from '../../../test/support/visitor.ts'
import { useWorld } from '../../../test/support/world.ts'
import { mintKey } from '../accounts/keys.ts'

const world = await useWorld({ platformId: 'PCI' })
const twin = await world.openTwin()

const arrive = () => visitor(world.site, { origin: world.app.config.origin })

const auditOf = async ({ accountId }: Person) =>
  world.app.db
    .selectFrom('auditEvents')
    .select(['action', 'actorId', 'details'])
    .where('accountId', '=', accountId)
    .where('action', 'like', 'username.%')
    .orderBy('id')
    .execute()

describe('Change User Login', () => {
  it('takes two steps, signs out, and from then on only the new one signs in (S29, S30)', async () => {
    const person = await newCompany(world.app)
    const owner = await signedIn(world, person)
    const next = newLogin()

    const asked = await askForLogin(owner, person, { next })
    expect([asked.status, asked.headers.get('location')]).toEqual([303, `/account/users/${person.accountId}/edit/login/confirm`])
    const lastWord = await pageAt(owner, asked.headers.get('location') ?? '')
    for (const word of [person.username, next, '>New user login<', 'Change</button>', 'Cancel</button>']) {
      expect(lastWord).toContain(word)
    }
    expect([await loginOf(world, person), await isLive(owner)]).toEqual([person.username, true])

    const done = await confirmLogin(owner, person, `  ${next} `)
    expect(done.headers.get('location')).toBe(`/sign-in?username=${encodeURIComponent(next)}`)
    expect(owner.cookies.has('__Host-session')).toBe(false)
    const signIn = await pageAt(owner, done.headers.get('location') ?? '')
    expect(signIn).toContain(`Your user login is now ${next}`)
    expect(signIn).toContain(`value="${next}"`)

    const old = await trySignIn(world, person)
    expect([old.status, (await old.text()).includes('Invalid credentials')]).toEqual([422, true])
    expect(await isLive(await signedIn(world, { ...person, username: next }))).toBe(true)
  })

  it('leaves one row in the trail, with both, and mails the owner the way back (I-32, N13)', async () => {
    const person = await newCompany(world.app)
    const { username: next } = await changeLogin(world, person)
    expect(await auditOf(person)).toEqual([
      { action: 'username.changed', actorId: person.accountId, details: { from: person.username, to: next } },
    ])
    const [mail] = await world.mails(person.email)
    expect(mail?.subject).toBe(`The user login ${person.username} on PCI Platform was changed`)
    expect(mail?.text).toContain(`From now on you sign in as ${next}.`)
    expect(mail?.link).toMatch(/\/account\/undo-login-change#[\w-]{43}$/u)
  })

  it('keeps what its owner did its owner’s: the page never names them by the old login', async () => {
    const person = await newCompany(world.app)
    await world.app.db
      .updateTable('accounts')
      .set({ stateChangedBy: person.username })
      .where('id', '=', person.accountId)
      .execute()
    const changed = await changeLogin(world, person)
    const page = await pageAt(await signedIn(world, changed), `/account/users/${person.accountId}/edit`)
    expect(page).toContain('by its owner')
    expect(page).not.toContain(`by ${person.username}`)
  })

  it('keeps the spelling that was typed, and takes another spelling of one’s own (I-13)', async () => {
    const person = await newCompany(world.app, { username: 'casey@own.test' })
    const changed = await changeLogin(world, person, 'Casey@Own.Test')
    expect(await loginOf(world, person)).toBe('Casey@Own.Test')
    expect((await trySignIn(world, person)).status).toBe(422)
    const again = await changeLogin(world, changed, 'CASEY@own.test')
    expect(await isLive(await signedIn(world, again))).toBe(true)
  })

  it.each([
    [
      'nothing at all',
      { next: '', current: '', password: '' },
      ['Enter: Current user login', 'Enter: New user login', 'Enter: Current password'],
    ],
    ['one without @', { next: 'jane' }, ['New user login: Use an @']],
    ['one with something unseen', { next: 'jane\u200B@acme' }, ['New user login: Use letters, digits and signs only']],
    ['one that is too long', { next: `${'x'.repeat(100)}@acme` }, ['New user login: Use at most 100 characters']],
    ['two that differ', { next: 'jane@acme', confirmation: 'Jane@acme' }, ['The two user logins differ']],
  ])('names each field that is wrong, and spends nothing, for %s (S29)', async (_, wrong, words) => {
    const person = await newCompany(world.app)
    const owner = await signedIn(world, person)
    const answer = await askForLogin(owner, person, wrong)
    expect(answer.status).toBe(422)
    const page = await answer.text()
    for (const word of words) expect(page).toContain(word)
    expect(page).not.toContain(person.password)
    expect(await auditOf(person)).toEqual([])
  })

  it('refuses the login that one has, one that is taken, and one that folds like it (S29, I-13)', async () => {
    const person = await newCompany(world.app)
    await newCompany(world.app, { username: 'Taken@Elsewhere.test' })
    const owner = await signedIn(world, person)
    for (const [next, words] of [
      [person.username, 'This is the user login you have now'],
      ['Taken@Elsewhere.test', 'This one is taken'],
      ['tAKEN@elsewhere.TEST', 'This one is taken'],
      ['ｔａｋｅｎ@elsewhere.test', 'This one is taken'],
    ] as const) {
      const answer = await askForLogin(owner, person, { next })
      expect([answer.status, (await answer.text()).includes(words), next]).toEqual([422, true, next])
    }
    expect(await loginOf(world, person)).toBe(person.username)
  })
})

describe('the second step', () => {
  it('takes the same login only, exactly; what was asked for still waits (S29)', async () => {
    const person = await newCompany(world.app)
    const owner = await signedIn(world, person)
    const next = newLogin()
    await askForLogin(owner, person, { next })
    for (const [typed, words] of [
      ['', 'Enter: New user login'],
      [next.toUpperCase(), 'The two user logins differ'],
      [person.username, 'The two user logins differ'],
    ] as const) {
      const answer = await confirmLogin(owner, person, typed)
      expect([answer.status, (await answer.text()).includes(words)]).toEqual([422, true])
    }
    expect((await confirmLogin(owner, person, next)).status).toBe(303)
    expect(await loginOf(world, person)).toBe(next)
  })

  it('can be left: nothing changes, and nothing waits any more', async () => {
    const person = await newCompany(world.app)
    const owner = await signedIn(world, person)
    const next = newLogin()
    await askForLogin(owner, person, { next })
    const cancelled = await owner.post(`/account/users/${person.accountId}/edit/login/cancel`, {})
    expect(cancelled.headers.get('location')).toBe(`/account/users/${person.accountId}/edit`)
    expect(await flashAfter(owner, await confirmLogin(owner, person, next))).toContain('No change of user login waits here')
    expect(await loginOf(world, person)).toBe(person.username)
  })

  it('is for the session that asked, and nobody else’s (I-25)', async () => {
    const person = await newCompany(world.app)
    const [owner, other] = [await signedIn(world, person), await signedIn(world, person)]
    const next = newLogin()
    await askForLogin(owner, person, { next })
    expect(await flashAfter(other, await confirmLogin(other, person, next))).toContain('No change of user login waits here')
    expect(await loginOf(world, person)).toBe(person.username)
    expect((await confirmLogin(owner, person, next)).status).toBe(303)
  })

  it('says so where somebody has taken the login meanwhile, and loses nothing (I-13)', async () => {
    const person = await newCompany(world.app)
    const owner = await signedIn(world, person)
    const next = newLogin()
    await askForLogin(owner, person, { next })
    await newPerson(world.app, person.subscriptionId, { username: next.toUpperCase() })
    const answer = await confirmLogin(owner, person, next)
    expect([answer.status, (await answer.text()).includes('This one is taken')]).toEqual([422, true])
    expect([await loginOf(world, person), await isLive(owner)]).toEqual([person.username, true])
    expect(await auditOf(person)).toEqual([])
  })
})

describe('whose login it is', () => {
  it('is one’s own row’s only: others are forbidden, other subscriptions do not exist (S29, I-26, I-28)', async () => {
    const manager = await newCompany(world.app)
    const colleague = await newPerson(world.app, manager.subscriptionId)
    const stranger = await newCompany(world.app)
    const owner = await signedIn(world, manager)
    for (const [{ accountId }, status] of [
      [colleague, 403],
      [stranger, 404],
      [{ accountId: 'nonsense' }, 404],
    ] as const) {
      const path = `/account/users/${accountId}/edit`
      for (const page of ['login', 'login/confirm', 'password']) {
        expect([page, (await owner.get(`${path}/${page}`)).status]).toEqual([page, status])
      }
      expect((await askForLogin(owner, { ...manager, accountId }, { next: newLogin() })).status).toBe(status)
      for (const page of ['login/confirm', 'login/cancel', 'password']) {
        expect([page, (await owner.post(`${path}/${page}`, {})).status]).toEqual([page, status])
      }
    }
    expect((await arrive().get(`/account/users/${manager.accountId}/edit/login`)).headers.get('location')).toContain(
      '/sign-in?next=',
    )
  })
})

describe('what a change of login ends', () => {
  it('is every session of the account, restricted ones too, in both processes (I-19)', async () => {
    const person = await newCompany(world.app)
    const [here, elsewhere] = [await signedIn(world, person), await signedIn(twin, person)]
    const colleague = await signedIn(world, await newPerson(world.app, person.subscriptionId))
    await world.app.db
      .insertInto('restrictedSessions')
      .values({
        tokenHash: Buffer.from(newLogin()),
        accountId: person.accountId,
        reason: 'expired_password',
        credentialDigest: Buffer.alloc(32),
      })
      .execute()
    const old = new Map(here.cookies)
    const next = newLogin()
    await askForLogin(here, person, { next })
    await confirmLogin(here, person, next)
    for (const [name, value] of old) here.cookies.set(name, value)
    for (const cookies of [here, elsewhere]) {
      for (const platform of [world, twin]) expect(await isLive(atTwin(platform, cookies))).toBe(false)
    }
    const restricted = world.app.db.selectFrom('restrictedSessions').select('reason').where('accountId', '=', person.accountId)
    expect(await restricted.execute()).toEqual([])
    expect(await isLive(colleague)).toBe(true)
  })

  it('is every key that was mailed, and every letter that would bring one, but no way back (I-04, N13)', async () => {
    const person = await newCompany(world.app)
    const mint = (purpose: 'reset' | 'confirm_email') =>
      world.app.db
        .transaction()
        .execute((trx) => mintKey(trx, { accountId: person.accountId, purpose, payload: { newEmail: 'x@mail.test' } }))
    await mint('reset')
    await mint('confirm_email')
    const once = await changeLogin(world, person)
    await world.jobsDone()
    await changeLogin(world, once)
    await world.jobsDone()
    const keys = await world.app.db
      .selectFrom('activationKeys')
      .select(['purpose', 'deathReason'])
      .where('accountId', '=', person.accountId)
      .orderBy('createdAt')
      .execute()
    expect(keys).toEqual([
      { purpose: 'reset', deathReason: 'username_changed' },
      { purpose: 'confirm_email', deathReason: 'username_changed' },
      { purpose: 'undo_username_change', deathReason: null },
      { purpose: 'undo_username_change', deathReason: null },
    ])
  })

  it('is nothing of the budget that strangers spent on the new name before it was anybody’s (I-14)', async () => {
    const person = await newCompany(world.app)
    const next = newLogin()
    for (let tries = 0; tries < 10; tries += 1) {
      const guest = arrive()
      await guest.post('/sign-in', {
        username: next,
        password: 'a guess',
        altcha: tries < 3 ? '' : await guest.captcha('sign-in'),
      })
    }
    expect(await isLive(await signedIn(world, await changeLogin(world, person, next)))).toBe(true)
  })
})
