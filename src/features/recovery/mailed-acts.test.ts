import { describe, expect, it } from 'vitest'
import { actorFor, newCompany, newPerson, type Person } from '../../../test/support/people.ts'
import { arrive, askForReset, choosePassword, isSignedIn, mailedKey, resetKey, signIn } from '../../../test/support/recovery.ts'
import { useWorld } from '../../../test/support/world.ts'
import type { KeyPurpose } from '../../domain/activation-key.ts'
import type { RequestContext } from '../../domain/request-context.ts'
import { foldUsername } from '../../domain/username.ts'
import { mintKey } from '../accounts/keys.ts'
import { followUpRefusal } from '../sign-in/follow-up-refusal.ts'
import { nameSubjects } from '../sign-in/guard-subjects.ts'
import { activateUser } from '../users/activate-user.ts'
import { decideRequest } from '../users/decide-request.ts'

const CONTEXT: RequestContext = { requestId: 'test', address: '192.0.2.7', network: '192.0.2.0/24', browser: '', system: '' }

const world = await useWorld()

const WRONG = 'not the password at all'

async function failSignIns(person: Person, count: number): Promise<void> {
  for (let failed = 0; failed < count; failed += 1) await signIn(arrive(world), { ...person, password: WRONG })
  await world.jobsDone()
}

async function stateOf({ accountId }: Person): Promise<string> {
  const { state } = await world.app.db
    .selectFrom('accounts')
    .select('state')
    .where('id', '=', accountId)
    .executeTakeFirstOrThrow()
  return state
}

async function mint(person: Person, purpose: KeyPurpose): Promise<string> {
  const { key } = await world.app.db.transaction().execute((trx) => mintKey(trx, { accountId: person.accountId, purpose }))
  return key
}

describe('a freeze', () => {
  it('ends no session, mails its owner the way back, and holds them up for one round trip (I-17, S19, N06)', async () => {
    const poc = await newCompany(world.app, { firstName: 'Jane', lastName: 'Doe' })
    const person = await newPerson(world.app, poc.subscriptionId)
    const office = arrive(world)
    await signIn(office, person)
    await failSignIns(person, 10)
    expect(await stateOf(person)).toBe('inactive')
    expect(await isSignedIn(office)).toBe(true)
    const home = arrive(world)
    expect((await signIn(home, person)).status).toBe(422)
    const [mail] = await world.mails(person.email)
    expect(mail?.subject).toBe(`${person.username} on US Platform 1 is Inactive after failed sign-ins`)
    expect(mail?.text).toContain('Jane Doe, point of contact (POC)')
    const unfrozen = await home.post('/unfreeze', { key: mail?.key ?? '', email: ` ${person.email.toUpperCase()} ` })
    expect(unfrozen.status).toBe(303)
    expect(unfrozen.headers.get('location')).toBe(`/sign-in?username=${person.username}`)
    expect(home.cookies.has('__Host-device')).toBe(true)
    expect(await (await home.get('/sign-in')).text()).toContain('Your account is active again')
    await failSignIns(person, 12)
    expect(await stateOf(person)).toBe('active')
    await home.post('/sign-in', { username: person.username, password: person.password })
    expect(await isSignedIn(home)).toBe(true)
    expect(await isSignedIn(office)).toBe(true)
  })

  it('does not come back by a refusal from before the unfreezing that is followed up late (I-17)', async () => {
    const poc = await newCompany(world.app)
    const person = await newPerson(world.app, poc.subscriptionId)
    await failSignIns(person, 10)
    await arrive(world).post('/unfreeze', { key: await mailedKey(world, person), email: person.email })
    const { name } = nameSubjects(world.app.config.secret, foldUsername(person.username))
    const late = {
      accountId: person.accountId,
      rightPassword: false,
      budgetFull: true,
      nameSubject: name.toString('hex'),
      limit: 10,
      elsewhere: null,
    }
    await followUpRefusal(world.app, late)
    expect(await stateOf(person)).toBe('active')
  })

  it('kills reset keys, and unfreezing revives none (I-29)', async () => {
    const poc = await newCompany(world.app)
    const person = await newPerson(world.app, poc.subscriptionId)
    const reset = await resetKey(world, person)
    await failSignIns(person, 10)
    const tryReset = () => choosePassword(arrive(world), { key: reset, password: 'a quiet harbour at noon' })
    expect((await tryReset()).status).toBe(422)
    await arrive(world).post('/unfreeze', { key: await mailedKey(world, person, 2), email: person.email })
    expect(await stateOf(person)).toBe('active')
    expect((await tryReset()).status).toBe(422)
    await signIn(arrive(world), person)
    await world.passTime(125)
    await askForReset(arrive(world), person)
    expect((await world.mails(person.email, 4)).at(-1)?.link).toContain('/activate#')
  })
})

