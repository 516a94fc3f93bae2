import { describe, expect, test } from 'vitest'
import { useCore } from '../../../test/support/core-world.ts'
import { aMaintenance, anIncident, maintenanceAt, newOperator } from '../../../test/support/operators.ts'
import { expectNoWords, expectWords, pageAt } from '../../../test/support/signed-in.ts'
import { visitor } from '../../../test/support/visitor.ts'
import { readDatabaseClock } from '../../clock.ts'
import { editMaintenance } from '../status/edit-maintenance.ts'
import { reopenIncident } from '../status/reopen-incident.ts'
import { startMaintenance } from '../status/start-maintenance.ts'
import { resolveIncident } from '../status/update-incident.ts'

const core = await useCore({ work: false })
const { doer, ...operator } = await newOperator(core.app)
const desk = visitor(core.site, { origin: new URL(core.app.config.origin).origin })
await desk.post('/staff/sign-in', { username: operator.username, password: operator.password })

const componentId = async (key: string) =>
  (await core.app.db.selectFrom('components').select('id').where('key', '=', key).executeTakeFirstOrThrow()).id
const rowOf = (id: string) => core.app.db.selectFrom('incidents').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
const said = { version: null, body: '', displayAt: null, deliver: true }

describe('a maintenance that is edited at the desk', () => {
  const aPlan = async (key: string) =>
    (await aMaintenance(core.app, doer, { ...maintenanceAt(await readDatabaseClock(core.app.db), 600, 60), components: [key] }))
      .incidentId

  test('offers what it is of, and takes another', async () => {
    const id = await aPlan('UK1')
    const at = `/staff/maintenance/${id}`
    const [uk, eu] = [await componentId('UK1'), await componentId('EU1')]
    const page = await pageAt(desk, at)
    expectWords(page, [`name="component-${uk}" value="yes" checked`, 'Save changes', 'Close the platforms meanwhile'])
    const answer = await desk.post(`${at}/edit`, {
      name: 'Racks',
      asks: 'parts',
      [`component-${eu}`]: 'yes',
      body: 'Because.',
      deliver: 'yes',
      version: '1',
    })
    expect(answer.status).toBe(303)
    expectWords(await pageAt(desk, at), ['Racks', 'It now concerns EU Platform 1, too.', 'Because.', 'Saved “Racks”'])
    expect(await rowOf(id)).toMatchObject({ name: 'Racks', closes: false, version: 2 })
  })

  test('that somebody else has changed meanwhile is shown as it is, with what was typed (S04)', async () => {
    const id = await aPlan('AU1')
    const at = `/staff/maintenance/${id}`
    const seen = { id, version: 1, body: '', deliver: false, components: null, closes: null }
    await editMaintenance(core.app, doer, { ...seen, name: 'The first to write' })
    const [au, ca] = [await componentId('AU1'), await componentId('CA1')]
    const boxes = { asks: 'parts', [`component-${au}`]: 'yes', [`component-${ca}`]: 'yes' }
    const answer = await desk.post(`${at}/edit`, { name: 'The second', version: '1', body: 'Typed.', ...boxes })
    expect(answer.status).toBe(412)
    const page = await answer.text()
    expectWords(page, ['Somebody else has written meanwhile', 'The first to write', 'value="The second"', 'Typed.'])
    expectWords(page, [`name="component-${ca}" value="yes" checked`, 'name="version" value="2"'])
    expect((await desk.post(`${at}/edit`, { name: 'The second', version: '2', body: 'Typed.', ...boxes })).status).toBe(303)
  })

  test('is told what is wrong where it is, and keeps its boxes', async () => {
    const [id] = [await aPlan('GOV1'), await aPlan('KSA1')]
    const ksa = await componentId('KSA1')
    const form = { name: 'Racks', asks: 'parts', version: '1', [`component-${ksa}`]: 'yes' }
    const answer = await desk.post(`/staff/maintenance/${id}/edit`, form)
    expect(answer.status).toBe(422)
    expectWords(await answer.text(), ['href="#field-edit-components"', 'id="field-edit-components"', 'This overlaps “Database'])
    const none = await desk.post(`/staff/maintenance/${id}/edit`, { name: 'Racks', asks: 'parts', version: '1' })
    expectWords(await none.text(), ['Choose at least one'])
  })

  test('has but its title to be edited once it runs', async () => {
    const id = await aPlan('IN1')
    await startMaintenance(core.app, doer, { ...said, id })
    const at = `/staff/maintenance/${id}`
    const page = await pageAt(desk, at)
    expectWords(page, ['Edit title'])
    expectNoWords(page, ['Close the platforms meanwhile', 'name="asks"'])
    expect((await desk.post(`${at}/edit`, { name: 'Mended', version: '2' })).status).toBe(303)
    const late = await desk.post(`${at}/edit`, { name: 'Mended', asks: 'parts', version: '3' })
    expect([late.status, (await rowOf(id)).closes]).toEqual([409, true])
  })
})

describe('an incident that is reopened at the desk', () => {
  const aResolved = async (key: string) => {
    const { incidentId: id } = await anIncident(core.app, doer, { components: { [key]: 'partial_outage' } })
    await resolveIncident(core.app, doer, { ...said, id, body: 'All well.' })
    return id
  }

  test('asks again what its components are in, shows what will be published, and publishes it', async () => {
    const id = await aResolved('US1')
    const us = await componentId('US1')
    const at = `/staff/incidents/${id}/reopen`
    expectWords(await pageAt(desk, `/staff/incidents/${id}`), [`href="${at}"`, 'Reopen'])
    const page = await pageAt(desk, at)
    expectWords(page, ['<option value="partial_outage" selected', 'Not affected', 'That stays to be read'])
    const form = { name: '', impact: '', status: 'investigating', body: 'It is back.', deliver: 'yes', version: '2' }
    const nothing = await desk.post(at, { ...form, do: 'preview' })
    expect(nothing.status).toBe(422)
    expectWords(await nothing.text(), ['Choose at least one', 'It is back.'])
    const chosen = { ...form, [`component-${us}`]: 'major_outage' }
    expectWords(await (await desk.post(at, { ...chosen, do: 'preview' })).text(), [
      'Nothing is published yet',
      '[US Platform 1] Reopened: Sign-in is slow',
      'Major service outage',
    ])
    expect((await rowOf(id)).status).toBe('resolved')
    expect((await desk.post(at, { ...chosen, do: 'publish' })).status).toBe(303)
    expectWords(await pageAt(desk, `/staff/incidents/${id}`), ['is open again', 'It is back.', 'All well.', 'Write an update'])
    expect((await desk.get(at)).status).toBe(303)
    expect((await rowOf(id)).resolvedAt).toBeNull()
  })

  test('that somebody else has reopened meanwhile keeps what was typed, as an update (S03)', async () => {
    const id = await aResolved('US2')
    const us = await componentId('US2')
    const input = { ...said, id, name: '', impact: '', status: 'investigating', body: 'The first.', startedAt: null }
    await reopenIncident(core.app, doer, { ...input, components: { US2: 'major_outage' } })
    const form = { status: 'identified', body: 'The second.', version: '2', do: 'publish', [`component-${us}`]: 'partial_outage' }
    const answer = await desk.post(`/staff/incidents/${id}/reopen`, form)
    expect(answer.status).toBe(412)
    const page = await answer.text()
    expectWords(page, ['Somebody else has written meanwhile', 'The first.', 'The second.', `action="/staff/incidents/${id}"`])
    expect((await desk.post(`/staff/incidents/${id}`, { ...form, version: '3' })).status).toBe(303)
  })
})
