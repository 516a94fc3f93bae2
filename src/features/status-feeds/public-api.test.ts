import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { STATUS_API_PATHS, STATUS_API_SCHEMAS, type StatusApiPath } from '../../../test/support/status-api-schema.ts'
import {
  EU1,
  minutes,
  NOW,
  PORTAL,
  statusFacts,
  statusIncident,
  statusMaintenance,
  statusUpdate,
  US1,
} from '../../../test/support/status-facts.ts'
import { COMPONENT_STATES, INCIDENT_IMPACTS, INCIDENT_STATUSES, rollUp, type ShownState } from '../../domain/service-status.ts'
import type { ComponentSpan, StatusFacts } from '../../domain/status-facts.ts'
import { statusView } from '../../domain/status-view.ts'
import { statusApi } from './public-api.ts'

/** A document as its clients get it, once it has passed the strict schema. */
function read<Path extends StatusApiPath>(path: Path, facts: StatusFacts, now = NOW) {
  const artefact = statusApi(statusView(facts, now)).find((one) => one.path === path)
  expect(artefact).toMatchObject({ contentType: 'application/json', isOpenToAll: true })
  const document: unknown = JSON.parse(artefact?.body ?? '')
  return STATUS_API_SCHEMAS[path].parse(document) as ReturnType<(typeof STATUS_API_SCHEMAS)[Path]['parse']>
}

const probeSays = (state: ShownState, componentId = US1.id): ComponentSpan => ({
  componentId,
  source: 'probe',
  state,
  startedAt: minutes(-20),
  endedAt: null,
})

/** Components, incidents and maintenances in any state together. */
const anyFacts = fc
  .record({
    states: fc.tuple(...[US1, EU1, PORTAL].map(() => fc.constantFrom<ShownState>(...COMPONENT_STATES, 'unknown'))),
    incidents: fc.array(
      fc.record({
        impact: fc.constantFrom(...INCIDENT_IMPACTS),
        status: fc.constantFrom(...INCIDENT_STATUSES),
        state: fc.constantFrom(...COMPONENT_STATES),
        name: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }),
        updates: fc.array(fc.integer({ min: -500, max: 0 }), { minLength: 1, maxLength: 4 }),
      }),
      { maxLength: 3 },
    ),
    maintenances: fc.array(
      fc.record({
        from: fc.integer({ min: -300, max: 300 }),
        length: fc.integer({ min: 1, max: 600 }),
        completes: fc.constantFrom('by_clock' as const, 'by_person' as const),
        ending: fc.constantFrom('none', 'cancelled', 'early', 'late'),
        isRelease: fc.boolean(),
        written: fc.boolean(),
      }),
      { maxLength: 3 },
    ),
  })
  .map(({ states, incidents, maintenances }) =>
    statusFacts({
      spans: [US1, EU1, PORTAL].map(({ id }, index) => probeSays(states[index] ?? 'operational', id)),
      incidents: incidents.map(({ impact, status, state, name, updates }, index) =>
        statusIncident({
          id: `incident000${index}`,
          impact,
          status,
          name,
          components: [
            {
              componentId: US1.id,
              state,
            },
          ],
          updates: updates
            .toSorted((one, other) => other - one)
            .map((at, count) =>
              statusUpdate({
                id: `update0000${index}${count}`,
                status,
                displayAt: minutes(at),
                affected: [
                  {
                    componentId: US1.id,
                    name: US1.name,
                    oldState: 'operational',
                    newState: state,
                  },
                ],
              }),
            ),
        }),
      ),
      maintenances: maintenances.map(({ from, length, completes, ending, isRelease, written }, index) =>
        statusMaintenance({
          id: `maintenance${index}`,
          completes,
          isRelease,
          scheduledFor: minutes(from),
          scheduledUntil: minutes(from + length),
          ...(ending === 'cancelled' && { cancelledAt: minutes(-400) }),
          ...(ending === 'early' && from < -10 && { actualEndAt: minutes(Math.min(from + 1, -1)) }),
          ...(ending === 'late' && {
            completes: 'by_person',
            actualEndAt: from + length < -2 ? minutes(-1) : null,
          }),
          ...(!written && { updates: [] }),
        }),
      ),
    }),
  )