describe('the unfreeze page', () => {
  it('takes only the owner’s address; a wrong one leaves the key, and there are ten a day (I-02, I-14)', async () => {
    const poc = await newCompany(world.app)
    const person = await newPerson(world.app, poc.subscriptionId, { state: 'inactive', reason: 'failed_sign_ins' })
    const key = await mint(person, 'unfreeze')
    const guest = arrive(world)
    for (const email of ['', 'no address', poc.email]) {
      const answer = await guest.post('/unfreeze', { key, email })
      expect(answer.status).toBe(422)
      expect(await answer.text()).toContain(`value="${key}"`)
    }
    expect((await guest.post('/unfreeze', { key, email: person.email })).status).toBe(303)
    const other = await newPerson(world.app, poc.subscriptionId, { state: 'inactive', reason: 'failed_sign_ins' })
    const otherKey = await mint(other, 'unfreeze')
    for (let guess = 0; guess < 10; guess += 1) await guest.post('/unfreeze', { key: otherKey, email: `guess${guess}@mail.test` })
    const late = await guest.post('/unfreeze', { key: otherKey, email: other.email })
    expect(await late.text()).toContain('This is not the address of this account')
    expect(await stateOf(other)).toBe('inactive')
  })

  it('does nothing for an account that a Manager has activated or a person deactivated meanwhile (I-29)', async () => {
    const manager = await newCompany(world.app)
    const activated = await newPerson(world.app, manager.subscriptionId, { state: 'inactive', reason: 'failed_sign_ins' })
    const key = await mint(activated, 'unfreeze')
    await activateUser(world.app, actorFor(manager), activated.accountId, CONTEXT)
    expect((await arrive(world).post('/unfreeze', { key, email: activated.email })).status).toBe(422)
    const deactivated = await newPerson(world.app, manager.subscriptionId, { state: 'inactive', reason: 'deactivated' })
    const otherKey = await mint(deactivated, 'unfreeze')
    expect((await arrive(world).post('/unfreeze', { key: otherKey, email: deactivated.email })).status).toBe(422)
    expect(await stateOf(deactivated)).toBe('inactive')
  })

  it('works once however often it is pressed at once (I-01)', async () => {
    const poc = await newCompany(world.app)
    const person = await newPerson(world.app, poc.subscriptionId, { state: 'inactive', reason: 'failed_sign_ins' })
    const key = await mint(person, 'unfreeze')
    const guests = Array.from({ length: 8 }, () => arrive(world))
    const answers = await Promise.all(guests.map((guest) => guest.post('/unfreeze', { key, email: person.email })))
    expect(answers.filter(({ status }) => status === 303)).toHaveLength(1)
    expect(await world.mails(person.email)).toHaveLength(1)
  })
})

describe('"Please activate me"', () => {
  it('mails the request to every active Manager, once, and the approval to its owner (N11, S11)', async () => {
    const poc = await newCompany(world.app)
    const second = await newPerson(world.app, poc.subscriptionId, { role: 'manager' })
    const reader = await newPerson(world.app, poc.subscriptionId, { role: 'reader' })
    const person = await newPerson(world.app, poc.subscriptionId, { state: 'inactive', firstName: 'Tom', lastName: 'Okafor' })
    await askForReset(arrive(world), person)
    const key = await mailedKey(world, person)
    const guest = arrive(world)
    const asked = await guest.post('/request-activation', { key, email: person.email })
    expect(asked.status).toBe(303)
    expect(await (await guest.get(asked.headers.get('location') ?? '')).text()).toContain(
      'Your request has been sent to your Managers',
    )
    expect((await guest.post('/request-activation', { key, email: person.email })).status).toBe(422)
    const [toPoc] = await world.mails(poc.email)
    expect(toPoc?.text).toContain(`Tom Okafor (${person.username})`)
    expect(await world.mails(second.email)).toHaveLength(1)
    await world.jobsDone()
    expect(await world.mails(reader.email, 0)).toEqual([])
    const requestId = /users\/requests\/([\w-]{36})/u.exec(toPoc?.text ?? '')?.[1] ?? ''
    await decideRequest(world.app, actorFor(poc), { requestId, decision: 'approved' }, CONTEXT)
    expect(await stateOf(person)).toBe('active')
    const mails = await world.mails(person.email, 2)
    expect(mails.at(-1)?.subject).toBe(`${person.username} on US Platform 1 was activated`)
    const again = await resetKey(world, person)
    expect((await choosePassword(arrive(world), { key: again, password: 'a quiet harbour at noon' })).status).toBe(303)
  })

  it('asks for the owner’s address, and leaves the key where it is wrong (I-02)', async () => {
    const poc = await newCompany(world.app)
    const person = await newPerson(world.app, poc.subscriptionId, { state: 'inactive' })
    const key = await mint(person, 'ask_activation')
    const wrong = await arrive(world).post('/request-activation', { key, email: poc.email })
    expect(await wrong.text()).toContain('This is not the address of this account')
    expect((await arrive(world).post('/request-activation', { key, email: person.email })).status).toBe(303)
  })
})

describe('who may not sign in', () => {
  it.each([
    ['pending_activation', undefined],
    ['inactive', 'deactivated'],
    ['inactive', 'failed_sign_ins'],
    ['inactive', 'idle'],
  ] as const)('gets no session and no new password while %s (%s), by no key (I-29, S17)', async (state, reason) => {
    const poc = await newCompany(world.app)
    const person = await newPerson(world.app, poc.subscriptionId, { state, ...(reason ? { reason } : {}) })
    const guest = arrive(world)
    await signIn(guest, person)
    expect(await isSignedIn(guest)).toBe(false)
    const answer = await choosePassword(guest, { key: await mint(person, 'reset'), password: 'a quiet harbour at noon' })
    expect(answer.status).toBe(422)
    expect(await stateOf(person)).toBe(state)
  })
})
