import { describe, expect, test } from 'vitest'
import { useCore } from '../../../test/support/core-world.ts'
import { aMaintenance, MAINTENANCE, maintenanceAt, newOperator, typedInstant } from '../../../test/support/operators.ts'
import { readDatabaseClock } from '../../clock.ts'
import { isRefusal } from '../../domain/errors.ts'
import { statusView } from '../../domain/status-view.ts'
import type { TypedMoment } from '../../domain/zoned-time.ts'
import { cancelMaintenance } from './cancel-maintenance.ts'
import { completeMaintenance } from './complete-maintenance.ts'
import { extendMaintenance } from './extend-maintenance.ts'
import type { MaintenanceAct } from './maintenance-deed.ts'
import { moveMaintenance } from './move-maintenance.ts'
import { readStatusFacts } from './read-facts.ts'
import { scheduleMaintenance, type NewMaintenance } from './schedule-maintenance.ts'
import { startMaintenance } from './start-maintenance.ts'
import { updateMaintenance } from './update-maintenance.ts'

const core = await useCore({ work: false })
const { doer } = await newOperator(core.app)

const clock = () => readDatabaseClock(core.app.db)
const view = async () => {
  const { facts, now } = await readStatusFacts(core.app)
  return statusView(facts, now)
}
const maintenanceOf = async (id: string) => {
  const found = (await view()).maintenances.find((one) => one.id === id)
  if (!found) throw new Error('no such maintenance')
  return found
}
const stateOf = async (key: string) => (await view()).components.find((one) => one.key === key)?.state
const act = (id: string, wish: Partial<MaintenanceAct> = {}): MaintenanceAct => ({
  id,
  version: null,
  body: '',
  deliver: true,
  ...wish,
})
const local = (text: string, zone: string, occurrence = ''): TypedMoment => ({ text, zone, occurrence })

async function problemsOf(run: Promise<unknown>): Promise<unknown> {
  const caught = await run.then(
    () => null,
    (error: unknown) => error,
  )
  return isRefusal(caught, 'invalid_fields') ? caught.details.fields : isRefusal(caught) ? caught.code : caught
}

const eventsOf = async (incidentId: string) =>
  (await core.app.db.selectFrom('statusEvents').select('event').where('incidentId', '=', incidentId).orderBy('id').execute()).map(
    ({ event }) => event,
  )
const auditsOf = async (incidentId: string) =>
  (
    await core.app.db
      .selectFrom('auditEvents')
      .select('action')
      .where((eb) => eb(eb.ref('details', '->>').key('incidentId'), '=', incidentId))
      .orderBy('id')
      .execute()
  ).map(({ action }) => action)

