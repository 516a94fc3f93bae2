import { describe, expect, it } from 'vitest'
import { noticeSeconds, noticeWindows, passwordLifeSeconds, timeLeft } from './password-age.ts'
import { POLICY_PROFILES } from './policy-profile.ts'

const DAY = 24 * 60 * 60
const { faq, pci } = POLICY_PROFILES

describe('the notices of a password', () => {
  it('come 14, 7 and 1 days before its 90 days are over, the nearest first (8.3.9)', () => {
    expect(passwordLifeSeconds(pci)).toBe(90 * DAY)
    expect(noticeWindows(pci)).toEqual([
      { days: 1, fromSeconds: 89 * DAY, untilSeconds: 90 * DAY },
      { days: 7, fromSeconds: 83 * DAY, untilSeconds: 89 * DAY },
      { days: 14, fromSeconds: 76 * DAY, untilSeconds: 83 * DAY },
    ])
    expect(noticeSeconds(pci)).toBe(14 * DAY)
  })

  it('are none where passwords stay good', () => {
    expect([passwordLifeSeconds(faq), noticeWindows(faq), noticeSeconds(faq)]).toEqual([null, [], 0])
  })

  it('never overlap, and cover the time from the first to the end, however short a password’s life is', () => {
    for (let passwordExpiryDays = 1; passwordExpiryDays <= 90; passwordExpiryDays += 1) {
      const windows = noticeWindows({ ...pci, passwordExpiryDays })
      let end = passwordExpiryDays * DAY
      for (const { fromSeconds, untilSeconds } of windows) {
        expect(untilSeconds).toBe(end)
        expect(fromSeconds).toBeLessThanOrEqual(untilSeconds)
        end = fromSeconds
      }
      expect(end).toBe(Math.max(0, passwordExpiryDays - 14) * DAY)
    }
  })
})

it.each([
  [14 * DAY, 'in 14 days'],
  [3 * DAY - 3_600, 'in 3 days'],
  [1.5 * DAY, 'in 2 days'],
  [DAY, 'in 1 day'],
  [DAY - 1, 'within a day'],
  [0, 'within a day'],
])('%i seconds before its end a password expires %s', (seconds, words) => {
  const now = new Date(Date.UTC(2027, 0, 1))
  expect(timeLeft({ now, expiresAt: new Date(now.getTime() + seconds * 1_000) })).toBe(words)
})
