import { describe, expect, test } from 'vitest'
import { closingMaintenance, noticeOf, type PlatformStanding, type StandingMaintenance } from './platform-standing.ts'

const START = new Date('2026-12-01T10:00:00Z')
const END = new Date('2026-12-01T12:00:00Z')
const seconds = (from: Date, count: number) => new Date(from.getTime() + count * 1_000)

const maintenance = (more: Partial<StandingMaintenance> = {}): StandingMaintenance => ({
  id: 'm',
  name: 'New racks',
  isRelease: false,
  closes: true,
  scheduledFor: START,
  scheduledUntil: END,
  actualStartAt: null,
  verifyingAt: null,
  actualEndAt: null,
  cancelledAt: null,
  completes: 'by_clock',
  ...more,
})

const standing = (more: Partial<PlatformStanding> = {}): PlatformStanding => ({
  platformId: 'US1',
  state: 'operational',
  incidents: [],
  maintenances: [maintenance()],
  asOf: START,
  ...more,
})

describe('what a sign-in page tells of a maintenance (N05)', () => {
  test.each([
    ['72 h and a second before', seconds(START, -72 * 3_600 - 1), null],
    ['72 h before', seconds(START, -72 * 3_600), 'scheduled'],
    ['a second before', seconds(START, -1), 'scheduled'],
    ['at its start', START, 'in_progress'],
    ['a second before its end', seconds(END, -1), 'in_progress'],
    ['at its end', END, null],
  ])('%s', (_name, now, phase) => {
    const notice = noticeOf(standing(), now)
    expect(notice?.kind === 'maintenance' ? notice.phase : null).toBe(phase)
  })

  test('once its planned end has passed and nobody has completed it, that is said', () => {
    const open = standing({ maintenances: [maintenance({ completes: 'by_person' })] })
    expect(noticeOf(open, END)).toMatchObject({ kind: 'maintenance', phase: 'verifying', overrun: true })
  })

  test('an incident comes before it', () => {
    const incidents = [{ id: 'i', name: 'Slow', impact: 'minor' as const, updatedAt: START }]
    expect(noticeOf(standing({ incidents }), START)).toMatchObject({ kind: 'incident', name: 'Slow' })
  })

  test('a cancelled one is not told of', () => {
    expect(noticeOf(standing({ maintenances: [maintenance({ cancelledAt: START })] }), START)).toBeNull()
  })
})

describe('a platform is closed', () => {
  test.each([
    [-1, false],
    [0, true],
    [1, true],
  ])('%i s from the start of a maintenance that closes it: %s', (offset, closed) => {
    expect(closingMaintenance(standing(), seconds(START, offset)) !== null).toBe(closed)
  })

  test.each([
    [-1, true],
    [0, false],
    [1, false],
  ])('%i s from its end: %s', (offset, closed) => {
    expect(closingMaintenance(standing(), seconds(END, offset)) !== null).toBe(closed)
  })

  test('while one that a person completes is verified; never for one that leaves it open', () => {
    const open = standing({ maintenances: [maintenance({ completes: 'by_person' })] })
    expect(closingMaintenance(open, seconds(END, 1))?.id).toBe('m')
    expect(closingMaintenance(standing({ maintenances: [maintenance({ closes: false })] }), START)).toBeNull()
  })
})
