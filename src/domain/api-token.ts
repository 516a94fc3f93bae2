import type { Product } from './platform-directory.ts'

const PLATFORM_SCOPES = {
  'users:read': 'Read users, business units and requests to be activated',
  'users:write': 'Add, change, activate and deactivate users, mail them links, end their sessions',
  'requests:write': 'Approve and deny requests to be activated',
  'units:write': 'Create, rename and delete business units, appoint points of contact',
  'settings:read': 'Read the security settings',
  'settings:write': 'Change the security settings',
  'audit:read': 'Read the audit trail',
  'imports:write': 'Import users from files, with the password hashes that they bring, and follow imports',
  'tokens:write': 'List and revoke API tokens',
} as const

/** Of operators, at the front door. */
const STAFF_SCOPES = {
  'status:read': 'Read incidents, maintenance and templates, drafts included',
  'status:write': 'Open, update and resolve incidents; schedule, move and cancel maintenance',
} as const

/** What a token of the JSON API may be limited to, each with its words on screen (A07). A closed list. */
export const TOKEN_SCOPES = { ...PLATFORM_SCOPES, ...STAFF_SCOPES } as const

export type TokenScope = keyof typeof TOKEN_SCOPES

export const SCOPE_NAMES = Object.keys(TOKEN_SCOPES) as readonly TokenScope[]

const OF_PLATFORMS = SCOPE_NAMES.filter((scope) => Object.hasOwn(PLATFORM_SCOPES, scope))

/** Those that a product's tokens can have, in the order of its form; what else a token asks for it doesn't get. */
export const SCOPES_OF: Readonly<Record<Product, readonly TokenScope[]>> = {
  platform: OF_PLATFORMS,
  pci: OF_PLATFORMS,
  staff: SCOPE_NAMES.filter((scope) => Object.hasOwn(STAFF_SCOPES, scope)),
}

export function isTokenScope(text: string): text is TokenScope {
  return Object.hasOwn(TOKEN_SCOPES, text)
}

/** How long a token may live, in days; none lives for ever. */
export const TOKEN_LIVES = [7, 30, 90, 180, 365] as const
export const USUAL_TOKEN_LIFE = 90
/** Live ones of one account. */
export const MOST_TOKENS = 20

/** Every token of ours begins so, and a scanner of repositories finds it by that. */
export const TOKEN_PREFIX = 'gatehouse_pat_'
/** For secret scanners; the last six characters are a checksum of all that stands before. */
export const TOKEN_PATTERN = '\\bgatehouse_pat_[0-9A-Za-z]{49}\\b'

const WHOLE_TOKEN = /^gatehouse_pat_[0-9A-Za-z]{49}$/
const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
/** What 256 bits take in base 62. */
const SECRET_LENGTH = 43
const CHECKSUM_LENGTH = 6

/** The token of 32 random bytes: prefix, 43 characters of base 62, and a CRC-32 in 6, so that a typo is known as one. */
export function formatApiToken(random: Uint8Array): string {
  const number = random.reduce((sum, byte) => sum * 256n + BigInt(byte), 0n)
  const body = `${TOKEN_PREFIX}${base62(number, SECRET_LENGTH)}`
  return `${body}${checksumOf(body)}`
}

/** Whether a text has the form of a token and its checksum is right, which can be told without asking anybody. */
export function looksLikeApiToken(text: string): boolean {
  return WHOLE_TOKEN.test(text) && checksumOf(text.slice(0, -CHECKSUM_LENGTH)) === text.slice(-CHECKSUM_LENGTH)
}

function checksumOf(body: string): string {
  return base62(BigInt(crc32(body)), CHECKSUM_LENGTH)
}

function base62(number: bigint, length: number): string {
  let rest = number
  let text = ''
  for (let place = 0; place < length; place += 1) {
    text = `${ALPHABET[Number(rest % 62n)] ?? ''}${text}`
    rest /= 62n
  }
  return text
}

/** CRC-32 of ASCII, as in zip files and GitHub's tokens (ISO 3309, reflected polynomial EDB88320). */
function crc32(ascii: string): number {
  let crc = 0xffffffff
  for (const character of ascii) {
    crc ^= character.codePointAt(0) ?? 0
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0)
  }
  return (crc ^ 0xffffffff) >>> 0
}

/** Requests a minute, for each token, in all processes together. */
export const REQUESTS_A_MINUTE = 600
/** For so long a repeated request is answered as the first one was. */
export const REPLAY_SECONDS = 24 * 60 * 60

export type TokenState = 'live' | 'expired' | 'revoked'

/** A token as lists show it; the secret itself is nowhere. */
export type ListedToken = {
  readonly id: string
  readonly name: string
  readonly scopes: readonly TokenScope[]
  readonly state: TokenState
  readonly createdAt: Date
  readonly expiresAt: Date
  /** At most a minute behind. */
  readonly lastUsedAt: Date | null
  readonly lastUsedAddress: string | null
  readonly revokedAt: Date | null
  readonly accountId: string
  readonly username: string
  readonly ownerName: string
}
