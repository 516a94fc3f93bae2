import { sql } from 'kysely'
import { beforeEach, describe, expect, it } from 'vitest'
import { conditionOf, lettersTo, newIdlePerson } from '../../../test/support/idle.ts'
import { isLive } from '../../../test/support/owner.ts'
import { actorFor, newCompany, type Person, type PersonWish } from '../../../test/support/people.ts'
import { giveSettings } from '../../../test/support/settings.ts'
import { requestFrom } from '../../../test/support/sign-in-attempts.ts'
import { signedIn, trySignIn } from '../../../test/support/signed-in.ts'
import { stopClockAt } from '../../../test/support/stopped-clock.ts'
import { useWorld } from '../../../test/support/world.ts'
import { readDatabaseClock } from '../../clock.ts'
import { activateUser } from '../users/activate-user.ts'
import { runIdleClock } from './run-idle-clock.ts'

const world = await useWorld({ work: false })
const DAY = 24 * 60 * 60
const DAYS = 90

/** A present that only grows, so that no test meets what another has left behind undone. */
let start = 0
const after = (days: number, seconds = 0) => stopClockAt(world.app, start + days * DAY + seconds)
const run = () => runIdleClock(world.app)

beforeEach(async () => {
  start += 2_000 * DAY
  await world.app.db.updateTable('subscriptions').set({ settings: '{}' }).execute()
  await after(0)
})

/** A company with the rule, and a Manager who is there all the time. */
async function company(days: number | null = DAYS): Promise<Person> {
  const boss = await newCompany(world.app)
  if (days !== null) await giveSettings(world.app, boss.subscriptionId, { idleDeactivationDays: days })
  return boss
}

const person = (of: Person, wish?: PersonWish) => newIdlePerson(world.app, of, wish)
const standing = (of: Person) => conditionOf(world.app, of)
const letters = (of: Person) => lettersTo(world.app, of)

/** Lets the job come by at both warnings. */
async function warned(): Promise<void> {
  await after(60)
  await run()
  await after(80)
  await run()
}

