/**
 * Password hashes that other systems made (A16, I-35), in their usual written forms: PHC strings of Argon2id, scrypt and
 * PBKDF2, bcrypt's modular form, and passlib's form of PBKDF2. Read strictly, within bounds on the work of one check.
 */
export type ImportedHash =
  | { readonly scheme: 'argon2id'; readonly text: string }
  | { readonly scheme: 'bcrypt'; readonly text: string }
  | ({ readonly scheme: 'scrypt'; readonly cost: number; readonly blockSize: number; readonly lanes: number } & Salted)
  | ({ readonly scheme: 'pbkdf2'; readonly digest: Pbkdf2Digest; readonly iterations: number } & Salted)

type Salted = { readonly salt: Uint8Array; readonly hash: Uint8Array }

export type Pbkdf2Digest = 'sha256' | 'sha512'

/** `unknown`: none of the forms above. `costly`: a check would take longer, or more memory, than a sign-in may. */
export type HashProblem = 'unknown' | 'costly'

export type ReadHash = { readonly ok: true; readonly hash: ImportedHash } | { readonly ok: false; readonly problem: HashProblem }

/** No known form is longer. */
export const LONGEST_HASH = 512

/** Each bound is about half a second of one core in 2026, and 128 MiB. */
const BOUNDS = {
  argon2MemoryKib: 131_072,
  /** Memory in KiB times passes. */
  argon2Work: 524_288,
  argon2Lanes: 16,
  bcryptCost: 13,
  /** N times r times p; 128 bytes of each are memory at most. */
  scryptWork: 2 ** 20,
  scryptLanes: 16,
  pbkdf2: { sha256: 1_500_000, sha512: 600_000 },
} as const

const SALT_BYTES = { least: 8, most: 64 }
const HASH_BYTES = { least: 16, most: 64 }

const BASE64 = '[A-Za-z0-9+/]+'
const NUMBER = '(0|[1-9][0-9]{0,8})'
const ARGON2ID = new RegExp(String.raw`^\$argon2id\$v=19\$m=${NUMBER},t=${NUMBER},p=${NUMBER}\$(${BASE64})\$(${BASE64})$`)
/** $2x$ is left out: it marks hashes of a faulty bcrypt of 2011, which no sound one checks rightly. */
const BCRYPT = /^\$2[aby]\$([0-9]{2})\$[./A-Za-z0-9]{53}$/
const SCRYPT = new RegExp(String.raw`^\$scrypt\$ln=${NUMBER},r=${NUMBER},p=${NUMBER}\$(${BASE64})\$(${BASE64})$`)
const PBKDF2 = new RegExp(String.raw`^\$pbkdf2-(sha256|sha512)\$i=${NUMBER}(?:,l=${NUMBER})?\$(${BASE64})\$(${BASE64})$`)
/** passlib writes no `i=`, and `.` for `+`. */
const PASSLIB_PBKDF2 = new RegExp(String.raw`^\$pbkdf2-(sha256|sha512)\$${NUMBER}\$([A-Za-z0-9./]+)\$([A-Za-z0-9./]+)$`)

const UNKNOWN: ReadHash = { ok: false, problem: 'unknown' }
const COSTLY: ReadHash = { ok: false, problem: 'costly' }

/** Reads a hash as a file brings it; white space around it is no part of one. */
export function readImportedHash(typed: string): ReadHash {
  const text = typed.trim()
  if (text.length > LONGEST_HASH) return UNKNOWN
  return readArgon2id(text) ?? readBcrypt(text) ?? readScrypt(text) ?? readPbkdf2(text) ?? UNKNOWN
}

function readArgon2id(text: string): ReadHash | null {
  const found = ARGON2ID.exec(text)
  if (!found) return null
  const [memory = 0, passes = 0, lanes = 0] = found.slice(1, 4).map(Number)
  if (!readSalted(found[4], found[5]) || passes < 1 || lanes < 1 || memory < 8 * lanes) return UNKNOWN
  const { argon2MemoryKib, argon2Work, argon2Lanes } = BOUNDS
  if (memory > argon2MemoryKib || memory * passes > argon2Work || lanes > argon2Lanes) return COSTLY
  return { ok: true, hash: { scheme: 'argon2id', text } }
}

function readBcrypt(text: string): ReadHash | null {
  const found = BCRYPT.exec(text)
  if (!found) return null
  const cost = Number(found[1])
  if (cost < 4 || cost > 31) return UNKNOWN
  return cost > BOUNDS.bcryptCost ? COSTLY : { ok: true, hash: { scheme: 'bcrypt', text } }
}

function readScrypt(text: string): ReadHash | null {
  const found = SCRYPT.exec(text)
  if (!found) return null
  const [logCost = 0, blockSize = 0, lanes = 0] = found.slice(1, 4).map(Number)
  const salted = readSalted(found[4], found[5])
  if (!salted || logCost < 1 || logCost > 63 || blockSize < 1 || lanes < 1) return UNKNOWN
  const cost = 2 ** logCost
  if (cost * blockSize * lanes > BOUNDS.scryptWork || lanes > BOUNDS.scryptLanes) return COSTLY
  return { ok: true, hash: { scheme: 'scrypt', cost, blockSize, lanes, ...salted } }
}

function readPbkdf2(text: string): ReadHash | null {
  const phc = PBKDF2.exec(text)
  const found = phc ?? PASSLIB_PBKDF2.exec(text)
  if (!found) return null
  const digest: Pbkdf2Digest = found[1] === 'sha256' ? 'sha256' : 'sha512'
  const iterations = Number(found[2])
  const salted = phc ? readSalted(phc[4], phc[5]) : readSalted(dotted(found[3]), dotted(found[4]))
  const saidLength = phc?.[3]
  if (!salted || iterations < 1) return UNKNOWN
  if (saidLength !== undefined && Number(saidLength) !== salted.hash.length) return UNKNOWN
  return iterations > BOUNDS.pbkdf2[digest] ? COSTLY : { ok: true, hash: { scheme: 'pbkdf2', digest, iterations, ...salted } }
}

function dotted(text: string | undefined): string | undefined {
  return text?.replaceAll('.', '+')
}

/** Both in base64 without padding; null where either is none, or of a length that no system writes. */
function readSalted(saltText: string | undefined, hashText: string | undefined): Salted | null {
  const salt = readBytes(saltText ?? '')
  const hash = readBytes(hashText ?? '')
  if (!salt || !hash) return null
  const fits = (bytes: Uint8Array, { least, most }: { least: number; most: number }) =>
    bytes.length >= least && bytes.length <= most
  return fits(salt, SALT_BYTES) && fits(hash, HASH_BYTES) ? { salt, hash } : null
}

function readBytes(text: string): Uint8Array | null {
  return text.length % 4 === 1 ? null : Uint8Array.from(atob(text), (byte) => byte.codePointAt(0) ?? 0)
}
