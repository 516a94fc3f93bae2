import { describe, expect, it } from 'vitest'
import { advanceFrontier, type AuditFrontier, type AuditLook } from './audit-frontier.ts'

const START: AuditFrontier = { highest: 10, gaps: [] }
const look = (ids: readonly number[], of: Partial<AuditLook> = {}): AuditLook => ({
  ids,
  oldestRunning: 100,
  nextTransaction: 105,
  at: 0,
  ...of,
})
const rangesOf = ({ gaps }: AuditFrontier) => gaps.map(({ low, high }) => [low, high])

describe('the frontier of sealing (I-32)', () => {
  it('follows ids that come in order, and leaves nothing behind', () => {
    expect(advanceFrontier(START, look([11, 12, 13]))).toEqual({ highest: 13, gaps: [] })
    expect(advanceFrontier(START, look([]))).toEqual(START)
  })

  it('remembers what is missing below the highest', () => {
    const { highest, gaps } = advanceFrontier(START, look([12, 16]))
    expect(highest).toBe(16)
    expect(gaps).toEqual([
      { low: 11, high: 11, ownersBelow: 105, foundAt: 0 },
      { low: 13, high: 15, ownersBelow: 105, foundAt: 0 },
    ])
  })

  it('narrows a gap as its ids come, from either end or in the middle', () => {
    const gapped = advanceFrontier(START, look([20]))
    expect(rangesOf(advanceFrontier(gapped, look([11, 15, 19])))).toEqual([
      [12, 14],
      [16, 18],
    ])
    const all = Array.from({ length: 9 }, (_, index) => index + 11)
    expect(rangesOf(advanceFrontier(gapped, look(all)))).toEqual([])
  })

  it.each([
    ['while an older transaction runs, however long', { oldestRunning: 104, at: 3_600_000 }, true],
    [
      'just after they have ended, since an id may be taken before its transaction has a number',
      { oldestRunning: 105, at: 9_999 },
      true,
    ],
    ['no longer once they have ended and ten seconds have passed', { oldestRunning: 105, at: 10_000 }, false],
  ])('looks for a missing id %s', (_, of, isKept) => {
    const gapped = advanceFrontier(START, look([12]))
    expect(rangesOf(advanceFrontier(gapped, look([], of)))).toEqual(isKept ? [[11, 11]] : [])
  })

  it('remembers a bounded number of gaps', () => {
    const everyOther = Array.from({ length: 20_000 }, (_, index) => 12 + index * 2)
    expect(advanceFrontier(START, look(everyOther)).gaps).toHaveLength(5_000)
  })
})
