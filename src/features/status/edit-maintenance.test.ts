import { describe, expect, test } from 'vitest'
import { useCore } from '../../../test/support/core-world.ts'
import { aMaintenance, maintenanceAt, newOperator } from '../../../test/support/operators.ts'
import { deliveriesOf, makeSubscriber } from '../../../test/support/status-subscribers.ts'
import { stopClockAt } from '../../../test/support/stopped-clock.ts'
import { readDatabaseClock } from '../../clock.ts'
import { isRefusal } from '../../domain/errors.ts'
import { statusView } from '../../domain/status-view.ts'
import { spreadEvents } from '../deliveries/spread-events.ts'
import { maintenanceCalendar } from '../status-feeds/maintenance-calendar-views.ts'
import { cancelMaintenance } from './cancel-maintenance.ts'
import { editMaintenance, type MaintenanceEdit } from './edit-maintenance.ts'
import { readStatusFacts } from './read-facts.ts'
import { scheduleMaintenance } from './schedule-maintenance.ts'
import { updateMaintenance } from './update-maintenance.ts'

const core = await useCore({ work: false })
const { doer, ...operator } = await newOperator(core.app)

const clock = () => readDatabaseClock(core.app.db)
const view = async () => {
  const { facts, now } = await readStatusFacts(core.app)
  return statusView(facts, now)
}
const maintenanceOf = async (id: string) => {
  const { maintenances, components } = await view()
  const found = maintenances.find((one) => one.id === id)
  if (!found) throw new Error('no such maintenance')
  return { ...found, keys: components.filter((one) => found.componentIds.includes(one.id)).map(({ key }) => key) }
}
const edit = (id: string, wish: Partial<MaintenanceEdit> = {}): MaintenanceEdit => ({
  id,
  version: null,
  name: null,
  components: null,
  closes: null,
  body: '',
  deliver: true,
  ...wish,
})

async function problemsOf(run: Promise<unknown>): Promise<unknown> {
  const caught = await run.then(
    () => null,
    (error: unknown) => error,
  )
  return isRefusal(caught, 'invalid_fields') ? caught.details.fields : isRefusal(caught) ? caught.code : caught
}

const auditsOf = async (incidentId: string) =>
  core.app.db
    .selectFrom('auditEvents')
    .select(['action', 'actorId', 'details'])
    .where((eb) => eb(eb.ref('details', '->>').key('incidentId'), '=', incidentId))
    .where('action', '=', 'maintenance.changed')
    .orderBy('id')
    .execute()
const eventsOf = async (incidentId: string) =>
  (await core.app.db.selectFrom('statusEvents').select('event').where('incidentId', '=', incidentId).orderBy('id').execute()).map(
    ({ event }) => event,
  )

