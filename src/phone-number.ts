import { parsePhoneNumberFromString, type CountryCode } from 'libphonenumber-js/max'

export type PhoneNumber = {
  /** E.164: +441189131502 */
  readonly number: string
  /** "+44 118 913 1502" */
  readonly display: string
  /** ISO 3166-1; null for those that belong to no one country. */
  readonly country: string | null
}

/** Reads a telephone number as typed, and checks it against the plans of all countries; null where there can be none such. */
export function readPhoneNumber(typed: string): PhoneNumber | null {
  return typed.length > LONGEST_TYPED ? null : read(typed)
}

/** Whether a text is the number as people of its country, or of the world, write it. */
export function isSameNumber({ number, country }: PhoneNumber, written: string): boolean {
  if (written.length > LONGEST_TYPED) return false
  return read(written)?.number === number || (country !== null && read(written, country)?.number === number)
}

const LONGEST_TYPED = 40

function read(text: string, country?: string): PhoneNumber | null {
  // A country that the library has no plan of is as good as none to it.
  const found = parsePhoneNumberFromString(text, country as CountryCode | undefined)
  if (!found?.isValid() || found.ext !== undefined) return null
  return { number: found.number, display: found.formatInternational(), country: found.country ?? null }
}
