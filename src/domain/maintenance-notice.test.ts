import { describe, expect, test } from 'vitest'
import { dueNotice } from './maintenance-notice.ts'
import type { MaintenanceWindow, UpdateStatus } from './service-status.ts'

const at = (time: string) => new Date(`2026-11-${time}Z`)
const seconds = (moment: Date, count: number) => new Date(moment.getTime() + count * 1_000)
const WINDOW: MaintenanceWindow = {
  scheduledFor: at('20T08:00:00'),
  scheduledUntil: at('20T10:00:00'),
  actualStartAt: null,
  verifyingAt: null,
  actualEndAt: null,
  cancelledAt: null,
  completes: 'by_clock',
}
const LONG_AGO = at('01T00:00:00')
const due = (
  now: Date,
  {
    window = {},
    setAt = LONG_AGO,
    written = [],
  }: { window?: Partial<MaintenanceWindow>; setAt?: Date; written?: UpdateStatus[] } = {},
) => dueNotice({ ...WINDOW, ...window }, { now, setAt, written: new Set(written) })

describe('what the clock tells of a maintenance (S04)', () => {
  test.each([
    ['72h', at('17T08:00:00'), null],
    ['24h', at('19T08:00:00'), '72h'],
    ['1h', at('20T07:00:00'), '24h'],
    ['start', at('20T08:00:00'), '1h'],
    ['end', at('20T10:00:00'), 'start'],
  ] as const)('%s is due at its very second, and not a second before', (notice, moment, before) => {
    expect([-1, 0, 1].map((shift) => due(seconds(moment, shift)))).toEqual([before, notice, notice])
  })

  test('after a long silence only the nearest is told', () => {
    expect(due(at('20T07:59:00'))).toBe('1h')
    expect(due(at('20T12:00:00'))).toBe('end')
  })

  test('nothing is told of what was past when the window was set', () => {
    expect(due(at('19T20:00:00'), { setAt: at('19T19:00:00') })).toBeNull()
    expect(due(at('20T07:00:00'), { setAt: at('19T19:00:00') })).toBe('1h')
    expect(due(at('21T00:00:00'), { setAt: at('20T23:00:00') })).toBeNull()
    // Extended while it ran: that it began is no news.
    expect(due(at('20T09:30:00'), { setAt: at('20T09:00:00'), window: { scheduledUntil: at('20T11:00:00') } })).toBeNull()
  })

  test('what a person wrote is not told again, and of a cancelled one nothing is', () => {
    expect(due(at('20T08:00:00'), { written: ['scheduled', 'in_progress'] })).toBeNull()
    expect(due(at('20T10:00:00'), { written: ['scheduled', 'completed'] })).toBeNull()
    expect(due(at('20T08:00:00'), { window: { cancelledAt: at('10T00:00:00') } })).toBeNull()
  })

  test('one that a person completes overruns, and does not end by itself', () => {
    const window = { completes: 'by_person' } as const
    expect(due(at('20T10:00:00'), { window })).toBe('overrun')
    expect(due(at('20T10:30:00'), { window: { ...window, actualEndAt: at('20T10:30:00') } })).toBe('end')
  })
})