describe('a planned maintenance (S04)', () => {
  test('is changed in its title, its components and whether it closes, with one update and one audit row (I-32)', async () => {
    const window = maintenanceAt(await clock(), 60, 60)
    const { incidentId: id } = await aMaintenance(core.app, doer, { ...window, components: ['EU1', 'EU2'] })
    const before = await maintenanceOf(id)
    const { revision } = await readStatusFacts(core.app)
    await core.passTime(5)
    const wish = { name: 'Storage upgrade', components: ['EU2', 'UK1'], closes: false, body: 'The vendor has **another** plan.' }
    await editMaintenance(core.app, doer, edit(id, { ...wish, version: 1 }))
    const after = await maintenanceOf(id)
    expect([after.name, after.keys, after.closes, after.phase]).toEqual(['Storage upgrade', ['EU2', 'UK1'], false, 'scheduled'])
    expect(after.updates.map(({ status }) => status)).toEqual(['scheduled', 'scheduled'])
    expect(after.updates[0]?.body).toBe(
      'It now concerns UK Platform 1, too. It no longer concerns EU Platform 1. The platforms will stay open meanwhile.' +
        '\n\nThe vendor has **another** plan.',
    )
    expect(new Set(after.updates[0]?.affected?.map(({ oldState, newState }) => `${oldState} ${newState}`))).toEqual(
      new Set(['operational operational']),
    )
    expect([after.sequence, after.updatedAt > before.updatedAt]).toEqual([before.sequence, true])
    expect((await readStatusFacts(core.app)).revision).toBe(revision + 1)
    expect(await auditsOf(id)).toMatchObject([
      {
        actorId: operator.accountId,
        details: {
          name: 'Storage upgrade',
          title: { from: 'Database upgrade', to: 'Storage upgrade' },
          added: ['UK Platform 1'],
          removed: ['EU Platform 1'],
          closes: { from: true, to: false },
        },
      },
    ])
    expect(await eventsOf(id)).toEqual(['maintenance.scheduled', 'maintenance.changed'])
  })

  test('frees what it is no longer of, and overlaps with what it is of from then on', async () => {
    const now = await clock()
    const window = maintenanceAt(now, 300, 60)
    const { incidentId: id } = await aMaintenance(core.app, doer, { ...window, components: ['AU1', 'CA1'] })
    await aMaintenance(core.app, doer, { ...maintenanceAt(now, 359, 60), components: ['GOV1'], name: 'Other' })
    await aMaintenance(core.app, doer, { ...maintenanceAt(now, 360, 60), components: ['KSA1'], name: 'Later' })
    const caught = await editMaintenance(core.app, doer, edit(id, { components: ['AU1', 'GOV1'] })).catch(
      (error: unknown) => error,
    )
    const refused = isRefusal(caught, 'invalid_fields') ? caught.details : null
    expect(refused?.fields).toEqual({ components: 'window_overlaps' })
    expect(refused?.wrong?.['components']).toMatch(/^“Other” of /u)
    expect((await maintenanceOf(id)).keys).toEqual(['CA1', 'AU1'])
    await editMaintenance(core.app, doer, edit(id, { components: ['AU1', 'KSA1'] }))
    await aMaintenance(core.app, doer, { ...window, components: ['CA1'] })
    expect(await problemsOf(aMaintenance(core.app, doer, { ...window, components: ['KSA1'] }))).toEqual({
      from: 'window_overlaps',
    })
  })

  test.each<[string, Partial<MaintenanceEdit>, unknown]>([
    ['no change', {}, { name: 'unchanged' }],
    ['what it says already', { name: 'Database upgrade', components: ['US4'], closes: true }, { name: 'unchanged' }],
    ['a text alone', { body: 'x' }, { name: 'unchanged' }],
    ['no title', { name: ' ' }, { name: 'required' }],
    ['a title of 201 characters', { name: 'a'.repeat(201) }, { name: 'too_long' }],
    ['no component', { components: [] }, { components: 'nothing_chosen' }],
    ['an unknown component', { components: ['US4', 'nowhere'] }, { components: 'unknown_component' }],
    ['10,001 characters', { closes: false, body: 'a'.repeat(10_001) }, { body: 'too_long' }],
    ['what nobody can fill in', { name: '{{you}}' }, { name: 'unknown_placeholder' }],
    ['an older version', { name: 'New', version: 9 }, 'changed_meanwhile'],
    ['another id', { id: 'abcdefghijkl', name: 'New' }, 'not_found'],
  ])('with %s is refused, and nothing is written', async (_, wish, problems) => {
    const window = maintenanceAt(await clock(), 600, 60)
    const { incidentId: id } = await aMaintenance(core.app, doer, { ...window, components: ['US4'] })
    const { revision } = await readStatusFacts(core.app)
    expect(await problemsOf(editMaintenance(core.app, doer, edit(id, wish)))).toEqual(problems)
    expect((await readStatusFacts(core.app)).revision).toBe(revision)
    await cancelMaintenance(core.app, doer, { id, version: null, body: '', deliver: false })
  })

  test.each([
    [-1, 'IN1', null],
    [0, 'AE1', 'not_at_this_stage'],
    [1, 'US1', 'not_at_this_stage'],
  ])('%i seconds from its start, what it is of, %s: %s; its title at any time', async (seconds, key, outcome) => {
    await stopClockAt(core.app, -600)
    const window = maintenanceAt(await clock(), 10, 60)
    const { incidentId: id } = await aMaintenance(core.app, doer, { ...window, components: [key] })
    await stopClockAt(core.app, seconds)
    expect(await problemsOf(editMaintenance(core.app, doer, edit(id, { components: [key, 'EU1'] })))).toBe(outcome)
    expect(await problemsOf(editMaintenance(core.app, doer, edit(id, { closes: false })))).toBe(outcome)
    await editMaintenance(core.app, doer, edit(id, { name: 'Mended' }))
    expect((await maintenanceOf(id)).name).toBe('Mended')
    await core.passTime(0)
  })
})

