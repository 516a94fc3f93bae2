import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findJsonFault, lineAndColumn } from './json-fault.ts'

const parses = (text: string) => {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

describe('a text that is to be JSON', () => {
  it('has a fault exactly where JSON.parse throws, names and texts of our own rules aside', () => {
    const pieces = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ':',
      ',',
      '"a"',
      '"b"',
      '"c\\n"',
      '1',
      '-0.5e3',
      'true',
      'null',
      ' ',
      '\n',
      '01',
      '"',
      'x',
    )
    const soup = fc.array(pieces, { maxLength: 12 }).map((some) => some.join(''))
    const near = fc.tuple(fc.json({ maxDepth: 4 }), fc.nat(), pieces).map(([json, at, piece]) => {
      const place = at % (json.length + 1)
      return `${json.slice(0, place)}${piece}${json.slice(place)}`
    })
    fc.assert(
      fc.property(fc.oneof(fc.json({ maxDepth: 5 }), soup, near), (text) => {
        const fault = findJsonFault(text)
        const isOurs = fault?.reason === 'repeated_name' || fault?.reason === 'not_text'
        expect(isOurs || (fault === null) === parses(text)).toBe(true)
      }),
      { numRuns: 3_000 },
    )
  })

  it.each([
    ['', 0, 'ends_too_early'],
    ['{"a": }', 6, 'unexpected'],
    ['{"a": 1,}', 8, 'unexpected'],
    ['{"a" 1}', 5, 'unexpected'],
    ['{"a": 1', 7, 'ends_too_early'],
    ['[1 2]', 3, 'unexpected'],
    ['{a: 1}', 1, 'unexpected'],
    ["{'a': 1}", 1, 'unexpected'],
    ['{"a": 1} x', 9, 'unexpected'],
    ['{"role":"reader","role":"manager"}', 17, 'repeated_name'],
    ['{"role":"reader","r\\u006fle":"manager"}', 17, 'repeated_name'],
    ['{"a":"\\u0000"}', 5, 'not_text'],
    ['{"a":"\\ud800"}', 5, 'not_text'],
    [`${'['.repeat(21)}${']'.repeat(21)}`, 20, 'too_deep'],
    ['['.repeat(100_000), 20, 'too_deep'],
  ])('%s is found wanting at %i (I-33)', (text, at, reason) => {
    expect(findJsonFault(text)).toEqual({ at, reason })
  })

  it('tells a person the line and the column', () => {
    expect(lineAndColumn('{\n  "a": }', 9)).toEqual({ line: 2, column: 8 })
    expect(lineAndColumn('', 0)).toEqual({ line: 1, column: 1 })
  })
})
