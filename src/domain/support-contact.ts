import { countryName, isCountry, listCountries, REGIONS, regionOfCountry, type WorldRegion } from './countries.ts'
import type { OpeningHours } from './opening-hours.ts'

/** How a number is charged. */
export const CONTACT_KINDS = ['toll-free', 'toll', 'local'] as const
export type ContactKind = (typeof CONTACT_KINDS)[number]

/** How bad what one calls about may be; 1 is the worst. */
export const SEVERITIES = [1, 2, 3] as const
export type Severity = (typeof SEVERITIES)[number]

/** For whom a number is. */
export type ContactLocation =
  | { readonly kind: 'countries'; readonly countries: readonly [string, ...string[]] }
  | { readonly kind: 'region'; readonly region: WorldRegion }
  | { readonly kind: 'international' }

/** A telephone number of support, as people find it by location (S21). */
export type SupportContact = {
  readonly id: string
  readonly location: ContactLocation
  /** "USA and Canada" */
  readonly label: string
  /** E.164: +18668016161 */
  readonly number: string
  /** As people of that place write it. */
  readonly display: string
  readonly kind: ContactKind
  /** Whether it can be called from any network in the world. */
  readonly isWorldwide: boolean
  /** BCP 47; empty: not stated. */
  readonly languages: readonly string[]
  /** Null: not stated. */
  readonly hours: OpeningHours | null
  /** Empty: all of them. */
  readonly severities: readonly Severity[]
  /** When somebody last called it, and it was right; null: never. */
  readonly verifiedAt: Date | null
}

/** A number that nobody has tried for so long may be wrong by now. */
export const VERIFIED_FOR_DAYS = 90

/** Whether it is to be flagged: not verified for 90 days. */
export function needsVerification({ verifiedAt }: Pick<SupportContact, 'verifiedAt'>, now: Date): boolean {
  return verifiedAt === null || now.getTime() - verifiedAt.getTime() > VERIFIED_FOR_DAYS * 86_400_000
}

const INTERNATIONAL = 'INTL'

/** As it is stored: `US CA` (ISO 3166-1), the name of a region, or `INTL`. */
export function locationCode(location: ContactLocation): string {
  if (location.kind === 'international') return INTERNATIONAL
  return location.kind === 'region' ? location.region : location.countries.join(' ')
}

/**
 * Reads a stored or typed location: codes (`US CA`) or names with commas (`United States, Canada`), a region's name, or
 * `INTL`. Null where it is none. Countries come back in the order of their codes, each once.
 */
export function readLocation(typed: string): ContactLocation | null {
  const text = typed.trim()
  if (/^(intl|international)$/i.test(text)) return { kind: 'international' }
  const region = REGIONS.find((known) => known.toLowerCase() === text.toLowerCase())
  if (region !== undefined) return { kind: 'region', region }
  const parts = text.split(/[,;]/).flatMap((part) => countryCodes(part.trim()))
  const [first, ...others] = [...new Set(parts)].toSorted()
  if (first === undefined || ![first, ...others].every(isCountry)) return null
  return { kind: 'countries', countries: [first, ...others] }
}

function countryCodes(part: string): readonly string[] {
  const named = listCountries().find(({ name }) => name.toLowerCase() === part.toLowerCase())
  return named ? [named.code] : part.toUpperCase().split(/\s+/)
}

/** In words: "United States and Canada", "Europe", "International". */
export function locationWords(location: ContactLocation): string {
  if (location.kind === 'international') return 'International'
  if (location.kind === 'region') return location.region
  return new Intl.ListFormat('en-GB').format(location.countries.map(countryName))
}

/** Under which heading it stands; null: under that of the whole world. */
export function regionOf(location: ContactLocation): WorldRegion | null {
  if (location.kind === 'international') return null
  return location.kind === 'region' ? location.region : regionOfCountry(location.countries[0])
}

/** "French", by its BCP 47 tag; a tag that nothing is known of stays as it is. */
export function languageName(tag: string): string {
  return LANGUAGE_NAMES.of(tag) ?? tag
}

/** Whether a tag is well-formed, and of a language that has a name. */
export function isLanguage(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1 && LANGUAGE_NAMES.of(tag) !== undefined
  } catch {
    return false
  }
}

const LANGUAGE_NAMES = new Intl.DisplayNames('en-GB', { type: 'language', fallback: 'none' })
