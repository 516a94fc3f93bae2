import { describe, expect, it } from 'vitest'
import { actorFor, newCompany, newPerson, type Person } from '../../../test/support/people.ts'
import { signedIn, trySignIn } from '../../../test/support/signed-in.ts'
import {
  askForLogin,
  changeLogin,
  changeOwnPassword,
  confirmLogin,
  loginOf,
  newLogin,
  undoKey,
  undoLogin,
} from '../../../test/support/user-logins.ts'
import { visitor } from '../../../test/support/visitor.ts'
import { createWorld, useWorld, type World } from '../../../test/support/world.ts'
import type { RequestContext } from '../../domain/request-context.ts'
import { newId } from '../../secrets.ts'
import { killKeys, mintKey } from '../accounts/keys.ts'
import { deactivateUser } from '../users/deactivate-user.ts'

const CONTEXT: RequestContext = { requestId: 'test', address: '192.0.2.7', network: '192.0.2.0/24', browser: '', system: '' }

const world = await useWorld({ platformId: 'PCI' })

const arrive = ({ site, app }: Pick<World, 'site' | 'app'> = world) => visitor(site, { origin: app.config.origin })
const newPassword = () => `correct staple 7 ${newId()}`

/** A change, and what its mail brought. */
async function changed(): Promise<{ before: Person; after: Person; key: string }> {
  const before = await newCompany(world.app)
  const after = await changeLogin(world, before)
  return { before, after, key: await undoKey(world, before, before.username) }
}

async function set({ accountId }: Person, values: { state?: string; inactiveReason?: string; email?: string }): Promise<void> {
  await world.app.db.updateTable('accounts').set(values).where('id', '=', accountId).execute()
}

const quarantined = async ({ accountId }: Person) =>
  (
    await world.app.db
      .selectFrom('quarantinedUsernames')
      .select('username')
      .where('accountId', '=', accountId)
      .orderBy('endsAt')
      .execute()
  ).map(({ username }) => username)

describe('what whoever took the account over does next', () => {
  it('does not close the way back: neither another password, nor another address, nor a freeze (N13, I-04)', async () => {
    const { before, after, key } = await changed()
    const intruder = await signedIn(world, after)
    const stolen = newPassword()
    expect((await changeOwnPassword(intruder, after, { current: after.password, next: stolen })).status).toBe(303)
    await set(before, { email: 'intruder@mail.test' })
    for (const reason of ['email_changed', 'frozen', 'idle'] as const) {
      await world.app.db.transaction().execute((trx) => killKeys(trx, before.accountId, reason))
    }
    await set(before, { state: 'inactive', inactiveReason: 'failed_sign_ins' })

    expect((await undoLogin(arrive(), { key, email: 'intruder@mail.test' })).status).toBe(422)
    expect((await undoLogin(arrive(), { key, email: before.email })).status).toBe(303)
    expect(await loginOf(world, before)).toBe(before.username)
    await world.jobsDone()
    expect((await world.mails(before.email)).at(-1)?.subject).toContain('is back')
    expect((await world.mails('intruder@mail.test')).at(-1)?.subject).toContain('is back')
  })

  it('is cancelled where it was a change of the e-mail address (N13, I-37)', async () => {
    const { before, after, key } = await changed()
    const { key: confirmation } = await world.app.db
      .transaction()
      .execute((trx) =>
        mintKey(trx, { accountId: after.accountId, purpose: 'confirm_email', payload: { newEmail: 'intruder2@mail.test' } }),
      )
    const manager = await newPerson(world.app, before.subscriptionId, { role: 'manager' })
    await world.app.db
      .insertInto('emailChanges')
      .values({
        accountId: after.accountId,
        newEmail: 'intruder3@mail.test',
        requestedBy: manager.accountId,
        effectiveAt: new Date(Date.now() + 72 * 3_600_000),
      })
      .execute()
    await undoLogin(arrive(), { key, email: before.email })
    const confirmed = await arrive().post('/account/confirm-email', { key: confirmation, email: 'intruder2@mail.test' })
    expect(confirmed.status).toBe(422)
    const waiting = world.app.db.selectFrom('emailChanges').select('newEmail').where('accountId', '=', after.accountId)
    expect(await waiting.execute()).toEqual([])
    expect((await world.mails(manager.email))[0]?.text).toContain('intruder3@mail.test')
  })

  it('does not close it by wrong addresses typed with a key that was mailed to them (N13, I-04)', async () => {
    const { before, after, key } = await changed()
    const { key: theirs } = await world.app.db
      .transaction()
      .execute((trx) =>
        mintKey(trx, { accountId: after.accountId, purpose: 'confirm_email', payload: { newEmail: 'intruder4@mail.test' } }),
      )
    for (let wrong = 0; wrong < 11; wrong += 1) {
      const answer = await arrive().post('/account/confirm-email', { key: theirs, email: `wrong${wrong}@mail.test` })
      expect(answer.status).toBe(422)
    }
    const right = await arrive().post('/account/confirm-email', { key: theirs, email: 'intruder4@mail.test' })
    expect(right.status).toBe(422)
    expect((await undoLogin(arrive(), { key, email: before.email })).status).toBe(303)
  })

  it('is undone with the first change where it was a second one, and the second alone where only that was wrong (N13)', async () => {
    const { before, after, key } = await changed()
    const third = await changeLogin(world, after)
    const second = await undoKey(world, before, after.username)
    expect((await undoLogin(arrive(), { key: second, email: before.email })).status).toBe(303)
    expect(await loginOf(world, before)).toBe(after.username)
    expect((await quarantined(before)).toSorted()).toEqual([before.username, third.username].toSorted())
    expect((await undoLogin(arrive(), { key, email: before.email })).status).toBe(303)
    expect(await loginOf(world, before)).toBe(before.username)
    expect((await quarantined(before)).toSorted()).toEqual([after.username, third.username].toSorted())
  })

  it('can’t be undone any more once an earlier change was (N13, I-04)', async () => {
    const { before, after, key } = await changed()
    await changeLogin(world, after)
    const second = await undoKey(world, before, after.username)
    expect((await undoLogin(arrive(), { key, email: before.email })).status).toBe(303)
    expect((await undoLogin(arrive(), { key: second, email: before.email })).status).toBe(422)
    expect(await loginOf(world, before)).toBe(before.username)
  })

  it('is over where it waited for its second step', async () => {
    const { before, after, key } = await changed()
    const intruder = await signedIn(world, after)
    const old = new Map(intruder.cookies)
    const next = newLogin()
    await askForLogin(intruder, after, { next })
    await undoLogin(arrive(), { key, email: before.email })
    for (const [name, value] of old) intruder.cookies.set(name, value)
    await confirmLogin(intruder, after, next)
    expect(await loginOf(world, before)).toBe(before.username)
  })
})