describe('a maintenance (S04)', () => {
  test('is scheduled, moved, started before its time, extended, verified and completed', async () => {
    const { incidentId: id } = await aMaintenance(core.app, doer, {
      ...maintenanceAt(await clock(), 60, 60),
      components: ['EU1'],
    })
    expect([(await maintenanceOf(id)).phase, await stateOf('EU1')]).toEqual(['scheduled', 'operational'])
    await moveMaintenance(core.app, doer, { ...act(id), ...maintenanceAt(await clock(), 120, 60) })
    await startMaintenance(core.app, doer, act(id))
    expect([(await maintenanceOf(id)).phase, await stateOf('EU1')]).toEqual(['in_progress', 'under_maintenance'])
    await extendMaintenance(core.app, doer, { ...act(id), until: maintenanceAt(await clock(), 300, 1).from })
    await updateMaintenance(core.app, doer, { ...act(id, { body: 'Looking at it.' }), status: 'verifying' })
    expect((await maintenanceOf(id)).phase).toBe('verifying')
    await completeMaintenance(core.app, doer, act(id, { body: 'Done.' }))

    const done = await maintenanceOf(id)
    expect([done.phase, await stateOf('EU1'), done.sequence]).toEqual(['completed', 'operational', 2])
    expect(done.updates.map(({ status }) => status)).toEqual([
      'completed',
      'verifying',
      'in_progress',
      'in_progress',
      'scheduled',
      'scheduled',
    ])
    const steps = ['scheduled', 'moved', 'started', 'extended', 'updated', 'completed'].map((step) => `maintenance.${step}`)
    expect(await auditsOf(id)).toEqual(steps)
    expect(await eventsOf(id)).toEqual(steps.map((step) => (step === 'maintenance.extended' ? 'maintenance.moved' : step)))
  })

  test('that is cancelled says so last, has its next number, and frees its time', async () => {
    const window = maintenanceAt(await clock(), 60, 60)
    const { incidentId: id } = await aMaintenance(core.app, doer, { ...window, components: ['EU2'] })
    await cancelMaintenance(core.app, doer, act(id, { body: 'The vendor is ill.' }))
    const { phase, sequence, cancelledAt, updates } = await maintenanceOf(id)
    expect([phase, sequence, cancelledAt === null]).toEqual(['completed', 1, false])
    expect([updates[0]?.status, updates[0]?.body]).toEqual([
      'completed',
      'This maintenance has been cancelled.\n\nThe vendor is ill.',
    ])
    expect(await eventsOf(id)).toEqual(['maintenance.scheduled', 'maintenance.cancelled'])
    await aMaintenance(core.app, doer, { ...window, components: ['EU2'] })
  })

  test('takes only what fits its phase', async () => {
    const { incidentId: id } = await aMaintenance(core.app, doer, {
      ...maintenanceAt(await clock(), 60, 60),
      components: ['IN1'],
    })
    const later = maintenanceAt(await clock(), 600, 60)
    expect(await problemsOf(completeMaintenance(core.app, doer, act(id)))).toBe('not_at_this_stage')
    expect(await problemsOf(extendMaintenance(core.app, doer, { ...act(id), until: later.until }))).toBe('not_at_this_stage')
    expect(await problemsOf(updateMaintenance(core.app, doer, { ...act(id, { body: 'x' }), status: 'verifying' }))).toEqual({
      status: 'not_a_choice',
    })
    await startMaintenance(core.app, doer, act(id))
    expect(await problemsOf(startMaintenance(core.app, doer, act(id)))).toBe('not_at_this_stage')
    expect(await problemsOf(moveMaintenance(core.app, doer, { ...act(id), ...later }))).toBe('not_at_this_stage')
    expect(await problemsOf(cancelMaintenance(core.app, doer, act(id)))).toBe('not_at_this_stage')
    await completeMaintenance(core.app, doer, act(id))
    expect(await problemsOf(updateMaintenance(core.app, doer, { ...act(id, { body: 'x' }), status: '' }))).toBe(
      'not_at_this_stage',
    )
  })

  test('of a release closes nothing, changes no state, and may run beside others', async () => {
    const window = maintenanceAt(await clock(), 0, 60)
    const wish = { ...window, components: ['AE1'], kind: 'release' }
    const { incidentId: id } = await aMaintenance(core.app, doer, wish)
    await aMaintenance(core.app, doer, wish)
    await aMaintenance(core.app, doer, { ...window, components: ['AE1'] })
    await core.passTime(120)
    expect(await maintenanceOf(id)).toMatchObject({ phase: 'in_progress', isRelease: true, closes: false })
    expect(await stateOf('AE1')).toBe('under_maintenance')
  })
})

