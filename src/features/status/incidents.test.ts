import { describe, expect, test } from 'vitest'
import { useCore } from '../../../test/support/core-world.ts'
import { anIncident, INCIDENT, newOperator, typedInstant } from '../../../test/support/operators.ts'
import { actorFor, newCompany, newPerson } from '../../../test/support/people.ts'
import { readDatabaseClock } from '../../clock.ts'
import { isRefusal } from '../../domain/errors.ts'
import { statusView } from '../../domain/status-view.ts'
import { correctUpdate } from './correct-update.ts'
import type { IncidentChange } from './incident-deed.ts'
import { openIncident, type NewIncident } from './open-incident.ts'
import { readStatusFacts } from './read-facts.ts'
import { resolveIncident, updateIncident } from './update-incident.ts'
import { writePostmortem } from './write-postmortem.ts'
import type { Doer } from './write-status.ts'

const core = await useCore({ work: false })
const { doer, ...operator } = await newOperator(core.app)

const view = async () => {
  const { facts, now } = await readStatusFacts(core.app)
  return statusView(facts, now)
}
const incidentOf = async (id: string) => {
  const found = (await view()).incidents.find((one) => one.id === id)
  if (!found) throw new Error('no such incident')
  return found
}
const stateOf = async (key: string) => (await view()).components.find((one) => one.key === key)?.state
const clock = () => readDatabaseClock(core.app.db)

const change = (id: string, wish: Partial<IncidentChange> = {}): IncidentChange => ({
  id,
  version: null,
  name: '',
  impact: '',
  status: '',
  body: 'Still at it.',
  components: {},
  startedAt: null,
  displayAt: null,
  deliver: true,
  ...wish,
})

const audits = async (incidentId: string) =>
  core.app.db
    .selectFrom('auditEvents')
    .select(['action', 'actorId', 'subscriptionId'])
    .where((eb) => eb(eb.ref('details', '->>').key('incidentId'), '=', incidentId))
    .orderBy('id')
    .execute()

const events = async (incidentId: string) =>
  core.app.db
    .selectFrom('statusEvents')
    .select(['event', 'updateId'])
    .where('incidentId', '=', incidentId)
    .orderBy('id')
    .execute()

async function problemsOf(run: Promise<unknown>): Promise<unknown> {
  const caught = await run.then(
    () => null,
    (error: unknown) => error,
  )
  return isRefusal(caught, 'invalid_fields') ? caught.details.fields : isRefusal(caught) ? caught.code : caught
}

