import { describe, expect, test } from 'vitest'
import { claimsOf, HISTORY_DAYS, historyOf, stateAt } from './component-history.ts'
import type { ComponentSpan, Incident, Maintenance, StatusUpdate } from './status-facts.ts'

const NOW = new Date('2026-11-23T12:00:00Z')
const WEIGHTS = { degraded_performance: 0, partial_outage: 0.3, major_outage: 1 }
const ME = 'aaaaaaaaaaaa'

const update = (displayAt: string, newState: 'operational' | 'partial_outage' | 'major_outage' | null): StatusUpdate => ({
  id: 'u',
  status: 'investigating',
  body: '',
  affected: newState === null ? null : [{ componentId: ME, name: 'US', oldState: 'operational', newState }],
  deliver: true,
  displayAt: new Date(displayAt),
  createdAt: new Date(displayAt),
  updatedAt: new Date(displayAt),
  correctedAt: null,
  former: [],
})

const incident = (of: { started: string; resolved: string | null; updates: readonly StatusUpdate[] }): Incident => ({
  id: 'i',
  name: 'Incident',
  impact: 'major',
  status: of.resolved === null ? 'investigating' : 'resolved',
  startedAt: new Date(of.started),
  monitoringAt: null,
  resolvedAt: of.resolved === null ? null : new Date(of.resolved),
  createdAt: new Date(of.started),
  updatedAt: new Date(of.started),
  components: [],
  updates: of.updates,
})

const maintenance = (from: string, until: string, more: Partial<Maintenance> = {}): Maintenance => ({
  id: 'm',
  name: 'Maintenance',
  scheduledFor: new Date(from),
  scheduledUntil: new Date(until),
  actualStartAt: null,
  verifyingAt: null,
  actualEndAt: null,
  cancelledAt: null,
  completes: 'by_clock',
  sequence: 0,
  isRelease: false,
  closes: false,
  createdAt: new Date(from),
  updatedAt: new Date(from),
  componentIds: [ME],
  updates: [],
  ...more,
})

const span = (state: ComponentSpan['state'], startedAt: string, endedAt: string | null): ComponentSpan => ({
  componentId: ME,
  source: 'probe',
  state,
  startedAt: new Date(startedAt),
  endedAt: endedAt === null ? null : new Date(endedAt),
})

type Said = { spans?: readonly ComponentSpan[]; incidents?: readonly Incident[]; maintenances?: readonly Maintenance[] }
const claims = ({ spans = [], incidents = [], maintenances = [] }: Said) =>
  claimsOf(ME, { spans, incidents, maintenances, now: NOW })
const history = (said: Said, startsAt: Date | null = new Date('2026-01-01')) =>
  historyOf(claims(said), { now: NOW, startsAt, weights: WEIGHTS })
const stateOn = (said: Said, time: string) => stateAt(claims(said), new Date(time).getTime())

describe('the state at a moment', () => {
  test('follows an incident from update to update, and ends with it', () => {
    const updates = [
      update('2026-11-20T12:00:00Z', null),
      update('2026-11-20T11:00:00Z', 'partial_outage'),
      update('2026-11-20T10:00:00Z', 'major_outage'),
    ]
    const said = { incidents: [incident({ started: '2026-11-20T09:30:00Z', resolved: '2026-11-20T13:00:00Z', updates })] }
    expect(stateOn(said, '2026-11-20T09:29:59Z')).toBe('operational')
    expect(stateOn(said, '2026-11-20T09:30:00Z')).toBe('major_outage')
    expect(stateOn(said, '2026-11-20T10:59:59Z')).toBe('major_outage')
    expect(stateOn(said, '2026-11-20T11:00:00Z')).toBe('partial_outage')
    expect(stateOn(said, '2026-11-20T12:59:59Z')).toBe('partial_outage')
    expect(stateOn(said, '2026-11-20T13:00:00Z')).toBe('operational')
  })

  test('follows an incident that was opened again: in between it says nothing, so that others do', () => {
    const resolving = { ...update('2026-11-20T11:00:00Z', 'operational'), status: 'resolved' as const }
    const updates = [update('2026-11-20T12:00:00Z', 'partial_outage'), resolving, update('2026-11-20T10:00:00Z', 'major_outage')]
    const said = {
      incidents: [incident({ started: '2026-11-20T10:00:00Z', resolved: null, updates })],
      spans: [span('degraded_performance', '2026-11-20T11:30:00Z', '2026-11-20T13:00:00Z')],
    }
    expect(stateOn(said, '2026-11-20T10:59:59Z')).toBe('major_outage')
    expect(stateOn(said, '2026-11-20T11:00:00Z')).toBe('operational')
    expect(stateOn(said, '2026-11-20T11:30:00Z')).toBe('degraded_performance')
    expect(stateOn(said, '2026-11-20T12:00:00Z')).toBe('partial_outage')
    expect(stateOn(said, '2026-11-22T12:00:00Z')).toBe('partial_outage')
  })

  test('follows two updates of one moment in the order in which they were written', () => {
    const at = '2026-11-20T10:00:00Z'
    const updates = [update(at, 'partial_outage'), update(at, 'major_outage')]
    expect(stateOn({ incidents: [incident({ started: at, resolved: null, updates })] }, '2026-11-20T12:00:00Z')).toBe(
      'partial_outage',
    )
  })

  test('is under maintenance within the window alone, and never for a release, a cancelled or a planned one', () => {
    const window = ['2026-11-22T10:00:00Z', '2026-11-22T12:00:00Z'] as const
    expect(stateOn({ maintenances: [maintenance(...window)] }, '2026-11-22T10:00:00Z')).toBe('under_maintenance')
    expect(stateOn({ maintenances: [maintenance(...window)] }, '2026-11-22T12:00:00Z')).toBe('operational')
    expect(stateOn({ maintenances: [maintenance(...window, { isRelease: true })] }, '2026-11-22T11:00:00Z')).toBe('operational')
    const cancelledAt = new Date('2026-11-21T10:00:00Z')
    expect(stateOn({ maintenances: [maintenance(...window, { cancelledAt })] }, '2026-11-22T11:00:00Z')).toBe('operational')
    const tomorrow = maintenance('2026-11-24T10:00:00Z', '2026-11-24T12:00:00Z')
    expect(stateOn({ maintenances: [tomorrow] }, '2026-11-23T12:00:00Z')).toBe('operational')
  })

  test('of another component’s incident is not touched', () => {
    const said = {
      incidents: [
        incident({ started: '2026-11-20T09:30:00Z', resolved: null, updates: [update('2026-11-20T09:30:00Z', 'major_outage')] }),
      ],
    }
    const others = claimsOf('bbbbbbbbbbbb', { spans: [], maintenances: [], now: NOW, ...said })
    expect(stateAt(others, NOW.getTime())).toBe('operational')
  })
})

