import type { Platform, PlatformDirectory } from './platform-directory.ts'
import { readUsername, type UnreadablePart } from './username.ts'

/** A platform that the typed name may belong to, and what in the name says so. */
export type Candidate = {
  readonly platform: Platform
  /** `login_sign`: the name is not a main-platform username, but contains the sign that every login there contains (`@`). */
  readonly because: 'identifier' | 'retired_identifier' | 'login_sign'
  readonly identifier: string
}

/** What the finder has to say; `typed` is the trimmed text. */
export type FinderAnswer =
  | { readonly kind: 'empty' }
  | {
      readonly kind: 'found'
      readonly typed: string
      /** At least one, unless the text can only be an e-mail address. */
      readonly candidates: readonly Candidate[]
      readonly mayBeEmailAddress: boolean
    }
  | { readonly kind: 'too_long' }
  | { readonly kind: 'unreadable'; readonly typed: string; readonly part: UnreadablePart }
  | {
      readonly kind: 'unknown_identifier'
      readonly typed: string
      readonly identifier: string
      /** Platforms whose identifier differs only in case: `a` was typed, there is `A`. */
      readonly otherCase: readonly Candidate[]
    }

/** Characters of a name that are still worth reading: an e-mail address has at most 254. */
export const LONGEST_NAME = 254

/**
 * Which platform is mine? (S02, N03) From the typed text and the public directory alone, never from whether an account
 * exists. White space around the name is trimmed and nothing else changed; case counts. Linear time for any text.
 */
export function findPlatforms(directory: PlatformDirectory, typed: string): FinderAnswer {
  const name = typed.trim()
  if (name === '') return { kind: 'empty' }
  if (name.length > LONGEST_NAME) return { kind: 'too_long' }

  const reading = readUsername(name)
  const identifier = reading.readable ? reading.parts.identifier : null
  const candidates = [
    ...(identifier === null ? [] : candidatesByIdentifier(directory, identifier)),
    ...candidatesByLoginSign(directory, name),
  ]
  // With a dot behind the sign it reads like an address; without one it may still be half of one that no platform knows.
  const afterSign = name.includes('@') ? name.slice(name.indexOf('@')) : ''
  const mayBeEmailAddress = candidates.length > 0 ? afterSign.includes('.') : afterSign !== ''
  if (candidates.length > 0 || mayBeEmailAddress) return { kind: 'found', typed: name, candidates, mayBeEmailAddress }

  if (!reading.readable) return { kind: 'unreadable', typed: name, part: reading.part }
  const otherCase = otherCasesOf(reading.parts.identifier).flatMap((other) => candidatesByIdentifier(directory, other))
  return { kind: 'unknown_identifier', typed: name, identifier: reading.parts.identifier, otherCase }
}

/** What any username begins with: its company's letters, perhaps the identifier, perhaps one of the initials. */
const BEGINNING = /^([A-Za-z0-9]{0,5}|[A-Za-z0-9]{3,5}[^\s@][A-Za-z]?)$/u

/** Whether somebody who has typed so much may be in the middle of a name, so that nothing is wrong with it yet. */
export function mayGoOn(typed: string): boolean {
  return BEGINNING.test(typed.trim())
}

/**
 * The platforms to suggest to someone who signs in at `here` with a name that points elsewhere; empty where the name
 * may belong here or says nothing. Like the finder it looks at the text only, so it tells nothing about accounts.
 */
export function suggestPlatform(directory: PlatformDirectory, here: Platform, typed: string): readonly Candidate[] {
  // Operators sign in at one place only, by names that could be anybody's.
  if (here.product === 'staff') return []
  const answer = findPlatforms(directory, typed)
  if (answer.kind !== 'found' || answer.candidates.some(({ platform }) => platform.id === here.id)) return []
  return answer.candidates
}

/** Whether the typed name reads like an e-mail address, which at `here` is nobody's username; at PCI it may be one. */
export function isEmailAddressAt(here: Platform, typed: string): boolean {
  const sign = typed.indexOf('@')
  return here.product === 'platform' && sign >= 0 && typed.includes('.', sign)
}

/** Current identifiers come before retired ones: a name is likelier to be of today's platform. */
function candidatesByIdentifier(directory: PlatformDirectory, identifier: string): readonly Candidate[] {
  const main = directory.filter(({ product }) => product === 'platform')
  return [
    ...main
      .filter(({ identifiers }) => identifiers.includes(identifier))
      .map((platform) => ({ platform, because: 'identifier' as const, identifier })),
    ...main
      .filter(({ retiredIdentifiers }) => retiredIdentifiers.includes(identifier))
      .map((platform) => ({ platform, because: 'retired_identifier' as const, identifier })),
  ]
}

/** PCI logins are chosen freely, but for the sign that they must contain. */
function candidatesByLoginSign(directory: PlatformDirectory, name: string): readonly Candidate[] {
  return directory
    .filter(({ product }) => product === 'pci')
    .flatMap((platform) =>
      platform.identifiers
        .filter((identifier) => name.includes(identifier))
        .map((identifier) => ({ platform, because: 'login_sign' as const, identifier })),
    )
}

function otherCasesOf(identifier: string): readonly string[] {
  return [identifier.toUpperCase(), identifier.toLowerCase()].filter((other) => other !== identifier)
}
