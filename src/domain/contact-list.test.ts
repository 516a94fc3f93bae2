import { describe, expect, it } from 'vitest'
import { listForVisitor, searchContacts } from './contact-list.ts'
import {
  isLanguage,
  locationCode,
  locationWords,
  needsVerification,
  readLocation,
  type ContactLocation,
  type SupportContact,
} from './support-contact.ts'

const contact = (label: string, code: string, wish: Partial<SupportContact> = {}): SupportContact => ({
  id: label,
  label,
  location: readLocation(code) ?? { kind: 'international' },
  number: '+441189131502',
  display: '+44 118 913 1502',
  kind: 'local',
  isWorldwide: false,
  languages: [],
  hours: null,
  severities: [],
  verifiedAt: null,
  ...wish,
})
const CONTACTS = [
  contact('USA and Canada', 'US CA', { number: '+18668016161', display: '+1 866 801 6161', languages: ['en', 'es'] }),
  contact('Anywhere', 'INTL', { isWorldwide: true, number: '+16508016161', display: '+1 650 801 6161' }),
  contact('United Kingdom', 'GB'),
  contact('Côte d’Azur', 'FR', { languages: ['fr'] }),
  contact('All of Europe', 'Europe'),
]
const labels = (contacts: readonly SupportContact[]) => contacts.map(({ label }) => label)

describe('support contacts by location (S21)', () => {
  it.each([
    ['GB', ['United Kingdom']],
    ['CA', ['USA and Canada']],
    ['DE', ['All of Europe']],
    ['JP', []],
    [null, []],
  ])('of a visitor from %s: %j first, and one from anywhere always', (country, near) => {
    const list = listForVisitor({ contacts: CONTACTS, country, search: '' })
    expect([labels(list.near), labels(list.fromAnywhere)]).toEqual([near, ['Anywhere']])
  })

  it('are grouped by region, the whole world last', () => {
    const { groups } = listForVisitor({ contacts: CONTACTS, country: null, search: '' })
    expect(groups.map(({ heading, contacts }) => [heading, labels(contacts)])).toEqual([
      ['Americas', ['USA and Canada']],
      ['Europe', ['United Kingdom', 'Côte d’Azur', 'All of Europe']],
      ['International', ['Anywhere']],
    ])
  })

  it.each([
    ['united', ['USA and Canada', 'United Kingdom']],
    ['UNITED kingdom', ['United Kingdom']],
    ['cote', ['Côte d’Azur']],
    ['french', ['Côte d’Azur']],
    ['canada', ['USA and Canada']],
    ['europe', ['United Kingdom', 'Côte d’Azur', 'All of Europe']],
    ['866 801', ['USA and Canada']],
    ['8668016161', ['USA and Canada']],
    ['nowhere', []],
    ['', ['USA and Canada', 'Anywhere', 'United Kingdom', 'Côte d’Azur', 'All of Europe']],
    ['x'.repeat(100_000), []],
  ])('are found by %.20s', (search, found) => expect(labels(searchContacts(CONTACTS, search))).toEqual(found))

  it('keep a number from anywhere in sight of a search that finds nothing', () => {
    const list = listForVisitor({ contacts: CONTACTS, country: 'GB', search: 'nowhere' })
    expect([list.groups, labels(list.fromAnywhere)]).toEqual([[], ['Anywhere']])
  })
})

describe('a location', () => {
  it.each<[string, ContactLocation | null, string]>([
    ['us, CA', { kind: 'countries', countries: ['CA', 'US'] }, 'Canada and United States'],
    ['US CA US', { kind: 'countries', countries: ['CA', 'US'] }, 'Canada and United States'],
    ['France', { kind: 'countries', countries: ['FR'] }, 'France'],
    ['united kingdom; IE', { kind: 'countries', countries: ['GB', 'IE'] }, 'United Kingdom and Ireland'],
    ['europe', { kind: 'region', region: 'Europe' }, 'Europe'],
    [' intl ', { kind: 'international' }, 'International'],
    ['Atlantis', null, ''],
    ['', null, ''],
    ['GB,', null, ''],
    ['UK', null, ''],
  ])('%j is %j', (typed, location, words) => {
    const read = readLocation(typed)
    expect(read).toEqual(location)
    expect(read && [readLocation(locationCode(read)), locationWords(read)]).toEqual(location && [location, words])
  })
})

it('a number that nobody has called for 90 days is flagged, to the second', () => {
  const now = new Date('2026-11-23T00:00:00Z')
  const verified = (days: number, seconds: number) => ({
    verifiedAt: new Date(now.getTime() - days * 86_400_000 - seconds * 1_000),
  })
  expect([verified(90, -1), verified(90, 0), verified(90, 1)].map((one) => needsVerification(one, now))).toEqual([
    false,
    false,
    true,
  ])
  expect(needsVerification({ verifiedAt: null }, now)).toBe(true)
})

it('languages are those that have a name', () => {
  expect(['en', 'pt-BR', 'zh-Hant', 'fil'].filter((tag) => !isLanguage(tag))).toEqual([])
  expect(['', 'english', 'xx', 'e', 'en_GB', '-', 'en-', '日本'].filter(isLanguage)).toEqual([])
})