describe('an incident (S03)', () => {
  test('goes from investigating to resolved, with one audit row and one event for each step (I-32)', async () => {
    const { revision } = await readStatusFacts(core.app)
    const { incidentId: id, updateId } = await anIncident(core.app, doer, {
      components: { EU1: 'major_outage', EU2: 'partial_outage' },
    })
    expect([await stateOf('EU1'), await stateOf('EU2')]).toEqual(['major_outage', 'partial_outage'])
    await updateIncident(core.app, doer, change(id, { status: 'identified', impact: 'critical' }))
    await updateIncident(
      core.app,
      doer,
      change(id, { status: 'monitoring', components: { EU1: 'operational', CA1: 'degraded_performance' } }),
    )
    expect([await stateOf('EU1'), await stateOf('EU2'), await stateOf('CA1')]).toEqual([
      'operational',
      'partial_outage',
      'degraded_performance',
    ])
    await resolveIncident(core.app, doer, change(id, { body: 'All well.' }))
    expect([await stateOf('EU2'), await stateOf('CA1')]).toEqual(['operational', 'operational'])

    const incident = await incidentOf(id)
    expect([incident.status, incident.impact]).toEqual(['resolved', 'critical'])
    expect(incident.resolvedAt).toEqual(incident.updates[0]?.displayAt)
    expect(incident.monitoringAt).toEqual(incident.updates[1]?.displayAt)
    expect(incident.updates.map(({ status }) => status)).toEqual(['resolved', 'monitoring', 'identified', 'investigating'])
    expect(incident.updates[0]?.affected?.map(({ oldState, newState }) => [oldState, newState])).toEqual([
      ['operational', 'operational'],
      ['partial_outage', 'operational'],
      ['degraded_performance', 'operational'],
    ])
    expect(incident.updates.at(-1)?.affected?.map(({ name, oldState, newState }) => [name, oldState, newState])).toEqual([
      ['EU Platform 1', 'operational', 'major_outage'],
      ['EU Platform 2', 'operational', 'partial_outage'],
    ])
    const trail = await audits(id)
    expect(trail.map(({ action }) => action)).toEqual([
      'incident.opened',
      'incident.updated',
      'incident.updated',
      'incident.resolved',
    ])
    expect(new Set(trail.map(({ actorId, subscriptionId }) => `${actorId} ${subscriptionId}`))).toEqual(
      new Set([`${operator.accountId} ${operator.subscriptionId}`]),
    )
    const told = await events(id)
    expect(told.map(({ event }) => event)).toEqual([
      'incident.opened',
      'incident.updated',
      'incident.updated',
      'incident.resolved',
    ])
    expect(told[0]?.updateId).toBe(updateId)
    expect((await readStatusFacts(core.app)).revision).toBe(revision + 4)
  })

  test('says what a component was in before, when another incident had named it', async () => {
    await anIncident(core.app, doer, { components: { AU1: 'partial_outage' } })
    const { incidentId } = await anIncident(core.app, doer, { components: { AU1: 'major_outage' } })
    expect((await incidentOf(incidentId)).updates[0]?.affected).toMatchObject([
      { oldState: 'partial_outage', newState: 'major_outage' },
    ])
  })

  test('takes nothing more once it is resolved, but one postmortem', async () => {
    const { incidentId: id } = await anIncident(core.app, doer)
    const postmortem = { id, version: null, body: 'A disk was full.', deliver: true }
    expect(await problemsOf(writePostmortem(core.app, doer, postmortem))).toBe('not_at_this_stage')
    await resolveIncident(core.app, doer, change(id))
    expect(await problemsOf(updateIncident(core.app, doer, change(id)))).toBe('not_at_this_stage')
    await writePostmortem(core.app, doer, postmortem)
    expect((await incidentOf(id)).status).toBe('postmortem')
    expect(await problemsOf(writePostmortem(core.app, doer, postmortem))).toBe('not_at_this_stage')
    expect((await audits(id)).map(({ action }) => action)).toEqual([
      'incident.opened',
      'incident.resolved',
      'incident.postmortem_written',
    ])
  })

  test('is corrected openly: what an update said before is kept, and nobody is written to', async () => {
    const { incidentId: id, updateId } = await anIncident(core.app, doer, { body: 'All of Europe is down.' })
    await correctUpdate(core.app, doer, { updateId, version: 1, body: 'Only US Platform 1 is slow.' })
    const row = await core.app.db.selectFrom('incidentUpdates').selectAll().where('id', '=', updateId).executeTakeFirstOrThrow()
    expect(row.body).toBe('Only US Platform 1 is slow.')
    expect(row.former.map(({ body }) => body)).toEqual(['All of Europe is down.'])
    expect((await incidentOf(id)).updates[0]?.correctedAt).not.toBeNull()
    expect(
      await problemsOf(correctUpdate(core.app, doer, { updateId, version: 2, body: 'Only US Platform 1 is slow.' })),
    ).toEqual({ body: 'unchanged' })
    const [, corrected] = await core.app.db
      .selectFrom('statusEvents')
      .selectAll()
      .where('incidentId', '=', id)
      .orderBy('id')
      .execute()
    expect(corrected).toMatchObject({ event: 'incident.corrected', details: { deliver: false } })
  })

  test('can be back-dated to the second, and never begins or is told of in the future', async () => {
    await core.passTime(3_600)
    const now = await clock()
    const at = (seconds: number) => typedInstant(new Date(now.getTime() + seconds * 1_000))
    expect(await problemsOf(anIncident(core.app, doer, { startedAt: at(60) }))).toEqual({ startedAt: 'in_the_future' })
    expect(await problemsOf(anIncident(core.app, doer, { displayAt: at(60) }))).toEqual({ displayAt: 'in_the_future' })
    expect(await problemsOf(anIncident(core.app, doer, { startedAt: at(-10), displayAt: at(-11) }))).toEqual({
      startedAt: 'after_first_update',
    })
    const { incidentId: id } = await anIncident(core.app, doer, {
      startedAt: at(-600),
      displayAt: at(-600),
      components: { UK1: 'major_outage' },
    })
    expect((await incidentOf(id)).startedAt).toEqual(new Date(now.getTime() - 600_000))

    expect(await problemsOf(updateIncident(core.app, doer, change(id, { displayAt: at(-601) })))).toEqual({
      displayAt: 'before_last_update',
    })
    await updateIncident(core.app, doer, change(id, { displayAt: at(-600), startedAt: at(-900) }))
    await resolveIncident(core.app, doer, change(id, { displayAt: at(-300) }))
    const { startedAt, resolvedAt } = await incidentOf(id)
    expect([startedAt, resolvedAt]).toEqual([new Date(now.getTime() - 900_000), new Date(now.getTime() - 300_000)])
    const uk = (await view()).components.find(({ key }) => key === 'UK1')
    expect(uk?.history.days.flatMap(({ seconds }) => seconds.major_outage ?? []).reduce((sum, one) => sum + one, 0)).toBe(600)
  })

  test.each<[string, Partial<NewIncident>, Record<string, string>]>([
    ['no name', { name: '  ' }, { name: 'required' }],
    ['a name of two lines', { name: 'a\nb' }, { name: 'not_text' }],
    ['a name of 201 characters', { name: 'a'.repeat(201) }, { name: 'too_long' }],
    ['no text', { body: ' \r\n ' }, { body: 'required' }],
    ['50,000 characters', { body: 'a'.repeat(50_000) }, { body: 'too_long' }],
    ['10,001 characters', { body: 'a'.repeat(10_001) }, { body: 'too_long' }],
    ['text that turns around', { body: 'a \u202E b' }, { body: 'not_text' }],
    ['no impact', { impact: '' }, { impact: 'required' }],
    ['an unknown impact', { impact: 'maintenance' }, { impact: 'not_a_choice' }],
    ['an unknown status', { status: 'over' }, { status: 'not_a_choice' }],
    ['one that is over', { status: 'resolved' }, { status: 'not_a_choice' }],
    ['an unknown component', { components: { US99: 'major_outage' } }, { components: 'unknown_component' }],
    ['an unknown state', { components: { US1: 'toString' } }, { components: 'not_a_choice' }],
    ['maintenance', { components: { US1: 'under_maintenance' } }, { components: 'not_a_choice' }],
    ['an unknown placeholder', { body: 'Hello {{you}}' }, { body: 'unknown_placeholder' }],
    ['no component to fill in', { components: {}, body: '{{components}} are down' }, { body: 'unknown_placeholder' }],
    ['several at once', { name: '', body: '', impact: 'x' }, { name: 'required', body: 'required', impact: 'not_a_choice' }],
  ])('with %s is refused by field, and nothing is written', async (_, wish, problems) => {
    const { revision } = await readStatusFacts(core.app)
    expect(await problemsOf(openIncident(core.app, doer, { ...INCIDENT, ...wish }))).toEqual(problems)
    expect((await readStatusFacts(core.app)).revision).toBe(revision)
  })

  test('of exactly 10,000 characters and a name of 200 is taken, and placeholders are filled in', async () => {
    const body = `${'a'.repeat(9_970)} {{components}} {{ impact }}`
    const { incidentId } = await anIncident(core.app, doer, { name: 'a'.repeat(200), body })
    expect((await incidentOf(incidentId)).updates[0]?.body.slice(9_970)).toBe(' US Platform 1 minor')
  })
})

