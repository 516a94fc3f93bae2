import { beforeEach, describe, expect, it } from 'vitest'
import { isLive } from '../../../test/support/owner.ts'
import { newCompany, type Person } from '../../../test/support/people.ts'
import { giveSettings } from '../../../test/support/settings.ts'
import { pageAt, signedIn } from '../../../test/support/signed-in.ts'
import { stopClockAt } from '../../../test/support/stopped-clock.ts'
import { visitor, type Visitor } from '../../../test/support/visitor.ts'
import { useWorld } from '../../../test/support/world.ts'
import type { OwnSettings } from '../../domain/security-settings.ts'
import { newToken } from '../../secrets.ts'

const world = await useWorld({ platformId: 'PCI', work: false })
const at = (seconds: number) => stopClockAt(world.app, seconds)

const MINUTE = 60
const HOUR = 60 * MINUTE
const IDLE = 15 * MINUTE
const ABSOLUTE = 12 * HOUR

beforeEach(() => at(0))

async function companyWith(settings: OwnSettings): Promise<Person> {
  const boss = await newCompany(world.app)
  await giveSettings(world.app, boss.subscriptionId, settings)
  return boss
}

/** What a page asks before it warns: how long there is left. */
async function left(owner: Visitor): Promise<unknown> {
  const answer = await owner.get('/session/left')
  return answer.status === 200 ? answer.json() : answer.status
}

/** Uses a session every ten minutes until it has got so old. */
async function useUntil(owner: Visitor, seconds: number): Promise<void> {
  for (let used = 10 * MINUTE; used < seconds; used += 10 * MINUTE) {
    await at(used)
    expect(await isLive(owner)).toBe(true)
  }
}

describe('a session of the PCI platform (PCI DSS 4.0.1 8.2.8)', () => {
  it.each([
    [IDLE - 1, true],
    [IDLE, false],
    [IDLE + 1, false],
  ])('unused for %i of its 900 seconds: live is %s (I-22)', async (seconds, expected) => {
    const owner = await signedIn(world, await newCompany(world.app))
    await at(seconds)
    expect(await isLive(owner)).toBe(expected)
  })

  it.each([
    [ABSOLUTE - 1, true],
    [ABSOLUTE, false],
    [ABSOLUTE + 1, false],
  ])('used all the while, %i of its 43200 seconds after sign-in: live is %s (I-22)', async (seconds, expected) => {
    const owner = await signedIn(world, await newCompany(world.app))
    await useUntil(owner, ABSOLUTE)
    await at(seconds)
    expect(await isLive(owner)).toBe(expected)
  })

  it.each([30, 60, 61, 600])('used at second %i, it idles out at most 60 s early and never late (I-22)', async (used) => {
    const owner = await signedIn(world, await newCompany(world.app))
    for (const [seconds, expected] of [
      [used, true],
      [used + IDLE - 61, true],
      [used + IDLE - 61 + IDLE, false],
    ] as const) {
      await at(seconds)
      expect([seconds, await isLive(owner)]).toEqual([seconds, expected])
    }
  })
})

