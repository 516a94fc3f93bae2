import { describe, expect, test } from 'vitest'
import { apiCaller, jsonOf, newApiToken } from '../../../test/support/api-caller.ts'
import { useCore } from '../../../test/support/core-world.ts'
import { newOperator } from '../../../test/support/operators.ts'
import { newPerson } from '../../../test/support/people.ts'
import type { TokenScope } from '../../domain/api-token.ts'

const core = await useCore({ work: false })
const operator = await newOperator(core.app)

const callerOf = async (scopes: readonly TokenScope[]) =>
  apiCaller(core, (await newApiToken(core.app, operator, { scopes })).token)

const call = await callerOf(['status:read', 'status:write'])
const INCIDENT = { name: 'Slow', impact: 'minor', body: 'We look into it.', components: { US1: 'degraded_performance' } }

type Incident = { id: string; version: number; status: string; updates: { id: string; body: string; former: unknown[] }[] }
type Maintenance = { id: string; phase: string; version: number; scheduledFor: string; sequence: number }

describe('the API of operators (A07)', () => {
  test('opens, updates, corrects and resolves an incident, each with its audit row by the token (I-32)', async () => {
    const answer = await call('POST', '/incidents', { json: INCIDENT })
    const { id, version, updates } = await jsonOf<Incident>(answer.clone(), 201)
    expect(answer.headers.get('location')).toBe(`${core.app.config.origin}/api/v1/incidents/${id}`)
    const updated = await jsonOf<Incident>(
      call('POST', `/incidents/${id}/updates`, { json: { body: 'Found.', status: 'identified', version } }),
    )
    expect([updated.status, updated.version]).toEqual(['identified', 2])
    const late = await call('POST', `/incidents/${id}/updates`, { json: { body: 'Found, too.', version } })
    expect([late.status, (await jsonOf(late, 412))['code']]).toEqual([412, 'changed_meanwhile'])
    await jsonOf(call('POST', `/updates/${updates[0]?.id}/correct`, { json: { body: 'We looked into it.' } }))
    await jsonOf(call('POST', `/incidents/${id}/updates`, { json: { body: 'Well.', status: 'resolved' } }))
    const read = await jsonOf<Incident>(call('GET', `/incidents/${id}`))
    expect(read.updates.map(({ body, former }) => [body, former.length])).toEqual([
      ['Well.', 0],
      ['Found.', 0],
      ['We looked into it.', 1],
    ])
    const again = await call('POST', `/incidents/${id}/updates`, { json: { body: 'Again.' } })
    expect(await jsonOf(again, 409)).toMatchObject({ code: 'not_at_this_stage', type: 'about:blank' })
    const rows = await core.app.db
      .selectFrom('auditEvents')
      .select(['action', 'actorKind', 'actorId'])
      .where((eb) => eb(eb.ref('details', '->>').key('incidentId'), '=', id))
      .orderBy('id')
      .execute()
    expect(rows.map(({ action }) => action)).toEqual([
      'incident.opened',
      'incident.updated',
      'update.corrected',
      'incident.resolved',
    ])
    expect(new Set(rows.map(({ actorKind, actorId }) => `${actorKind} ${actorId}`))).toEqual(
      new Set([`api_token ${operator.accountId}`]),
    )
  })

  test('opens a resolved incident again, once', async () => {
    const { id } = await jsonOf<Incident>(call('POST', '/incidents', { json: INCIDENT }), 201)
    await jsonOf(call('POST', `/incidents/${id}/updates`, { json: { body: 'Well.', status: 'resolved' } }))
    const again = { body: 'It is back.', status: 'investigating', components: { US1: 'partial_outage' } }
    const send = (json: object) => call('POST', `/incidents/${id}/reopen`, { json })
    expect(await jsonOf(send({ ...again, components: {} }), 422)).toMatchObject({ errors: [{ code: 'nothing_chosen' }] })
    expect(await jsonOf(send({ ...again, status: 'resolved' }), 422)).toMatchObject({ errors: [{ code: 'not_a_choice' }] })
    expect(await jsonOf(send({ ...again, resolvedAt: null }), 422)).toMatchObject({ errors: [{ code: 'unknown_field' }] })
    expect(await jsonOf(send({ ...again, version: 1 }), 412)).toMatchObject({ code: 'changed_meanwhile' })
    expect(await jsonOf(send({ ...again, version: 2 }))).toMatchObject({ status: 'investigating', resolvedAt: null, version: 3 })
    expect(await jsonOf(send(again), 409)).toMatchObject({ code: 'not_at_this_stage' })
  })

  const inHours = (hours: number) => `${new Date(Date.now() + hours * 3_600_000).toISOString().slice(0, 16)}Z`

  test('plans, moves, starts and completes a maintenance', async () => {
    const plan = {
      name: 'Upgrade',
      body: 'Closed.',
      components: ['EU1'],
      from: '2027-06-01T02:00',
      until: '2027-06-01T04:00',
      zone: 'Europe/Paris',
    }
    const { id, scheduledFor } = await jsonOf<Maintenance>(call('POST', '/maintenance', { json: plan }), 201)
    expect(scheduledFor).toBe('2027-06-01T00:00:00.000Z')
    const overlap = await jsonOf<{ errors: { code: string; detail: string }[] }>(
      call('POST', '/maintenance', { json: plan }),
      422,
    )
    expect(overlap.errors.map(({ code, detail }) => [code, detail.slice(0, 37)])).toEqual([
      ['window_overlaps', 'This overlaps “Upgrade” of 1 June 202'],
    ])
    const skipped = { ...plan, from: '2027-03-28T02:30', until: '2027-03-28T05:00' }
    expect(await jsonOf(call('POST', '/maintenance', { json: skipped }), 422)).toMatchObject({
      errors: [{ field: 'from', code: 'time_skipped' }],
    })
    const moved = await jsonOf<Maintenance>(
      call('POST', `/maintenance/${id}/move`, { json: { from: inHours(26), until: inHours(28) } }),
    )
    expect(moved.sequence).toBe(1)
    expect((await jsonOf<Maintenance>(call('POST', `/maintenance/${id}/start`, { json: {} }))).phase).toBe('in_progress')
    expect((await jsonOf<Maintenance>(call('POST', `/maintenance/${id}/complete`, { json: {} }))).phase).toBe('completed')
    const list = await jsonOf<{ ahead: unknown[]; items: { id: string }[] }>(call('GET', '/maintenance'))
    expect([list.ahead.length, list.items.map((one) => one.id)]).toEqual([0, [id]])
  })

  test('edits a maintenance: what is left out stays', async () => {
    const plan = {
      name: 'Racks',
      body: 'x',
      components: ['CA1'],
      closes: true,
      from: '2027-06-01T02:00Z',
      until: '2027-06-01T04:00Z',
    }
    const { id } = await jsonOf<Maintenance>(call('POST', '/maintenance', { json: plan }), 201)
    const send = (json: object) => call('POST', `/maintenance/${id}/edit`, { json })
    expect(await jsonOf(send({ name: 'New racks' }))).toMatchObject({
      name: 'New racks',
      closes: true,
      components: [{ key: 'CA1' }],
    })
    const edited = await jsonOf(send({ components: ['CA1', 'AU1'], closes: false, version: 2 }))
    expect(edited).toMatchObject({ version: 3, closes: false, sequence: 0, components: [{ key: 'CA1' }, { key: 'AU1' }] })
    expect(await jsonOf(send({ name: 'Late', version: 2 }), 412)).toMatchObject({ code: 'changed_meanwhile' })
    expect(await jsonOf(send({ components: [] }), 422)).toMatchObject({
      errors: [{ field: 'components', code: 'nothing_chosen' }],
    })
    expect(await jsonOf(send({ from: '2027-06-01T03:00Z' }), 422)).toMatchObject({ errors: [{ code: 'unknown_field' }] })
    await jsonOf(call('POST', `/maintenance/${id}/cancel`, { json: {} }))
  })

  test('sets a word on a component, and takes it back', async () => {
    await jsonOf(call('POST', '/components/UK1/state', { json: { state: 'partial_outage' } }))
    const { items } = await jsonOf<{ items: { key: string; state: string }[] }>(call('GET', '/components'))
    expect(items.find(({ key }) => key === 'UK1')?.state).toBe('partial_outage')
    await jsonOf(call('POST', '/components/UK1/state/clear'))
    await jsonOf(call('POST', '/components/UK1/state/clear'), 409)
  })

  test('carries out what is sent twice with one key once (I-38)', async () => {
    const send = () => call('POST', '/incidents', { json: INCIDENT, headers: { 'idempotency-key': '"once"' } })
    const [first, second] = [await jsonOf<Incident>(send(), 201), await jsonOf<Incident>(send(), 201)]
    expect(second.id).toBe(first.id)
  })

  test.each<[string, unknown, string]>([
    ['a field that nobody asked for', { ...INCIDENT, createdBy: 'me' }, 'unknown_field'],
    ['50,000 characters', { ...INCIDENT, body: 'a'.repeat(50_000) }, 'too_long'],
    ['no text', { ...INCIDENT, body: ' ' }, 'required'],
    ['an unknown component', { ...INCIDENT, components: { US99: 'operational' } }, 'unknown_component'],
    ['an unknown impact', { ...INCIDENT, impact: 'huge' }, 'not_a_choice'],
    ['a beginning in the future', { ...INCIDENT, startedAt: '2999-01-01T00:00Z' }, 'in_the_future'],
  ])('refuses %s by field (I-33)', async (_, json, code) => {
    expect(await jsonOf(call('POST', '/incidents', { json }), 422)).toMatchObject({ errors: [{ code }] })
  })

  test('a token reads and writes no more than its scopes, and without one nobody does (I-27)', async () => {
    const reader = await callerOf(['status:read'])
    expect((await reader('GET', '/incidents')).status).toBe(200)
    expect((await reader('POST', '/incidents', { json: INCIDENT })).status).toBe(403)
    const writer = await callerOf(['status:write'])
    expect((await writer('GET', '/components')).status).toBe(403)
    expect((await apiCaller(core, null)('GET', '/incidents')).status).toBe(401)
    const other = await newPerson(core.app, operator.subscriptionId, { role: 'manager', state: 'inactive' })
    expect((await apiCaller(core, other.password)('GET', '/incidents')).status).toBe(401)
  })

  test.each([
    ['GET', '/incidents?q=%00', 400],
    ['POST', '/components/%00/state/clear', 404],
    ['POST', '/components/US1%00/state/clear', 404],
  ] as const)('takes %s %s for what it is, as the database has no such text', async (method, path, status) => {
    expect((await call(method, path)).status).toBe(status)
  })

  test('what is not there is not found, and another method is told which there are', async () => {
    for (const path of ['/incidents/abcdefghijkl', '/maintenance/abcdefghijkl', '/nowhere']) {
      expect([path, (await call('GET', path)).status]).toEqual([path, 404])
    }
    const wrong = await call('DELETE', '/incidents')
    expect([wrong.status, wrong.headers.get('allow')]).toEqual([405, 'GET, POST, HEAD'])
  })

  test('has a document of every operation', async () => {
    const { paths, servers } = await jsonOf<{ paths: Record<string, object>; servers: unknown }>(
      apiCaller(core, null)('GET', '/openapi.json'),
    )
    expect(servers).toEqual([{ url: core.app.config.origin }])
    expect(Object.keys(paths)).toContain('/api/v1/incidents/{id}/updates')
    expect(Object.values(paths).flatMap((methods) => Object.keys(methods))).toHaveLength(20)
  })
})
