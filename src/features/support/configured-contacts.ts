import type { SupportNumber } from '../../config/config.ts'
import { isZone, parseHolidays, parseHours } from '../../domain/hours-text.ts'
import type { OpeningHours } from '../../domain/opening-hours.ts'
import { readLocation, type ContactLocation, type SupportContact } from '../../domain/support-contact.ts'
import { readPhoneNumber } from '../../phone-number.ts'

/** The contacts that the configuration begins with; the number is the id. Without countries a number is for its own. */
export function configuredContacts(numbers: readonly SupportNumber[]): readonly SupportContact[] {
  return numbers.map((entry) => ({
    id: entry.number,
    location: locationOf(entry),
    label: entry.location,
    number: entry.number,
    display: entry.display,
    kind: entry.kind,
    isWorldwide: entry.international,
    languages: entry.languages ?? [],
    hours: hoursOf(entry),
    severities: [],
    verifiedAt: null,
  }))
}

function locationOf({ countries, international, number }: SupportNumber): ContactLocation {
  const given = countries === undefined ? null : readLocation(countries.join(', '))
  if (given) return given
  const country = international ? null : (readPhoneNumber(number)?.country ?? null)
  return (country === null ? null : readLocation(country)) ?? { kind: 'international' }
}

function hoursOf({ hours = [], timeZone, holidays = [] }: SupportNumber): OpeningHours | null {
  const [ranges, days] = [parseHours(hours.join('\n')), parseHolidays(holidays.join('\n'))]
  if (hours.length === 0 || !ranges.ok || !days.ok || timeZone === undefined || !isZone(timeZone)) return null
  return { zone: timeZone, ranges: ranges.value, holidays: days.value }
}
