import { checkEmail, checkPersonName } from './contact.ts'
import { readImportedHash } from './imported-hash.ts'
import { isRole, PLATFORM_ROLES, type Role } from './roles.ts'
import { checkExternalId } from './user-change.ts'

/**
 * The columns of a file of users (A06), as export writes and import reads them. `username` finds users who have no
 * external id yet; it, `state` and `last_sign_in` are never set by a file.
 */
export const USER_COLUMNS = [
  'external_id',
  'first_name',
  'last_name',
  'email',
  'role',
  'business_unit',
  'password_hash',
  'username',
  'state',
  'last_sign_in',
] as const

export type UserColumn = (typeof USER_COLUMNS)[number]

const REQUIRED: readonly UserColumn[] = ['external_id', 'first_name', 'last_name', 'email', 'role']

/** Where each column stands in a row, from 0. */
export type Header = {
  readonly width: number
  readonly places: ReadonlyMap<UserColumn, number>
  readonly ignored: readonly string[]
}

export type HeaderProblem =
  | { readonly code: 'missing_columns'; readonly columns: readonly string[] }
  | { readonly code: 'repeated_column'; readonly columns: readonly string[] }

/** One row as far as it can be told without looking anything up. A unit that is undefined was not spoken of. */
export type UserRow = {
  readonly externalId: string | null
  readonly username: string | null
  readonly firstName: string
  readonly lastName: string
  readonly email: string
  readonly role: Role
  readonly unitName: string | null | undefined
  readonly passwordHash: string | null
}

/** What is wrong with one row by itself. */
export type CellProblem =
  | 'cell_count'
  | 'external_id_invalid'
  | 'no_key'
  | 'first_name_invalid'
  | 'last_name_invalid'
  | 'email_invalid'
  | 'role_unknown'
  | 'unit_name_invalid'
  | 'hash_unknown'
  | 'hash_costly'

export type ReadUserRow =
  | { readonly ok: true; readonly row: UserRow }
  | { readonly ok: false; readonly problems: readonly CellProblem[] }

/** `First Name`, `first-name` and `FIRST_NAME` are the same column. Columns that we don't know are left alone, and named. */
export function readHeader(cells: readonly string[]): Header | HeaderProblem {
  const names = cells.map((cell) =>
    plainCell(cell)
      .trim()
      .toLowerCase()
      .replaceAll(/[\s_-]+/gu, '_'),
  )
  const repeated = USER_COLUMNS.filter((column) => names.indexOf(column) !== names.lastIndexOf(column))
  if (repeated.length > 0) return { code: 'repeated_column', columns: repeated }
  const missing = REQUIRED.filter((column) => !names.includes(column))
  if (missing.length > 0) return { code: 'missing_columns', columns: missing }
  const known: readonly string[] = USER_COLUMNS
  return {
    width: cells.length,
    places: new Map(USER_COLUMNS.filter((column) => names.includes(column)).map((column) => [column, names.indexOf(column)])),
    ignored: cells
      .map((cell) => cell.trim().slice(0, 60))
      .filter((cell, index) => cell !== '' && !known.includes(names[index] ?? '')),
  }
}

