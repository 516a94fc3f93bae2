import { describe, expect, test } from 'vitest'
import { useCore } from '../../../test/support/core-world.ts'
import { anIncident, newOperator, typedInstant } from '../../../test/support/operators.ts'
import { deliveriesOf, makeSubscriber } from '../../../test/support/status-subscribers.ts'
import { readDatabaseClock } from '../../clock.ts'
import { isRefusal } from '../../domain/errors.ts'
import { incidentObject } from '../../domain/public-objects.ts'
import { statusView } from '../../domain/status-view.ts'
import { spreadEvents } from '../deliveries/spread-events.ts'
import type { IncidentChange } from './incident-deed.ts'
import { readStatusFacts } from './read-facts.ts'
import { reopenIncident } from './reopen-incident.ts'
import { resolveIncident, updateIncident } from './update-incident.ts'
import { writePostmortem } from './write-postmortem.ts'

const core = await useCore({ work: false })
const { doer, ...operator } = await newOperator(core.app)

const view = async () => {
  const { facts, now } = await readStatusFacts(core.app)
  return statusView(facts, now)
}
const publicly = async (id: string) => {
  const drawn = await view()
  const found = drawn.incidents.find((one) => one.id === id)
  if (!found) throw new Error('no such incident')
  return incidentObject(drawn, found)
}
const componentOf = async (key: string) => (await view()).components.find((one) => one.key === key)
const change = (id: string, wish: Partial<IncidentChange> = {}): IncidentChange => ({
  id,
  version: null,
  name: '',
  impact: '',
  status: 'identified',
  body: 'It is back.',
  components: {},
  startedAt: null,
  displayAt: null,
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
    .select(['action', 'actorId'])
    .where((eb) => eb(eb.ref('details', '->>').key('incidentId'), '=', incidentId))
    .orderBy('id')
    .execute()

/** One that was resolved by version 2. */
async function aResolved(components: Readonly<Record<string, string>>): Promise<string> {
  const { incidentId } = await anIncident(core.app, doer, { components })
  await resolveIncident(core.app, doer, change(incidentId, { body: 'All well.' }))
  return incidentId
}

describe('a resolved incident (S03)', () => {
  test('is opened again, openly, with one audit row and one event, and resolved once more (I-32)', async () => {
    const reader = await makeSubscriber(core.app, { address: 'reader@people.test', scope: { platforms: ['EU1'] } })
    const id = await aResolved({ EU1: 'major_outage' })
    const { revision } = await readStatusFacts(core.app)
    await reopenIncident(core.app, doer, change(id, { version: 2, components: { EU1: 'partial_outage' } }))
    const open = await publicly(id)
    expect(open).toMatchObject({ status: 'identified', impact: 'minor', resolved_at: null })
    expect(open.incident_updates.map(({ status }) => status)).toEqual(['identified', 'resolved', 'investigating'])
    expect(open.incident_updates[0]?.affected_components).toMatchObject([
      { old_status: 'operational', new_status: 'partial_outage' },
    ])
    expect([(await componentOf('EU1'))?.state, (await view()).indicator]).toEqual(['partial_outage', 'major'])
    expect((await readStatusFacts(core.app)).revision).toBe(revision + 1)
    await resolveIncident(core.app, doer, change(id))
    expect((await publicly(id)).resolved_at).not.toBeNull()
    const steps = ['incident.opened', 'incident.resolved', 'incident.reopened', 'incident.resolved']
    const trail = await auditsOf(id)
    expect(trail.map(({ action }) => action)).toEqual(steps)
    expect(new Set(trail.map(({ actorId }) => actorId))).toEqual(new Set([operator.accountId]))
    await spreadEvents(core.app)
    expect(await deliveriesOf(core.app, reader.id)).toHaveLength(4)
  })

  test('counts as an outage while it was told to be, and not in between', async () => {
    await core.passTime(86_400)
    const now = await readDatabaseClock(core.app.db)
    const at = (seconds: number) => typedInstant(new Date(now.getTime() + seconds * 1_000))
    const { incidentId: id } = await anIncident(core.app, doer, {
      startedAt: at(-4_000),
      displayAt: at(-4_000),
      components: { UK1: 'major_outage' },
    })
    await resolveIncident(core.app, doer, change(id, { displayAt: at(-3_000) }))
    expect(
      await problemsOf(
        reopenIncident(core.app, doer, change(id, { displayAt: at(-3_001), components: { UK1: 'major_outage' } })),
      ),
    ).toEqual({ displayAt: 'before_last_update' })
    await reopenIncident(core.app, doer, change(id, { displayAt: at(-1_000), components: { UK1: 'major_outage' } }))
    await resolveIncident(core.app, doer, change(id, { displayAt: at(-900) }))
    const days = (await componentOf('UK1'))?.history.days ?? []
    expect(days.reduce((sum, { seconds }) => sum + (seconds.major_outage ?? 0), 0)).toBe(1_100)
  })

  test('that is opened again in the moment in which it was resolved is open', async () => {
    const id = await aResolved({ CA1: 'major_outage' })
    const { displayAt } = await core.app.db
      .selectFrom('incidentUpdates')
      .select('displayAt')
      .where('incidentId', '=', id)
      .where('status', '=', 'resolved')
      .executeTakeFirstOrThrow()
    const wish = { components: { CA1: 'major_outage' }, displayAt: typedInstant(displayAt) }
    await reopenIncident(core.app, doer, change(id, wish))
    expect((await componentOf('CA1'))?.state).toBe('major_outage')
  })

  test.each<[string, Partial<IncidentChange>, unknown]>([
    ['nothing of its components', {}, { components: 'nothing_chosen' }],
    ['no status', { status: '', components: { AU1: 'operational' } }, { status: 'required' }],
    ['that it is resolved', { status: 'resolved', components: { AU1: 'operational' } }, { status: 'not_a_choice' }],
    ['a postmortem', { status: 'postmortem', components: { AU1: 'operational' } }, { status: 'not_a_choice' }],
    ['no text', { body: ' ', components: { AU1: 'operational' } }, { body: 'required' }],
    ['an older version', { version: 1, components: { AU1: 'operational' } }, 'changed_meanwhile'],
  ])('with %s is not, and nothing is written', async (_, wish, problems) => {
    const id = await aResolved({ AU1: 'partial_outage' })
    const { revision } = await readStatusFacts(core.app)
    expect(await problemsOf(reopenIncident(core.app, doer, change(id, wish)))).toEqual(problems)
    expect((await readStatusFacts(core.app)).revision).toBe(revision)
  })

  test('of no component needs none; one that is open, or has its postmortem, is not opened', async () => {
    const id = await aResolved({})
    await reopenIncident(core.app, doer, change(id))
    expect(await problemsOf(reopenIncident(core.app, doer, change(id)))).toBe('not_at_this_stage')
    await resolveIncident(core.app, doer, change(id))
    await writePostmortem(core.app, doer, { id, version: null, body: 'A disk was full.', deliver: true })
    expect(await problemsOf(reopenIncident(core.app, doer, change(id)))).toBe('not_at_this_stage')
  })

  test('is not opened by an update that was meant for an open one', async () => {
    const id = await aResolved({ IN1: 'major_outage' })
    const update = change(id, { status: 'monitoring', components: { IN1: 'partial_outage' } })
    expect(await problemsOf(updateIncident(core.app, doer, update))).toBe('not_at_this_stage')
    expect((await componentOf('IN1'))?.state).toBe('operational')
  })

  test('says in between what else is said of it', async () => {
    const id = await aResolved({ GOV1: 'major_outage' })
    const { incidentId: other } = await anIncident(core.app, doer, { components: { GOV1: 'degraded_performance' } })
    await reopenIncident(core.app, doer, change(id, { components: { GOV1: 'major_outage' } }))
    expect((await publicly(id)).incident_updates[0]?.affected_components).toMatchObject([
      { old_status: 'degraded_performance', new_status: 'major_outage' },
    ])
    await resolveIncident(core.app, doer, change(other))
    expect((await componentOf('GOV1'))?.state).toBe('major_outage')
  })
})

test('of eight that open it at once, in two processes, one does, with one audit row; nor does a postmortem cross it (I-32)', async () => {
  const twin = await core.openTwin({ work: false })
  const id = await aResolved({ US2: 'major_outage' })
  const tries = Array.from({ length: 8 }, (_, n) =>
    problemsOf(reopenIncident(n % 2 ? core.app : twin.app, doer, change(id, { components: { US2: 'major_outage' } }))),
  )
  const outcomes = await Promise.all(tries)
  expect(outcomes.filter((one) => one === null)).toHaveLength(1)
  expect(outcomes.filter((one) => one === 'not_at_this_stage')).toHaveLength(7)
  expect((await auditsOf(id)).filter(({ action }) => action === 'incident.reopened')).toHaveLength(1)

  const both = await aResolved({ US3: 'major_outage' })
  const crossed = await Promise.all([
    problemsOf(reopenIncident(core.app, doer, change(both, { components: { US3: 'major_outage' } }))),
    problemsOf(writePostmortem(twin.app, doer, { id: both, version: null, body: 'x', deliver: false })),
  ])
  expect(crossed.filter((one) => one === null)).toHaveLength(1)
  expect(crossed).toContain('not_at_this_stage')
})

test('only operators open it, whatever else the request holds (I-27, I-33)', async () => {
  const id = await aResolved({ US4: 'major_outage' })
  const nobody = { actor: { kind: 'anonymous' }, context: null } as const
  expect(await problemsOf(reopenIncident(core.app, nobody, change(id)))).toBe('forbidden')
  const extra = { resolvedAt: new Date(0), createdBy: 'me', sequence: 9 }
  await reopenIncident(core.app, doer, { ...change(id, { components: { US4: 'major_outage' } }), ...extra })
  const row = await core.app.db.selectFrom('incidents').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
  expect(row).toMatchObject({ resolvedAt: null, sequence: 0, version: 3 })
  expect(row.createdBy).not.toBe('me')
})