describe('two operators at once', () => {
  test('one of ten updates of what all have read is written; the others are told, and can say it again', async () => {
    const { incidentId: id } = await anIncident(core.app, doer)
    const tries = Array.from({ length: 10 }, (_, n) =>
      updateIncident(core.app, doer, change(id, { version: 1, body: `Update ${n}` })),
    )
    const outcomes = await Promise.allSettled(tries)
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    const refused = outcomes.flatMap((one) => (one.status === 'rejected' && isRefusal(one.reason) ? [one.reason.code] : []))
    expect(refused).toEqual(Array.from({ length: 9 }, () => 'changed_meanwhile'))
    await updateIncident(core.app, doer, change(id, { version: 2 }))
    expect((await incidentOf(id)).updates).toHaveLength(3)
  })

  test('an incident is resolved once, whatever else the request holds (I-33)', async () => {
    const { incidentId: id } = await anIncident(core.app, doer)
    const tries = Array.from({ length: 8 }, () => resolveIncident(core.app, doer, change(id)))
    expect((await Promise.allSettled(tries)).filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect((await audits(id)).filter(({ action }) => action === 'incident.resolved')).toHaveLength(1)
  })
})

test('only operators write: nobody of another role, nobody at all, and no address that is none (I-27)', async () => {
  const { incidentId: id } = await anIncident(core.app, doer)
  const company = await newCompany(core.app)
  const reader = actorFor(await newPerson(core.app, company.subscriptionId, { role: 'manager' }), { role: 'reader' })
  const others: Doer[] = [
    { actor: reader, context: null },
    { actor: { kind: 'anonymous' }, context: null },
  ]
  for (const other of others) {
    expect(await problemsOf(anIncident(core.app, other))).toBe('forbidden')
    expect(await problemsOf(updateIncident(core.app, other, change(id)))).toBe('forbidden')
    expect(await problemsOf(writePostmortem(core.app, other, { id, version: null, body: 'x', deliver: true }))).toBe('forbidden')
    expect(await problemsOf(correctUpdate(core.app, other, { updateId: id, version: null, body: 'x' }))).toBe('forbidden')
  }
  for (const unknown of ['', 'x', "' or 1=1 --", 'abcdefghijkl']) {
    expect(await problemsOf(updateIncident(core.app, doer, change(unknown)))).toBe('not_found')
  }
})
