import {
  createHash,
  createHmac,
  hash,
  pbkdf2,
  randomBytes,
  randomInt,
  randomUUID,
  scrypt,
  timingSafeEqual,
  type ScryptOptions,
} from 'node:crypto'
import { promisify } from 'node:util'

/** `count` bytes from the system's generator. */
export function randomBytesOf(count: number): Uint8Array {
  return randomBytes(count)
}

export function newId(): string {
  return randomUUID()
}

/** A bearer secret: 256 random bits as 43 base64url characters for its holder, and the SHA-256 that is stored (I-34). */
export type NewToken = { readonly token: string; readonly hash: Buffer }

export function newToken(): NewToken {
  const token = randomBytes(32).toString('base64url')
  return { token, hash: hashToken(token) }
}

/** SHA-256 of a token as typed. Any text is allowed: what no token ever was simply matches nothing. */
export function hashToken(token: string): Buffer {
  return hash('sha256', token, 'buffer')
}

/** SHA-256 of a text in UTF-8. */
export function sha256(text: string): Buffer {
  return hash('sha256', text, 'buffer')
}

/** HMAC-SHA-256 over the parts, unambiguous in their boundaries. */
export function keyedHash(secret: Uint8Array, ...parts: readonly string[]): Buffer {
  const mac = createHmac('sha256', secret)
  for (const part of parts) mac.update(`${Buffer.byteLength(part)}:`).update(part, 'utf8')
  return mac.digest()
}

/** A key of its own for each use of the site's secret. */
export function deriveKey(secret: Uint8Array, use: string): string {
  return keyedHash(secret, 'derive', use).toString('base64url')
}

/** Content hash for cache-proof asset names. */
export function contentHash(content: Uint8Array): string {
  return createHash('sha256').update(content).digest('base64url').slice(0, 12)
}

/** A whole number from `from` up to and not including `to`, evenly. */
export function randomNumber(from: number, to: number): number {
  return randomInt(from, to)
}

/** Lower case, without those that look like others: i, l and 1, o and 0. */
const TYPABLE = 'abcdefghjkmnpqrstuvwxyz23456789'
const GROUPS = 4
const GROUP_LENGTH = 5

/** A password for people to type once, 99 bits in groups: `k7mwq-3xrtc-9fhbe-u2dzp`. There are letters and digits in it. */
export function newTypablePassword(): string {
  const draw = () => TYPABLE.charAt(randomInt(TYPABLE.length))
  const drawGroup = () => Array.from({ length: GROUP_LENGTH }, draw).join('')
  for (;;) {
    const password = Array.from({ length: GROUPS }, drawGroup).join('-')
    if (/[a-z]/.test(password) && /\d/.test(password)) return password
  }
}

const scryptOf = promisify<string, Uint8Array, number, ScryptOptions, Buffer>(scrypt)
const pbkdf2Of = promisify(pbkdf2)

/** Whether a password gives this scrypt hash (RFC 7914); `cost` is its N, a power of two. Off the main thread. */
export async function scryptMatches(
  stored: { cost: number; blockSize: number; lanes: number; salt: Uint8Array; hash: Uint8Array },
  password: string,
): Promise<boolean> {
  const { cost, blockSize, lanes, salt } = stored
  // 128 N r bytes, and room for the lanes' own blocks.
  const maxmem = 128 * blockSize * (cost + lanes + 2)
  const made = await scryptOf(password, salt, stored.hash.length, { N: cost, r: blockSize, p: lanes, maxmem })
  return timingSafeEqual(made, stored.hash)
}

/** The same for PBKDF2 (RFC 8018). */
export async function pbkdf2Matches(
  stored: { digest: 'sha256' | 'sha512'; iterations: number; salt: Uint8Array; hash: Uint8Array },
  password: string,
): Promise<boolean> {
  const { digest, iterations, salt } = stored
  return timingSafeEqual(await pbkdf2Of(password, salt, iterations, stored.hash.length, digest), stored.hash)
}
