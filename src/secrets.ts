import { createHash, createHmac, hash, randomBytes, randomInt, randomUUID } from 'node:crypto'

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