describe('the question how long a session has left', () => {
  it('is answered by the database’s clock, to the second', async () => {
    const owner = await signedIn(world, await newCompany(world.app))
    expect(await left(owner)).toEqual({ secondsLeft: IDLE, mayStay: true })
    await at(IDLE - MINUTE)
    expect(await left(owner)).toEqual({ secondsLeft: MINUTE, mayStay: true })
    await at(IDLE - 1)
    expect(await left(owner)).toEqual({ secondsLeft: 1, mayStay: true })
    await at(IDLE)
    expect(await left(owner)).toBe(401)
  })

  it('is no use of it: asked every ten seconds, it ends when it would have (I-22)', async () => {
    const owner = await signedIn(world, await newCompany(world.app))
    for (let seconds = 10; seconds < IDLE; seconds += 10) {
      await at(seconds)
      expect(await left(owner)).toEqual({ secondsLeft: IDLE - seconds, mayStay: true })
    }
    await at(IDLE)
    expect(await isLive(owner)).toBe(false)
  })

  it('while to stay is a use: the fifteen minutes begin anew', async () => {
    const owner = await signedIn(world, await newCompany(world.app))
    await at(IDLE - 30)
    await owner.get('/api/v1/session')
    expect(await left(owner)).toEqual({ secondsLeft: IDLE, mayStay: true })
    await at(2 * IDLE - 31)
    expect(await isLive(owner)).toBe(true)
  })

  it('says where the end can’t be put off any more', async () => {
    const owner = await signedIn(world, await newCompany(world.app))
    await useUntil(owner, ABSOLUTE - 15 * MINUTE)
    expect(await left(owner)).toMatchObject({ mayStay: true })
    await at(ABSOLUTE - 10 * MINUTE)
    await isLive(owner)
    await at(ABSOLUTE - MINUTE)
    await isLive(owner)
    expect(await left(owner)).toEqual({ secondsLeft: MINUTE, mayStay: false })
    await at(ABSOLUTE)
    expect(await left(owner)).toBe(401)
  })

  it.each([
    ['a shorter time', { idleMinutes: 5 }, 5 * MINUTE],
    ['one that its platform has overtaken', { idleMinutes: 45 }, IDLE],
  ])('knows a subscription’s own settings: %s', async (_, settings, idle) => {
    const owner = await signedIn(world, await companyWith(settings))
    expect(await left(owner)).toEqual({ secondsLeft: idle, mayStay: true })
    await at(idle)
    expect(await left(owner)).toBe(401)
  })

  it.each([
    ['an hour at most', { absoluteHours: 1 }, HOUR],
    ['more than its platform allows', { absoluteHours: 24 }, ABSOLUTE],
  ])('and its own end of all sessions: %s', async (_, settings, absolute) => {
    const owner = await signedIn(world, await companyWith(settings))
    await useUntil(owner, absolute)
    await at(absolute - MINUTE)
    await isLive(owner)
    expect(await left(owner)).toEqual({ secondsLeft: MINUTE, mayStay: false })
  })

  it('tells nobody anything without a session, and about no other', async () => {
    const guest = visitor(world.site, { origin: world.app.config.origin })
    expect(await left(guest)).toBe(401)
    guest.cookies.set('__Host-session', newToken().token)
    expect(await left(guest)).toBe(401)
    expect(guest.cookies.has('__Host-flash')).toBe(false)
  })

  it('lets the sign-in page say why, once it is over', async () => {
    const unused = await signedIn(world, await newCompany(world.app))
    await at(IDLE)
    await left(unused)
    expect(await pageAt(unused, '/sign-in?next=/account')).toContain(
      'You were signed out because nothing had happened for a while.',
    )
    await at(0)
    const used = await signedIn(world, await newCompany(world.app))
    await useUntil(used, ABSOLUTE)
    await at(ABSOLUTE)
    await left(used)
    expect(await pageAt(used, '/sign-in')).toContain('because a session has to end some time')
  })
})

describe('a page', () => {
  const marks = (page: string) => /<dialog id="idle-warning"[^>]*>/.exec(page)?.[0] ?? ''

  it('of somebody signed in brings the warning along, with the time that is left and the way back', async () => {
    const owner = await signedIn(world, await newCompany(world.app))
    const dialog = marks(await pageAt(owner, '/'))
    expect(dialog).toContain('role="alertdialog"')
    expect(dialog).toContain('data-may-stay')
    expect(dialog).toContain('data-sign-in="/sign-in"')
    expect(marks(await pageAt(owner, '/audit'))).toContain('data-sign-in="/sign-in?next=%2Faudit"')
  })

  it('says when the end can’t be put off', async () => {
    const owner = await signedIn(world, await newCompany(world.app))
    await useUntil(owner, ABSOLUTE)
    await at(ABSOLUTE - 5 * MINUTE)
    const dialog = marks(await pageAt(owner, '/'))
    expect(dialog).not.toContain('data-may-stay')
  })

  it('of nobody has none', async () => {
    const guest = visitor(world.site, { origin: world.app.config.origin })
    expect(await pageAt(guest, '/sign-in')).not.toContain('idle')
  })
})
