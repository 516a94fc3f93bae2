import { hash, parseOptions, verify } from '@node-rs/argon2'
import { verify as verifyBcrypt } from '@node-rs/bcrypt'
import { refuse } from './domain/errors.ts'
import { readImportedHash, type ImportedHash } from './domain/imported-hash.ts'
import { pbkdf2Matches, randomBytesOf, scryptMatches } from './secrets.ts'

/** Argon2id (the library's default), 19 MiB, 2 passes, 1 lane: OWASP's floor and this house's (I-35). */
const PARAMETERS = { memoryCost: 19_456, timeCost: 2, parallelism: 1, outputLen: 32 }
/** The library's default, and RFC 9106's advice. */
const SALT_BYTES = 16

/** Marks, in the column of credentials, a hash that another system made: without our pepper, maybe of another scheme. */
const IMPORTED = 'imported:'

/** How a hash from a file is kept until its owner signs in (A16); the text is one that `readImportedHash` took. */
export function importedCredential(text: string): string {
  return `${IMPORTED}${text.trim()}`
}

/** A place in the queue before the hash pool; taken before a budget is charged, so that overload charges nothing. */
export type HashingSlot = {
  /**
   * True when the password matches. A null credential costs the same and never matches (I-09). An imported one costs its
   * own check and one of ours besides, whatever comes of it: no account is cheaper than a name that nobody has.
   */
  readonly verify: (credential: string | null, password: string) => Promise<boolean>
  readonly hash: (password: string) => Promise<string>
  readonly release: () => void
}

export type PasswordHasher = {
  /** Throws Refusal `overloaded` where the queue is full (I-39). Always release. */
  readonly reserve: () => HashingSlot
  /** Throws Refusal `overloaded` as `reserve` would, and takes nothing: to be asked before anything is charged. */
  readonly requireRoom: () => void
  /** Reserve, hash, release. */
  readonly hash: (password: string) => Promise<string>
  /** Whether the stored hash was made with weaker parameters than today's, or elsewhere: then it is raised (I-35). */
  readonly isWeak: (credential: string) => boolean
  /** How many hashes were computed, for tests of equal work and for metrics. */
  readonly computed: () => number
}

/** Bounds how many hashes run at a time and how many may wait. Shared by all sites of a process. */
export type HashingGate = {
  readonly requireRoom: () => void
  readonly reserve: () => () => void
  readonly enter: () => Promise<() => void>
}

export function createHashingGate(limits: { concurrency: number; queue: number }): HashingGate {
  let running = 0
  let reserved = 0
  const waiting: (() => void)[] = []
  const leave = () => {
    const next = waiting.shift()
    if (next) next()
    else running -= 1
  }
  const requireRoom = () => {
    if (reserved >= limits.concurrency + limits.queue) throw refuse('overloaded', { retryAfterSeconds: 5 })
  }
  return {
    requireRoom,
    reserve: () => {
      requireRoom()
      reserved += 1
      let released = false
      return () => {
        if (!released) reserved -= 1
        released = true
      }
    },
    enter: async () => {
      if (running < limits.concurrency) running += 1
      else await new Promise<void>((resolve) => waiting.push(resolve))
      return leave
    },
  }
}

/**
 * Argon2id behind the gate. `pepper`, where configured, is Argon2's own secret input (RFC 9106, 3.1), so a dumped
 * database alone verifies nothing.
 */
export function createPasswordHasher(gate: HashingGate, pepper: Uint8Array | null): PasswordHasher {
  const options = pepper ? { ...PARAMETERS, secret: pepper } : PARAMETERS
  const dummy = dummyCredential()
  let computed = 0
  const gated = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    const leave = await gate.enter()
    computed += 1
    try {
      return await work()
    } finally {
      leave()
    }
  }
  const reserve = (): HashingSlot => ({
    verify: async (credential, password) => {
      const imported = credential?.startsWith(IMPORTED) ? credential.slice(IMPORTED.length) : null
      const own = imported === null ? credential : null
      const matches = await gated(() => verify(own ?? dummy, password.normalize('NFC'), options))
      if (imported !== null) return gated(() => verifyImported(imported, password))
      return matches && own !== null
    },
    hash: (password) => gated(() => hash(password.normalize('NFC'), options)),
    release: gate.reserve(),
  })
  return {
    reserve,
    requireRoom: gate.requireRoom,
    hash: async (password) => {
      const slot = reserve()
      try {
        return await slot.hash(password)
      } finally {
        slot.release()
      }
    },
    isWeak: (credential) => {
      if (credential.startsWith(IMPORTED)) return true
      const made = parseOptions(credential)
      return made.memoryCost < PARAMETERS.memoryCost || made.timeCost < PARAMETERS.timeCost
    },
    computed: () => computed,
  }
}

/** Costs as much to verify as any credential; what it is the hash of, if of anything, nobody knows. */
function dummyCredential(): string {
  const { memoryCost, timeCost, parallelism, outputLen } = PARAMETERS
  const part = (bytes: number) => Buffer.from(randomBytesOf(bytes)).toString('base64').replaceAll('=', '')
  return `$argon2id$v=19$m=${memoryCost},t=${timeCost},p=${parallelism}$${part(SALT_BYTES)}$${part(outputLen)}`
}

/**
 * As the other system would have: with the password as typed. bcrypt reads its first 72 bytes and no more; whoever knows
 * those could sign in there, and can here, once: the hash that replaces it is of everything typed.
 */
async function verifyImported(text: string, password: string): Promise<boolean> {
  const read = readImportedHash(text)
  return read.ok && matchesImported(read.hash, password)
}

async function matchesImported(imported: ImportedHash, password: string): Promise<boolean> {
  switch (imported.scheme) {
    case 'argon2id': {
      return verify(imported.text, password)
    }
    case 'bcrypt': {
      return verifyBcrypt(password, imported.text)
    }
    case 'scrypt': {
      return scryptMatches(imported, password)
    }
    case 'pbkdf2': {
      return pbkdf2Matches(imported, password)
    }
  }
}
