import { describe, expect, it } from 'vitest'
import { budgetOf } from '../../../test/support/budgets.ts'
import { actorFor, newCompany, newPerson, type Person } from '../../../test/support/people.ts'
import { arrive, isSignedIn, mailedKey, signIn } from '../../../test/support/recovery.ts'
import { giveSettings } from '../../../test/support/settings.ts'
import { countingVerifications, failTimes, guess, requestFrom } from '../../../test/support/sign-in-attempts.ts'
import { flashAfter } from '../../../test/support/signed-in.ts'
import { freshAddress } from '../../../test/support/visitor.ts'
import { useWorld } from '../../../test/support/world.ts'
import { secondsFromNow } from '../../clock.ts'
import { isRefusal } from '../../domain/errors.ts'
import { foldUsername } from '../../domain/username.ts'
import { newId } from '../../secrets.ts'
import { followUpRefusal } from '../sign-in/follow-up-refusal.ts'
import { nameSubjects } from '../sign-in/guard-subjects.ts'
import { deactivateUser } from '../users/deactivate-user.ts'
import { unfreeze } from './unfreeze.ts'

const world = await useWorld({ platformId: 'PCI' })
const LOCK = 30 * 60

async function lock(owner: Person): Promise<void> {
  await failTimes(world.app, 10, owner.username)
  await world.jobsDone()
}

async function release(owner: Person, key: string): Promise<string> {
  try {
    const { deviceToken } = await unfreeze(world.app, { key, email: owner.email }, requestFrom(freshAddress()))
    return deviceToken
  } catch (error) {
    if (isRefusal(error)) return error.code
    throw error
  }
}

async function lockAndRelease(owner: Person): Promise<string> {
  await lock(owner)
  return release(owner, await mailedKey(world, owner))
}

async function actsOn({ accountId }: Person): Promise<readonly string[]> {
  await world.jobsDone()
  const rows = await world.app.db
    .selectFrom('auditEvents')
    .select('action')
    .where('accountId', '=', accountId)
    .where('action', 'like', 'account.%lock%')
    .orderBy('id')
    .execute()
  return rows.map(({ action }) => action)
}

describe('an early release', () => {
  it('lets the owner in at once, on a browser that strangers’ failures don’t concern for a day (I-17)', async () => {
    const owner = await newCompany(world.app)
    const office = arrive(world)
    await signIn(office, owner)
    await lock(owner)
    const home = arrive(world)
    expect((await signIn(home, owner)).status).toBe(422)
    const page = await (await home.get('/unfreeze')).text()
    expect(page).toContain('<h1>Release the lock</h1>')
    const released = await home.post('/unfreeze', { key: await mailedKey(world, owner), email: ` ${owner.email.toUpperCase()} ` })
    expect(released.headers.get('location')).toBe(`/sign-in?username=${encodeURIComponent(owner.username)}`)
    expect(await flashAfter(home, released)).toBe('The lock is released. Sign in with the password you have.')
    await lock(owner)
    await home.post('/sign-in', { username: owner.username, password: owner.password })
    expect([await isSignedIn(home), await isSignedIn(office)]).toEqual([true, true])
    expect(await actsOn(owner)).toEqual(['account.locked', 'account.lock_released'])
    const mails = await world.mails(owner.email, 2)
    expect(mails.at(-1)?.subject).toBe(`The lock of ${owner.username} on PCI Platform is released`)
  })

  it('takes what was counted away, and with it the captcha', async () => {
    const owner = await newCompany(world.app)
    await lockAndRelease(owner)
    for (const which of ['name', 'stranger', 'challenge'] as const) {
      expect(await budgetOf(world.app, owner.username, which)).toBeUndefined()
    }
    expect((await guess(world.app, { ...owner, captcha: false })).code).toBe('entered')
  })

  it('works once, however often it is pressed at once (I-01)', async () => {
    const owner = await newCompany(world.app)
    await lock(owner)
    const key = await mailedKey(world, owner)
    const outcomes = await Promise.all(Array.from({ length: 8 }, () => release(owner, key)))
    expect(outcomes.filter((outcome) => outcome !== 'invalid_key')).toHaveLength(1)
    expect(await actsOn(owner)).toEqual(['account.locked', 'account.lock_released'])
    expect(await world.mails(owner.email, 2)).toHaveLength(2)
  })

  it('works after the lock has ended by itself, too, and not for an account that was deactivated meanwhile (I-29)', async () => {
    const manager = await newCompany(world.app)
    const late = await newPerson(world.app, manager.subscriptionId)
    const gone = await newPerson(world.app, manager.subscriptionId)
    await lock(late)
    await lock(gone)
    const [lateKey, goneKey] = [await mailedKey(world, late), await mailedKey(world, gone)]
    await deactivateUser(world.app, actorFor(manager), gone.accountId, requestFrom(freshAddress()))
    await world.passTime(LOCK + 1)
    expect(await release(late, lateKey)).not.toBe('invalid_key')
    expect(await release(gone, goneKey)).toBe('invalid_key')
  })

  it('is refused once the subscription has switched it off', async () => {
    const manager = await newCompany(world.app)
    const owner = await newPerson(world.app, manager.subscriptionId)
    await lock(owner)
    const key = await mailedKey(world, owner)
    await giveSettings(world.app, manager.subscriptionId, { selfUnfreeze: false })
    expect(await release(owner, key)).toBe('invalid_key')
    expect((await guess(world.app, owner)).code).toBe('invalid_credentials')
  })
})

