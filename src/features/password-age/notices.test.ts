import { beforeEach, describe, expect, it } from 'vitest'
import { lettersTo } from '../../../test/support/idle.ts'
import { newCompany, newPerson, type Person } from '../../../test/support/people.ts'
import { pageAt, signedIn } from '../../../test/support/signed-in.ts'
import { stopClockAt } from '../../../test/support/stopped-clock.ts'
import { useWorld } from '../../../test/support/world.ts'
import { databaseNow, readDatabaseClock } from '../../clock.ts'
import { sendLetter } from '../letters/send-letter.ts'
import { findNearExpiry } from './find-near-expiry.ts'
import { sendExpiryNotices } from './send-expiry-notices.ts'

const world = await useWorld({ platformId: 'PCI', work: false })
const DAY = 24 * 60 * 60

/** A present that only grows, so that no test meets what another has left behind undone. */
let start = 0
const after = (days: number, seconds = 0) => stopClockAt(world.app, start + days * DAY + seconds)
const run = () => sendExpiryNotices(world.app)

beforeEach(async () => {
  start += 2_000 * DAY
  await after(0)
})

/** How many notices somebody was sent. */
async function told(person: Person): Promise<number> {
  return (await lettersTo(world.app, person)).filter((kind) => kind === 'password_expiring').length
}

async function give(person: Person, columns: Record<string, unknown>): Promise<void> {
  await world.app.db.updateTable('accounts').set(columns).where('id', '=', person.accountId).execute()
}

describe('the owner of a password that expires after 90 days (8.3.9)', () => {
  it('is told 14, 7 and 1 days before, once each, and not a second earlier (I-40)', async () => {
    const owner = await newCompany(world.app)
    const seen: unknown[] = []
    for (const days of [76, 83, 89, 90]) {
      for (const seconds of [-1, 0, 1]) {
        await after(days, seconds)
        await run()
        seen.push([days, seconds, await told(owner)])
      }
    }
    expect(seen).toEqual([
      [76, -1, 0],
      [76, 0, 1],
      [76, 1, 1],
      [83, -1, 1],
      [83, 0, 2],
      [83, 1, 2],
      [89, -1, 2],
      [89, 0, 3],
      [89, 1, 3],
      [90, -1, 3],
      [90, 0, 3],
      [90, 1, 3],
    ])
  })

  it.each([
    ['within the last day', [89.5], 1],
    ['in the last week', [85, 89], 2],
    ['before the first notice', [40, 76], 1],
    ['when it has expired', [90, 200], 0],
  ])('hears the nearest only, where no job came by for long: %s', async (_, days, count) => {
    const owner = await newCompany(world.app)
    for (const day of days) {
      await after(day)
      await run()
      await run()
    }
    expect(await told(owner)).toBe(count)
  })

  it('hears it once, however many processes come by at the same moment', async () => {
    const boss = await newCompany(world.app)
    const people = [boss, ...(await Promise.all(Array.from({ length: 9 }, () => newPerson(world.app, boss.subscriptionId))))]
    const twin = await world.openTwin({ work: false })
    await after(80)
    await Promise.all([run(), sendExpiryNotices(twin.app), run(), sendExpiryNotices(twin.app)])
    await run()
    expect(await Promise.all(people.map(told))).toEqual(people.map(() => 1))
  })

  it('hears of a new password anew', async () => {
    const owner = await newCompany(world.app)
    await after(77)
    await run()
    await give(owner, { credentialSetAt: databaseNow })
    await after(77 + 75)
    await run()
    expect(await told(owner)).toBe(1)
    await after(77 + 76)
    await run()
    expect(await told(owner)).toBe(2)
  })

  it('reads which day it is, how to change it and what comes if not, in PCI’s words', async () => {
    const owner = await newCompany(world.app, { firstName: 'Jane', lastName: 'Doe' })
    await after(83)
    await run()
    const { id } = await world.app.db
      .selectFrom('mails')
      .select('id')
      .where('accountId', '=', owner.accountId)
      .executeTakeFirstOrThrow()
    await sendLetter(world.app, id, { isLast: false })
    const [mail] = await world.mails(owner.email)
    await after(90)
    const day = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' }).format(
      await readDatabaseClock(world.app.db),
    )
    expect(mail?.subject).toBe(`The password of ${owner.username} on PCI Platform expires on ${day}`)
    for (const words of [
      `Your password is good until ${day}, 12:00 UTC`,
      `User login: ${owner.username}`,
      `${world.app.config.origin}/account/change-password`,
      'signing in with it opens one page only: the one to choose a new password',
    ]) {
      expect(mail?.text).toContain(words)
    }
  })
})

