import { describe, expect, it } from 'vitest'
import { openingAt, openSpans, type OpeningHours, type WeekdayRange } from './opening-hours.ts'

const WORKDAYS = [1, 2, 3, 4, 5] as const
const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7] as const

const at = (text: string) => new Date(text)
const range = (from: number, until: number, days: WeekdayRange['days'] = EVERY_DAY): WeekdayRange => ({
  days,
  from: from * 60,
  until: until * 60,
})
const hours = (zone: string, ranges: readonly WeekdayRange[], holidays: readonly string[] = []): OpeningHours => ({
  zone,
  ranges,
  holidays,
})

const LONDON = hours('Europe/London', [range(9, 17.5, WORKDAYS)], ['2026-12-25', '12-28'])
const shown = (hoursOf: OpeningHours, now: string) => {
  const opening = openingAt(hoursOf, at(now))
  const turn = opening.isOpen ? opening.until : opening.from
  return `${opening.isOpen ? 'open until' : 'closed until'} ${turn?.toISOString().slice(0, 16) ?? 'further notice'}`
}

describe('opening hours (S21)', () => {
  it.each([
    ['a minute before', '2026-11-23T08:59:59Z', 'closed until 2026-11-23T09:00'],
    ['at the hour itself', '2026-11-23T09:00:00Z', 'open until 2026-11-23T17:30'],
    ['a second before the end', '2026-11-23T17:29:59Z', 'open until 2026-11-23T17:30'],
    ['at the end', '2026-11-23T17:30:00Z', 'closed until 2026-11-24T09:00'],
    ['over the weekend', '2026-11-27T18:00:00Z', 'closed until 2026-11-30T09:00'],
    ['in summer an hour earlier by UTC', '2026-07-01T08:00:00Z', 'open until 2026-07-01T16:30'],
    ['over a holiday of one year, a weekend and one of every year', '2026-12-24T18:00:00Z', 'closed until 2026-12-29T09:00'],
    ['on the day before those', '2026-12-24T12:00:00Z', 'open until 2026-12-24T17:30'],
    ['on the holiday of every year, a year later', '2027-12-28T12:00:00Z', 'closed until 2027-12-29T09:00'],
  ])('%s', (_, now, expected) => expect(shown(LONDON, now)).toBe(expected))

  it('runs past midnight into the next day, and over the turn of the week', () => {
    const nights = hours('Asia/Tokyo', [range(22, 30, [7])])
    // Sunday 22:00 in Tokyo is 13:00 UTC.
    expect(shown(nights, '2026-11-22T12:59:00Z')).toBe('closed until 2026-11-22T13:00')
    expect(shown(nights, '2026-11-22T20:00:00Z')).toBe('open until 2026-11-22T21:00')
    expect(shown(nights, '2026-11-22T21:00:00Z')).toBe('closed until 2026-11-29T13:00')
  })

  it('is one span where ranges meet or overlap, around the clock for ever', () => {
    expect(openSpans(hours('UTC', [range(8, 12), range(12, 18), range(10, 14)]), at('2026-11-23T00:00:00Z'), 1).at(0)).toEqual({
      from: at('2026-11-23T08:00:00Z'),
      until: at('2026-11-23T18:00:00Z'),
    })
    expect(shown(hours('America/New_York', [range(0, 24)]), '2026-11-23T03:00:00Z')).toBe('open until further notice')
  })

  it('is interrupted by a holiday even around the clock, and a night shift does not run into one', () => {
    expect(shown(hours('UTC', [range(0, 24)], ['12-25']), '2026-12-20T00:00:00Z')).toBe('open until 2026-12-25T00:00')
    expect(shown(hours('UTC', [range(22, 30)], ['2026-12-25']), '2026-12-24T23:00:00Z')).toBe('open until 2026-12-25T00:00')
    expect(shown(hours('UTC', [range(22, 30)], ['2026-12-25']), '2026-12-25T23:00:00Z')).toBe('closed until 2026-12-26T22:00')
  })

  it('begins as soon as clocks show more, where summer time skips its hour', () => {
    // In Paris 02:00 became 03:00 on 29 March 2026, at 01:00 UTC.
    const early = hours('Europe/Paris', [range(2.5, 5, [7])])
    expect(shown(early, '2026-03-28T12:00:00Z')).toBe('closed until 2026-03-29T01:00')
    expect(shown(early, '2026-03-29T01:00:00Z')).toBe('open until 2026-03-29T03:00')
    // And ends at once, where it would end in that hour.
    expect(shown(hours('Europe/Paris', [range(1, 2.5, [7])]), '2026-03-29T00:30:00Z')).toBe('open until 2026-03-29T01:00')
    // All of it skipped: it is not open that day at all.
    expect(shown(hours('Europe/Paris', [range(2, 3, [7])]), '2026-03-28T12:00:00Z')).toBe('closed until 2026-04-05T00:00')
  })

  it('has both of an hour that comes twice', () => {
    // In Paris 03:00 became 02:00 on 25 October 2026, at 01:00 UTC.
    const early = hours('Europe/Paris', [range(2.25, 2.75, [7])])
    expect(openSpans(early, at('2026-10-24T12:00:00Z'), 1)).toEqual([
      { from: at('2026-10-25T00:15:00Z'), until: at('2026-10-25T01:45:00Z') },
    ])
  })

  it('works in zones half a day and half an hour away from anything', () => {
    expect(shown(hours('Pacific/Kiritimati', [range(9, 17, [1])]), '2026-11-22T18:00:00Z')).toBe('closed until 2026-11-22T19:00')
    expect(shown(hours('Asia/Kathmandu', [range(9, 17, [1])]), '2026-11-23T00:00:00Z')).toBe('closed until 2026-11-23T03:15')
  })

  it('never opens without hours, and says so', () => {
    expect(shown(hours('UTC', []), '2026-11-23T00:00:00Z')).toBe('closed until further notice')
  })
})
