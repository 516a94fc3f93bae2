import { describe, expect, it } from 'vitest'
import { countryName, guessCountry, isCountry, listCountries, regionOfCountry } from './countries.ts'

describe('countries', () => {
  it('are the 249 of ISO 3166-1, each once, with a name and a region', () => {
    const all = listCountries()
    expect(all).toHaveLength(249)
    expect(new Set(all.map(({ code }) => code)).size).toBe(249)
    expect(all.filter(({ code, name }) => name === code)).toEqual([])
    expect([countryName('GB'), regionOfCountry('GB'), regionOfCountry('AE'), regionOfCountry('XX')]).toEqual([
      'United Kingdom',
      'Europe',
      'Middle East',
      null,
    ])
    expect(['gb', 'UK', '', 'INTL', '__proto__'].filter(isCountry)).toEqual([])
  })

  it.each([
    ['en-GB,en;q=0.9', 'GB'],
    ['en;q=0.5, fr-CA', 'CA'],
    ['en, de-AT;q=0.8', 'AT'],
    ['fr', 'FR'],
    ['ja;q=0.9, en;q=0.8', 'JP'],
    ['zh-Hant-TW', 'TW'],
    ['en', null],
    ['en-001', null],
    ['*', null],
    ['', null],
    [null, null],
    ['de-CH;q=0, en', null],
    ['de-CH;q=x, en', null],
    ['-,;;q=,\u0000,en-', null],
    [`${'a,'.repeat(10_000)}fr-FR`, null],
  ])('are guessed from %.30s: %s', (header, country) => expect(guessCountry(header)).toBe(country))
})
