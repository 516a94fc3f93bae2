import { describe, expect, it } from 'vitest'
import { apiCaller, jsonOf, newApiToken } from '../../test/support/api-caller.ts'
import { newCompany, newPerson } from '../../test/support/people.ts'
import { useWorld } from '../../test/support/world.ts'
import { newId } from '../secrets.ts'

/** Units, settings, audit, imports and exports by the API (A07): the verbs are tested with their features. */
const world = await useWorld()

async function company() {
  const manager = await newCompany(world.app)
  return { manager, call: apiCaller(world, (await newApiToken(world.app, manager)).token) }
}

type Items = { items: Record<string, unknown>[]; next: string | null }

describe('by the API (A07)', () => {
  it('a business unit is created once, renamed, given its point of contact, and deleted when empty', async () => {
    const { manager, call } = await company()
    const wish = { json: { name: 'Payments' }, headers: { 'idempotency-key': `"${newId()}"` } }
    const unit = await jsonOf(call('POST', '/units', wish), 201)
    expect(await jsonOf(call('POST', '/units', wish), 201)).toEqual(unit)
    const path = `/units/${String(unit['id'])}`
    expect(await jsonOf(call('PATCH', path, { json: { name: 'Cards', seesOnlyItself: true } }))).toMatchObject({
      name: 'Cards',
      seesOnlyItself: true,
    })
    expect(await jsonOf(call('POST', '/units', { json: { name: 'cards' } }), 422)).toMatchObject({
      errors: [{ field: 'name', code: 'taken' }],
    })
    const head = await newPerson(world.app, manager.subscriptionId, { role: 'unit_manager', businessUnitId: String(unit['id']) })
    const contact = await jsonOf(call('PUT', `${path}/point-of-contact`, { json: { userId: head.accountId } }))
    expect(contact).toMatchObject({ pointOfContact: { id: head.accountId }, people: 1 })
    expect(await jsonOf(call('DELETE', path), 409)).toMatchObject({ code: 'unit_not_empty' })
    expect(await jsonOf<Items>(call('GET', '/units'))).toMatchObject({ items: [{ name: 'Cards' }] })
    const next = await newPerson(world.app, manager.subscriptionId, { role: 'manager' })
    const passed = await jsonOf(call('PUT', '/subscription/point-of-contact', { json: { userId: next.accountId } }))
    expect(passed).toMatchObject({ pointOfContact: { id: next.accountId }, activeManagers: 2 })
  })

  it('settings are read, changed by version, and tried where they could lock somebody out (N12)', async () => {
    const { call } = await company()
    const read = await call('GET', '/settings')
    const before = await jsonOf(read.clone())
    const ifMatch = { 'if-match': read.headers.get('etag') ?? '' }
    const changed = await jsonOf(call('PATCH', '/settings', { json: { freezeThreshold: 5 }, headers: ifMatch }))
    expect(changed).toMatchObject({ settings: { freezeThreshold: 5 }, trial: null })
    expect(changed['version']).not.toBe(before['version'])
    expect(await jsonOf(call('PATCH', '/settings', { json: { freezeThreshold: 6 }, headers: ifMatch }), 412)).toMatchObject({
      code: 'changed_meanwhile',
    })
    const any = { 'if-match': '*' }
    expect(await jsonOf(call('PATCH', '/settings', { json: { freezeThreshold: 1000 }, headers: any }), 422)).toMatchObject({
      errors: [{ field: 'freezeThreshold' }],
    })
    expect(
      await jsonOf(call('PATCH', '/settings', { json: { allowedNetworks: ['192.0.2.0/24'] }, headers: any }), 409),
    ).toMatchObject({ code: 'shuts_you_out' })
    const trial = await jsonOf(call('PATCH', '/settings', { json: { idleMinutes: 10 }, headers: any }))
    expect(trial).toMatchObject({ settings: { idleMinutes: 60 }, trial: { settings: { idleMinutes: 10 }, isOwn: true } })
    const version = { version: trial['version'] }
    expect(await jsonOf(call('POST', '/settings/trial/keep', { json: version }), 409)).toMatchObject({ code: 'session_needed' })
    expect(await jsonOf(call('POST', '/settings/trial/cancel', { json: version }))).toMatchObject({ trial: null })
  })

  it('the audit trail is searched in pages, and streamed', async () => {
    const { manager, call } = await company()
    for (let made = 0; made < 5; made += 1) {
      const { accountId } = await newPerson(world.app, manager.subscriptionId)
      await call('POST', `/users/${accountId}/deactivate`)
    }
    const seen: unknown[] = []
    let path: string | null = '/audit-events?what=account.deactivated&limit=2'
    while (path !== null) {
      const answer: Response = await call('GET', path)
      seen.push(...(await jsonOf<Items>(answer.clone())).items.map(({ id }) => id))
      path = /<[^>]*\/api\/v1([^>]+)>; rel="next"/.exec(answer.headers.get('link') ?? '')?.[1] ?? null
    }
    expect(new Set(seen).size).toBe(5)
    const [event] = (await jsonOf<Items>(call('GET', `/audit-events?who=${manager.username}&what=tokens`))).items
    expect(event).toMatchObject({ action: 'token.created', by: 'account', who: { username: manager.username } })
    expect(await jsonOf(call('GET', '/audit-events?from=yesterday'), 422)).toMatchObject({ errors: [{ field: 'from' }] })
    const file = await call('GET', '/exports/audit.jsonl?what=account.deactivated', { headers: { accept: 'application/jsonl' } })
    expect([file.status, (await file.text()).trim().split('\n').length]).toEqual([200, 5])
    expect((await call('GET', '/exports/audit.csv', { headers: { accept: 'application/json' } })).status).toBe(406)
  })

  it('a file of users is tried, read row by row, started and followed', async () => {
    const { call } = await company()
    const body = 'external_id,first_name,last_name,email,role\n1,Ada,Berg,ada@example.com,reader\n2,Bo,,bo@example.com,reader\n'
    const csv = { 'content-type': 'text/csv' }
    const tried = await jsonOf(call('POST', '/imports?fileName=staff.csv', { body, headers: csv }), 201)
    expect(tried).toMatchObject({ state: 'checked', fileName: 'staff.csv', counts: { created: 1, refused: 1 } })
    const path = `/imports/${String(tried['id'])}`
    const rows = await jsonOf<Items>(call('GET', `${path}/rows?fate=refused`))
    expect(rows).toMatchObject({ items: [{ line: 3, externalId: '2', fate: 'refused' }], next: null })
    await jsonOf(call('POST', `${path}/start`, { json: { welcomes: false } }))
    await world.jobsDone()
    expect(await jsonOf(call('GET', path))).toMatchObject({ state: 'done', done: 1 })
    const users = await jsonOf<Record<string, unknown>[]>(call('GET', '/exports/users.json'))
    expect(users.map(({ externalId }) => externalId)).toContain('1')
    expect(await jsonOf(call('POST', '/imports', { body: new Uint8Array([0xff, 0xfe]), headers: csv }), 422)).toMatchObject({
      code: 'bad_file',
    })
    expect((await call('POST', '/imports', { body, headers: { 'content-type': 'application/json' } })).status).toBe(415)
  })

  it('an act on many is previewed, started and followed', async () => {
    const { manager, call } = await company()
    const people = await Promise.all([1, 2].map(() => newPerson(world.app, manager.subscriptionId)))
    const userIds = [...people.map(({ accountId }) => accountId), manager.accountId, newId()]
    const preview = await jsonOf(call('POST', '/bulk-acts', { json: { act: 'deactivate', userIds } }), 201)
    expect(preview).toMatchObject({ state: 'preview', total: 3, missing: 1, groups: [{ fate: 'done', users: 2 }, { users: 1 }] })
    const path = `/bulk-acts/${String(preview['id'])}`
    await jsonOf(call('POST', `${path}/start`))
    await world.jobsDone()
    expect(await jsonOf(call('GET', path))).toMatchObject({ state: 'done', done: 3, refused: 1 })
    expect((await company().then((other) => other.call('GET', path))).status).toBe(404)
    expect((await call('POST', '/bulk-acts', { json: { act: 'move', userIds } })).status).toBe(422)
  })

  it('another address is asked for, and taken back (I-37)', async () => {
    const { manager, call } = await company()
    const { accountId, email } = await newPerson(world.app, manager.subscriptionId)
    const path = `/users/${accountId}/email-change`
    expect(await jsonOf(call('PUT', path, { json: { email: 'new@mail.test' } }), 202)).toMatchObject({
      newEmail: 'new@mail.test',
      confirmedAt: null,
    })
    expect(await jsonOf(call('GET', `/users/${accountId}`))).toMatchObject({ email })
    expect((await call('DELETE', path)).status).toBe(204)
    expect((await call('DELETE', path)).status).toBe(404)
    const history = await jsonOf<Items>(call('GET', `/users/${accountId}/history`))
    expect(history.items.every(({ action }) => typeof action === 'string')).toBe(true)
    expect(await jsonOf<Items>(call('GET', `/users/${accountId}/failed-sign-ins`))).toMatchObject({ items: [] })
  })
})
