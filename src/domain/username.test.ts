import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkChosenUsername, foldUsername, generateUsername, readUsername, usernameInitials } from './username.ts'

describe('reading a username from the right (S02)', () => {
  test.each([
    ['acme_jd1', 'acme', '_', 'jd', '1'],
    ['acme2jd', 'acme', '2', 'jd', ''],
    ['nne8gm', 'nne', '8', 'gm', ''],
    ['quays6qt84', 'quays', '6', 'qt', '84'],
    ['quaysAab1', 'quays', 'A', 'ab', '1'],
    ['3com_ab1', '3com', '_', 'ab', '1'],
    ['12345ab1', '1234', '5', 'ab', '1'],
    ['acme-jd007', 'acme', '-', 'jd', '007'],
    ['acme!jd1', 'acme', '!', 'jd', '1'],
    ['acme😀jd1', 'acme', '😀', 'jd', '1'],
  ])('%s', (username, acronym, identifier, initials, number) => {
    expect(readUsername(username)).toEqual({ readable: true, parts: { acronym, identifier, initials, number } })
  })

  test.each([
    ['', 'initials'],
    ['1', 'initials'],
    ['acme_j1', 'initials'],
    ['acme_j-1', 'initials'],
    ['acme_éd1', 'initials'],
    ['acme_\u212Ad1', 'initials'],
    ['acme_jd1\n', 'initials'],
    ['acme_jd\0', 'initials'],
    ['jd1', 'identifier'],
    ['acme jd1', 'identifier'],
    ['_jd1', 'acronym'],
    ['ac_jd1', 'acronym'],
    ['acmeco_jd1', 'acronym'],
    ['ac-me_jd1', 'acronym'],
    [' acme_jd1', 'acronym'],
    ['\uD800acme_jd1', 'acronym'],
  ])('%j does not fit at its %s', (username, part) => {
    expect(readUsername(username)).toEqual({ readable: false, part })
  })

  test('takes time in proportion to the length', () => {
    const started = performance.now()
    readUsername(`${'1'.repeat(1_000_000)}!`)
    readUsername(`abc_jd${'1'.repeat(1_000_000)}`)
    readUsername('a'.repeat(1_000_000))
    expect(performance.now() - started).toBeLessThan(2_000)
  })
})

describe('generating a username', () => {
  test.each([
    ['Jane', 'Doe', 'jd'],
    ['ravi', 'menon', 'rm'],
    ['Éva', 'Ørsted', 'eo'],
    ['Жанна', 'Щукина', 'zs'],
    ['王', '小明', 'wx'],
    ["'Aziz", '‘Umar', 'au'],
    ['', 'Doe', 'xd'],
    ['Cher', '', 'cx'],
    ['😀', '123', 'xx'],
    ['\uD800', '\0', 'xx'],
  ])('initials of %s %s are %s', (firstName, lastName, initials) => {
    expect(usernameInitials({ firstName, lastName })).toBe(initials)
  })

  test('puts the parts together, with and without a number', () => {
    const jane = { acronym: 'acme', identifier: '_', firstName: 'Jane', lastName: 'Doe' }
    expect(generateUsername({ ...jane, number: 1 })).toBe('acme_jd1')
    expect(generateUsername({ ...jane, number: null })).toBe('acme_jd')
  })

  test.each([
    { acronym: 'ac' },
    { acronym: 'acmeco' },
    { acronym: 'ac-me' },
    { identifier: '' },
    { identifier: ' ' },
    { identifier: '__' },
    { acronym: 'acm', identifier: 'e_' },
    { number: -1 },
    { number: 1.5 },
    { number: Number.NaN },
    { number: 1e21 },
  ])('refuses %o', (wrong) => {
    const right = { acronym: 'acme', identifier: '_', firstName: 'Jane', lastName: 'Doe', number: 1 }
    expect(() => generateUsername({ ...right, ...wrong })).toThrow(RangeError)
  })

  test('whatever the names, the username reads back into its parts', () => {
    const acronym = fc.stringMatching(/^[A-Za-z0-9]{3,5}$/)
    const identifier = fc.constantFrom(...'_236-5!B8971#4A')
    const name = fc.string({ unit: 'binary', maxLength: 20 })
    const number = fc.option(fc.nat())
    fc.assert(
      fc.property(acronym, identifier, name, name, number, (a, i, firstName, lastName, n) => {
        const username = generateUsername({ acronym: a, identifier: i, firstName, lastName, number: n })
        const initials = usernameInitials({ firstName, lastName })
        expect(initials).toMatch(/^[a-z]{2}$/)
        expect(readUsername(username)).toEqual({
          readable: true,
          parts: { acronym: a, identifier: i, initials, number: n === null ? '' : String(n) },
        })
      }),
    )
  })
})

