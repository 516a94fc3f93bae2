import { beforeEach, describe, expect, it } from 'vitest'
import { isLive } from '../../../test/support/owner.ts'
import { actorFor, newCompany, newPerson, type Person } from '../../../test/support/people.ts'
import { giveSettings } from '../../../test/support/settings.ts'
import { requestFrom } from '../../../test/support/sign-in-attempts.ts'
import { signedIn } from '../../../test/support/signed-in.ts'
import { stopClockAt } from '../../../test/support/stopped-clock.ts'
import { useWorld } from '../../../test/support/world.ts'
import { isRefusal } from '../../domain/errors.ts'
import type { MemberActor } from '../../domain/request-context.ts'
import { TRIAL_SECONDS, type OwnSettings } from '../../domain/security-settings.ts'
import { newId } from '../../secrets.ts'
import { viewOwnAccount } from '../profile/view-own-account.ts'
import { viewUser } from '../users/view-user.ts'
import { changeSettings } from './change-settings.ts'
import { confirmSettings } from './end-trial.ts'
import { settleTrials } from './settle-trials.ts'
import { viewSettings } from './view-settings.ts'

const world = await useWorld({ work: false })
const at = (seconds: number) => stopClockAt(world.app, seconds)

const MINUTE = 60
const HOUR = 60 * MINUTE

beforeEach(() => at(0))

async function companyWith(settings: OwnSettings): Promise<Person> {
  const boss = await newCompany(world.app)
  await giveSettings(world.app, boss.subscriptionId, settings)
  return boss
}

describe('a subscription’s own limits of a session', () => {
  it.each([
    [{ idleMinutes: 5 }, 5 * MINUTE],
    [{ idleMinutes: 45, absoluteHours: 12 }, 45 * MINUTE],
    // Looser than the platform is today: the platform counts.
    [{ idleMinutes: 600 }, HOUR],
  ])('%o: unused it is live a second before the limit, and neither at it nor after (I-22)', async (settings, limit) => {
    for (const [seconds, expected] of [
      [limit - 1, true],
      [limit, false],
      [limit + 1, false],
    ] as const) {
      await at(0)
      const owner = await signedIn(world, await companyWith(settings))
      await at(seconds)
      expect([seconds, await isLive(owner)]).toEqual([seconds, expected])
    }
  })

  it.each([
    [{ absoluteHours: 1 }, HOUR],
    [{ absoluteHours: 3, idleMinutes: 20 }, 3 * HOUR],
    [{ absoluteHours: 100 }, 12 * HOUR],
  ])(
    '%o: used all the while it is live a second before the limit, and neither at it nor after (I-22)',
    async (settings, limit) => {
      const owner = await signedIn(world, await companyWith(settings))
      for (let used = 0; used < limit; used += 15 * MINUTE) {
        await at(used)
        expect(await isLive(owner)).toBe(true)
      }
      for (const [seconds, expected] of [
        [limit - 1, true],
        [limit, false],
        [limit + 1, false],
      ] as const) {
        await at(seconds)
        expect([seconds, await isLive(owner)]).toEqual([seconds, expected])
      }
    },
  )

  it('are those that a session tells of itself, and by which the list leaves out what has ended', async () => {
    const owner = await signedIn(world, await companyWith({ idleMinutes: 10 }))
    const { idleEndsAt, signedInAt } = (await (await owner.get('/api/v1/session')).json()) as Record<string, string>
    expect(Date.parse(idleEndsAt ?? '') - Date.parse(signedInAt ?? '')).toBe(10 * MINUTE * 1_000)
    const boss = await companyWith({ idleMinutes: 10 })
    await signedIn(world, boss)
    await at(10 * MINUTE)
    await signedIn(world, boss)
    expect((await viewOwnAccount(world.app, actorFor(boss))).sessions).toHaveLength(1)
    expect((await viewUser(world.app, actorFor(boss), boss.accountId)).oversight?.sessions).toHaveLength(1)
  })
})