describe('ninety days (S03)', () => {
  test('end today, and a quiet component was up all the time', () => {
    const { days, uptime } = history({})
    expect(days).toHaveLength(HISTORY_DAYS)
    expect([days[0]?.day, days.at(-1)?.day]).toEqual(['2026-08-26', '2026-11-23'])
    expect(new Set(days.map(({ worst }) => worst))).toEqual(new Set(['operational']))
    expect(uptime).toBe(1)
  })

  test('an outage over midnight stands in both days, with its seconds', () => {
    const { days } = history({ spans: [span('major_outage', '2026-11-20T23:00:00Z', '2026-11-21T01:30:00Z')] })
    expect(days.filter(({ worst }) => worst === 'major_outage').map(({ day, seconds }) => [day, seconds.major_outage])).toEqual([
      ['2026-11-20', 3_600],
      ['2026-11-21', 5_400],
    ])
  })

  test('uptime loses each state by its weight', () => {
    const counted = 89.5 * 86_400
    const outage = history({ spans: [span('major_outage', '2026-11-20T00:00:00Z', '2026-11-21T00:00:00Z')] }).uptime
    expect(outage).toBeCloseTo(1 - 86_400 / counted, 10)
    const partial = history({ spans: [span('partial_outage', '2026-11-20T00:00:00Z', '2026-11-21T00:00:00Z')] }).uptime
    expect(partial).toBeCloseTo(1 - (0.3 * 86_400) / counted, 10)
    expect(history({ spans: [span('degraded_performance', '2026-11-20T00:00:00Z', '2026-11-21T00:00:00Z')] }).uptime).toBe(1)
  })

  test('maintenance and unknown are taken out of the time that counts', () => {
    const down = span('major_outage', '2026-11-20T00:00:00Z', '2026-11-21T00:00:00Z')
    const counted = 89.5 * 86_400
    const withMaintenance = history({
      spans: [down],
      maintenances: [maintenance('2026-11-10T00:00:00Z', '2026-11-12T00:00:00Z')],
    })
    expect(withMaintenance.uptime).toBeCloseTo(1 - 86_400 / (counted - 2 * 86_400), 10)
    const unknown = { ...span('unknown', '2026-11-10T00:00:00Z', '2026-11-12T00:00:00Z'), source: 'person' as const }
    expect(history({ spans: [down, unknown] }).uptime).toBeCloseTo(1 - 86_400 / (counted - 2 * 86_400), 10)
  })

  test('what was before a component was counted is no day of it, and one of today has no figure before it was', () => {
    const { days, uptime } = history({}, new Date('2026-11-20T06:00:00Z'))
    expect(days.filter(({ worst }) => worst === null)).toHaveLength(86)
    expect(uptime).toBe(1)
    expect(history({}, new Date('2026-11-24')).uptime).toBeNull()
  })

  test('an open outage counts until now', () => {
    const today = history({ spans: [span('major_outage', '2026-11-23T11:00:00Z', null)] }).days.at(-1)
    expect(today).toMatchObject({ worst: 'major_outage', seconds: { major_outage: 3_600 } })
  })
})
