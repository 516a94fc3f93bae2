/** A row of the public directory of platforms (S01). The published table is `config/platforms.csv`. */
export type Platform = {
  readonly id: string
  readonly label: string
  readonly region: string
  readonly product: Product
  /** One character each; the first is given to new usernames. Empty for private platforms. */
  readonly identifiers: readonly string[]
  readonly retiredIdentifiers: readonly string[]
  readonly signInUrl: string
  readonly apiUrl: string | null
  readonly gatewayUrl: string | null
}

/** `staff` is the part of the front door where operators sign in; no directory has it. */
export type Product = 'platform' | 'pci' | 'staff'

/** All platforms in published order. */
export type PlatformDirectory = readonly Platform[]

/** Platforms whose users cannot be told by an identifier: to be named wherever nothing was found. */
export function privatePlatforms(directory: PlatformDirectory): readonly Platform[] {
  return directory.filter(({ identifiers, retiredIdentifiers }) => identifiers.length + retiredIdentifiers.length === 0)
}

/** The header of a directory in CSV; lists within a cell are separated by a space. */
export const DIRECTORY_COLUMNS = [
  'id',
  'label',
  'region',
  'product',
  'identifiers',
  'retired_identifiers',
  'sign_in_url',
  'api_url',
  'gateway_url',
] as const

type Column = (typeof DIRECTORY_COLUMNS)[number]
type Row = { readonly line: number; readonly cells: Readonly<Record<Column, string>> }

/** Every problem of a table at once, each with its line, for whoever edits it. */
export class DirectoryProblems extends Error {
  readonly problems: readonly string[]

  constructor(problems: readonly string[]) {
    super(problems.join('; '))
    this.name = 'DirectoryProblems'
    this.problems = problems
  }
}

/**
 * Reads a directory of platforms from CSV (S01): a header, then a line for each platform. Strict, and without quoting,
 * as nothing in the table needs a comma. Two platforms may share an identifier; ids are unique without regard to case.
 * Throws `DirectoryProblems`.
 */
export function parseDirectoryCsv(text: string): PlatformDirectory {
  const [header = '', ...lines] = text.replace(/^\uFEFF/, '').split(/\r?\n/)
  if (header !== DIRECTORY_COLUMNS.join(',')) throw new DirectoryProblems([`line 1: expected ${DIRECTORY_COLUMNS.join(',')}`])

  const written = lines.map((content, index) => ({ line: index + 2, content })).filter(({ content }) => content !== '')
  const problems: string[] = written.length === 0 ? ['no platforms'] : []
  const rows = written.flatMap(({ line, content }): Row[] => {
    const cells = content.split(',')
    if (cells.length === DIRECTORY_COLUMNS.length && !content.includes('"')) return [{ line, cells: namedCells(cells) }]
    problems.push(`line ${line}: expected ${DIRECTORY_COLUMNS.length} cells without quotation marks`)
    return []
  })
  problems.push(...rows.flatMap(rowProblems), ...repeatedIds(rows))
  if (problems.length > 0) throw new DirectoryProblems(problems)
  return rows.map(platformOf)
}

function platformOf({ cells }: Row): Platform {
  return {
    id: cells.id,
    label: cells.label,
    region: cells.region,
    product: cells.product === 'pci' ? 'pci' : 'platform',
    identifiers: listed(cells.identifiers),
    retiredIdentifiers: listed(cells.retired_identifiers),
    signInUrl: cells.sign_in_url,
    apiUrl: cells.api_url || null,
    gatewayUrl: cells.gateway_url || null,
  }
}

const ROW_RULES: readonly (readonly [broken: (cells: Row['cells']) => boolean, message: string])[] = [
  [({ id }) => !/^[A-Za-z][A-Za-z0-9-]*$/.test(id), 'id must be letters, digits and hyphens, a letter first'],
  [({ label }) => label === '', 'label is missing'],
  [({ region }) => region === '', 'region is missing'],
  [({ product }) => product !== 'platform' && product !== 'pci', 'product must be platform or pci'],
  [hasBadIdentifiers, 'identifiers must be single characters, separated by a space, each once'],
  [(cells) => !isWebAddress(cells.sign_in_url), 'sign_in_url must be an https address'],
  [(cells) => cells.api_url !== '' && !isWebAddress(cells.api_url), 'api_url must be empty or an https address'],
  [(cells) => cells.gateway_url !== '' && !isWebAddress(cells.gateway_url), 'gateway_url must be empty or an https address'],
  [(cells) => Object.values(cells).some((cell) => cell !== cell.trim()), 'there is white space around a cell'],
]

function rowProblems({ line, cells }: Row): readonly string[] {
  return ROW_RULES.filter(([broken]) => broken(cells)).map(([, message]) => `line ${line}: ${message}`)
}

function hasBadIdentifiers(cells: Row['cells']): boolean {
  const identifiers = [...listed(cells.identifiers), ...listed(cells.retired_identifiers)]
  return identifiers.some((identifier) => [...identifier].length !== 1) || new Set(identifiers).size < identifiers.length
}

function repeatedIds(rows: readonly Row[]): readonly string[] {
  const ids = rows.map(({ cells }) => cells.id.toLowerCase())
  return rows
    .filter(({ cells }, index) => ids.indexOf(cells.id.toLowerCase()) < index)
    .map(({ line, cells }) => `line ${line}: id ${cells.id} is taken`)
}

/** https, or plain http on this very machine, where the demo runs; never with a name and password in it. */
function isWebAddress(text: string): boolean {
  const address = URL.parse(text)
  if (!address || address.username !== '' || address.password !== '') return false
  const local = address.hostname === 'localhost' || address.hostname.endsWith('.localhost')
  return address.protocol === 'https:' || (address.protocol === 'http:' && local)
}

function listed(cell: string): readonly string[] {
  return cell === '' ? [] : cell.split(' ')
}

function namedCells(cells: readonly string[]): Readonly<Record<Column, string>> {
  return Object.fromEntries(DIRECTORY_COLUMNS.map((column, index) => [column, cells[index] ?? ''])) as Record<Column, string>
}