test('a title alone is mended whatever became of it: no update, no news, one audit row (I-32)', async () => {
  const window = maintenanceAt(await clock(), 60, 60)
  const { incidentId: id } = await aMaintenance(core.app, doer, { ...window, components: ['US3'] })
  await cancelMaintenance(core.app, doer, { id, version: null, body: '', deliver: true })
  await editMaintenance(core.app, doer, edit(id, { name: 'Storage upgrade' }))
  const { name, updates, sequence } = await maintenanceOf(id)
  expect([name, sequence, updates.length, updates[0]?.body]).toEqual([
    'Storage upgrade',
    1,
    2,
    'This maintenance has been cancelled.',
  ])
  expect(await eventsOf(id)).toEqual(['maintenance.scheduled', 'maintenance.cancelled'])
  expect(await auditsOf(id)).toHaveLength(1)
  expect(await problemsOf(editMaintenance(core.app, doer, edit(id, { name: 'Again', body: 'x' })))).toBe('not_at_this_stage')
})

test('of a release changes no state and closes nothing, whatever is asked for (I-33)', async () => {
  const window = maintenanceAt(await clock(), 60, 60)
  const { incidentId: id } = await aMaintenance(core.app, doer, { ...window, components: ['US3'], kind: 'release' })
  await aMaintenance(core.app, doer, { ...window, components: ['US2'] })
  const extra = { isRelease: false, scheduledUntil: new Date(0), cancelledAt: new Date(0) }
  await editMaintenance(core.app, doer, { ...edit(id, { components: ['US2', 'US3'], closes: true }), ...extra })
  expect(await maintenanceOf(id)).toMatchObject({ isRelease: true, closes: false, cancelledAt: null, keys: ['US2', 'US3'] })
})

test('who is told: whom it concerns now or did before, once; of what follows, the former are not told (A20)', async () => {
  await spreadEvents(core.app)
  const subscribe = (platform: string) =>
    makeSubscriber(core.app, { address: `${platform}@people.test`, scope: { platforms: [platform] } })
  const [kept, former, latter, none] = await Promise.all(['EU1', 'EU2', 'UK1', 'AU1'].map(subscribe))
  const window = maintenanceAt(await clock(), 1_000, 60)
  const { incidentId: id } = await aMaintenance(core.app, doer, { ...window, components: ['EU1', 'EU2'] })
  const told = async () => {
    await spreadEvents(core.app)
    return Promise.all([kept, former, latter, none].map(async (one) => (await deliveriesOf(core.app, one?.id ?? '')).length))
  }
  expect(await told()).toEqual([1, 1, 0, 0])
  await editMaintenance(core.app, doer, edit(id, { components: ['EU1', 'UK1'] }))
  expect(await told()).toEqual([2, 2, 1, 0])
  await editMaintenance(core.app, doer, edit(id, { name: 'A title' }))
  await editMaintenance(core.app, doer, edit(id, { closes: false, deliver: false }))
  expect(await told()).toEqual([2, 2, 1, 0])
  await updateMaintenance(core.app, doer, { id, version: null, status: '', body: 'All is ready.', deliver: true })
  expect(await told()).toEqual([3, 2, 2, 0])
})

