import { hash } from '@node-rs/argon2'
import { describe, expect, it } from 'vitest'
import { isRefusal } from './domain/errors.ts'
import { createHashingGate, createPasswordHasher } from './password-hasher.ts'
import { randomBytesOf } from './secrets.ts'

const gate = () => createHashingGate({ concurrency: 2, queue: 10 })
const PASSWORD = 'quiet ember lantern 47'

async function verify(
  hasher: Awaited<ReturnType<typeof createPasswordHasher>>,
  credential: string | null,
  password: string,
): Promise<boolean> {
  const slot = hasher.reserve()
  try {
    return await slot.verify(credential, password)
  } finally {
    slot.release()
  }
}

function codeOf(run: () => unknown): string | null {
  try {
    run()
    return null
  } catch (error) {
    return isRefusal(error) ? error.code : 'fault'
  }
}

describe('a credential', () => {
  it('I-35 is Argon2id with 19 MiB and 2 passes, salted', async () => {
    const hasher = createPasswordHasher(gate(), null)
    const [one, two] = [await hasher.hash(PASSWORD), await hasher.hash(PASSWORD)]
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
    expect(one).not.toBe(two)
    expect(await verify(hasher, one, PASSWORD)).toBe(true)
    expect(await verify(hasher, one, `${PASSWORD} `)).toBe(false)
  })

  it('matches whichever way an accent was typed', async () => {
    const hasher = createPasswordHasher(gate(), null)
    expect(await verify(hasher, await hasher.hash('caf\u00e9 noir und tee'), 'cafe\u0301 noir und tee')).toBe(true)
  })

  it('I-35 verifies nothing without the pepper that it was made with', async () => {
    const pepper = randomBytesOf(32)
    const peppered = createPasswordHasher(gate(), pepper)
    const credential = await peppered.hash(PASSWORD)
    expect(await verify(peppered, credential, PASSWORD)).toBe(true)
    expect(await verify(createPasswordHasher(gate(), null), credential, PASSWORD)).toBe(false)
    expect(await verify(createPasswordHasher(gate(), randomBytesOf(32)), credential, PASSWORD)).toBe(false)
  })

  it.each([
    [{ memoryCost: 8_192, timeCost: 2 }, true],
    [{ memoryCost: 19_456, timeCost: 1 }, true],
    [{ memoryCost: 19_456, timeCost: 2 }, false],
    [{ memoryCost: 65_536, timeCost: 3 }, false],
  ])('I-35 of %o is weak: %s', async (parameters, isWeak) => {
    const hasher = createPasswordHasher(gate(), null)
    expect(hasher.isWeak(await hash(PASSWORD, parameters))).toBe(isWeak)
  })

  it('I-09 that is missing costs one hash, as any other, and nothing matches it', async () => {
    const hasher = createPasswordHasher(gate(), null)
    const before = hasher.computed()
    expect(await verify(hasher, null, '')).toBe(false)
    expect(await verify(hasher, null, PASSWORD)).toBe(false)
    expect(hasher.computed() - before).toBe(2)
  })
})

describe('the gate before the hash pool', () => {
  it('I-39 takes as many as run and wait, and refuses the next with a time to come back', () => {
    const { reserve, requireRoom } = createHashingGate({ concurrency: 2, queue: 1 })
    const releases = [reserve(), reserve(), reserve()]
    expect(codeOf(reserve)).toBe('overloaded')
    expect(codeOf(requireRoom)).toBe('overloaded')
    releases[0]?.()
    releases[0]?.()
    expect(codeOf(requireRoom)).toBeNull()
    expect(codeOf(reserve)).toBeNull()
    expect(codeOf(reserve)).toBe('overloaded')
  })

  it('lets no more than its number run at a time, and all of them in the end, in their order', async () => {
    const { enter } = createHashingGate({ concurrency: 2, queue: 100 })
    let running = 0
    let most = 0
    const order: number[] = []
    const work = async (index: number) => {
      const leave = await enter()
      running += 1
      most = Math.max(most, running)
      await new Promise((resolve) => setTimeout(resolve, 1))
      order.push(index)
      running -= 1
      leave()
    }
    await Promise.all(Array.from({ length: 20 }, (_, index) => work(index)))
    expect(most).toBe(2)
    expect(order).toEqual(order.toSorted((one, other) => one - other))
  })

  it('is left by a hash that fails', async () => {
    const hasher = createPasswordHasher(createHashingGate({ concurrency: 1, queue: 1 }), null)
    await expect(verify(hasher, 'no credential', PASSWORD)).rejects.toThrow('Decoding failed')
    expect(await verify(hasher, await hasher.hash(PASSWORD), PASSWORD)).toBe(true)
  })
})
