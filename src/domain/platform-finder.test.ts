import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseDirectoryCsv, type Platform } from './platform-directory.ts'
import { type FinderAnswer, findPlatforms, isEmailAddressAt, LONGEST_NAME, suggestPlatform } from './platform-finder.ts'

const directory = parseDirectoryCsv(readFileSync(new URL('../config/platforms.csv', import.meta.url), 'utf8'))

describe('which platform is mine? (S02, N03)', () => {
  test.each([
    ['acme_jd1', 'US1'],
    ['acme2jd', 'US2'],
    ['acme3jd1', 'US3'],
    ['quays6qt84', 'US4'],
    ['acme-jd1', 'EU1'],
    ['acme5jd1', 'EU2'],
    ['acme!jd1', 'EU2'],
    ['acmeBjd1', 'EU3'],
    ['nne8gm', 'IN1'],
    ['acme9jd1', 'CA1'],
    ['acme7jd1', 'AE1'],
    ['acme1jd1', 'UK1'],
    ['acme4jd1', 'AU1'],
    ['quaysAab1', 'KSA1'],
    ['3com_ab1', 'US1'],
    ['quays_ab1', 'US1'],
    ['12345ab678', 'EU2'],
    ['ACME_JD1', 'US1'],
    ['  acme_jd1\r\n', 'US1'],
  ])('%j is of %s', (typed, id) => {
    expect(summary(findPlatforms(directory, typed))).toEqual([`${id} by identifier`])
  })

  test('a retired identifier leads to the platform that once gave it', () => {
    expect(summary(findPlatforms(directory, 'acme#jd1'))).toEqual(['UK1 by retired_identifier'])
  })

  test('a name with @ is of PCI, or an e-mail address', () => {
    for (const typed of ['jane@acme.example', 'acme@jd1', 'acme.x@jd1', '@']) {
      expect(summary(findPlatforms(directory, typed))).toEqual(['PCI by login_sign'])
      expect(findPlatforms(directory, typed)).toMatchObject({ mayBeEmailAddress: typed === 'jane@acme.example' })
    }
    const withoutPci = directory.filter(({ product }) => product !== 'pci')
    expect(findPlatforms(withoutPci, 'jane@acme.example')).toMatchObject({
      kind: 'found',
      candidates: [],
      mayBeEmailAddress: true,
    })
  })

  test('platforms that share an identifier are all named, those of today first', () => {
    const [us1, ...others] = directory
    const shared: readonly Platform[] = us1 ? [{ ...us1, identifiers: [], retiredIdentifiers: ['2'] }, ...others] : []
    expect(summary(findPlatforms(shared, 'acme2jd'))).toEqual(['US2 by identifier', 'US1 by retired_identifier'])
  })

  test.each<[string, FinderAnswer]>([
    ['', { kind: 'empty' }],
    [' \t\u00A0', { kind: 'empty' }],
    ['acme0jd1', { kind: 'unknown_identifier', typed: 'acme0jd1', identifier: '0', otherCase: [] }],
    ['jane', { kind: 'unreadable', typed: 'jane', part: 'acronym' }],
    ['acme_j1', { kind: 'unreadable', typed: 'acme_j1', part: 'initials' }],
    ['jd1', { kind: 'unreadable', typed: 'jd1', part: 'identifier' }],
    ['acme\0jd1', { kind: 'unknown_identifier', typed: 'acme\0jd1', identifier: '\0', otherCase: [] }],
    ['acme\uD800jd1', { kind: 'unknown_identifier', typed: 'acme\uD800jd1', identifier: '\uD800', otherCase: [] }],
    ['__proto__', { kind: 'unreadable', typed: '__proto__', part: 'initials' }],
    ['a'.repeat(LONGEST_NAME + 1), { kind: 'too_long' }],
    ['@'.repeat(1_000_000), { kind: 'too_long' }],
  ])('%.20j finds nothing, and says why', (typed, answer) => {
    expect(findPlatforms(directory, typed)).toEqual(answer)
  })

  test('where only case is wrong, the right one is named', () => {
    const answer = findPlatforms(directory, 'quaysaab1')
    expect(answer.kind === 'unknown_identifier' && answer.otherCase.map(({ platform }) => platform.id)).toEqual(['KSA1'])
  })

  test('any text gets an answer', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (typed) => {
        expect(findPlatforms(directory, typed).kind).toMatch(/^[a-z_]+$/)
      }),
    )
  })
})

describe('signing in at the wrong platform', () => {
  test.each([
    ['US1', 'acme_jd1', []],
    ['US1', 'acme2jd', ['US2']],
    ['EU1', 'acme_jd1', ['US1']],
    ['US1', 'acme#jd1', ['UK1']],
    ['UK1', 'acme#jd1', []],
    ['US1', 'jane@acme.example', ['PCI']],
    ['PCI', 'acme_jd1', ['US1']],
    ['PCI', 'jane@acme.example', []],
    ['GOV1', 'acme_jd1', ['US1']],
    ['US1', 'nonsense', []],
    ['US1', '', []],
  ])('at %s, %j suggests %j', (hereId, typed, suggested) => {
    const here = directory.find(({ id }) => id === hereId)
    expect(here && suggestPlatform(directory, here, typed).map(({ platform }) => platform.id)).toEqual(suggested)
  })

  test.each([
    ['US1', 'jane@acme.example', true],
    ['US1', 'jane.doe@acme', false],
    ['US1', 'acme_jd1', false],
    ['PCI', 'jane@acme.example', false],
  ])('at %s, %j reads like an e-mail address: %j', (hereId, typed, expected) => {
    const here = directory.find(({ id }) => id === hereId)
    expect(here && isEmailAddressAt(here, typed)).toBe(expected)
  })
})

function summary(answer: FinderAnswer): readonly string[] {
  return answer.kind === 'found'
    ? answer.candidates.map(({ platform, because }) => `${platform.id} by ${because}`)
    : [answer.kind]
}
