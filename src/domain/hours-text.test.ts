import { describe, expect, it } from 'vitest'
import { hoursWords, isAlways, isZone, parseHolidays, parseHours, writeHours } from './hours-text.ts'

describe('opening hours as operators write them (S21)', () => {
  it.each([
    ['Mon-Fri 09:00-17:30', [{ days: [1, 2, 3, 4, 5], from: 540, until: 1050 }]],
    ['monday - friday 9:00 – 17:30', [{ days: [1, 2, 3, 4, 5], from: 540, until: 1050 }]],
    ['Sat, Sun 10:00-14:00', [{ days: [6, 7], from: 600, until: 840 }]],
    ['Sat-Mon 00:00-24:00', [{ days: [1, 6, 7], from: 0, until: 1440 }]],
    ['Fri 22:00-06:00+1', [{ days: [5], from: 1320, until: 1800 }]],
    ['Always', [{ days: [1, 2, 3, 4, 5, 6, 7], from: 0, until: 1440 }]],
    ['', []],
    [
      'Mon 09:00-12:00\r\n\n Mon 13:00-17:00 ',
      [
        { days: [1], from: 540, until: 720 },
        { days: [1], from: 780, until: 1020 },
      ],
    ],
  ])('%j', (text, ranges) => expect(parseHours(text)).toEqual({ ok: true, value: ranges }))

  it.each([
    ['Mon-Fri 17:00-09:00', 'hours_end_before_start'],
    ['Mon 09:00-09:00', 'hours_end_before_start'],
    ['Mon 09:00-10:00+1', 'hours_too_long'],
    ['Mon 09:00-25:00', 'not_hours'],
    ['Mon 24:00-24:00', 'not_hours'],
    ['Mon 09:60-10:00', 'not_hours'],
    ['Mo 09:00-10:00', 'not_hours'],
    ['Mon-Tue-Wed 09:00-10:00', 'not_hours'],
    ['office hours', 'not_hours'],
    ['Mon-Wed 09:00-17:00\nTue 16:59-18:00', 'hours_overlap'],
    ['Sun 22:00-06:00+1\nMon 05:00-09:00', 'hours_overlap'],
  ])('%j is refused: %s', (text, problem) => {
    expect(parseHours(text)).toEqual({ ok: false, problem, line: text.split('\n').at(-1) })
  })

  it('come back as they were written, and in words', () => {
    const text = 'Mon-Wed, Fri 09:00-17:30\nSat 22:00-06:00+1'
    const read = parseHours(text)
    const ranges = read.ok ? read.value : []
    expect(writeHours({ ranges }).join('\n')).toBe(text)
    expect(hoursWords({ ranges })).toEqual(['Mon to Wed, Fri 09:00–17:30', 'Sat 22:00–06:00 the next day'])
    const always = parseHours('24/7')
    expect(always.ok && [isAlways({ ranges: always.value }), ...writeHours({ ranges: always.value })]).toEqual([true, 'Always'])
  })

  it('has holidays of one year or of every', () => {
    expect(parseHolidays('12-25\n2026-01-01\n12-25\n02-29')).toEqual({ ok: true, value: ['02-29', '12-25', '2026-01-01'] })
    for (const wrong of ['2026-02-29', '13-01', '25.12.', '2026-1-1', 'Christmas']) {
      expect(parseHolidays(`01-01\n${wrong}`)).toEqual({ ok: false, problem: 'not_a_day', line: wrong })
    }
  })

  it('knows zones by name, and takes no offset for one', () => {
    expect(['Europe/London', 'UTC', 'America/Argentina/Buenos_Aires', 'Asia/Kolkata'].filter((zone) => !isZone(zone))).toEqual([])
    expect(['', '+01:00', 'Europe/Atlantis', 'London', '../etc', 'x'.repeat(100)].filter(isZone)).toEqual([])
  })
})