describe('an account that can’t sign in', () => {
  it.each([
    ['frozen', { state: 'inactive', inactiveReason: 'failed_sign_ins' }],
    ['idle', { state: 'inactive', inactiveReason: 'idle' }],
  ])('has its login restored while %s, and stays that (N13, I-29)', async (_, condition) => {
    const { before, key } = await changed()
    await set(before, condition)
    expect((await undoLogin(arrive(), { key, email: before.email })).status).toBe(303)
    expect(await loginOf(world, before)).toBe(before.username)
    expect((await trySignIn(world, before)).status).toBe(422)
  })

  it('has it restored though its subscription has expired, and stays out (N13)', async () => {
    const { before, key } = await changed()
    await world.app.db
      .updateTable('subscriptions')
      .set({ expiredAt: new Date(0) })
      .where('id', '=', before.subscriptionId)
      .execute()
    expect((await undoLogin(arrive(), { key, email: before.email })).status).toBe(303)
    expect(await loginOf(world, before)).toBe(before.username)
    expect((await trySignIn(world, before)).status).toBe(422)
  })

  it('has no way back once a person has deactivated it (I-04)', async () => {
    const manager = await newCompany(world.app)
    const before = await newPerson(world.app, manager.subscriptionId)
    const after = await changeLogin(world, before)
    const key = await undoKey(world, before, before.username)
    await deactivateUser(world.app, actorFor(manager), before.accountId, CONTEXT)
    expect((await undoLogin(arrive(), { key, email: before.email })).status).toBe(422)
    expect(await loginOf(world, before)).toBe(after.username)
  })
})

describe('a letter that could not be sent at once', () => {
  it('still goes where the owner was, whatever address the account has by then (N13)', async () => {
    const asleep = await createWorld({ platformId: 'PCI', work: false })
    try {
      const person = await newCompany(asleep.app)
      await changeLogin(asleep, person)
      await asleep.app.db
        .updateTable('accounts')
        .set({ email: 'intruder@mail.test' })
        .where('id', '=', person.accountId)
        .execute()
      const awake = await asleep.openTwin()
      const [mail] = await asleep.mails(person.email)
      expect(mail?.key).toMatch(/^[\w-]{43}$/u)
      expect((await undoLogin(arrive(awake), { key: mail?.key ?? '', email: person.email })).status).toBe(303)
    } finally {
      await asleep.close()
    }
  })

  it('brings no way back any more where the change was undone meanwhile', async () => {
    const asleep = await createWorld({ platformId: 'PCI', work: false })
    try {
      const person = await newCompany(asleep.app)
      const once = await changeLogin(asleep, person)
      await changeLogin(asleep, once)
      const { key } = await asleep.app.db.transaction().execute((trx) =>
        mintKey(trx, {
          accountId: person.accountId,
          purpose: 'undo_username_change',
          payload: { username: person.username, mailedTo: person.email, change: '2' },
        }),
      )
      await undoLogin(arrive(asleep), { key, email: person.email })
      const mails = await asleep.app.db
        .selectFrom('mails')
        .select(['kind', 'state'])
        .where('accountId', '=', person.accountId)
        .orderBy('createdAt')
        .execute()
      expect(mails).toEqual([
        { kind: 'username_changed', state: 'obsolete' },
        { kind: 'username_changed', state: 'obsolete' },
        { kind: 'username_restored', state: 'queued' },
      ])
    } finally {
      await asleep.close()
    }
  })
})