describe('folding a username (I-13)', () => {
  test.each([
    ['acme_jd1', 'ACME_JD1'],
    ['acme_jd1', ' acme_jd1\t'],
    ['acme_jd1', '\u00A0acme_jd1\uFEFF'],
    ['acme_jd1', 'ａｃｍｅ＿ｊｄ１'],
    ['acme_jd1', 'acme\u200B_jd\u00AD1'],
    ['josé@acme.example', 'JOSE\u0301@acme.example'],
    ['strasse@acme.example', 'STRAẞE@acme.example'],
    ['strasse@acme.example', 'straße@acme.example'],
    ['ὀδυσσεύς@acme.example', 'ὈΔΥΣΣΕΎΣ@acme.example'],
    ['\u212Aelvin@acme.example', 'kelvin@acme.example'],
  ])('%j folds like %j', (one, other) => {
    expect(foldUsername(one)).toBe(foldUsername(other))
  })

  test('keeps apart what only looks alike or differs by a character', () => {
    const names = ['acme_jd1', 'acme-jd1', 'acme_jd11', 'acme_jd', 'асme_jd1', 'acme _jd1']
    expect(new Set(names.map(foldUsername)).size).toBe(names.length)
  })

  test('is stable, and blind to case and normal form, for every character there is', () => {
    const unstable = Array.from({ length: 0x110000 }, (_, codePoint) => codePoint)
      .map((codePoint) => String.fromCodePoint(codePoint))
      .filter((character) => /[\p{Changes_When_NFKC_Casefolded}\p{Changes_When_Casemapped}]/u.test(character))
      .filter((character) => {
        const variants = [character.toLowerCase(), character.toUpperCase(), character.normalize('NFD'), foldUsername(character)]
        return variants.some((variant) => foldUsername(variant) !== foldUsername(character))
      })
    expect(unstable).toEqual([])
  })

  test('is stable for every text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(foldUsername(foldUsername(text))).toBe(foldUsername(text))
      }),
    )
  })
})

describe('a chosen username (S26, S29)', () => {
  test.each([
    [' jane@acme ', { ok: true, text: 'jane@acme' }],
    ['a@b', { ok: true, text: 'a@b' }],
    ['=1+1@"<b>/../\'', { ok: true, text: '=1+1@"<b>/../\'' }],
    ['jane', { ok: false, problem: 'username_needs_at' }],
    ['@acme', { ok: false, problem: 'username_needs_at' }],
    ['jane@@', { ok: false, problem: 'username_needs_at' }],
    [`${'x'.repeat(98)}@a`, { ok: true, text: `${'x'.repeat(98)}@a` }],
    [`${'x'.repeat(99)}@a`, { ok: false, problem: 'too_long' }],
    ['jane @acme', { ok: false, problem: 'not_text' }],
    ['jane@acme\r\nBcc:all', { ok: false, problem: 'not_text' }],
    ['jane\u202e@acme', { ok: false, problem: 'not_text' }],
    ['https://pay.example/@now', { ok: false, problem: 'not_text' }],
    ['WWW.pay.example/@now', { ok: false, problem: 'not_text' }],
  ])('%j is one or not: no part of it ends a header, turns reading round, or becomes a link in a letter', (typed, checked) => {
    expect(checkChosenUsername(typed)).toEqual(checked)
  })
})