test('calendars take it as newer, with the same number; in that of a former platform it is cancelled (RFC 5545, RFC 5546)', async () => {
  const window = maintenanceAt(await clock(), 2_000, 60)
  const { incidentId: id } = await aMaintenance(core.app, doer, { ...window, components: ['KSA1', 'AE1'] })
  const eventIn = async (key: string | null) => {
    const drawn = await view()
    const componentId = drawn.components.find((one) => one.key === key)?.id ?? null
    const text = maintenanceCalendar(drawn, { componentId, organizer: { name: 'Support', email: 'support@door.test' } })
    const event =
      text
        .replaceAll('\r\n ', '')
        .split('BEGIN:VEVENT')
        .find((part) => part.includes(`UID:${id}@`)) ?? ''
    const line = (name: string) => new RegExp(`^${name}:(.*)\r$`, 'mu').exec(event)?.[1]
    return { sequence: line('SEQUENCE'), stamp: line('DTSTAMP') ?? '', status: line('STATUS'), summary: line('SUMMARY') }
  }
  const before = await eventIn(null)
  await core.passTime(5)
  await editMaintenance(core.app, doer, edit(id, { components: ['KSA1'], name: 'Racks' }))
  const after = await eventIn(null)
  expect(after).toMatchObject({ sequence: before.sequence, status: 'CONFIRMED', summary: 'Racks' })
  expect(after.stamp > before.stamp).toBe(true)
  expect(await eventIn('KSA1')).toEqual(after)
  expect(await eventIn('AE1')).toMatchObject({ status: 'CANCELLED', summary: 'Cancelled: Racks', stamp: after.stamp })
  expect(await eventIn('US1')).toMatchObject({ status: undefined })
  await editMaintenance(core.app, doer, edit(id, { components: ['KSA1', 'AE1'] }))
  expect((await eventIn('AE1')).status).toBe('CONFIRMED')
})

describe('at once, by two processes', () => {
  test('of ten edits of what all have read one is written, with one audit row (I-32)', async () => {
    const twin = await core.openTwin({ work: false })
    const window = maintenanceAt(await clock(), 3_000, 60)
    const { incidentId: id } = await aMaintenance(core.app, doer, { ...window, components: ['US1'] })
    const tries = Array.from({ length: 10 }, (_, n) =>
      problemsOf(editMaintenance(n % 2 ? core.app : twin.app, doer, edit(id, { version: 1, name: `Title ${n}` }))),
    )
    const outcomes = await Promise.all(tries)
    expect(outcomes.filter((one) => one === null)).toHaveLength(1)
    expect(outcomes.filter((one) => one === 'changed_meanwhile')).toHaveLength(9)
    expect(await auditsOf(id)).toHaveLength(1)
  })

  test('a component that is added here and planned for there has one maintenance', async () => {
    const twin = await core.openTwin({ work: false })
    const window = maintenanceAt(await clock(), 4_000, 60)
    const { incidentId: id } = await aMaintenance(core.app, doer, { ...window, components: ['US1'] })
    const plan = { ...(await planOf('US2')), ...window }
    const outcomes = await Promise.all([
      problemsOf(editMaintenance(core.app, doer, edit(id, { components: ['US1', 'US2'] }))),
      problemsOf(scheduleMaintenance(twin.app, doer, plan)),
    ])
    expect(outcomes.filter((one) => one === null)).toHaveLength(1)
  })

  const planOf = async (key: string) => ({
    name: 'Plan',
    body: 'x',
    components: [key],
    kind: 'maintenance',
    closes: false,
    completes: 'by_clock',
    deliver: false,
  })
})

test('only operators change it (I-27)', async () => {
  const window = maintenanceAt(await clock(), 5_000, 60)
  const { incidentId: id } = await aMaintenance(core.app, doer, window)
  const nobody = { actor: { kind: 'anonymous' }, context: null } as const
  expect(await problemsOf(editMaintenance(core.app, nobody, edit(id, { name: 'Mine' })))).toBe('forbidden')
})
