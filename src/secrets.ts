import {
  createHash,
  createHmac,
  createPrivateKey,
  createPublicKey,
  hash,
  pbkdf2,
  randomBytes,
  randomInt,
  randomUUID,
  scrypt,
  sign,
  timingSafeEqual,
  verify,
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

/** HMAC-SHA-256 over a text in UTF-8, as others compute it (RFC 2104). */
export function hmacSha256(key: Uint8Array, text: string): Buffer {
  return createHmac('sha256', key).update(text, 'utf8').digest()
}

/** A key of its own for each use of the site's secret. */
export function deriveKey(secret: Uint8Array, use: string): string {
  return keyedHash(secret, 'derive', use).toString('base64url')
}

/** SHA-256 of a content, in hex: the name of what never changes. */
export function contentDigest(content: Uint8Array): string {
  return hash('sha256', content, 'hex')
}

/** Content hash for cache-proof asset names. */
export function contentHash(content: Uint8Array): string {
  return createHash('sha256').update(content).digest('base64url').slice(0, 12)
}

/** Ed25519 (RFC 8032): what others check without being able to make it. */
export type SigningKey = {
  /** 32 bytes. */
  readonly publicKey: Buffer
  /** 64 bytes. */
  readonly sign: (content: string | Uint8Array) => Buffer
}

/** RFC 8410: what stands before the 32 bytes of a key in its DER form. */
const PRIVATE_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex')
const PUBLIC_PREFIX = Buffer.from('302a300506032b6570032100', 'hex')

/** The signing key that belongs to a site's secret: the same one each time, and of no other use of the secret. */
export function signingKeyOf(secret: Uint8Array): SigningKey {
  const seed = keyedHash(secret, 'signing key')
  const key = createPrivateKey({ key: Buffer.concat([PRIVATE_PREFIX, seed]), format: 'der', type: 'pkcs8' })
  const publicKey = createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(PUBLIC_PREFIX.length)
  return { publicKey, sign: (content) => sign(null, Buffer.from(content), key) }
}

/** Whether the holder of a key signed exactly this. Any bytes are allowed: what is no signature or no key matches nothing. */
export function verifySignature(publicKey: Uint8Array, content: string | Uint8Array, signature: Uint8Array): boolean {
  if (publicKey.length !== 32 || signature.length !== 64) return false
  const key = createPublicKey({ key: Buffer.concat([PUBLIC_PREFIX, publicKey]), format: 'der', type: 'spki' })
  return verify(null, Buffer.from(content), key, signature)
}

const SHORT_LETTERS = 'abcdefghijklmnopqrstuvwxyz0123456789'
const SHORT_LENGTH = 12

/** Twelve lower-case letters and digits, as the public status API's clients know ids: 62 random bits. */
export function newShortId(): string {
  return Array.from({ length: SHORT_LENGTH }, () => SHORT_LETTERS.charAt(randomInt(SHORT_LETTERS.length))).join('')
}

/** The same shape, always the same for the same parts. */
export function shortIdOf(...parts: readonly string[]): string {
  const digest = keyedHash(new Uint8Array(), 'short id', ...parts)
  return [...digest.subarray(0, SHORT_LENGTH)].map((byte) => SHORT_LETTERS.charAt(byte % SHORT_LETTERS.length)).join('')
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
