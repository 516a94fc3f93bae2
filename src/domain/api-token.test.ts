import { crc32 } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatApiToken, looksLikeApiToken, SCOPE_NAMES, TOKEN_LIVES, TOKEN_PATTERN, TOKEN_PREFIX } from './api-token.ts'

const bytes = fc.uint8Array({ minLength: 32, maxLength: 32 })
const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

/** As a stranger would write it from the documents. */
const numberOf = (text: string) => [...text].reduce((sum, character) => sum * 62n + BigInt(ALPHABET.indexOf(character)), 0n)

describe('an API token (A07)', () => {
  it('has a prefix that scanners know, 256 bits, and the CRC-32 of all before it', () => {
    fc.assert(
      fc.property(bytes, (random) => {
        const token = formatApiToken(random)
        const expected = random.reduce((sum, byte) => sum * 256n + BigInt(byte), 0n)
        expect(token).toMatch(new RegExp(`^${TOKEN_PATTERN}$`))
        expect(numberOf(token.slice(TOKEN_PREFIX.length, -6))).toBe(expected)
        expect(numberOf(token.slice(-6))).toBe(BigInt(crc32(token.slice(0, -6))))
        expect(looksLikeApiToken(token)).toBe(true)
      }),
    )
  })

  it('with one character wrong is known as none of ours', () => {
    fc.assert(
      fc.property(bytes, fc.nat({ max: 48 }), fc.nat({ max: 61 }), (random, place, letter) => {
        const token = formatApiToken(random)
        const at = TOKEN_PREFIX.length + place
        const typo = `${token.slice(0, at)}${ALPHABET[letter] ?? ''}${token.slice(at + 1)}`
        expect(looksLikeApiToken(typo)).toBe(typo === token)
      }),
    )
  })

  it.each([
    '',
    'gatehouse_pat_',
    `gatehouse_pat_${'0'.repeat(49)}`,
    `ghp_${'a'.repeat(36)}`,
    `x${formatApiToken(new Uint8Array(32))}`,
  ])('%s is none', (text) => {
    expect(looksLikeApiToken(text)).toBe(false)
  })

  it('lives for a year at most, and its scopes are named as resource and act', () => {
    expect(Math.max(...TOKEN_LIVES)).toBe(365)
    for (const scope of SCOPE_NAMES) expect(scope).toMatch(/^[a-z]+:(read|write)$/)
  })
})
