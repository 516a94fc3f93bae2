import { expect, test } from 'vitest'
import { useCore } from '../../../test/support/core-world.ts'
import { anIncident, newOperator } from '../../../test/support/operators.ts'
import { isRefusal } from '../../domain/errors.ts'
import { statusView } from '../../domain/status-view.ts'
import { readStatusFacts } from './read-facts.ts'
import { clearComponentState, setComponentState, type ComponentWord } from './set-component-state.ts'

const core = await useCore({ work: false })
const { doer } = await newOperator(core.app)

const stateOf = async (key: string) => {
  const { facts, now } = await readStatusFacts(core.app)
  return statusView(facts, now).components.find((one) => one.key === key)?.state
}
const say = (component: string, wish: Partial<ComponentWord> = {}) =>
  setComponentState(core.app, doer, { component, state: 'degraded_performance', note: '', seen: null, ...wish })
const codeOf = async (run: Promise<unknown>) =>
  run.then(
    () => null,
    (error: unknown) => (isRefusal(error) ? error.code : error),
  )
const audits = async (component: string) =>
  (
    await core.app.db
      .selectFrom('auditEvents')
      .select('action')
      .where((eb) => eb(eb.ref('details', '->>').key('component'), '=', component))
      .orderBy('id')
      .execute()
  ).map(({ action }) => action)

test('a person’s word outranks probes, not incidents, and holds until it is taken back (S03)', async () => {
  const { id } = await core.app.db.selectFrom('components').select('id').where('key', '=', 'EU1').executeTakeFirstOrThrow()
  await core.app.db.insertInto('componentSpans').values({ componentId: id, source: 'probe', state: 'major_outage' }).execute()
  expect(await stateOf('EU1')).toBe('major_outage')
  await say('EU1', { state: 'operational', note: 'The probe is wrong.' })
  expect(await stateOf('EU1')).toBe('operational')
  await anIncident(core.app, doer, { components: { EU1: 'partial_outage' } })
  expect(await stateOf('EU1')).toBe('partial_outage')
  await core.app.db.updateTable('incidents').set({ resolvedAt: new Date(), status: 'resolved' }).execute()
  await clearComponentState(core.app, doer, { component: 'EU1', seen: null })
  expect(await stateOf('EU1')).toBe('major_outage')
  expect(await codeOf(clearComponentState(core.app, doer, { component: 'EU1', seen: null }))).toBe('not_at_this_stage')
})

test('each word leaves one audit row, also one that changes nothing to tell of (I-32)', async () => {
  await say('US2', { state: 'operational' })
  await say('US2')
  await clearComponentState(core.app, doer, { component: 'US2', seen: null })
  expect(await audits('US Platform 2')).toEqual(['component.state_set', 'component.state_set', 'component.state_cleared'])
  const { id } = await core.app.db.selectFrom('components').select('id').where('key', '=', 'US2').executeTakeFirstOrThrow()
  const events = await core.app.db
    .selectFrom('statusEvents')
    .select(['event', 'details'])
    .where('componentId', '=', id)
    .orderBy('id')
    .execute()
  expect(events).toMatchObject([
    { event: 'component.changed', details: { oldState: 'operational', newState: 'degraded_performance' } },
    { event: 'component.changed', details: { oldState: 'degraded_performance', newState: 'operational' } },
  ])
})

test('of ten words by who has seen none, one counts', async () => {
  const outcomes = await Promise.all(Array.from({ length: 10 }, () => codeOf(say('CA1', { seen: '0' }))))
  expect(outcomes.filter((one) => one === null)).toHaveLength(1)
  expect(outcomes.filter((one) => one === 'changed_meanwhile')).toHaveLength(9)
})

test.each([
  ['an unknown component', 'nowhere', {}, 'not_found'],
  ['no state', 'US1', { state: '' }, 'invalid_fields'],
  ['a state that nobody can say', 'US1', { state: 'unknown' }, 'invalid_fields'],
  ['a note of 501 characters', 'US1', { note: 'a'.repeat(501) }, 'invalid_fields'],
])('%s is refused', async (_, component, wish, code) => {
  expect(await codeOf(say(component, wish))).toBe(code)
})
