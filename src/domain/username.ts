import anyAscii from 'any-ascii'
import { looksLikeLink, type CheckedText } from './contact.ts'

/** The parts of a main-platform username: `quays6qt84` is `quays`, `6`, `qt`, `84`. */
export type UsernameParts = {
  /** Three to five letters or digits of the subscription. */
  readonly acronym: string
  /** One character that names the platform; case counts. */
  readonly identifier: string
  /** Two letters. */
  readonly initials: string
  /** Digits, or an empty string. */
  readonly number: string
}

/** The first part, seen from the right, that does not fit the pattern. */
export type UnreadablePart = 'initials' | 'identifier' | 'acronym'

export type UsernameReading =
  | { readonly readable: true; readonly parts: UsernameParts }
  | { readonly readable: false; readonly part: UnreadablePart }

/** What a subscription's usernames may start with. */
export const ACRONYM = /^[A-Za-z0-9]{3,5}$/
const INITIALS = /^[A-Za-z]{2}$/

/**
 * Reads a main-platform username from the right (S02): digits, two letters, one identifier, and the rest. From the left
 * it could not be done, as acronyms and identifiers may both be digits: `3com_ab1`. Nothing is trimmed; linear time.
 */
export function readUsername(username: string): UsernameReading {
  const characters = [...username]
  const endOfInitials = characters.findLastIndex((character) => !isDigit(character)) + 1
  const initials = characters.slice(Math.max(0, endOfInitials - 2), endOfInitials).join('')
  if (!INITIALS.test(initials)) return { readable: false, part: 'initials' }

  const identifier = characters[endOfInitials - 3]
  if (identifier === undefined || identifier.trim() === '') return { readable: false, part: 'identifier' }

  const acronym = characters.slice(0, endOfInitials - 3).join('')
  if (!ACRONYM.test(acronym)) return { readable: false, part: 'acronym' }

  return { readable: true, parts: { acronym, identifier, initials, number: characters.slice(endOfInitials).join('') } }
}

/**
 * A new main-platform username. `number` is the next of the subscription and these initials, or null for none.
 * Throws a RangeError where acronym, identifier or number cannot stand in a username: they come from us, not from people.
 */
export function generateUsername(by: {
  acronym: string
  identifier: string
  firstName: string
  lastName: string
  number: number | null
}): string {
  const number = by.number === null ? '' : String(by.number)
  if (by.number !== null && !(Number.isSafeInteger(by.number) && by.number >= 0)) throw new RangeError('not a username number')
  const username = by.acronym + by.identifier + usernameInitials(by) + number

  const reading = readUsername(username)
  if (!reading.readable || reading.parts.acronym !== by.acronym || reading.parts.identifier !== by.identifier) {
    throw new RangeError('acronym or identifier cannot stand in a username')
  }
  return username
}

/** Two lower-case letters: the first of each name, transliterated, and `x` where a name has none. */
export function usernameInitials(name: { firstName: string; lastName: string }): string {
  return initialOf(name.firstName) + initialOf(name.lastName)
}

/**
 * The form on which uniqueness and every budget count (I-13): case, Unicode and outer white-space variants of a name
 * fold to the same text. It is Unicode's NFKC_Casefold, as far as JavaScript can say it: lower, upper and lower again
 * join what a single step keeps apart (ß and ẞ, σ and ς), and invisible characters are dropped. Never show it.
 */
export function foldUsername(username: string): string {
  return username
    .normalize('NFKC')
    .toLowerCase()
    .toUpperCase()
    .toLowerCase()
    .replaceAll(/\p{Default_Ignorable_Code_Point}/gu, '')
    .normalize('NFKC')
    .trim()
}

/** In characters. */
export const LONGEST_CHOSEN = 100

/** What no chosen username may hold: white space, controls, what is not seen, and marks that turn the direction of reading. */
const UNSEEN = /[\s\p{C}\p{Z}\p{Default_Ignorable_Code_Point}]/u

/**
 * A username as its creator or owner chose it (S26, S29): at most 100 characters, in NFC, with an `@` that has something
 * before and after it; no link, since it stands in letters. White space around it is trimmed; case counts. Whether it is
 * taken, only the database knows.
 */
export function checkChosenUsername(typed: string): CheckedText {
  const text = typed.trim().normalize('NFC')
  if (text === '') return { ok: false, problem: 'required' }
  if (text.length > LONGEST_CHOSEN) return { ok: false, problem: 'too_long' }
  if (!text.isWellFormed() || UNSEEN.test(text) || looksLikeLink(text)) return { ok: false, problem: 'not_text' }
  return /[^@]@[^@]/u.test(text) ? { ok: true, text } : { ok: false, problem: 'username_needs_at' }
}

function initialOf(name: string): string {
  for (const [letter] of name.normalize('NFC').matchAll(/\p{Letter}/gu)) {
    const latin = /[a-z]/.exec(anyAscii(letter).toLowerCase())
    if (latin) return latin[0]
  }
  return 'x'
}

function isDigit(character: string): boolean {
  return character >= '0' && character <= '9' && character.length === 1
}