describe('the end of a trial', () => {
  const HOME = '203.0.113.7'

  /** Tries the network of the home, from there. */
  async function tryNetwork(boss: Person) {
    const owner = await signedIn(world, boss)
    const sessions = await world.app.db.selectFrom('sessions').select('id').where('accountId', '=', boss.accountId).execute()
    const actor = { ...actorFor(boss), sessionId: sessions.at(-1)?.id ?? '' }
    const wanted = { allowedNetworks: ['203.0.113.0/24'] }
    const { version } = await changeSettings(world.app, actor, { wanted }, requestFrom(HOME))
    return { owner, actor, version }
  }

  it.each([
    [TRIAL_SECONDS - 1, true],
    [TRIAL_SECONDS, false],
    [TRIAL_SECONDS + 1, false],
  ])('is decided by the database’s clock: %i seconds after its start it counts: %s (N12, I-40)', async (seconds, counts) => {
    const boss = await newCompany(world.app)
    const { owner, actor, version } = await tryNetwork(boss)
    await at(seconds)
    expect(await isLive(owner)).toBe(!counts)
    expect((await viewSettings(world.app, actor)).trial !== null).toBe(counts)
    const kept = await confirmSettings(world.app, actor, { version }, requestFrom(HOME)).then(
      () => 'kept',
      (error: unknown) => (isRefusal(error) ? error.code : error),
    )
    expect(kept).toBe(counts ? 'kept' : 'no_trial')
  })

  it('is no keeping from where the tried settings let nobody in, nor by an API token (N12)', async () => {
    const boss = await newCompany(world.app)
    const { actor, version } = await tryNetwork(boss)
    const keep = (who: MemberActor, address: string) => confirmSettings(world.app, who, { version }, requestFrom(address))
    await expect(keep(actor, '203.0.114.1')).rejects.toMatchObject({ code: 'no_trial' })
    await expect(keep({ ...actor, sessionId: newId() }, HOME)).rejects.toMatchObject({ code: 'no_trial' })
    const token = { ...actor, kind: 'api_token', tokenId: newId() } as const
    await expect(keep(token, HOME)).rejects.toMatchObject({ code: 'session_needed' })
    expect((await viewSettings(world.app, actor)).settings.allowedNetworks).toEqual([])
  })

  it('is noted once its time is up, and not a second before (I-32)', async () => {
    const boss = await newCompany(world.app)
    await tryNetwork(boss)
    const rows = async () =>
      (
        await world.app.db
          .selectFrom('auditEvents')
          .select(['action', 'actorKind', 'details'])
          .where('subscriptionId', '=', boss.subscriptionId)
          .where('action', '=', 'settings.rolled_back')
          .execute()
      ).map(({ actorKind, details }) => ({ actorKind, ...details }))
    await at(TRIAL_SECONDS - 1)
    await settleTrials(world.app)
    expect(await rows()).toEqual([])
    await at(TRIAL_SECONDS)
    await settleTrials(world.app)
    await settleTrials(world.app)
    const changes = { allowedNetworks: { from: [], to: ['203.0.113.0/24'] } }
    expect(await rows()).toEqual([{ actorKind: 'job', changes, endedAt: expect.any(String) as string }])
  })

  it('is noted before the next change, where no job came by', async () => {
    const boss = await newCompany(world.app)
    const { actor } = await tryNetwork(boss)
    await at(TRIAL_SECONDS)
    await changeSettings(world.app, actor, { wanted: { freezeThreshold: 4 } }, requestFrom(HOME))
    const trail = await world.app.db
      .selectFrom('auditEvents')
      .select('action')
      .where('subscriptionId', '=', boss.subscriptionId)
      .where('action', 'like', 'settings.%')
      .orderBy('id')
      .execute()
    expect(trail.map(({ action }) => action)).toEqual(['settings.trial_started', 'settings.rolled_back', 'settings.changed'])
    expect((await viewSettings(world.app, actor)).settings).toMatchObject({ freezeThreshold: 4, allowedNetworks: [] })
  })
})

describe('settings for those who may not change them', () => {
  it.each(['reader', 'auditor', 'unit_manager', 'user_administrator'] as const)('do not exist for a %s (I-27)', async (role) => {
    const boss = await newCompany(world.app)
    const person = await newPerson(world.app, boss.subscriptionId, { role })
    const guest = await signedIn(world, person)
    expect((await guest.get('/subscription/security')).status).toBe(403)
    for (const path of ['', '/keep', '/go-back']) {
      const form = { freezeThreshold: '3', selfUnfreeze: 'yes', idleMinutes: '60', absoluteHours: '12', idleDeactivationDays: '' }
      const answer = await guest.post(`/subscription/security${path}`, { version: '1', allowedNetworks: '', ...form })
      expect(answer.status).toBe(403)
    }
    const row = await world.app.db
      .selectFrom('subscriptions')
      .select(['settings', 'settingsVersion'])
      .where('id', '=', boss.subscriptionId)
      .executeTakeFirst()
    expect(row).toEqual({ settings: {}, settingsVersion: 1 })
  })
})
