import { countryName, REGIONS, regionOfCountry, type WorldRegion } from './countries.ts'
import { languageName, locationWords, regionOf, type SupportContact } from './support-contact.ts'

/** The numbers of one part of the world, or of all of it. */
export type ContactGroup = { readonly heading: WorldRegion | 'International'; readonly contacts: readonly SupportContact[] }

/** What the page of numbers shows of them, and in which order (S21). */
export type ContactList = {
  /** For the visitor's country, as far as it is known: those for the country, else for its region. */
  readonly near: readonly SupportContact[]
  /** Always at least one, wherever there is one: it can be called from any network in the world. */
  readonly fromAnywhere: readonly SupportContact[]
  readonly groups: readonly ContactGroup[]
}

/** Sorts contacts for a visitor; `country` null: nothing is known of them. A search leaves out what doesn't fit, but for those from anywhere. */
export function listForVisitor(of: { contacts: readonly SupportContact[]; country: string | null; search: string }): ContactList {
  const { contacts, country } = of
  const found = searchContacts(contacts, of.search)
  const groups = [...REGIONS, null].map((region): ContactGroup => ({
    heading: region ?? 'International',
    contacts: found.filter(({ location }) => regionOf(location) === region),
  }))
  return {
    near: country === null ? [] : nearest(contacts, country),
    fromAnywhere: contacts.filter(({ isWorldwide }) => isWorldwide),
    groups: groups.filter((group) => group.contacts.length > 0),
  }
}

function nearest(contacts: readonly SupportContact[], country: string): readonly SupportContact[] {
  const own = contacts.filter(({ location }) => location.kind === 'countries' && location.countries.includes(country))
  if (own.length > 0) return own
  return contacts.filter(({ location }) => location.kind === 'region' && location.region === regionOfCountry(country))
}

/** Those that have every word of a search in place, label, number or language; accents and case don't count. */
export function searchContacts(contacts: readonly SupportContact[], search: string): readonly SupportContact[] {
  const words = folded(search.slice(0, LONGEST_SEARCH)).split(/\s+/).filter(Boolean)
  return contacts.filter((contact) => {
    const text = searchText(contact)
    return words.every((word) => text.includes(word))
  })
}

const LONGEST_SEARCH = 100

function searchText({ label, location, number, display, languages }: SupportContact): string {
  const countries = location.kind === 'countries' ? location.countries : []
  const regions = [regionOf(location) ?? '']
  const names = [...countries, ...countries.map(countryName), ...regions, ...languages.map(languageName)]
  // A number is found with its spaces, without them, and by a part of either.
  return folded([label, locationWords(location), number, display, display.replaceAll(/\D/g, ''), ...names].join(' '))
}

function folded(text: string): string {
  return text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase()
}
