import { globSync, readFileSync } from 'node:fs'
import { sql } from 'kysely'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { ROOT } from '../test/support/build.ts'
import { isLive } from '../test/support/owner.ts'
import { newCompany } from '../test/support/people.ts'
import { arrive, choosePassword, resetKey, signIn } from '../test/support/recovery.ts'
import { failTimes } from '../test/support/sign-in-attempts.ts'
import { signedIn } from '../test/support/signed-in.ts'
import { useWorld } from '../test/support/world.ts'

const YEAR = 365 * 24 * 3_600_000
const PASSWORD = 'a quiet harbour at noon'

const world = await useWorld()
afterEach(() => {
  vi.useRealTimers()
})

/** Sets the clock of this process, and leaves the database's alone. */
function jump(milliseconds: number): void {
  vi.useFakeTimers({ toFake: ['Date'], shouldAdvanceTime: true, now: Date.now() + milliseconds })
}

describe.each([
  ['forward', 10 * YEAR],
  ['back', -10 * YEAR],
])('I-40 a process whose clock jumps ten years %s', (_, jumped) => {
  it('lets live what lives: session, key, captcha, and the failures of a budget', async () => {
    const [owner, forgetful, victim] = [await newCompany(world.app), await newCompany(world.app), await newCompany(world.app)]
    const browser = await signedIn(world, owner)
    const key = await resetKey(world, forgetful)
    const guest = arrive(world)
    const altcha = await guest.captcha('activate')
    await failTimes(world.app, 9, victim.username)
    jump(jumped)
    expect(await isLive(browser)).toBe(true)
    const answer = await guest.post('/activate', { key, newPassword: PASSWORD, confirmation: PASSWORD, altcha })
    expect(answer.status).toBe(303)
    await signIn(arrive(world), { ...victim, password: 'wrong horse battery' })
    expect((await signIn(arrive(world), victim)).status).toBe(422)
  })

  it('wakes nothing that has run out, and opens new lives as long as ever', async () => {
    const [owner, forgetful, victim] = [await newCompany(world.app), await newCompany(world.app), await newCompany(world.app)]
    const browser = await signedIn(world, owner)
    const key = await resetKey(world, forgetful)
    await failTimes(world.app, 9, victim.username)
    jump(jumped)
    await world.passTime(24 * 3_600 + 1)
    expect(await isLive(browser)).toBe(false)
    expect((await choosePassword(arrive(world), { key, password: PASSWORD })).status).toBe(422)
    await signIn(arrive(world), { ...victim, password: 'wrong horse battery' })
    expect((await signIn(arrive(world), victim)).status).toBe(303)
    const later = arrive(world)
    await signIn(later, owner)
    await world.passTime(3_599)
    expect(await isLive(later)).toBe(true)
    await world.passTime(3_601)
    expect(await isLive(later)).toBe(false)
  })
})

describe('I-40 the one function that tells the time', () => {
  it('is the only one that our SQL asks', () => {
    const others =
      /(?<![.\w])now\(\)|\b(?:current_(?:date|time|timestamp)|local(?:time|timestamp)|(?:clock|statement|transaction)_timestamp)\b/
    const lines = globSync('src/**/*.{ts,tsx}', { cwd: ROOT, exclude: (path) => path.includes('.test.') }).flatMap((file) =>
      readFileSync(`${ROOT}/${file}`, 'utf8')
        .split('\n')
        .filter((line) => others.test(line))
        .map((line) => `${file}: ${line.trim()}`),
    )
    expect(lines).toEqual([expect.stringContaining('create function gatehouse_now()')])
  })

  it('is the default of every time in our tables', async () => {
    const { rows } = await sql<{ at: string; expression: string }>`
      select d.adrelid::regclass || '.' || a.attname as at, pg_get_expr(d.adbin, d.adrelid) as expression
      from pg_attrdef d join pg_attribute a on a.attrelid = d.adrelid and a.attnum = d.adnum
      where d.adrelid in (select oid from pg_class where relnamespace = 'public'::regnamespace) and a.atttypid = 'timestamptz'::regtype`.execute(
      world.app.db,
    )
    expect(rows.length).toBeGreaterThan(8)
    expect(rows.filter(({ expression }) => expression !== 'gatehouse_now()')).toEqual([])
  })
})
