import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { actorFor, newCompany, newPerson, type Person } from '../../../test/support/people.ts'
import { askForReset, arrive, mailedKey } from '../../../test/support/recovery.ts'
import { giveSettings } from '../../../test/support/settings.ts'
import { failTimes, requestFrom } from '../../../test/support/sign-in-attempts.ts'
import { signedIn } from '../../../test/support/signed-in.ts'
import { checkFile } from '../../../test/support/uploads.ts'
import { waitFor } from '../../../test/support/wait-for.ts'
import { useWorld } from '../../../test/support/world.ts'
import type { App } from '../../app.ts'
import { isRefusal } from '../../domain/errors.ts'
import { lockSubscription } from '../accounts/queries.ts'
import { prepareBulkAct } from '../bulk/prepare-bulk-act.ts'
import { runBulkAct } from '../bulk/run-bulk-act.ts'
import { startBulkAct } from '../bulk/start-bulk-act.ts'
import { runImport } from '../imports/run-import.ts'
import { startImport } from '../imports/start-import.ts'
import { cancelUser } from '../users/cancel-user.ts'
import { changeUser } from '../users/change-user.ts'
import { deactivateUser } from '../users/deactivate-user.ts'
import { runIdleClock } from './run-idle-clock.ts'

const world = await useWorld({ work: false })
const twin = await world.openTwin()

const ROUNDS = 6
const context = requestFrom('203.0.113.7')

/** So many Managers of one company without a point of contact, each due to become Inactive, and each with an external id. */
async function managers(count: number): Promise<readonly Person[]> {
  const first = await newCompany(world.app)
  await world.app.db.updateTable('subscriptions').set({ pointOfContactId: null }).where('id', '=', first.subscriptionId).execute()
  const more = Array.from({ length: count - 1 }, () => newPerson(world.app, first.subscriptionId, { role: 'manager' }))
  const all = [first, ...(await Promise.all(more))]
  await giveSettings(world.app, first.subscriptionId, { idleDeactivationDays: 30 })
  for (const { accountId } of all) {
    await world.app.db.updateTable('accounts').set({ externalId: accountId }).where('id', '=', accountId).execute()
  }
  return all
}

/** Unused for a hundred days, and warned twice. */
async function age(people: readonly Person[]): Promise<void> {
  const ids = people.map(({ accountId }) => accountId)
  const { db } = world.app
  await sql`update accounts set state_changed_at = gatehouse_now() - interval '100 days', last_sign_in_at = null
    where id = any (${ids}::uuid[])`.execute(db)
  await sql`insert into idle_warnings (account_id, unused_since, level, warned_at)
    select id, state_changed_at, 2, gatehouse_now() - interval '50 days' from accounts where id = any (${ids}::uuid[])`.execute(
    db,
  )
}

async function activeManagers({ subscriptionId }: Person): Promise<readonly string[]> {
  const rows = await world.app.db
    .selectFrom('accounts')
    .select('id')
    .where('subscriptionId', '=', subscriptionId)
    .where('role', '=', 'manager')
    .where('state', '=', 'active')
    .execute()
  return rows.map(({ id }) => id)
}

/** An import, checked but not yet started, that makes these Readers. */
async function importThatDemotes(by: Person, victims: readonly Person[]): Promise<(app: App) => Promise<void>> {
  const rows = victims.map((one) => `${one.accountId},${one.firstName},${one.lastName},${one.email},Reader`)
  const file = ['external_id,first_name,last_name,email,role', ...rows, ''].join('\n')
  const path = await checkFile(world, await signedIn(world, by), file)
  const importId = path.split('/').at(-1) ?? ''
  return async (app) => {
    await startImport(app, actorFor(by), { importId, welcomes: false }, context)
    await runImport(app, importId)
  }
}

/** A bulk act, prepared but not yet started. */
async function bulkThatDeactivates(by: Person, victims: readonly Person[]): Promise<(app: App) => Promise<void>> {
  const meant = { ids: victims.map(({ accountId }) => accountId) }
  const id = await prepareBulkAct(world.app, actorFor(by), { act: 'deactivate', meant, list: '' }, context)
  return async (app) => {
    await startBulkAct(app, actorFor(by), id, context)
    await runBulkAct(app, id)
  }
}

