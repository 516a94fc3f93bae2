import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  COMPONENT_STATES,
  endOf,
  INCIDENT_IMPACTS,
  isOverrun,
  LONGEST_OVERRUN_SECONDS,
  phaseAt,
  rollUp,
  settleState,
  worstState,
  type Claims,
  type ComponentState,
  type MaintenanceWindow,
  type ShownState,
} from './service-status.ts'

const at = (text: string) => new Date(`2026-11-23T${text}Z`)

describe('the roll-up (S03)', () => {
  test.each([
    { impacts: [], states: ['operational'], indicator: 'none', description: 'All Systems Operational' },
    { impacts: [], states: ['under_maintenance'], indicator: 'maintenance', description: 'Service Under Maintenance' },
    {
      impacts: [],
      states: ['degraded_performance', 'under_maintenance'],
      indicator: 'minor',
      description: 'Partially Degraded Service',
    },
    { impacts: [], states: ['partial_outage', 'degraded_performance'], indicator: 'major', description: 'Partial System Outage' },
    { impacts: [], states: ['major_outage'], indicator: 'critical', description: 'Major Service Outage' },
    { impacts: ['minor'], states: ['operational'], indicator: 'minor', description: 'Partially Degraded Service' },
    { impacts: ['none'], states: ['operational'], indicator: 'none', description: 'All Systems Operational' },
    { impacts: ['none'], states: ['under_maintenance'], indicator: 'maintenance', description: 'Service Under Maintenance' },
    {
      impacts: ['critical', 'minor'],
      states: ['degraded_performance'],
      indicator: 'critical',
      description: 'Major Service Outage',
    },
  ] as const)('of impacts $impacts and states $states is $description', ({ impacts, states, ...expected }) => {
    expect(rollUp({ impacts, states })).toEqual(expected)
  })

  test('is never "All Systems Operational" while an incident of impact minor or above is open, whatever else there is', () => {
    const impacts = fc.array(fc.constantFrom(...INCIDENT_IMPACTS))
    const states = fc.array(fc.constantFrom(...COMPONENT_STATES))
    fc.assert(
      fc.property(impacts, states, (open, components) => {
        const isFine = open.every((impact) => impact === 'none') && components.every((state) => state === 'operational')
        return (rollUp({ impacts: open, states: components }).description === 'All Systems Operational') === isFine
      }),
    )
  })
})

describe('what is settled of contradicting words', () => {
  const nothing: Claims = { incidents: [], inMaintenance: false, person: null, probe: null }
  test.each<[string, Partial<Claims>, ShownState]>([
    ['nothing said is operational', {}, 'operational'],
    ['a probe is believed', { probe: 'major_outage' }, 'major_outage'],
    ['a person beats a probe, for better', { person: 'operational', probe: 'major_outage' }, 'operational'],
    ['and for worse', { person: 'partial_outage', probe: 'degraded_performance' }, 'partial_outage'],
    ['maintenance beats both', { inMaintenance: true, person: 'major_outage', probe: 'major_outage' }, 'under_maintenance'],
    ['an incident beats maintenance', { inMaintenance: true, incidents: ['partial_outage'] }, 'partial_outage'],
    ['of incidents the worst counts', { incidents: ['operational', 'major_outage', 'degraded_performance'] }, 'major_outage'],
    ['an incident may say that a part of it is fine', { incidents: ['operational'], probe: 'major_outage' }, 'operational'],
    ['where nothing reports it is unknown', { probe: 'unknown' }, 'unknown'],
  ])('%s', (_name, said, expected) => {
    expect(settleState({ ...nothing, ...said })).toBe(expected)
  })

  test('unknown is worse than operational, and better than anything bad', () => {
    expect(worstState<ShownState>(['operational', 'unknown'], 'operational')).toBe('unknown')
    const bad: readonly ComponentState[] = ['degraded_performance', 'partial_outage', 'major_outage', 'under_maintenance']
    for (const state of bad) expect(worstState<ShownState>(['unknown', state], 'operational')).toBe(state)
  })
})

describe('the phase of a maintenance follows from the clock (S04)', () => {
  const planned: MaintenanceWindow = {
    scheduledFor: at('10:00:00'),
    scheduledUntil: at('12:00:00'),
    actualStartAt: null,
    verifyingAt: null,
    actualEndAt: null,
    cancelledAt: null,
    completes: 'by_clock',
  }
  test.each([
    ['09:59:59', 'scheduled'],
    ['10:00:00', 'in_progress'],
    ['11:59:59', 'in_progress'],
    ['12:00:00', 'completed'],
    ['12:00:01', 'completed'],
  ])('at %s it is %s', (time, phase) => {
    expect(phaseAt(planned, at(time))).toBe(phase)
  })

  test.each<[string, Partial<MaintenanceWindow>, string, string]>([
    ['started early', { actualStartAt: at('09:30:00') }, '09:30:00', 'in_progress'],
    ['nearly started early', { actualStartAt: at('09:30:00') }, '09:29:59', 'scheduled'],
    ['being verified', { verifyingAt: at('11:00:00') }, '11:00:00', 'verifying'],
    ['not yet verified', { verifyingAt: at('11:00:00') }, '10:59:59', 'in_progress'],
    ['completed early', { actualEndAt: at('11:00:00') }, '11:00:00', 'completed'],
    ['to be completed early', { actualEndAt: at('11:00:00') }, '10:59:59', 'in_progress'],
    ['cancelled, before it', { cancelledAt: at('08:00:00') }, '09:00:00', 'completed'],
    ['cancelled, within it', { cancelledAt: at('08:00:00') }, '11:00:00', 'completed'],
    ['left to a person, beyond its end', { completes: 'by_person' }, '12:00:00', 'verifying'],
  ])('%s', (_name, facts, time, phase) => {
    expect(phaseAt({ ...planned, ...facts }, at(time))).toBe(phase)
  })

  test('one that a person is to complete never sticks: a day after its planned end it is over all the same', () => {
    const forgotten: MaintenanceWindow = { ...planned, completes: 'by_person' }
    const end = new Date(at('12:00:00').getTime() + LONGEST_OVERRUN_SECONDS * 1_000)
    expect(endOf(forgotten)).toEqual(end)
    expect(phaseAt(forgotten, new Date(end.getTime() - 1_000))).toBe('verifying')
    expect(phaseAt(forgotten, end)).toBe('completed')
  })

  test('that it overran is said from its planned end until it is over', () => {
    const open: MaintenanceWindow = { ...planned, completes: 'by_person' }
    expect(['11:59:59', '12:00:00', '12:00:01'].map((time) => isOverrun(open, at(time)))).toEqual([false, true, true])
    expect(isOverrun({ ...open, actualEndAt: at('13:00:00') }, at('13:00:00'))).toBe(false)
    expect(isOverrun(planned, at('12:00:00'))).toBe(false)
  })
})