describe('nobody else is told', () => {
  it.each([
    ['pending', { state: 'pending_activation' }, { temporaryUntil: null }],
    ['deactivated', { state: 'inactive' }, { temporaryUntil: null }],
    ['with a temporary password', {}, { temporaryUntil: new Date(Date.UTC(2200, 0)) }],
  ] as const)('%s', async (_, wish, columns) => {
    const boss = await newCompany(world.app)
    const person = await newPerson(world.app, boss.subscriptionId, wish)
    await give(person, columns)
    for (const day of [76, 83, 89, 90]) {
      await after(day)
      await run()
    }
    expect([await told(person), await told(boss)]).toEqual([0, 3])
  })

  it('of an expired subscription, who could not change it', async () => {
    const boss = await newCompany(world.app)
    await world.app.db
      .updateTable('subscriptions')
      .set({ expiredAt: databaseNow })
      .where('id', '=', boss.subscriptionId)
      .execute()
    await after(80)
    await run()
    expect(await told(boss)).toBe(0)
  })
})

describe('on the home page', () => {
  it('stand the days that are left, and the way to change it', async () => {
    const owner = await newCompany(world.app)
    const credentialSetAt = new Date(Date.now() - 87.2 * DAY * 1_000)
    await give(owner, { credentialSetAt })
    // The page tells the time by the process, so here the two clocks agree.
    await stopClockAt(world.app, (Date.now() - Date.UTC(2027, 0, 1, 12)) / 1_000)
    const page = await pageAt(await signedIn(world, owner), '/')
    expect(page).toContain('Your password expires in 3 days')
    expect(page).toContain('<a href="/account/change-password">Change Password</a>')
    await give(owner, { credentialSetAt: new Date(Date.now() - 75.9 * DAY * 1_000) })
    expect(await pageAt(await signedIn(world, owner), '/')).not.toContain('Your password expires')
  })

  it('the day is told from 14 days before on', async () => {
    const owner = await newCompany(world.app)
    const near = async () => (await findNearExpiry(world.app, owner.accountId))?.getTime()
    await after(90)
    const end = (await readDatabaseClock(world.app.db)).getTime()
    const seen: unknown[] = []
    for (const seconds of [-1, 0, 1]) {
      await after(76, seconds)
      seen.push(await near())
    }
    expect(seen).toEqual([undefined, end, end])
    await give(owner, { temporaryUntil: new Date(Date.UTC(2200, 0)) })
    expect(await near()).toBeUndefined()
  })
})

it('a password of the owner’s own without an age can’t be kept', async () => {
  const owner = await newCompany(world.app)
  await expect(give(owner, { credentialSetAt: null })).rejects.toThrow('own_password_has_an_age')
})

describe('where passwords stay good', async () => {
  const other = await useWorld({ work: false })
  it('nobody is told, however old a password is', async () => {
    const owner = await newCompany(other.app)
    await stopClockAt(other.app, 4_000 * DAY)
    await sendExpiryNotices(other.app)
    expect([await lettersTo(other.app, owner), await findNearExpiry(other.app, owner.accountId)]).toEqual([[], null])
  })
})