const deactivate = (app: App, by: Person, of: Person) => deactivateUser(app, actorFor(by), of.accountId, context)
const demote = (app: App, by: Person, of: Person) =>
  changeUser(app, actorFor(by), { accountId: of.accountId, change: { role: 'reader' } }, context)

/** Lets deeds meet; refusals are answers, anything else is not. */
async function meet(deeds: readonly (() => Promise<unknown>)[]): Promise<number> {
  const outcomes = await Promise.allSettled(deeds.map((deed) => deed()))
  const faults = outcomes.filter((outcome) => outcome.status === 'rejected' && !isRefusal(outcome.reason))
  expect(faults).toEqual([])
  return outcomes.filter(({ status }) => status === 'fulfilled').length
}

describe('I-30 N09 whatever meets in two processes, an active Manager stays', () => {
  const PAIRS: Readonly<Record<string, (one: Person, other: Person) => Promise<readonly (() => Promise<unknown>)[]>>> = {
    'two demotions of each other': async (one, other) => [
      () => demote(world.app, one, other),
      () => demote(twin.app, other, one),
    ],
    'a demotion and a deactivation of each other': async (one, other) => [
      () => demote(world.app, one, other),
      () => deactivate(twin.app, other, one),
    ],
    'the idle clock of two processes': async () => [() => runIdleClock(world.app), () => runIdleClock(twin.app)],
    'the idle clock and a deactivation': async (one, other) => [
      () => runIdleClock(world.app),
      () => deactivate(twin.app, one, other),
      () => runIdleClock(twin.app),
    ],
    'the idle clock and a demotion': async (one, other) => [() => demote(world.app, one, other), () => runIdleClock(twin.app)],
    'an import and a deactivation': async (one, other) => {
      const runs = await importThatDemotes(one, [other])
      return [() => runs(world.app), () => deactivate(twin.app, other, one)]
    },
    'a bulk deactivation and a demotion': async (one, other) => {
      const runs = await bulkThatDeactivates(one, [other])
      return [() => runs(world.app), () => demote(twin.app, other, one)]
    },
    'a bulk deactivation and the idle clock': async (one, other) => {
      const runs = await bulkThatDeactivates(one, [other])
      return [() => runs(twin.app), () => runIdleClock(world.app)]
    },
    'an import, the idle clock and a demotion': async (one, other) => {
      const runs = await importThatDemotes(one, [other])
      return [() => runs(world.app), () => runIdleClock(twin.app), () => demote(world.app, other, one)]
    },
  }

  it.each(Object.keys(PAIRS))('%s', async (name) => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const [one, other] = await managers(2)
      if (!one || !other) throw new Error('two were asked for')
      const deeds = (await PAIRS[name]?.(one, other)) ?? []
      await age([one, other])
      await meet(deeds)
      expect([round, (await activeManagers(one)).length]).toEqual([round, 1])
    }
  })

  /** Whether somebody waits for a lock in this database. */
  async function isWaiting(): Promise<boolean> {
    const { rows } =
      await sql`select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`.execute(
        world.app.db,
      )
    return rows.length > 0
  }

  it('the idle clock waits for whoever takes a Manager away just now', async () => {
    const [one, other] = await managers(2)
    if (!one || !other) throw new Error('two were asked for')
    await age([one, other])
    let isOver = false
    const clock = await twin.app.db.transaction().execute(async (trx) => {
      await lockSubscription(trx, one.subscriptionId)
      await trx
        .updateTable('accounts')
        .set({ state: 'inactive', inactiveReason: 'deactivated' })
        .where('id', '=', one.accountId)
        .execute()
      const run = runIdleClock(world.app).then(() => (isOver = true))
      await waitFor(isWaiting, (waits) => waits || isOver)
      return { run }
    })
    await clock.run
    expect(await activeManagers(one)).toEqual([other.accountId])
  })

  it('all of it at once among four', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const four = await managers(4)
      const [one, two, three, four4] = four
      if (!one || !two || !three || !four4) throw new Error('four were asked for')
      const runs = await importThatDemotes(one, [two, three, four4])
      await age(four)
      await meet([
        () => runIdleClock(world.app),
        () => deactivate(twin.app, two, one),
        () => demote(world.app, three, two),
        () => runs(twin.app),
        () => deactivate(world.app, four4, three),
        () => runIdleClock(twin.app),
        () => demote(twin.app, one, four4),
      ])
      expect(await activeManagers(one), `round ${round}`).not.toEqual([])
    }
  })
})