/** Checks one row's cells, without looking anything up. */
export function readUserRow(cells: readonly string[], header: Header): ReadUserRow {
  if (cells.length !== header.width) return { ok: false, problems: ['cell_count'] }
  const cell = (column: UserColumn) => plainCell(cells[header.places.get(column) ?? -1] ?? '').trim()
  const firstName = checkPersonName(cell('first_name'))
  const lastName = checkPersonName(cell('last_name'))
  const email = checkEmail(cell('email'))
  const role = readRole(cell('role'))
  const externalId = orNull(cell('external_id'))
  const username = orNull(cell('username'))
  const unitName = header.places.has('business_unit') ? orNull(cell('business_unit').normalize('NFC')) : undefined
  const passwordHash = orNull(cell('password_hash'))
  const hash = passwordHash === null ? null : readImportedHash(passwordHash)
  if (firstName.ok && lastName.ok && email.ok && role) {
    const problems = keyProblems({ externalId, username, unitName, hash })
    const names = { firstName: firstName.text, lastName: lastName.text, email: email.text, role }
    return problems.length > 0
      ? { ok: false, problems }
      : { ok: true, row: { externalId, username, ...names, unitName, passwordHash } }
  }
  return {
    ok: false,
    problems: [
      ...keyProblems({ externalId, username, unitName, hash }),
      ...(firstName.ok ? [] : (['first_name_invalid'] as const)),
      ...(lastName.ok ? [] : (['last_name_invalid'] as const)),
      ...(email.ok ? [] : (['email_invalid'] as const)),
      ...(role ? [] : (['role_unknown'] as const)),
    ],
  }
}

/** What a row that can't be read says, as far as it can be shown; of its hash nothing. */
export function shownRow(cells: readonly string[], { places }: Header): Omit<UserRow, 'role'> & { readonly role: string } {
  const cell = (column: UserColumn) =>
    plainCell(cells[places.get(column) ?? -1] ?? '')
      .trim()
      .slice(0, LONGEST_SHOWN)
  return {
    externalId: orNull(cell('external_id')),
    username: orNull(cell('username')),
    firstName: cell('first_name'),
    lastName: cell('last_name'),
    email: cell('email'),
    role: cell('role'),
    unitName: orNull(cell('business_unit')),
    passwordHash: null,
  }
}

const LONGEST_SHOWN = 100

function keyProblems({
  externalId,
  username,
  unitName,
  hash,
}: Pick<UserRow, 'externalId' | 'username' | 'unitName'> & {
  hash: ReturnType<typeof readImportedHash> | null
}): readonly CellProblem[] {
  const problems: CellProblem[] = []
  if (externalId === null && username === null) problems.push('no_key')
  if (externalId !== null && !checkExternalId(externalId).ok) problems.push('external_id_invalid')
  if (typeof unitName === 'string' && !checkPersonName(unitName).ok) problems.push('unit_name_invalid')
  if (hash && !hash.ok) problems.push(hash.problem === 'costly' ? 'hash_costly' : 'hash_unknown')
  return problems
}

function orNull(text: string): string | null {
  return text === '' ? null : text
}

/** By its code or by its words on screen. */
function readRole(text: string): Role | null {
  const code = text.toLowerCase().replaceAll(/[\s_-]+/gu, '_')
  return isRole(code) && Object.hasOwn(PLATFORM_ROLES, code) ? code : (ROLE_WORDS.get(text.toLowerCase()) ?? null)
}

const ROLE_WORDS = new Map(
  Object.entries(PLATFORM_ROLES).flatMap(([code, words]) => (isRole(code) ? [[words.toLowerCase(), code] as const] : [])),
)

/** What a spreadsheet would take for a formula; and the same with our mark before it, so that taking the mark off is exact. */
const FORMULA = /^'*[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/u

/** A cell that no spreadsheet calculates (CSV injection, OWASP): an apostrophe before what would be a formula. */
export function neutralCell(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text
}

/** A cell as it was before `neutralCell`. */
export function plainCell(cell: string): string {
  return cell.startsWith("'") && FORMULA.test(cell) ? cell.slice(1) : cell
}

/** One line of CSV (RFC 4180): what needs quotation marks has them, what would be a formula is none. */
export function csvLine(cells: readonly (string | number | null)[]): string {
  return `${cells.map((cell) => quoted(neutralCell(String(cell ?? '')))).join(',')}\r\n`
}

function quoted(cell: string): string {
  return /[",;\t\r\n]|^\s|\s$/u.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell
}

/** By this mark spreadsheets know UTF-8 from what they would guess. */
export const UTF8_MARK = '\uFEFF'