describe('a window', () => {
  test.each<[string, Partial<NewMaintenance>, unknown]>([
    ['without a start', { from: local('', 'UTC') }, { from: 'required' }],
    ['without an end', { until: local(' ', 'UTC') }, { until: 'required' }],
    ['that is no time', { from: local('tomorrow', 'UTC') }, { from: 'not_a_moment' }],
    ['on 30 February', { from: local('2028-02-30T10:00', 'UTC') }, { from: 'not_a_moment' }],
    ['in no zone', { from: local('2027-06-01T10:00', 'Mars/Olympus') }, { from: 'not_a_zone' }],
    ['in an hour that is skipped', { from: local('2027-03-28T02:30', 'Europe/Berlin') }, { from: 'time_skipped' }],
    ['in an hour that comes twice', { from: local('2027-10-31T02:30', 'Europe/Berlin') }, { from: 'time_twice' }],
    ['that ends before it starts', { until: local('2027-06-01T09:59', 'UTC') }, { until: 'before_start' }],
    ['of no length', { until: local('2027-06-01T10:00', 'UTC') }, { until: 'no_length' }],
    ['of 14 days and a second', { until: local('2027-06-15T10:00:01', 'UTC') }, { until: 'window_too_long' }],
    ['three years ahead', { from: local('2030-06-01T10:00', 'UTC') }, { from: 'too_far_ahead' }],
    ['in the past', { from: local('2020-06-01T10:00', 'UTC') }, { from: 'in_the_past' }],
    ['of nothing', { components: [] }, { components: 'nothing_chosen' }],
    ['of what is not there', { components: ['US1', 'nowhere'] }, { components: 'unknown_component' }],
    ['of an unknown class', { kind: 'party' }, { kind: 'not_a_choice' }],
    ['with 50,000 characters', { body: 'a'.repeat(50_000) }, { body: 'too_long' }],
    ['with an empty text', { body: '' }, { body: 'required' }],
  ])('%s is refused, by field', async (_, wish, problems) => {
    const input = {
      ...MAINTENANCE,
      components: ['UK1'],
      from: local('2027-06-01T10:00', 'UTC'),
      until: local('2027-06-01T11:00', 'UTC'),
      ...wish,
    }
    expect(await problemsOf(scheduleMaintenance(core.app, doer, input))).toEqual(problems)
  })

  test('in an hour that comes twice is taken once it is said which', async () => {
    const until = local('2027-10-31T04:00', 'Europe/Berlin')
    const plan = (occurrence: string) =>
      aMaintenance(core.app, doer, { from: local('2027-10-31T02:30', 'Europe/Berlin', occurrence), until, components: ['KSA1'] })
    const { incidentId } = await plan('first')
    expect((await maintenanceOf(incidentId)).scheduledFor).toEqual(new Date('2027-10-31T00:30:00Z'))
    await cancelMaintenance(core.app, doer, act(incidentId))
    expect((await maintenanceOf((await plan('second')).incidentId)).scheduledFor).toEqual(new Date('2027-10-31T01:30:00Z'))
  })

  test.each([
    [-1, 'in_the_past'],
    [0, null],
    [1, null],
  ])('that starts %i seconds from the present minute: %s', async (seconds, problem) => {
    const now = await clock()
    const minute = Math.floor(now.getTime() / 60_000) * 60_000
    const [from, until] = [new Date(minute + seconds * 1_000), new Date(minute + 60_000)].map(typedInstant)
    if (!from || !until) throw new Error('both are there')
    const tried = await problemsOf(scheduleMaintenance(core.app, doer, { ...MAINTENANCE, kind: 'release', from, until }))
    expect(tried).toEqual(problem === null ? null : { from: problem })
  })

  test('overlaps by a minute and not by none; who runs beyond its end overlaps, too; the words name the other', async () => {
    const now = await clock()
    const plan = (from: number, minutes: number, wish: Partial<NewMaintenance> = {}) =>
      aMaintenance(core.app, doer, { ...maintenanceAt(now, from, minutes), components: ['AU1'], ...wish })
    const { incidentId: first } = await plan(100, 60, { name: 'First', completes: 'by_person' })
    for (const [from, minutes] of [
      [100, 60],
      [99, 2],
      [159, 10],
      [110, 10],
      [50, 300],
    ] as const) {
      expect(await problemsOf(plan(from, minutes))).toEqual({ from: 'window_overlaps' })
    }
    const caught = await plan(110, 10).catch((error: unknown) => error)
    expect(isRefusal(caught, 'invalid_fields') && caught.details.wrong?.['from']).toMatch(
      /^“First” of \d+ \w+ \d{4} at \d\d:\d\d UTC$/,
    )
    const { incidentId: second } = await plan(160, 60)
    await plan(90, 10)
    expect(await problemsOf(moveMaintenance(core.app, doer, { ...act(second), ...maintenanceAt(now, 130, 60) }))).toEqual({
      from: 'window_overlaps',
    })
    await moveMaintenance(core.app, doer, { ...act(second), ...maintenanceAt(now, 170, 60) })
    expect(await problemsOf(moveMaintenance(core.app, doer, { ...act(second), ...maintenanceAt(now, 170, 60) }))).toEqual({
      from: 'unchanged',
    })
    expect(await problemsOf(startMaintenance(core.app, doer, act(second)))).toEqual({ body: 'window_overlaps' })
    const { incidentId: far } = await aMaintenance(core.app, doer, {
      components: ['CA1'],
      ...maintenanceAt(now, 14 * 24 * 60, 1),
    })
    expect(await problemsOf(startMaintenance(core.app, doer, act(far)))).toEqual({ body: 'window_too_long' })
    await moveMaintenance(core.app, doer, { ...act(far), ...maintenanceAt(now, 14 * 24 * 60 - 61, 60) })
    await startMaintenance(core.app, doer, act(far))
    await completeMaintenance(core.app, doer, act(far))
    await core.passTime(165 * 60)
    const present = await clock()
    expect((await maintenanceOf(first)).overrun).toBe(true)
    const soon = { components: ['AU1'], ...maintenanceAt(present, -1, 2) }
    expect(await problemsOf(aMaintenance(core.app, doer, soon))).not.toBeNull()
    expect(
      await problemsOf(
        extendMaintenance(core.app, doer, { ...act(first), until: typedInstant(new Date(now.getTime() + 200 * 60_000)) }),
      ),
    ).toEqual({ until: 'window_overlaps' })
    expect(
      await problemsOf(
        extendMaintenance(core.app, doer, { ...act(first), until: typedInstant(new Date(present.getTime() - 1_000)) }),
      ),
    ).toEqual({ until: 'in_the_past' })
  })
})