describe('the last active Manager (N09)', () => {
  it('is taken away by nobody, themselves included, by no way there is', async () => {
    const boss = await newCompany(world.app)
    const frozen = await newPerson(world.app, boss.subscriptionId, {
      role: 'manager',
      state: 'inactive',
      reason: 'failed_sign_ins',
    })
    const administrator = await newPerson(world.app, boss.subscriptionId, { role: 'user_administrator' })
    await giveSettings(world.app, boss.subscriptionId, { idleDeactivationDays: 30 })
    await age([boss])
    const byAdministrator = actorFor(administrator, { role: 'user_administrator' })
    const done = await meet([
      () => deactivate(world.app, boss, boss),
      () => demote(world.app, boss, boss),
      () => deactivate(world.app, frozen, boss),
      () => demote(world.app, frozen, boss),
      () => cancelUser(world.app, actorFor(boss), boss.accountId, context),
      () => deactivateUser(world.app, byAdministrator, boss.accountId, context),
      () => changeUser(world.app, byAdministrator, { accountId: boss.accountId, change: { role: 'reader' } }, context),
      () =>
        changeUser(
          world.app,
          byAdministrator,
          { accountId: boss.accountId, change: { businessUnitId: boss.accountId } },
          context,
        ),
    ])
    await runIdleClock(world.app)
    expect([done, await activeManagers(boss)]).toEqual([0, [boss.accountId]])
  })

  it('who is frozen unfreezes by mail although self-unfreeze is off, and so does the later of two who are frozen (N06)', async () => {
    const boss = await newCompany(world.app)
    const second = await newPerson(world.app, boss.subscriptionId, { role: 'manager' })
    await giveSettings(world.app, boss.subscriptionId, { selfUnfreeze: false, freezeThreshold: 3 })
    for (const person of [boss, second]) {
      await failTimes(world.app, 3, person.username)
      await world.mails(person.email)
    }
    // While the second could still help the first, the first had no key; now Forgot Password brings one.
    expect((await world.mails(boss.email))[0]?.key).toBeNull()
    const key = await mailedKey(world, second)
    await world.passTime(130)
    const guest = arrive(world)
    await askForReset(guest, boss)
    expect((await world.mails(boss.email, 2))[1]?.text).toContain('Unfreeze my account')
    const answer = await guest.post('/unfreeze', { key, email: second.email })
    expect([answer.status, await activeManagers(boss)]).toEqual([303, [second.accountId]])
  })

  it('a key from before self-unfreeze was switched off opens nothing, but for the last Manager (N06)', async () => {
    const boss = await newCompany(world.app)
    const [reader, second] = [
      await newPerson(world.app, boss.subscriptionId),
      await newPerson(world.app, boss.subscriptionId, { role: 'manager' }),
    ]
    await giveSettings(world.app, boss.subscriptionId, { freezeThreshold: 3 })
    for (const person of [reader, second]) await failTimes(world.app, 3, person.username)
    const keys = { reader: await mailedKey(world, reader), second: await mailedKey(world, second) }
    await giveSettings(world.app, boss.subscriptionId, { freezeThreshold: 3, selfUnfreeze: false })
    await world.app.db
      .updateTable('accounts')
      .set({ state: 'inactive', inactiveReason: 'failed_sign_ins' })
      .where('id', '=', boss.accountId)
      .execute()
    const guest = arrive(world)
    expect((await guest.post('/unfreeze', { key: keys.reader, email: reader.email })).status).toBe(422)
    expect((await guest.post('/unfreeze', { key: keys.second, email: second.email })).status).toBe(303)
  })
})
