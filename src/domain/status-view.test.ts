import { describe, expect, test } from 'vitest'
import type { Maintenance, StatusFacts, StatusUpdate } from './status-facts.ts'
import { nextTurn, statusView } from './status-view.ts'

const T = (text: string) => new Date(`2026-11-23T${text}Z`)
const ID = 'usususususus'

const written = (status: StatusUpdate['status'], displayAt: Date): StatusUpdate => ({
  id: `w${status}`,
  status,
  body: status,
  affected: null,
  deliver: true,
  displayAt,
  createdAt: displayAt,
  updatedAt: displayAt,
  correctedAt: null,
  former: [],
})

const MAINTENANCE: Maintenance = {
  id: 'mmmmmmmmmmmm',
  name: 'New racks',
  scheduledFor: T('10:00:00'),
  scheduledUntil: T('12:00:00'),
  actualStartAt: null,
  verifyingAt: null,
  actualEndAt: null,
  cancelledAt: null,
  completes: 'by_clock',
  sequence: 0,
  isRelease: false,
  closes: false,
  createdAt: T('01:00:00'),
  updatedAt: T('01:00:00'),
  componentIds: [ID],
  updates: [written('scheduled', T('01:00:00'))],
}

const facts = (more: Partial<StatusFacts> = {}): StatusFacts => ({
  page: { id: 'p', name: 'Status', url: 'https://door.test/status', createdAt: T('00:00:00'), changedAt: T('01:00:00') },
  groups: [{ id: 'g', name: 'Americas', position: 1, createdAt: T('00:00:00'), updatedAt: T('00:00:00') }],
  components: [
    {
      id: ID,
      key: 'US1',
      platformId: 'US1',
      name: 'US Platform 1',
      description: null,
      groupId: 'g',
      position: 1,
      showcase: true,
      onlyShowIfDegraded: false,
      startDate: null,
      createdAt: new Date('2026-01-01'),
      updatedAt: new Date('2026-01-01'),
    },
  ],
  spans: [],
  incidents: [],
  maintenances: [],
  contacts: [],
  weights: { degraded_performance: 0, partial_outage: 0.3, major_outage: 1 },
  ...more,
})

describe('what the clock writes into a maintenance', () => {
  const statuses = (now: Date, more: Partial<Maintenance> = {}) =>
    statusView(facts({ maintenances: [{ ...MAINTENANCE, ...more }] }), now).maintenances[0]?.updates.map(({ status }) => status)

  test('its beginning and its end, newest first, each from its moment on', () => {
    expect(statuses(T('09:59:59'))).toEqual(['scheduled'])
    expect(statuses(T('10:00:00'))).toEqual(['in_progress', 'scheduled'])
    expect(statuses(T('12:00:00'))).toEqual(['completed', 'in_progress', 'scheduled'])
  })

  test('nothing that a person has written already', () => {
    const updates = [written('in_progress', T('10:05:00')), ...MAINTENANCE.updates]
    expect(statuses(T('11:00:00'), { updates })).toEqual(['in_progress', 'scheduled'])
  })

  test('that the planned end has passed, where a person is to complete it', () => {
    expect(statuses(T('12:00:00'), { completes: 'by_person' })).toEqual(['verifying', 'in_progress', 'scheduled'])
  })

  test('nothing once it is cancelled', () => {
    const updates = [written('completed', T('09:00:00')), ...MAINTENANCE.updates]
    expect(statuses(T('13:00:00'), { cancelledAt: T('09:00:00'), updates })).toEqual(['completed', 'scheduled'])
  })

  test('moves updated_at of the maintenance and of the page', () => {
    const view = statusView(facts({ maintenances: [MAINTENANCE] }), T('10:30:00'))
    expect(view.maintenances[0]?.updatedAt).toEqual(T('10:00:00'))
    expect(view.page.updatedAt).toEqual(T('10:00:00'))
  })
})

test('clients that know nothing of unknown are told what was known last, people that it is unknown (N14)', () => {
  const probe = { componentId: ID, source: 'probe' as const }
  const spans = [
    { ...probe, state: 'major_outage' as const, startedAt: T('08:00:00'), endedAt: T('09:00:00') },
    { ...probe, state: 'unknown' as const, startedAt: T('09:00:00'), endedAt: null },
  ]
  const { components, indicator } = statusView(facts({ spans }), T('10:00:00'))
  expect(components[0]).toMatchObject({ state: 'unknown', publicState: 'major_outage' })
  expect(indicator).toBe('critical')
})

test('a view is drawn anew at the next turn of any maintenance, at the latest at midnight', () => {
  expect(nextTurn(facts(), T('09:00:00'))).toEqual(new Date('2026-11-24T00:00:00Z'))
  const withOne = facts({ maintenances: [MAINTENANCE] })
  expect(nextTurn(withOne, T('09:00:00'))).toEqual(T('10:00:00'))
  expect(nextTurn(withOne, T('10:00:00'))).toEqual(T('12:00:00'))
})