test('of twenty plans for one component at once, by two processes, one is taken', async () => {
  const twin = await core.openTwin({ work: false })
  const window = maintenanceAt(await clock(), 1_000, 60)
  const plans = Array.from({ length: 20 }, (_, n) =>
    aMaintenance(n % 2 === 0 ? core.app : twin.app, doer, { ...window, components: n % 3 === 0 ? ['CA1'] : ['CA1', 'GOV1'] }),
  )
  const outcomes = await Promise.allSettled(plans)
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
})

test('of two moves into the same gap at once one is taken', async () => {
  const now = await clock()
  const ids = await Promise.all(
    [2_000, 3_000].map(
      async (from) => (await aMaintenance(core.app, doer, { ...maintenanceAt(now, from, 60), components: ['US4'] })).incidentId,
    ),
  )
  const gap = maintenanceAt(now, 4_000, 60)
  const outcomes = await Promise.all(ids.map((id) => problemsOf(moveMaintenance(core.app, doer, { ...act(id), ...gap }))))
  expect(outcomes).toHaveLength(2)
  expect(outcomes).toContainEqual({ from: 'window_overlaps' })
  expect(outcomes).toContain(null)
})

test('whatever two operators do at once to one maintenance, what the second has not read is not overruled', async () => {
  const { incidentId: id } = await aMaintenance(core.app, doer, {
    ...maintenanceAt(await clock(), 5_000, 60),
    components: ['US3'],
  })
  const seen = { version: 1 }
  const acts = [
    cancelMaintenance(core.app, doer, act(id, seen)),
    moveMaintenance(core.app, doer, { ...act(id, seen), ...maintenanceAt(await clock(), 6_000, 60) }),
    startMaintenance(core.app, doer, act(id, seen)),
    updateMaintenance(core.app, doer, { ...act(id, { ...seen, body: 'x' }), status: '' }),
  ]
  const outcomes = await Promise.all(acts.map(problemsOf))
  expect(outcomes.filter((one) => one === null)).toHaveLength(1)
  expect(outcomes.filter((one) => one === 'changed_meanwhile')).toHaveLength(3)
})
