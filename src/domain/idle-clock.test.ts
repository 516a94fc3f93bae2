import { describe, expect, it } from 'vitest'
import { idleStep } from './idle-clock.ts'

const DAY = 24 * 60 * 60

describe('the steps of an unused account', () => {
  it.each([
    ['first_warning', 90, { unusedSeconds: 60 * DAY, warnings: 0, noticeSeconds: 0 }],
    ['second_warning', 90, { unusedSeconds: 80 * DAY, warnings: 1, noticeSeconds: 19 * DAY }],
    ['idle_out', 90, { unusedSeconds: 90 * DAY, warnings: 2, noticeSeconds: 9 * DAY }],
    ['first_warning', 30, { unusedSeconds: 20 * DAY, warnings: 0, noticeSeconds: 0 }],
    ['idle_out', 30, { unusedSeconds: 30 * DAY, warnings: 2, noticeSeconds: (30 / 9) * DAY - DAY }],
    ['idle_out', 400, { unusedSeconds: 400 * DAY, warnings: 2, noticeSeconds: Math.round((400 / 9) * DAY) - DAY }],
  ] as const)('%s of %i days', (step, days, expected) => {
    expect(idleStep(step, days)).toEqual(expected)
  })

  it('come in order, with the notice between them shorter than the time between them', () => {
    for (let days = 30; days <= 400; days += 1) {
      const [first, second, out] = [idleStep('first_warning', days), idleStep('second_warning', days), idleStep('idle_out', days)]
      expect(second.unusedSeconds - first.unusedSeconds).toBeGreaterThan(second.noticeSeconds)
      expect(out.unusedSeconds - second.unusedSeconds).toBeGreaterThan(out.noticeSeconds)
      expect(out.noticeSeconds).toBeGreaterThan(2 * DAY)
    }
  })
})
