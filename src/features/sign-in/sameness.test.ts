import { afterAll, describe, expect, it } from 'vitest'
import { newCompany, newPerson } from '../../../test/support/people.ts'
import { unknownLike, watchSignIns } from '../../../test/support/seen-sign-ins.ts'
import { giveSettings } from '../../../test/support/settings.ts'
import { failTimes, guess } from '../../../test/support/sign-in-attempts.ts'
import { watchWork } from '../../../test/support/watched.ts'
import { useWorld } from '../../../test/support/world.ts'

const world = await useWorld({ work: false })
const watched = watchWork(world)
afterAll(() => watched.close())

const watch = (username: string, password: string, rounds: number) =>
  watchSignIns({ watched, origin: world.app.config.origin }, { username, password, rounds })

async function expireSubscription(subscriptionId: string): Promise<void> {
  await world.app.db
    .updateTable('subscriptions')
    .set({ expiredAt: new Date(Date.now() - 1_000) })
    .where('id', '=', subscriptionId)
    .execute()
}

describe('what a stranger sees', () => {
  const CASES = [
    'a wrong password',
    'a name of another case',
    'pending, a wrong password',
    'inactive by failed sign-ins, a wrong password',
    'inactive by failed sign-ins, the right password',
    'deactivated, a wrong password',
    'deactivated, the right password',
    'idle, a wrong password',
    'idle, the right password',
    'of an expired subscription, the right password',
    'of a subscription with a threshold of its own',
    'from where the subscription lets nobody in, a wrong password',
    'from where the subscription lets nobody in, the right password',
  ] as const

  const arrange: Record<(typeof CASES)[number], () => Promise<{ username: string; password: string }>> = {
    'a wrong password': async () => ({ ...(await newCompany(world.app)), password: wrong }),
    'a name of another case': async () => {
      const { username, password } = await newCompany(world.app)
      return { username: username.toUpperCase(), password }
    },
    'pending, a wrong password': async () => ({ ...(await person({ state: 'pending_activation' })), password: wrong }),
    'inactive by failed sign-ins, a wrong password': async () => ({ ...(await inactive('failed_sign_ins')), password: wrong }),
    'inactive by failed sign-ins, the right password': () => inactive('failed_sign_ins'),
    'deactivated, a wrong password': async () => ({ ...(await inactive('deactivated')), password: wrong }),
    'deactivated, the right password': () => inactive('deactivated'),
    'idle, a wrong password': async () => ({ ...(await inactive('idle')), password: wrong }),
    'idle, the right password': () => inactive('idle'),
    'of an expired subscription, the right password': async () => {
      const owner = await newCompany(world.app)
      await expireSubscription(owner.subscriptionId)
      return owner
    },
    'of a subscription with a threshold of its own': async () => {
      const owner = await newCompany(world.app)
      await giveSettings(world.app, owner.subscriptionId, { freezeThreshold: 3 })
      return { ...owner, password: wrong }
    },
    'from where the subscription lets nobody in, a wrong password': async () => ({ ...(await elsewhere()), password: wrong }),
    'from where the subscription lets nobody in, the right password': () => elsewhere(),
  }
  const wrong = 'wrong horse battery staple'
  const person = async (wish: Parameters<typeof newPerson>[2]) =>
    newPerson(world.app, (await newCompany(world.app)).subscriptionId, wish)
  const elsewhere = async () => {
    const owner = await newCompany(world.app)
    await giveSettings(world.app, owner.subscriptionId, { allowedNetworks: ['203.0.113.0/24', '2001:db8::/32'] })
    return owner
  }
  const inactive = (reason: 'failed_sign_ins' | 'deactivated' | 'idle') => person({ state: 'inactive', reason })

  it.each(CASES)('I-09 %s: the answer, the cookies and the work are those for an unknown name', async (name) => {
    const { username, password } = await arrange[name]()
    // Past the third failure, from which on a captcha is asked.
    const seen = await watch(username, password, 5)
    expect(seen).toEqual(await watch(unknownLike(username), password, 5))
    expect(seen.map(({ status }) => status)).toEqual([422, 422, 422, 422, 422])
    expect(seen.map(({ hashes }) => hashes)).toEqual([1, 1, 1, 1, 1])
    expect(seen.every(({ headers, body }) => headers['set-cookie'] === undefined && body.includes('Invalid credentials'))).toBe(
      true,
    )
  })

  it('I-09 I-10 an unknown name is locked and challenged as a real one is: twelve failures look the same', async () => {
    const { username } = await newCompany(world.app)
    const seen = await watch(username, wrong, 12)
    expect(seen).toEqual(await watch(unknownLike(username), wrong, 12))
    expect(seen.map(({ body }) => body.includes('altcha'))).toEqual([false, false, ...Array.from({ length: 10 }, () => true)])
  })

  it('I-09 an attempt without the captcha that is asked for gets the same, hashes nothing and writes nothing', async () => {
    const { username, password } = await newCompany(world.app)
    const unknown = unknownLike(username)
    for (const name of [username, unknown]) await failTimes(world.app, 3, name)
    const seen = await watch(username, password, 1)
    expect(seen).toEqual(await watch(unknown, password, 1))
    expect(seen).toMatchObject([{ status: 422, hashes: 0 }])
    expect(seen[0]?.statements).toHaveLength(1)
  })

  it('I-09 whether its owner came by on a known device does not show in when the captcha comes', async () => {
    const owner = await newCompany(world.app)
    const deviceToken = (await guess(world.app, owner)).tokens?.deviceToken ?? null
    const unknown = unknownLike(owner.username)
    const failBoth = async (times: number) => [
      (await failTimes(world.app, times, owner.username, { captcha: false })).map(({ captchaNext }) => captchaNext),
      (await failTimes(world.app, times, unknown, { captcha: false })).map(({ captchaNext }) => captchaNext),
    ]
    expect(await failBoth(2)).toEqual([
      [false, false],
      [false, false],
    ])
    expect((await guess(world.app, { ...owner, deviceToken })).code).toBe('entered')
    expect(await failBoth(1)).toEqual([[true], [true]])
  })

  it('S06 two names of another length differ by what was typed and by nothing else', async () => {
    const [long] = await watch('nobody-of-that-name_jd1', wrong, 1)
    const [short] = await watch('nobo_jd1', wrong, 1)
    expect((long?.body.length ?? 0) - (short?.body.length ?? 0)).toBe('nobody-of-that-name_jd1'.length - 'nobo_jd1'.length)
  })
})