describe('an unused account (A05)', () => {
  it('is warned at two thirds and at eight ninths of its time, each once, and Inactive at its end: a second before each, nothing', async () => {
    const user = await person(await company())
    const seen: unknown[] = []
    for (const days of [60, 80, 90]) {
      for (const seconds of [-1, 0, 1]) {
        await after(days, seconds)
        await run()
        seen.push([days, seconds, await standing(user), (await letters(user)).join(' ')])
      }
    }
    expect(seen).toEqual([
      [60, -1, 'active', ''],
      [60, 0, 'active', 'idle_warning'],
      [60, 1, 'active', 'idle_warning'],
      [80, -1, 'active', 'idle_warning'],
      [80, 0, 'active', 'idle_warning idle_warning'],
      [80, 1, 'active', 'idle_warning idle_warning'],
      [90, -1, 'active', 'idle_warning idle_warning'],
      [90, 0, 'idle', 'idle_warning idle_warning idled_out'],
      [90, 1, 'idle', 'idle_warning idle_warning idled_out'],
    ])
  })

  it('leaves one audit row, by the job, and is over for every session and key (I-04, I-19, I-29, I-32)', async () => {
    const boss = await company()
    const user = await person(boss)
    await warned()
    const owner = await signedIn(world, user)
    // As if it had been there all the time: a session of that age is none, and a key neither.
    await world.app.db.updateTable('accounts').set({ lastSignInAt: null }).where('id', '=', user.accountId).execute()
    await after(90)
    await world.app.db
      .updateTable('sessions')
      .set({ createdAt: await readDatabaseClock(world.app.db), lastSeenAt: await readDatabaseClock(world.app.db) })
      .where('accountId', '=', user.accountId)
      .execute()
    await world.app.db
      .insertInto('activationKeys')
      .values({
        id: user.accountId,
        keyHash: Buffer.from(user.accountId),
        accountId: user.accountId,
        purpose: 'reset',
        payload: '{}',
        expiresAt: new Date(Date.UTC(2200, 0)),
      })
      .execute()
    expect(await isLive(owner)).toBe(true)
    await run()
    expect(await isLive(owner)).toBe(false)
    await activateUser(world.app, actorFor(boss), user.accountId, requestFrom('203.0.113.7'))
    expect(await isLive(owner)).toBe(false)
    await world.app.db
      .updateTable('accounts')
      .set({ state: 'inactive', inactiveReason: 'idle' })
      .where('id', '=', user.accountId)
      .execute()
    expect((await trySignIn(world, user)).status).toBe(422)
    const key = await world.app.db
      .selectFrom('activationKeys')
      .select('deathReason')
      .where('accountId', '=', user.accountId)
      .executeTakeFirst()
    expect(key).toEqual({ deathReason: 'idle' })
    const rows = await world.app.db
      .selectFrom('auditEvents')
      .select(['actorKind', 'details'])
      .where('accountId', '=', user.accountId)
      .where('action', '=', 'account.idled_out')
      .execute()
    expect(rows).toEqual([{ actorKind: 'job', details: { username: user.username, days: DAYS, sessions: 1 } }])
  })

  it('counts from its last sign-in, which also makes its warnings count no more', async () => {
    const user = await person(await company())
    await warned()
    await after(89)
    await signedIn(world, user)
    await after(90)
    await run()
    expect(await standing(user)).toBe('active')
    await after(89 + 60)
    await run()
    await after(89 + 80)
    await run()
    await after(89 + 90, -1)
    await run()
    expect(await standing(user)).toBe('active')
    await after(89 + 90)
    await run()
    expect([await standing(user), await letters(user)]).toEqual([
      'idle',
      ['idle_warning', 'idle_warning', 'idle_warning', 'idle_warning', 'idled_out'],
    ])
  })

  it('counts from when it was activated again, however long ago its last sign-in was', async () => {
    const boss = await company()
    const user = await person(boss)
    await warned()
    await after(90)
    await run()
    expect(await standing(user)).toBe('idle')
    await after(95)
    await activateUser(world.app, actorFor(boss), user.accountId, requestFrom('203.0.113.7'))
    for (const days of [95, 100, 95 + 59]) {
      await after(days)
      await run()
      expect([days, await standing(user)]).toEqual([days, 'active'])
    }
    expect((await letters(user)).filter((kind) => kind === 'idle_warning')).toHaveLength(2)
  })

  it('gets the same notice where the rule is new, or where no job came by for long', async () => {
    const boss = await company(null)
    const user = await person(boss)
    await after(400)
    await run()
    expect(await letters(user)).toEqual([])
    await giveSettings(world.app, boss.subscriptionId, { idleDeactivationDays: DAYS })
    const seen: unknown[] = []
    for (const days of [400, 418, 419, 427, 428]) {
      await after(days)
      await run()
      await run()
      seen.push([days, await standing(user), (await letters(user)).length])
    }
    expect(seen).toEqual([
      [400, 'active', 1],
      [418, 'active', 1],
      [419, 'active', 2],
      [427, 'active', 2],
      [428, 'idle', 3],
    ])
  })

  it('is told the day, which is the day', async () => {
    const user = await person(await company())
    await after(60)
    await run()
    const row = await world.app.db.selectFrom('mails').select('params').where('accountId', '=', user.accountId).executeTakeFirst()
    await after(90)
    expect(row?.params).toEqual({ days: '90', endsAt: (await readDatabaseClock(world.app.db)).toISOString() })
  })

  it.each([
    ['pending', { state: 'pending_activation' }],
    ['deactivated', { state: 'inactive', reason: 'deactivated' }],
    ['frozen', { state: 'inactive', reason: 'failed_sign_ins' }],
  ] as const)('is left alone where it is %s (I-29)', async (_, wish) => {
    const user = await person(await company(), wish)
    const before = await standing(user)
    await warned()
    await after(200)
    await run()
    expect([await standing(user), await letters(user)]).toEqual([before, []])
  })

  it('stays as it is without a rule, and by a rule that is only being tried', async () => {
    const boss = await company(null)
    const user = await person(boss)
    await world.app.db
      .updateTable('subscriptions')
      .set({
        trialSettings: '{"idleDeactivationDays":30}',
        trialEndsAt: new Date(Date.UTC(2300, 0)),
        trialStartedBy: boss.accountId,
      })
      .where('id', '=', boss.subscriptionId)
      .execute()
    await after(400)
    await run()
    expect([await standing(user), await letters(user)]).toEqual(['active', []])
  })

  it('is one of many: each of them gets all three mails', async () => {
    const boss = await company()
    await sql`insert into accounts (id, subscription_id, username, username_folded, first_name, last_name, email, role, state,
        state_changed_by, credential_hash, credential_set_at)
      select gen_random_uuid(), ${boss.subscriptionId}, 'many' || n, 'many' || n, 'Pat', 'Poole', 'many' || n || '@mail.test',
        'reader', 'active', 'test', 'x', gatehouse_now() from generate_series(1, 120) n`.execute(world.app.db)
    await warned()
    await after(90)
    await run()
    const { rows } = await sql<object>`select inactive_reason as reason, count(*) as users,
        (select count(*) from mails m join accounts b on b.id = m.account_id where b.subscription_id = a.subscription_id) as mails
      from accounts a where subscription_id = ${boss.subscriptionId} and username like 'many%' group by 1, subscription_id`.execute(
      world.app.db,
    )
    expect(rows).toEqual([{ reason: 'idle', users: 120, mails: 360 }])
  })
})

describe('the last active Manager', () => {
  it('is neither warned nor made Inactive, however long unused (N09)', async () => {
    const boss = await company()
    await warned()
    await after(500)
    await run()
    await after(900)
    await run()
    expect([await standing(boss), await letters(boss)]).toEqual(['active', []])
  })

  it('is who was used last, where all are unused; a frozen one doesn’t count, since it can’t sign in (N09)', async () => {
    const boss = await company()
    const [second, third] = [await person(boss, { role: 'manager' }), await person(boss, { role: 'manager' })]
    await after(1)
    await signedIn(world, second)
    for (const days of [62, 83, 95, 500]) {
      await after(days)
      await run()
    }
    expect([await standing(boss), await standing(second), await standing(third)]).toEqual(['idle', 'active', 'idle'])
    const frozen = await company()
    const only = await person(frozen, { role: 'manager', state: 'inactive', reason: 'failed_sign_ins' })
    await after(900)
    await run()
    expect([await standing(frozen), await standing(only)]).toEqual(['active', 'failed_sign_ins'])
  })

  it('is spared also where another went after the warnings', async () => {
    const boss = await company()
    const second = await person(boss, { role: 'manager' })
    await after(1)
    await signedIn(world, second)
    await after(61)
    await run()
    await after(81)
    await run()
    await world.app.db
      .updateTable('accounts')
      .set({ state: 'inactive', inactiveReason: 'deactivated' })
      .where('id', '=', boss.accountId)
      .execute()
    await after(92)
    await run()
    expect(await standing(second)).toBe('active')
  })
})
