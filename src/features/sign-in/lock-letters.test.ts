import { describe, expect, it } from 'vitest'
import { newCompany, newPerson, type Person } from '../../../test/support/people.ts'
import { arrive, isSignedIn, signIn } from '../../../test/support/recovery.ts'
import { giveSettings } from '../../../test/support/settings.ts'
import { failTimes, guess } from '../../../test/support/sign-in-attempts.ts'
import { expectWords } from '../../../test/support/signed-in.ts'
import { useWorld } from '../../../test/support/world.ts'
import { secondsAgo } from '../../clock.ts'
import { foldUsername } from '../../domain/username.ts'
import { followUpRefusal } from './follow-up-refusal.ts'
import { nameSubjects } from './guard-subjects.ts'

const world = await useWorld({ platformId: 'PCI' })
const LOCK = 30 * 60

async function lock(owner: Person, failures = 10): Promise<void> {
  await failTimes(world.app, failures, owner.username)
  await world.jobsDone()
}

async function actsOn({ accountId }: Person): Promise<readonly string[]> {
  const rows = await world.app.db
    .selectFrom('auditEvents')
    .select('action')
    .where('accountId', '=', accountId)
    .where('action', 'like', 'account.%')
    .where('action', '<>', 'account.added')
    .orderBy('id')
    .execute()
  return rows.map(({ action }) => action)
}

async function standingOf({ accountId }: Person): Promise<{ state: string; inactiveReason: string | null }> {
  return world.app.db
    .selectFrom('accounts')
    .select(['state', 'inactiveReason'])
    .where('id', '=', accountId)
    .executeTakeFirstOrThrow()
}

describe('a lock', () => {
  it('tells its owner once until when, how to end it, and who can help, and is one row of the trail (I-32)', async () => {
    const primary = await newCompany(world.app, { firstName: 'Frida', lastName: 'Ek' })
    const owner = await newPerson(world.app, primary.subscriptionId)
    await lock(owner, 9)
    expect(await world.mails(owner.email, 0)).toEqual([])
    await lock(owner, 14)
    const mails = await world.mails(owner.email)
    expect(mails.map(({ subject }) => subject)).toEqual([`${owner.username} on PCI Platform is locked after failed sign-ins`])
    const [mail] = mails
    expect(mail?.link).toBe(`${world.app.config.origin}/unfreeze#${mail?.key}`)
    expectWords(mail?.text ?? '', [
      'too many failed sign-ins with your user login',
      'The lock then ends by itself',
      `User login: ${owner.username}`,
      'Frida Ek, primary contact',
    ])
    expect(await actsOn(owner)).toEqual(['account.locked'])
  })

  it('is no state, and ends no session (I-17, I-29)', async () => {
    const owner = await newCompany(world.app)
    const office = arrive(world)
    await signIn(office, owner)
    await lock(owner, 20)
    expect(await standingOf(owner)).toEqual({ state: 'active', inactiveReason: null })
    expect(await isSignedIn(office)).toBe(true)
  })

  it('is told again when it comes again, after it has ended by itself', async () => {
    const owner = await newCompany(world.app)
    await lock(owner)
    await world.passTime(LOCK + 1)
    expect((await guess(world.app, owner)).code).toBe('entered')
    await lock(owner)
    expect(await world.mails(owner.email, 2)).toHaveLength(2)
    expect(await actsOn(owner)).toEqual(['account.locked', 'account.locked'])
  })

  it('is told once, however often and by however many workers its refusals are followed up (I-32)', async () => {
    const owner = await newCompany(world.app)
    await lock(owner)
    const { name } = nameSubjects(world.app.config.secret, foldUsername(owner.username))
    const subject = { accountId: owner.accountId, nameSubject: name.toString('hex'), limit: 10, elsewhere: null }
    await Promise.all(
      Array.from({ length: 8 }, () => followUpRefusal(world.app, { ...subject, rightPassword: false, budgetFull: true })),
    )
    await world.jobsDone()
    expect(await world.mails(owner.email)).toHaveLength(1)
    expect(await actsOn(owner)).toEqual(['account.locked'])
  })

  it.each([
    ['pending_activation', undefined],
    ['inactive', 'deactivated'],
    ['inactive', 'idle'],
  ] as const)('of an account that is %s (%s) sends no key that would open nothing', async (state, reason) => {
    const { subscriptionId } = await newCompany(world.app)
    const owner = await newPerson(world.app, subscriptionId, { state, ...(reason ? { reason } : {}) })
    await lock(owner)
    expect(await world.mails(owner.email, 0)).toEqual([])
    expect(await actsOn(owner)).toEqual(['account.locked'])
    expect(await standingOf(owner)).toMatchObject({ state })
  })

  it('in an expired subscription sends none either', async () => {
    const owner = await newCompany(world.app)
    await world.app.db
      .updateTable('subscriptions')
      .set({ expiredAt: secondsAgo(1) })
      .where('id', '=', owner.subscriptionId)
      .execute()
    await lock(owner)
    expect(await world.mails(owner.email, 0)).toEqual([])
  })

  it('brings no key where the subscription has switched that off, but to its last active Manager (N06, N09)', async () => {
    const manager = await newCompany(world.app)
    const owner = await newPerson(world.app, manager.subscriptionId)
    await giveSettings(world.app, manager.subscriptionId, { selfUnfreeze: false })
    await lock(owner)
    await lock(manager)
    const [toOwner] = await world.mails(owner.email)
    expect(toOwner?.key).toBeNull()
    expectWords(toOwner?.text ?? '', ['The lock then ends by itself', 'Sam Lee, primary contact'])
    const [toManager] = await world.mails(manager.email)
    expect(toManager?.key).not.toBeNull()
    expectWords(toManager?.text ?? '', ['Terry Quill, your technical account manager (TAM)', '+1 866 801 6161'])
  })
})

describe('a right password that opens nothing (N07)', () => {
  it('of an expired subscription looks as a wrong one, and mails its owner the reason, the primary contact and support', async () => {
    const primary = await newCompany(world.app, { firstName: 'Frida', lastName: 'Ek' })
    const owner = await newPerson(world.app, primary.subscriptionId)
    await world.app.db
      .updateTable('subscriptions')
      .set({ expiredAt: secondsAgo(1) })
      .where('id', '=', primary.subscriptionId)
      .execute()
    const wrong = await signIn(arrive(world), { ...owner, password: 'wrong horse battery' })
    const right = await signIn(arrive(world), owner)
    expect([right.status, await right.text()]).toEqual([wrong.status, await wrong.text()])
    const mails = await world.mails(owner.email)
    expect(mails.map(({ subject }) => subject)).toEqual([`Why ${owner.username} could not sign in to PCI Platform`])
    expectWords(mails[0]?.text ?? '', [
      'Your user login and password were right, but the subscription has expired',
      `User login: ${owner.username}`,
      'Frida Ek, primary contact',
      'Terry Quill, your technical account manager (TAM)',
      'Support, USA and Canada: +1 866 801 6161',
    ])
    await world.jobsDone()
    expect(await world.mails(owner.email)).toHaveLength(1)
  })
})
