import { hash } from '@node-rs/argon2'
import { hash as hashBcrypt } from '@node-rs/bcrypt'
import { describe, expect, it } from 'vitest'
import { isRefusal } from './domain/errors.ts'
import { createHashingGate, createPasswordHasher, importedCredential } from './password-hasher.ts'
import { randomBytesOf } from './secrets.ts'

const gate = () => createHashingGate({ concurrency: 2, queue: 10 })
const ARGON2ID = await hash('password', { memoryCost: 4_096, timeCost: 3, parallelism: 1 })
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

/** Each as another system writes it, of the password beside it. */
const IMPORTED: readonly (readonly [what: string, text: string, password: string])[] = [
  ['bcrypt', '$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW', 'U*U'],
  ['bcrypt of PHP', '$2y$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW', 'U*U'],
  ['scrypt of passlib', '$scrypt$ln=16,r=8,p=1$aM15713r3Xsvxbi31lqr1Q$nFNh2CVHVjNldFVKDHDlm4CbdRSCdEBsjjJxD+iCs5E', 'password'],
  ['PBKDF2 of passlib', '$pbkdf2-sha256$6400$.6UI/S.nXIk8jcbdHx3Fhg$98jZicV16ODfEsEZeYPGHU3kbrUrvUEXOPimVSQDD44', 'password'],
  [
    'PBKDF2 as PHC',
    '$pbkdf2-sha512$i=25000,l=64$Z2F0ZWhvdXNlLXNhbHQtMQ$b2nGKUOxSbCVutNd0PxGW7WRjQ6gNcSPXO99jmu6mtcB6BtQzYq5VF3exrddEFpsSRt/WFk2QsyL1mQCZ5x9Ew',
    'password',
  ],
  ['Argon2id of weaker parameters', ARGON2ID, 'password'],
]

describe('A16 a credential that another system made', () => {
  it.each(IMPORTED)('of %s matches the password that was typed there, and no other, pepper or not', async (_, text, password) => {
    for (const pepper of [null, randomBytesOf(32)]) {
      const hasher = createPasswordHasher(gate(), pepper)
      expect(await verify(hasher, importedCredential(text), password)).toBe(true)
      expect(await verify(hasher, importedCredential(text), `${password}x`)).toBe(false)
    }
  })

  it.each(IMPORTED)('I-35 of %s is to be raised', (_, text) => {
    expect(createPasswordHasher(gate(), null).isWeak(importedCredential(text))).toBe(true)
  })

  it.each(IMPORTED)('I-09 of %s costs one of ours besides its own, whatever comes of it', async (_, text, password) => {
    const hasher = createPasswordHasher(gate(), null)
    for (const typed of [password, 'another']) {
      const before = hasher.computed()
      await verify(hasher, importedCredential(text), typed)
      expect(hasher.computed() - before).toBe(2)
    }
  })

  it('of bcrypt is of the first 72 bytes, as it was where it was made', async () => {
    const hasher = createPasswordHasher(gate(), null)
    const text = importedCredential(await hashBcrypt('a'.repeat(80), 4))
    expect(await verify(hasher, text, `${'a'.repeat(72)}b`)).toBe(true)
    expect(await verify(hasher, text, `${'a'.repeat(71)}b`)).toBe(false)
  })

  it('I-39 matches nothing, in no time, where it asks for more work than a sign-in may cost', async () => {
    const hasher = createPasswordHasher(gate(), null)
    const before = performance.now()
    expect(await verify(hasher, `imported:$2b$31$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW`, 'U*U')).toBe(false)
    expect(performance.now() - before).toBeLessThan(5_000)
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
