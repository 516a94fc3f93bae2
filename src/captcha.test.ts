import { describe, expect, it } from 'vitest'
import { visitor } from '../test/support/visitor.ts'
import { useWorld } from '../test/support/world.ts'
import { createCaptcha } from './captcha.ts'
import { randomBytesOf } from './secrets.ts'

const world = await useWorld({ work: false })

const solve = (action: string) => visitor(world.site, { origin: world.app.config.origin }).captcha(action)
const pack = (payload: unknown) => Buffer.from(JSON.stringify(payload)).toString('base64')

type Solved = {
  challenge: { signature: string; parameters: Record<string, unknown> & { data: Record<string, unknown> } }
  solution: Record<string, unknown>
}
// What the visitor has just packed.
const unpack = (solution: string) => JSON.parse(Buffer.from(solution, 'base64').toString()) as Solved

describe('I-18 a solution', () => {
  it('counts once', async () => {
    const solution = await solve('sign-in')
    expect(await world.app.captcha.redeem(solution, 'sign-in')).toBe(true)
    expect(await world.app.captcha.redeem(solution, 'sign-in')).toBe(false)
  })

  it('counts once however it is spelled', async () => {
    const solution = await solve('sign-in')
    expect(await world.app.captcha.redeem(solution, 'sign-in')).toBe(true)
    const solved = unpack(solution)
    const spellings = [
      Buffer.from(solution, 'base64').toString('base64url'),
      ` ${solution} `,
      pack({ ...solved, extra: 1 }),
      pack({ ...solved, solution: { ...solved.solution, counter: 7, time: 1 } }),
      pack({ ...solved, challenge: { ...solved.challenge, signature: solved.challenge.signature.toUpperCase() } }),
    ]
    for (const spelling of spellings) expect(await world.app.captcha.redeem(spelling, 'sign-in')).toBe(false)
  })

  it('used fifty times at once, in two processes, counts once', async () => {
    const twin = await world.openTwin()
    const solution = await solve('forgot-password')
    const uses = Array.from({ length: 50 }, async (_, index) =>
      (index % 2 === 0 ? world.app : twin.app).captcha.redeem(solution, 'forgot-password'),
    )
    expect((await Promise.all(uses)).filter(Boolean)).toHaveLength(1)
  })

  it('counts for no other act, and is not spent by the try', async () => {
    const solution = await solve('forgot-password')
    for (const action of ['sign-in', 'activate', 'change-password'] as const) {
      expect(await world.app.captcha.redeem(solution, action)).toBe(false)
    }
    expect(await world.app.captcha.redeem(solution, 'forgot-password')).toBe(true)
  })

  it('counts on no other platform', async () => {
    const solution = await solve('sign-in')
    expect(await createCaptcha(world.app.db, randomBytesOf(32)).redeem(solution, 'sign-in')).toBe(false)
  })

  it('counts for an hour by the database’s clock', async () => {
    const early = await solve('sign-in')
    const late = await solve('sign-in')
    await world.passTime(3_590)
    expect(await world.app.captcha.redeem(early, 'sign-in')).toBe(true)
    await world.passTime(11)
    expect(await world.app.captcha.redeem(late, 'sign-in')).toBe(false)
  })
})

describe('I-18 a solution that was altered', () => {
  const parameters = (change: (old: Solved['challenge']['parameters']) => object) => (solved: Solved) => {
    const old = solved.challenge.parameters
    return { ...solved, challenge: { ...solved.challenge, parameters: { ...old, ...change(old) } } }
  }
  const far = Math.floor(Date.now() / 1_000) + 1_000_000

  it.each<[string, (solved: Solved) => unknown]>([
    ['in its nonce', parameters(() => ({ nonce: '00'.repeat(16) }))],
    ['in the case of its nonce', parameters(({ nonce }) => ({ nonce: String(nonce).toUpperCase() }))],
    ['in its cost', parameters(() => ({ cost: 1 }))],
    ['in its act', parameters(({ data }) => ({ data: { ...data, action: 'activate' } }))],
    ['in its end', parameters(({ data }) => ({ data: { ...data, expires: far } }))],
    ['in its prefix', parameters(() => ({ keyPrefix: '' }))],
    ['in the signature of its key', parameters(() => ({ keySignature: undefined }))],
    ['in its signature', (solved) => ({ ...solved, challenge: { ...solved.challenge, signature: '0'.repeat(64) } })],
    ['by leaving the signature out', (solved) => ({ ...solved, challenge: { parameters: solved.challenge.parameters } })],
    ['in its key', (solved) => ({ ...solved, solution: { ...solved.solution, derivedKey: '00'.repeat(32) } })],
  ])('%s counts for nothing', async (_, alter) => {
    const altered = pack(alter(unpack(await solve('sign-in'))))
    expect(await world.app.captcha.check(altered, 'sign-in')).toBeNull()
    expect(await world.app.captcha.check(altered, 'activate')).toBeNull()
  })

  it.each([
    '',
    'x',
    '%%%',
    pack(null),
    pack([]),
    pack({}),
    pack({ challenge: null, solution: null }),
    pack({
      challenge: { parameters: { nonce: 'zz', data: { action: 'sign-in', expires: 1e300 } } },
      solution: { counter: 0, derivedKey: '00' },
    }),
    pack({
      challenge: { parameters: { nonce: 'zz', data: { action: 'sign-in', expires: far } }, signature: 7 },
      solution: { counter: 0, derivedKey: 'zz' },
    }),
    Buffer.from('{"__proto__":{"challenge":1}}').toString('base64'),
    Buffer.from('['.repeat(3_000)).toString('base64'),
    'A'.repeat(100_000),
  ])('beyond recognition counts for nothing: %#', async (text) => {
    expect(await world.app.captcha.check(text, 'sign-in')).toBeNull()
    expect(await world.app.captcha.redeem(text, 'sign-in')).toBe(false)
  })
})
