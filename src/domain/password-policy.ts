import anyAscii from 'any-ascii'
import { isCommonPassword } from './common-passwords.ts'
import type { FieldProblem, FieldProblems } from './errors.ts'
import type { PolicyProfile } from './policy-profile.ts'

/** Whose password it is to be: what a stranger would try first. */
export type PasswordContext = {
  readonly username: string
  readonly firstName: string
  readonly lastName: string
  readonly email: string
  readonly company: string
}

/** Shorter words occur inside others by chance: Ann in "planned". */
const SHORTEST_TELLING_WORD = 4

/** The form in which a password is measured, hashed and compared: NFC, as different keyboards compose differently. */
export function normalizePassword(password: string): string {
  return password.normalize('NFC')
}

/**
 * What is wrong with a chosen password, the gravest first; empty where nothing is (rules of the profile; NIST SP 800-63B-4
 * 3.1.1.2). Length counts code points after NFC; any characters but NUL and lone surrogates may be used. With `context`
 * null only what can be said without knowing the owner is checked. Whether it equals the current one, only a hash can tell.
 */
export function passwordProblems(of: {
  password: string
  profile: Pick<PolicyProfile, 'password'>
  context: PasswordContext | null
}): readonly FieldProblem[] {
  const password = normalizePassword(of.password)
  if (password === '') return ['required']
  if (!password.isWellFormed() || password.includes('\0')) return ['not_text']

  const { minimumLength, maximumLength, lettersAndDigits } = of.profile.password
  const length = [...password].length
  if (length > maximumLength) return ['password_too_long']
  return [
    ...(length < minimumLength ? (['password_too_short'] as const) : []),
    ...(lettersAndDigits && !hasLetterAndDigit(password) ? (['password_needs_letters_and_digits'] as const) : []),
    ...(isCommonPassword(password) ? (['password_common'] as const) : []),
    ...(of.context ? contextProblems(password, of.context) : []),
  ]
}

/** Of any script (PCI DSS 4.0.1 8.3.6: numeric and alphabetic characters). */
function hasLetterAndDigit(password: string): boolean {
  return /\p{Letter}/u.test(password) && /\p{Decimal_Number}/u.test(password)
}

/** What is wrong with a new password typed twice, by the field that says so; the gravest alone. */
export function newPasswordProblems(of: {
  newPassword: string
  confirmation: string
  profile: Pick<PolicyProfile, 'password'>
  context: PasswordContext | null
}): FieldProblems {
  const [problem] = passwordProblems({ ...of, password: of.newPassword })
  if (problem) return { newPassword: problem }
  const isSame = normalizePassword(of.newPassword) === normalizePassword(of.confirmation)
  return isSame ? {} : { confirmation: 'passwords_differ' }
}

function contextProblems(password: string, of: PasswordContext): readonly FieldProblem[] {
  const telling: readonly (readonly [FieldProblem, readonly string[]])[] = [
    ['password_contains_username', [of.username]],
    ['password_contains_name', nameWords(of)],
    ['password_contains_company', [of.company, wordsOf(of.company)[0] ?? '']],
  ]
  const plain = plainText(password)
  return telling.flatMap(([problem, words]) => (words.some((word) => containsWord(plain, word)) ? [problem] : []))
}

/** Each word of the name, the name as a whole for those with short ones, and what stands before the @ of the address. */
function nameWords({ firstName, lastName, email }: PasswordContext): readonly string[] {
  return [...wordsOf(firstName), ...wordsOf(lastName), firstName + lastName, lastName + firstName, email.split('@')[0] ?? '']
}

function containsWord(plain: string, word: string): boolean {
  const spellings = [plainText(word), plainText(word).replaceAll(/[^a-z0-9]/g, '')]
  return spellings.some((spelling) => spelling.length >= SHORTEST_TELLING_WORD && plain.includes(spelling))
}

function wordsOf(text: string): readonly string[] {
  return text.split(/[^\p{Letter}\p{Mark}\p{Number}]+/u).filter((word) => word !== '')
}

/** Latin, lower case, without accents: Lucía is found in lucia, and Иванов in ivanov. */
function plainText(text: string): string {
  return anyAscii(text.normalize('NFKC')).toLowerCase()
}
