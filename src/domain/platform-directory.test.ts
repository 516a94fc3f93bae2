import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { DIRECTORY_COLUMNS, DirectoryProblems, parseDirectoryCsv, privatePlatforms } from './platform-directory.ts'

const published = readFileSync(new URL('../config/platforms.csv', import.meta.url), 'utf8')
const header = DIRECTORY_COLUMNS.join(',')
const row = 'US1,US Platform 1,Americas,platform,_,,https://us1.example,,'

describe('the directory of platforms (S01)', () => {
  test('the published table reads as it is written', () => {
    const directory = parseDirectoryCsv(published)
    expect(directory.map(({ id }) => id).join(' ')).toBe('US1 US2 US3 US4 GOV1 EU1 EU2 EU3 IN1 CA1 AE1 UK1 AU1 KSA1 PCI')
    expect(directory.find(({ id }) => id === 'EU2')).toEqual({
      id: 'EU2',
      label: 'EU Platform 2',
      region: 'Europe',
      product: 'platform',
      identifiers: ['5', '!'],
      retiredIdentifiers: [],
      signInUrl: 'https://qualysguard.qg2.apps.qualys.eu',
      apiUrl: 'https://qualysapi.qg2.apps.qualys.eu',
      gatewayUrl: 'https://gateway.qg2.apps.qualys.eu',
    })
    expect(directory.find(({ id }) => id === 'UK1')).toMatchObject({ identifiers: ['1'], retiredIdentifiers: ['#'] })
    expect(directory.find(({ id }) => id === 'PCI')).toMatchObject({ product: 'pci', gatewayUrl: null })
    expect(privatePlatforms(directory).map(({ id }) => id)).toEqual(['GOV1'])
  })

  test.each([`\uFEFF${header}\n${row}`, `${header}\r\n${row}\r\n`, `${header}\n\n${row}\n`])(
    'line ends do not matter: %j',
    (text) => {
      expect(parseDirectoryCsv(text)).toMatchObject([{ id: 'US1' }])
    },
  )

  test('plain http is for this machine alone', () => {
    expect(problemsOf(`${header}\n${row.replace('https://us1.example', 'http://us1.localhost:8080')}`)).toEqual([])
    expect(problemsOf(`${header}\n${row.replace('https:', 'http:')}`)).toEqual(['line 2: sign_in_url must be an https address'])
  })

  test.each([
    ['', 'line 1: expected id,'],
    [header, 'no platforms'],
    ['id,label\nUS1,US Platform 1', 'line 1: expected id,'],
    [`${header}\nUS1,US Platform 1`, 'line 2: expected 9 cells'],
    [`${header}\n${row.replace('US Platform 1', '"US Platform 1"')}`, 'line 2: expected 9 cells without quotation marks'],
    [`${header}\n${row}\n${row.replace('US1', 'us1')}`, 'line 3: id us1 is taken'],
    [`${header}\n${row.replace('US1', '1US')}`, 'line 2: id must'],
    [`${header}\n${row.replace('US Platform 1', '')}`, 'line 2: label is missing'],
    [`${header}\n${row.replace('Americas', '')}`, 'line 2: region is missing'],
    [`${header}\n${row.replace('platform,_', 'Platform,_')}`, 'line 2: product must'],
    // Operators sign in at the front door, and nowhere else.
    [`${header}\n${row.replace('platform,_', 'staff,_')}`, 'line 2: product must be platform or pci'],
    [`${header}\n${row.replace(',_,', ',__,')}`, 'line 2: identifiers must'],
    [`${header}\n${row.replace(',_,', ',_  2,')}`, 'line 2: identifiers must'],
    [`${header}\n${row.replace(',_,,', ',_,_,')}`, 'line 2: identifiers must'],
    [`${header}\n${row.replace('US Platform 1', ' US Platform 1')}`, 'line 2: there is white space'],
    [`${header}\n${row.replace('https://us1.example', '')}`, 'line 2: sign_in_url must'],
    [`${header}\n${row.replace('https://us1.example', 'javascript:alert(1)')}`, 'line 2: sign_in_url must'],
    [`${header}\n${row.replace('https://us1.example', 'https://me:secret@us1.example')}`, 'line 2: sign_in_url must'],
    [`${header}\n${row.slice(0, -1)}api,`, 'line 2: api_url must'],
    [`${header}\n${row}gateway`, 'line 2: gateway_url must'],
  ])('%j is refused: %s', (text, problem) => {
    expect(problemsOf(text)).toEqual([expect.stringContaining(problem)])
  })

  test('all problems are listed at once', () => {
    expect(problemsOf(`${header}\n,,,,,,,,\nshort\n${row}\n${row}`).map((problem) => problem.slice(0, 10))).toEqual([
      'line 3: ex',
      'line 2: id',
      'line 2: la',
      'line 2: re',
      'line 2: pr',
      'line 2: si',
      'line 5: id',
    ])
  })
})

function problemsOf(text: string): readonly string[] {
  try {
    parseDirectoryCsv(text)
    return []
  } catch (error) {
    if (error instanceof DirectoryProblems) return error.problems
    throw error
  }
}