describe('a refusal from before the release', () => {
  it('that is followed up late neither locks again nor mails (I-17)', async () => {
    const owner = await newCompany(world.app)
    await lockAndRelease(owner)
    const { name } = nameSubjects(world.app.config.secret, foldUsername(owner.username))
    const of = { accountId: owner.accountId, nameSubject: name.toString('hex'), limit: 10, elsewhere: null }
    await followUpRefusal(world.app, { ...of, rightPassword: false, budgetFull: true })
    expect(await actsOn(owner)).toEqual(['account.locked', 'account.lock_released'])
    expect(await world.mails(owner.email, 2)).toHaveLength(2)
  })

  it('that was in flight then and has filled a budget since does neither (I-17)', async () => {
    const owner = await newCompany(world.app)
    await lockAndRelease(owner)
    const { name: subject } = nameSubjects(world.app.config.secret, foldUsername(owner.username))
    const full = { subject, spent: 10, failures: 10, expiresAt: secondsFromNow(LOCK) }
    await world.app.db.insertInto('guardBudgets').values(full).execute()
    const of = { accountId: owner.accountId, nameSubject: subject.toString('hex'), limit: 10, elsewhere: null }
    await followUpRefusal(world.app, { ...of, rightPassword: false, budgetFull: true })
    expect(await actsOn(owner)).toEqual(['account.locked', 'account.lock_released'])
  })

  it('that is tried at the same instant neither locks again nor mails, however many there are (I-17)', async () => {
    const owner = await newCompany(world.app)
    await lock(owner)
    const key = await mailedKey(world, owner)
    const twin = await world.openTwin()
    const storm = Array.from({ length: 60 }, (_, index) =>
      failTimes([world.app, twin.app][index % 2] ?? world.app, 1, owner.username),
    )
    const [deviceToken] = await Promise.all([release(owner, key), ...storm])
    expect((await guess(world.app, { ...owner, deviceToken, captcha: false })).code).toBe('entered')
    expect(await actsOn(owner)).toEqual(['account.locked', 'account.lock_released'])
    expect(await world.mails(owner.email, 2)).toHaveLength(2)
  })

  it('whose mail was not sent yet brings no key any more (I-04)', async () => {
    const owner = await newCompany(world.app)
    await lock(owner)
    const mail = { id: newId(), accountId: owner.accountId, kind: 'locked', recipient: owner.email, params: '{}' }
    await world.app.db.insertInto('mails').values(mail).execute()
    await release(owner, await mailedKey(world, owner))
    const left = await world.app.db.selectFrom('mails').select('state').where('id', '=', mail.id).executeTakeFirst()
    expect(left?.state).toBe('obsolete')
  })
})

describe('in the day after a release', () => {
  it('strangers have a budget that locks them out for 30 minutes, and mails nobody', async () => {
    const owner = await newCompany(world.app)
    await lockAndRelease(owner)
    const counting = countingVerifications(world.app)
    await failTimes(counting.app, 12, owner.username)
    expect(counting.verified()).toBe(10)
    expect((await guess(world.app, owner)).code).toBe('invalid_credentials')
    await world.passTime(LOCK - 60)
    expect((await guess(world.app, owner)).code).toBe('invalid_credentials')
    await world.passTime(61)
    expect((await guess(world.app, owner)).code).toBe('entered')
    expect(await actsOn(owner)).toEqual(['account.locked', 'account.lock_released'])
  })

  it('a known device has its own, which locks that device alone and spends no other', async () => {
    const owner = await newCompany(world.app)
    const deviceToken = await lockAndRelease(owner)
    const counting = countingVerifications(world.app)
    await failTimes(counting.app, 25, owner.username, { deviceToken, captcha: false })
    expect(counting.verified()).toBe(10)
    expect((await guess(counting.app, { ...owner, deviceToken })).code).toBe('invalid_credentials')
    expect(await budgetOf(world.app, owner.username, 'name')).toBeUndefined()
    expect((await guess(counting.app, owner)).code).toBe('entered')
    await world.passTime(LOCK + 1)
    expect((await guess(counting.app, { ...owner, deviceToken })).code).toBe('entered')
  })
})
