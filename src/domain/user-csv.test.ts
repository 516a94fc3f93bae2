import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { csvLine, neutralCell, plainCell, readHeader, readUserRow, shownRow, type Header } from './user-csv.ts'

const NAMES = ['external_id', 'first_name', 'last_name', 'email', 'role', 'business_unit', 'password_hash', 'username'] as const

function header(cells: readonly string[] = NAMES): Header {
  const read = readHeader(cells)
  if ('code' in read) throw new Error(read.code)
  return read
}

/** A good row, with some of its cells replaced. */
function row(cells: Partial<Record<(typeof NAMES)[number], string>>): readonly string[] {
  const good = { external_id: 'A1', first_name: 'Ann', last_name: 'Lee', email: 'ann@mail.test', role: 'Reader' }
  return NAMES.map((name) => ({ ...good, ...cells })[name] ?? '')
}

describe('A06 the first line', () => {
  it('knows its columns however they are written, and names those that it leaves alone', () => {
    const read = header(['External ID', ' FIRST-NAME', 'last  name', 'Email', 'Role', 'Phone', ''])
    expect([...read.places.keys()]).toEqual(['external_id', 'first_name', 'last_name', 'email', 'role'])
    expect([read.width, read.ignored]).toEqual([7, ['Phone']])
  })

  it.each([
    [['external_id', 'first_name'], 'missing_columns', ['last_name', 'email', 'role']],
    [['external_id', 'first_name', 'last_name', 'email', 'role', 'E-Mail', 'EMAIL'], 'repeated_column', ['email']],
    [['name;email'], 'missing_columns', ['external_id', 'first_name', 'last_name', 'email', 'role']],
  ])('%j is refused: %s', (cells, code, columns) => {
    expect(readHeader(cells)).toEqual({ code, columns })
  })
})

describe('A06 a row', () => {
  it('is read with what it says, and nothing where it says nothing', () => {
    expect(readUserRow(row({ first_name: ' Ann ', role: 'unit manager', business_unit: 'North' }), header())).toEqual({
      ok: true,
      row: {
        externalId: 'A1',
        username: null,
        firstName: 'Ann',
        lastName: 'Lee',
        email: 'ann@mail.test',
        role: 'unit_manager',
        unitName: 'North',
        passwordHash: null,
      },
    })
  })

  it('speaks of no unit where the file has no such column, and of none where the cell is empty', () => {
    const narrow = readUserRow(['A1', 'Ann', 'Lee', 'ann@mail.test', 'Reader'], header(NAMES.slice(0, 5)))
    expect(narrow.ok && narrow.row.unitName).toBeUndefined()
    const empty = readUserRow(row({}), header())
    expect(empty.ok && empty.row.unitName).toBeNull()
  })

  it.each([
    [{ external_id: '' }, ['no_key']],
    [{ external_id: 'x'.repeat(201) }, ['external_id_invalid']],
    [{ external_id: 'a\u0007b' }, ['external_id_invalid']],
    [{ first_name: '' }, ['first_name_invalid']],
    [{ last_name: 'see www.evil.example' }, ['last_name_invalid']],
    [{ email: 'ann@mail' }, ['email_invalid']],
    [{ role: 'root' }, ['role_unknown']],
    [{ role: '__proto__' }, ['role_unknown']],
    [{ business_unit: 'x'.repeat(101) }, ['unit_name_invalid']],
    [{ password_hash: 'secret' }, ['hash_unknown']],
    [{ password_hash: `$2b$20$${'C'.repeat(53)}` }, ['hash_costly']],
    [{ external_id: '', email: '', role: '' }, ['no_key', 'email_invalid', 'role_unknown']],
  ])('with %j is refused: %j', (cells, problems) => {
    expect(readUserRow(row(cells), header())).toEqual({ ok: false, problems })
  })

  it('with a username needs no external id', () => {
    expect(readUserRow(row({ external_id: '', username: 'acme_al1' }), header()).ok).toBe(true)
  })

  it.each([[row({}).slice(1)], [[...row({}), 'x']]])('with another number of cells than the first line is refused', (cells) => {
    expect(readUserRow(cells, header())).toEqual({ ok: false, problems: ['cell_count'] })
  })

  it('I-36 that can’t be read is shown without its hash', () => {
    expect(shownRow(row({ email: 'x'.repeat(500), password_hash: 'secret' }), header())).toMatchObject({
      email: 'x'.repeat(100),
      passwordHash: null,
    })
  })
})

describe('A06 a cell', () => {
  it.each(['=1+1', '+1', '-1', '@sum', '\t=1', '\r=1', '\uFF1D1', "'=1"])('%j leaves as no formula', (text) => {
    expect(neutralCell(text)).toBe(`'${text}`)
  })

  it.each(['', 'Ann', "d'Arc", "'tis", 'a=b', '1-2'])('%j leaves as it is', (text) => {
    expect([neutralCell(text), plainCell(text)]).toEqual([text, text])
  })

  it('comes back as it left, whatever it is', () => {
    const text = fc.string({ unit: fc.constantFrom("'", '=', '-', '@', '\t', 'a', '"', ',', ' '), maxLength: 8 })
    fc.assert(fc.property(fc.oneof(text, fc.string({ unit: 'binary' })), (cell) => plainCell(neutralCell(cell)) === cell))
  })

  it('has quotation marks where it needs them', () => {
    expect(csvLine(['a', 'b,c', 'd"e', ' f', null, 7, '-g, h'])).toBe('a,"b,c","d""e"," f",,7,"\'-g, h"\r\n')
  })
})
