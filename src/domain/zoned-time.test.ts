import { expect, test } from 'vitest'
import { readMoment, writeLocal } from './zoned-time.ts'

test.each([
  ['2026-11-23T14:05', 'UTC', '', '2026-11-23T14:05:00.000Z'],
  ['2026-11-23 14:05:09', 'Asia/Kolkata', '', '2026-11-23T08:35:09.000Z'],
  ['2026-11-23T14:05+01:00', 'America/New_York', '', '2026-11-23T13:05:00.000Z'],
  [' 2026-11-23T14:05:00.250Z ', 'nowhere', '', '2026-11-23T14:05:00.250Z'],
  // Where clocks are set back, the hour comes twice.
  ['2026-10-25T02:30', 'Europe/Berlin', 'first', '2026-10-25T00:30:00.000Z'],
  ['2026-10-25T02:30', 'Europe/Berlin', 'second', '2026-10-25T01:30:00.000Z'],
  ['2026-10-25T01:59', 'Europe/Berlin', '', '2026-10-24T23:59:00.000Z'],
  ['2026-10-25T03:00', 'Europe/Berlin', '', '2026-10-25T02:00:00.000Z'],
  // By half an hour, on Lord Howe Island.
  ['2026-04-05T01:45', 'Australia/Lord_Howe', 'second', '2026-04-04T15:15:00.000Z'],
  ['2028-02-29T00:00', 'Pacific/Kiritimati', '', '2028-02-28T10:00:00.000Z'],
])('%s in %s, %s, is %s', (text, zone, occurrence, iso) => {
  const read = readMoment({ text, zone, occurrence })
  expect(read.ok && read.at.toISOString()).toBe(iso)
})

test.each([
  ['', 'UTC', 'required'],
  ['soon', 'UTC', 'not_a_moment'],
  ['2026-11-23', 'UTC', 'not_a_moment'],
  ['2026-02-29T10:00', 'UTC', 'not_a_moment'],
  ['2026-11-23T24:00', 'UTC', 'not_a_moment'],
  ['2026-11-23T25:00Z', 'UTC', 'not_a_moment'],
  ['+12026-11-23T14:05', 'UTC', 'not_a_moment'],
  ['2026-11-23T14:05', '', 'not_a_zone'],
  ['2026-11-23T14:05', 'Mars/Olympus', 'not_a_zone'],
  ['2026-11-23T14:05', '+02:00', 'not_a_zone'],
  ['2026-03-29T02:00', 'Europe/Berlin', 'time_skipped'],
  ['2026-03-29T02:59', 'Europe/Berlin', 'time_skipped'],
  ['2026-10-25T02:00', 'Europe/Berlin', 'time_twice'],
  ['2026-10-25T02:59', 'Europe/Berlin', 'time_twice'],
  // A day that Samoa left out.
  ['2011-12-30T12:00', 'Pacific/Apia', 'time_skipped'],
])('%s in %s is refused: %s', (text, zone, problem) => {
  expect(readMoment({ text, zone, occurrence: '' })).toEqual({ ok: false, problem })
})

test('a moment is shown as it is typed', () => {
  expect(writeLocal(new Date('2026-11-23T13:05:59Z'), 'Europe/Berlin')).toBe('2026-11-23T14:05')
  expect(writeLocal(new Date('2026-11-23T13:05:59Z'), 'nowhere')).toBe('2026-11-23T13:05')
})
