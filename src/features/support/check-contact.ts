import { requireNoProblems, type FieldProblem } from '../../domain/errors.ts'
import { isZone, parseHolidays, parseHours } from '../../domain/hours-text.ts'
import type { OpeningHours } from '../../domain/opening-hours.ts'
import { checkTitle } from '../../domain/status-text.ts'
import { CONTACT_KINDS, isLanguage, readLocation, SEVERITIES, type SupportContact } from '../../domain/support-contact.ts'
import { isSameNumber, readPhoneNumber, type PhoneNumber } from '../../phone-number.ts'

/** A contact as operators type it; hours, holidays, languages as text. */
export type TypedContact = Readonly<
  Record<'location' | 'label' | 'number' | 'display' | 'kind' | 'languages' | 'zone' | 'hours' | 'holidays', string>
> & {
  readonly isWorldwide: boolean
  readonly severities: readonly number[]
}

export type CheckedContact = Omit<SupportContact, 'id' | 'verifiedAt'>

const LONGEST = { label: 80, zone: 64, languages: 200, hours: 2_000, holidays: 4_000, location: 200 } as const

/** Throws Refusal `invalid_fields` with all that is wrong at once. */
export function checkContact(typed: TypedContact): CheckedContact {
  const fields: Record<string, FieldProblem> = {}
  const settle = <Value>(name: string, value: Value | null, problem: FieldProblem): Value | null => {
    if (value === null) fields[name] ??= problem
    return value
  }
  for (const [name, most] of Object.entries(LONGEST)) {
    if (typed[name as keyof typeof LONGEST].length > most) fields[name] = 'too_long'
  }
  const named = checkTitle(typed.label)
  const label = settle('label', named.ok ? named.text : null, named.ok ? 'required' : named.problem)
  const location = settle('location', readLocation(typed.location), typed.location.trim() === '' ? 'required' : 'not_a_location')
  const read = readPhoneNumber(typed.number)
  const phone = settle('number', read, typed.number.trim() === '' ? 'required' : 'not_a_telephone_number')
  const display = phone && settle('display', displayOf(phone, typed.display), 'display_differs')
  const kind = settle('kind', CONTACT_KINDS.find((known) => known === typed.kind) ?? null, 'not_a_choice')
  const languages = settle('languages', languagesOf(typed.languages), 'not_languages')
  const hours = hoursOf(typed, fields)
  requireNoProblems(fields)
  if (!label || !location || !phone || !display || !kind || !languages) throw new Error('a problem was not named')
  const severities = SEVERITIES.filter((severity) => typed.severities.includes(severity))
  return { label, location, number: phone.number, display, kind, languages, hours, severities, isWorldwide: typed.isWorldwide }
}

/** As typed, if that is the same number; nothing typed: as the whole world writes it. */
function displayOf(phone: PhoneNumber, typed: string): string | null {
  const text = typed.trim()
  if (text === '') return phone.display
  return isSameNumber(phone, text) ? text : null
}

function languagesOf(typed: string): readonly string[] | null {
  const tags = typed.split(/[\s,;]+/).filter((tag) => tag !== '')
  return tags.every(isLanguage) ? [...new Set(Intl.getCanonicalLocales(tags))] : null
}

/** Nothing typed: not stated. */
function hoursOf(typed: TypedContact, fields: Record<string, FieldProblem>): OpeningHours | null {
  const [ranges, holidays, zone] = [parseHours(typed.hours), parseHolidays(typed.holidays), typed.zone.trim()]
  if (!ranges.ok) fields['hours'] ??= ranges.problem
  if (!holidays.ok) fields['holidays'] ??= holidays.problem
  const isStated = !ranges.ok || ranges.value.length > 0
  if (isStated && !isZone(zone)) fields['zone'] ??= zone === '' ? 'required' : 'not_a_zone'
  return isStated && ranges.ok && holidays.ok ? { zone, ranges: ranges.value, holidays: holidays.value } : null
}