describe('the public API (A20)', () => {
  test('has only fields and values that its clients know, in whatever state everything is', () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        for (const path of STATUS_API_PATHS) read(path, facts)
      }),
      { numRuns: 300 },
    )
  })

  test('never says All Systems Operational while an incident of impact minor or above is open', () => {
    for (const impact of INCIDENT_IMPACTS) {
      for (const status of INCIDENT_STATUSES) {
        const components = [{ componentId: US1.id, state: 'operational' as const }]
        const { indicator } = read(
          '/api/v2/status.json',
          statusFacts({ incidents: [statusIncident({ impact, status, components })] }),
        ).status
        const isOpen = status !== 'resolved' && status !== 'postmortem'
        expect([impact, status, indicator]).toEqual([impact, status, isOpen ? impact : 'none'])
      }
    }
  })

  test.each([
    ['degraded_performance', 'minor', 'Partially Degraded Service'],
    ['partial_outage', 'major', 'Partial System Outage'],
    ['major_outage', 'critical', 'Major Service Outage'],
    ['operational', 'none', 'All Systems Operational'],
  ] as const)('a component in %s makes the page %s', (state, indicator, description) => {
    expect(read('/api/v2/status.json', statusFacts({ spans: [probeSays(state)] })).status).toEqual({ indicator, description })
  })

  test('maintenance ranks just above none', () => {
    const facts = statusFacts({ maintenances: [statusMaintenance()] })
    expect(read('/api/v2/status.json', facts).status).toEqual({
      indicator: 'maintenance',
      description: 'Service Under Maintenance',
    })
    expect(rollUp({ impacts: ['minor'], states: ['under_maintenance'] }).indicator).toBe('minor')
  })

  test('tells of unknown what was known last, and of an outage only what probes say', () => {
    const before: ComponentSpan = { ...probeSays('operational'), endedAt: minutes(-10) }
    const unknown: ComponentSpan = { ...probeSays('unknown'), startedAt: minutes(-10) }
    const statusOf = (spans: readonly ComponentSpan[]) =>
      read('/api/v2/components.json', statusFacts({ spans })).components.find(({ id }) => id === US1.id)?.status
    expect(statusOf([before, unknown])).toBe('operational')
    expect(statusOf([{ ...before, state: 'major_outage' }, unknown])).toBe('major_outage')
  })

  test('lists group rows and their children together, each group with the ids and the worst state of its own', () => {
    const { components } = read('/api/v2/components.json', statusFacts({ spans: [probeSays('partial_outage')] }))
    expect(components.map(({ name, group, group_id: of }) => [name, group, of])).toEqual([
      ['Americas', true, null],
      ['US1 Platform', false, 'gamericas000'],
      ['Europe', true, null],
      ['EU1 Platform', false, 'geurope00000'],
      ['Support portal', false, null],
    ])
    expect(components[0]).toMatchObject({ components: [US1.id], status: 'partial_outage' })
    expect(components[2]).toMatchObject({ components: [EU1.id], status: 'operational' })
  })

  test('an incident has its updates newest first, whole components, a link, and moves with each update', () => {
    const affected = [
      { componentId: US1.id, name: 'As it was called', oldState: 'operational' as const, newState: 'partial_outage' as const },
    ]
    const updates = [
      statusUpdate({ id: 'newest000000', status: 'identified', displayAt: minutes(-3), affected }),
      statusUpdate({ id: 'oldest000000', body: '' }),
    ]
    const incident = statusIncident({
      status: 'identified',
      updates,
      components: [{ componentId: US1.id, state: 'partial_outage' }],
    })
    const [read1] = read('/api/v2/incidents/unresolved.json', statusFacts({ incidents: [incident] })).incidents
    expect(read1).toMatchObject({
      shortlink: 'https://door.test/status/incidents/incident0000',
      updated_at: minutes(-3).toISOString(),
      incident_updates: [{ id: 'newest000000', affected_components: [{ code: US1.id, name: 'As it was called' }] }, { body: '' }],
      components: [{ id: US1.id, group_id: 'gamericas000' }],
    })
  })

  test('a cancelled maintenance is completed, and its last update says so', () => {
    const cancelled = statusMaintenance({ cancelledAt: minutes(-100), scheduledFor: minutes(60), scheduledUntil: minutes(90) })
    const facts = statusFacts({ maintenances: [cancelled] })
    const [one] = read('/api/v2/scheduled-maintenances.json', facts).scheduled_maintenances
    expect(one).toMatchObject({ status: 'completed', impact: 'maintenance', resolved_at: minutes(-100).toISOString() })
    expect(one?.incident_updates[0]).toMatchObject({ status: 'completed', body: 'The maintenance has been cancelled.' })
    expect(read('/api/v2/scheduled-maintenances/upcoming.json', facts).scheduled_maintenances).toEqual([])
  })

  test.each([
    ['a second before its start', -60 * 60 - 1, ['upcoming']],
    ['at its start', -60 * 60, ['active']],
    ['a second before its end', 60 * 60 - 1, ['active']],
    ['at its end', 60 * 60, []],
  ])('%s a maintenance is where it belongs', (_, seconds, where) => {
    const now = new Date(NOW.getTime() + seconds * 1_000)
    const facts = statusFacts({ maintenances: [statusMaintenance()] })
    const found = (['upcoming', 'active'] as const).filter(
      (name) => read(`/api/v2/scheduled-maintenances/${name}.json`, facts, now).scheduled_maintenances.length > 0,
    )
    expect(found).toEqual(where)
    expect(read('/api/v2/summary.json', facts, now).scheduled_maintenances).toHaveLength(where.length)
  })

  test('has the 50 newest of 10,000 incidents, and all that are open', () => {
    const incidents = Array.from({ length: 10_000 }, (_, index) =>
      statusIncident({ id: index.toString().padStart(12, '0'), status: index === 9_000 ? 'identified' : 'resolved' }),
    )
    const facts = statusFacts({ incidents })
    const all = read('/api/v2/incidents.json', facts).incidents.map(({ id }) => Number(id))
    expect(all).toEqual(Array.from({ length: 50 }, (_, index) => index))
    expect(read('/api/v2/summary.json', facts).incidents.map(({ id }) => Number(id))).toEqual([9_000])
  })

  test('our own document tells 90 days of each component, and by which rule its uptime is counted (S03)', () => {
    const spans: ComponentSpan[] = [{ ...probeSays('major_outage'), startedAt: minutes(-60), endedAt: null }]
    const artefact = statusApi(statusView(statusFacts({ spans }), NOW)).find(({ path }) => path === '/api/v2/uptime.json')
    const { rule, components } = JSON.parse(artefact?.body ?? '') as {
      rule: object
      components: { id: string; uptime: number; days: { date: string; worst: string; seconds: object }[] }[]
    }
    expect(rule).toEqual({
      weights: { degraded_performance: 0, partial_outage: 0.3, major_outage: 1 },
      not_counted: ['under_maintenance', 'unknown'],
    })
    const [us1] = components
    expect(us1?.days).toHaveLength(90)
    expect(us1?.days.at(-1)).toMatchObject({ date: '2026-11-23', worst: 'major_outage', seconds: { major_outage: 3_600 } })
    expect(us1?.uptime).toBeCloseTo(1 - 3_600 / (89.5 * 86_400), 6)
  })
})
