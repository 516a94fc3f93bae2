import { beforeEach, describe, expect, it } from 'vitest'
import { conditionOf, lettersTo, newIdlePerson } from '../../../test/support/idle.ts'
import { isLive } from '../../../test/support/owner.ts'
import { newCompany, newPerson, type Person, type PersonWish } from '../../../test/support/people.ts'
import { signedIn, trySignIn } from '../../../test/support/signed-in.ts'
import { stopClockAt } from '../../../test/support/stopped-clock.ts'
import { useWorld } from '../../../test/support/world.ts'
import { databaseNow } from '../../clock.ts'
import { sendLetter } from '../letters/send-letter.ts'
import { runIdleClock } from './run-idle-clock.ts'

const world = await useWorld({ platformId: 'PCI', work: false })
const DAY = 24 * 60 * 60

/** A present that only grows, so that no test meets what another has left behind undone. */
let start = 0
const after = (days: number, seconds = 0) => stopClockAt(world.app, start + days * DAY + seconds)
const run = () => runIdleClock(world.app)
const standing = (of: Person) => conditionOf(world.app, of)

beforeEach(async () => {
  start += 2_000 * DAY
  await after(0)
})

const person = (of: Person, wish?: PersonWish) => newIdlePerson(world.app, of, wish)

async function letters(of: Person): Promise<readonly string[]> {
  return (await lettersTo(world.app, of)).filter((kind) => kind.startsWith('idle'))
}

async function liveUntil(days: readonly number[]): Promise<void> {
  for (const day of days) {
    await after(day)
    await run()
  }
}

describe('an account of the PCI platform that nobody signs in with (PCI DSS 4.0.1 8.2.6)', () => {
  it('is warned at 60 and 80 days and Inactive at 90, by its platform’s rule, and not a second earlier', async () => {
    const user = await person(await newCompany(world.app))
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

  it('signs nobody in any more, whatever it was signed in with (I-19, I-29)', async () => {
    const user = await person(await newCompany(world.app))
    await liveUntil([60, 80])
    // As if a session were still there that began when nobody looked.
    const owner = await signedIn(world, user)
    await world.app.db.updateTable('accounts').set({ lastSignInAt: null }).where('id', '=', user.accountId).execute()
    await after(90)
    await world.app.db
      .updateTable('sessions')
      .set({ createdAt: databaseNow, lastSeenAt: databaseNow })
      .where('accountId', '=', user.accountId)
      .execute()
    expect(await isLive(owner)).toBe(true)
    await run()
    expect([await standing(user), await isLive(owner), (await trySignIn(world, user)).status]).toEqual(['idle', false, 422])
  })

  it('begins anew with each sign-in', async () => {
    const user = await person(await newCompany(world.app))
    await liveUntil([60, 80])
    await after(89)
    await signedIn(world, user)
    await liveUntil([90, 89 + 59])
    expect([await standing(user), (await letters(user)).length]).toEqual(['active', 2])
  })

  it('counts from when it became Active, where nobody has ever signed in', async () => {
    const boss = await newCompany(world.app)
    const user = await newPerson(world.app, boss.subscriptionId)
    const stateChangedAt = databaseNow
    await world.app.db
      .updateTable('accounts')
      .set({ stateChangedAt, createdAt: new Date(Date.UTC(2020, 0)) })
      .where('id', '=', user.accountId)
      .execute()
    await liveUntil([59])
    expect(await letters(user)).toEqual([])
    await liveUntil([60, 80, 90])
    expect(await standing(user)).toBe('idle')
  })

  it.each([
    ['pending', { state: 'pending_activation' }],
    ['deactivated', { state: 'inactive', reason: 'deactivated' }],
  ] as const)('is left alone where it is %s (I-29)', async (_, wish) => {
    const user = await person(await newCompany(world.app), wish)
    const before = await standing(user)
    await liveUntil([60, 80, 90, 200])
    expect([await standing(user), await letters(user)]).toEqual([before, []])
  })

  it('stays for ever where it is the last active Manager’s (N09)', async () => {
    const boss = await newCompany(world.app)
    const second = await person(boss, { role: 'manager' })
    await liveUntil([60, 80, 90, 150, 170, 180, 500, 900])
    const standings = [await standing(boss), await standing(second)]
    expect(standings.toSorted()).toEqual(['active', 'idle'])
  })
})

describe('its mails', () => {
  /** The text of the latest letter of a kind, sent by the verb. */
  async function sent(to: Person, kind: string): Promise<string> {
    const { id } = await world.app.db
      .selectFrom('mails')
      .select('id')
      .where('accountId', '=', to.accountId)
      .where('kind', '=', kind)
      .orderBy('createdAt', 'desc')
      .executeTakeFirstOrThrow()
    await sendLetter(world.app, id, { isLast: false })
    return (await world.mails(to.email)).at(-1)?.text ?? ''
  }

  it('speak of the user login and of the primary contact, and say the day', async () => {
    const boss = await newCompany(world.app, { firstName: 'Jane', lastName: 'Doe' })
    const user = await person(boss)
    await after(1)
    await signedIn(world, boss)
    await liveUntil([60])
    const warning = await sent(user, 'idle_warning')
    expect(warning).toContain(`User login: ${user.username}`)
    expect(warning).toContain('on PCI Platform become Inactive once nobody has signed in with them for 90 days')
    await liveUntil([80, 90])
    const end = await sent(user, 'idled_out')
    expect(end).toContain('Nobody has signed in with it for 90 days')
    expect(end).toContain(`Jane Doe, primary contact: ${boss.email}`)
    expect(`${warning}${end}`).not.toMatch(/username|point of contact/iu)
  })
})
