import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { useCore } from '../../../test/support/core-world.ts'
import { aMaintenance, anIncident, INCIDENT, maintenanceAt, newOperator } from '../../../test/support/operators.ts'
import { expectNoWords, expectWords, pageAt } from '../../../test/support/signed-in.ts'
import { visitor, type Visitor } from '../../../test/support/visitor.ts'
import { readDatabaseClock } from '../../clock.ts'
import { createTemplate } from '../status/change-templates.ts'
import { moveMaintenance } from '../status/move-maintenance.ts'
import { readStatusFacts } from '../status/read-facts.ts'
import { updateIncident } from '../status/update-incident.ts'

const core = await useCore({ work: false })
const { doer, ...operator } = await newOperator(core.app)

/** An operator who has signed in. */
async function deskOf(): Promise<Visitor> {
  const { origin } = new URL(core.app.config.origin)
  const guest = visitor(core.site, { origin })
  const { status } = await guest.post('/staff/sign-in', { username: operator.username, password: operator.password })
  expect(status).toBe(303)
  return guest
}

const desk = await deskOf()

const componentId = async (key: string) =>
  (await core.app.db.selectFrom('components').select('id').where('key', '=', key).executeTakeFirstOrThrow()).id
const count = async (table: 'incidents' | 'statusEvents' | 'auditEvents') =>
  Number(
    (
      await core.app.db
        .selectFrom(table)
        .select((eb) => eb.fn.countAll<string>().as('n'))
        .executeTakeFirstOrThrow()
    ).n,
  )
const rowOf = (id: string) => core.app.db.selectFrom('incidents').selectAll().where('id', '=', id).executeTakeFirstOrThrow()

/** What a form holds, as a browser would send it again. */
function formIn(page: string, action: string): URLSearchParams {
  const form = new RegExp(`<form method="post" action="${action}"[^>]*>(.*?)</form>`, 's').exec(page)?.[1] ?? ''
  const fields = new URLSearchParams()
  for (const [, name = '', value = ''] of form.matchAll(/<input[^>]*name="([^"]*)"[^>]*?value="([^"]*)"/gu)) {
    fields.set(name, value)
  }
  for (const [, name = '', value = ''] of form.matchAll(/<textarea[^>]*name="([^"]*)"[^>]*>([^<]*)</gu)) fields.set(name, value)
  for (const [, name = '', options = ''] of form.matchAll(/<select[^>]*name="([^"]*)"[^>]*>(.*?)<\/select>/gsu)) {
    fields.set(name, /<option value="([^"]*)" selected/u.exec(options)?.[1] ?? '')
  }
  return fields
}

const typed = { name: 'Sign-in is slow', impact: 'major', status: 'identified', deliver: 'yes' }

describe('a preview', () => {
  test('says what the page, a mail and the API will say, and publishes nothing; what was typed is still there to publish', async () => {
    const id = await componentId('EU2')
    const before = [await count('incidents'), await count('statusEvents'), await count('auditEvents')]
    const body = 'We **found** it: <script>alert(1)</script>'
    const answer = await desk.post('/staff/incidents/new', {
      ...typed,
      body,
      [`component-${id}`]: 'partial_outage',
      do: 'preview',
    })
    expect(answer.status).toBe(200)
    const page = await answer.text()
    expectWords(page, [
      'Nothing is published yet',
      'Partial system outage',
      '<strong>found</strong>',
      '&lt;script&gt;alert(1)&lt;/script&gt;',
      '[EU Platform 2] Identified: Sign-in is slow',
      '&quot;impact&quot;: &quot;major&quot;',
      '&quot;new_status&quot;: &quot;partial_outage&quot;',
    ])
    expectNoWords(page, ['<script>alert'])
    expect([await count('incidents'), await count('statusEvents'), await count('auditEvents')]).toEqual(before)

    const again = formIn(page, '/staff/incidents/new')
    expect(again.get(`component-${id}`)).toBe('partial_outage')
    expect(again.get('name')).toBe('Sign-in is slow')
    const published = await desk.post('/staff/incidents/new', {
      ...typed,
      body,
      [`component-${id}`]: 'partial_outage',
      do: 'publish',
    })
    expect(published.status).toBe(303)
    expect(await count('incidents')).toBe((before[0] ?? 0) + 1)
    const { facts } = await readStatusFacts(core.app)
    expect(facts.incidents[0]).toMatchObject({
      name: 'Sign-in is slow',
      impact: 'major',
      status: 'identified',
    })
  })

  test('refuses what publishing would refuse, with every field as it was typed', async () => {
    const body = `${'é'.repeat(50_000)}<end>`
    const answer = await desk.post('/staff/incidents/new', {
      ...typed,
      body,
      startedAt: '2999-01-01T10:00',
      zone: 'Asia/Tokyo',
      do: 'preview',
    })
    expect(answer.status).toBe(422)
    const page = await answer.text()
    expectWords(page, [
      'Use at most 10000 characters',
      'This is still to come',
      '&lt;end&gt;',
      '2999-01-01T10:00',
      '<option value="Asia/Tokyo" selected',
    ])
    expectNoWords(page, ['id="preview-heading"'])
  })

  test('asks which of two hours was meant, and takes the answer', async () => {
    const id = await componentId('CA1')
    const window = { from: '2027-11-07T01:30', until: '2027-11-07T04:00', zone: 'America/New_York' }
    const form = {
      name: 'Upgrade',
      body: 'Closed.',
      kind: 'maintenance',
      completes: 'by_clock',
      deliver: 'yes',
      [`component-${id}`]: 'yes',
      ...window,
    }
    const asked = await desk.post('/staff/maintenance/new', { ...form, do: 'preview' })
    expect(asked.status).toBe(422)
    expectWords(await asked.text(), ['this time comes twice', 'name="fromOccurrence"'])
    const shown = await (await desk.post('/staff/maintenance/new', { ...form, fromOccurrence: 'second', do: 'preview' })).text()
    expectWords(shown, [
      '7 November 2027 at 06:30 UTC',
      '2027-11-07 01:30 to 2027-11-07 04:00',
      'In America/New York',
      '[Canada Platform 1] Scheduled: Upgrade',
    ])
    const { status } = await desk.post('/staff/maintenance/new', { ...form, fromOccurrence: 'second', do: 'publish' })
    expect(status).toBe(303)
  })
})

describe('two operators at once', () => {
  test('the second sees what the first has written, and loses nothing of what was typed', async () => {
    const { incidentId: id } = await anIncident(core.app, doer)
    const fields = formIn(await pageAt(desk, `/staff/incidents/${id}`), `/staff/incidents/${id}`)
    expect(fields.get('version')).toBe('1')
    const { components, startedAt, displayAt, deliver } = INCIDENT
    const first = { id, version: 1, name: '', impact: '', status: 'monitoring', body: 'The first to write.' }
    await updateIncident(core.app, doer, { ...first, components, startedAt, displayAt, deliver })
    fields.set('body', 'The second to write.')
    fields.set('do', 'publish')
    const answer = await desk.post(`/staff/incidents/${id}`, fields)
    expect(answer.status).toBe(412)
    const page = await answer.text()
    expectWords(page, ['Somebody else has written meanwhile', 'The first to write.', 'The second to write.'])
    const again = formIn(page, `/staff/incidents/${id}`)
    again.set('do', 'publish')
    expect((await desk.post(`/staff/incidents/${id}`, again)).status).toBe(303)
    expect((await rowOf(id)).version).toBe(3)
  })
})

describe('pages of the desk', () => {
  test('a maintenance is moved, started and completed from its page; what is refused comes back with its form', async () => {
    const { incidentId: id } = await aMaintenance(core.app, doer, {
      ...maintenanceAt(await readDatabaseClock(core.app.db), 600, 60),
      components: ['UK1'],
    })
    const at = `/staff/maintenance/${id}`
    const wrong = { from: '2027-03-28T02:30', until: '2027-03-28T05:00', zone: 'Europe/Berlin', version: '1', body: 'Later.' }
    const refused = await desk.post(`${at}/move`, wrong)
    expect(refused.status).toBe(422)
    expectWords(await refused.text(), ['Clocks are set forward over this time', '2027-03-28T02:30', 'Later.'])
    expect((await desk.post(`${at}/move`, { ...wrong, from: '2027-03-28T03:30' })).status).toBe(303)
    expect((await rowOf(id)).scheduledFor).toEqual(new Date('2027-03-28T01:30:00Z'))
    const tooEarly = await desk.post(`${at}/start`, { version: '2' })
    expect(tooEarly.status).toBe(422)
    expectWords(await tooEarly.text(), ['This is longer than 14 days'])
    const near = maintenanceAt(await readDatabaseClock(core.app.db), 600, 60)
    await moveMaintenance(core.app, doer, { id, version: 2, body: '', deliver: false, ...near })
    expect((await desk.post(`${at}/start`, { version: '3' })).status).toBe(303)
    expect((await desk.post(`${at}/complete`, { version: '3' })).status).toBe(412)
    expect((await desk.post(`${at}/complete`, { version: '4' })).status).toBe(303)
    expectWords(await pageAt(desk, at), ['The maintenance is completed.', 'Completed'])
    expect((await desk.post(`${at}/cancel`, { version: '5' })).status).toBe(409)
  })

  test('an update is corrected where all can see what it said', async () => {
    const { incidentId, updateId } = await anIncident(core.app, doer, { body: 'Everything is lost.' })
    const fields = formIn(await pageAt(desk, `/staff/updates/${updateId}`), `/staff/updates/${updateId}`)
    fields.set('body', 'Nothing is lost.')
    expect((await desk.post(`/staff/updates/${updateId}`, fields)).status).toBe(303)
    expectWords(await pageAt(desk, `/staff/incidents/${incidentId}`), [
      'Nothing is lost.',
      'Everything is lost.',
      'It said before',
    ])
  })

  test('a word on a component is set, seen, and taken back; the second of two at once is told', async () => {
    const id = await componentId('AE1')
    const set = (seen: string) =>
      desk.post(`/staff/components/${id}`, { state: 'degraded_performance', note: 'Disk noise', seen })
    expect((await set('0')).status).toBe(303)
    expect((await set('0')).status).toBe(412)
    expectWords(await pageAt(desk, '/staff/components'), ['Degraded performance', `${operator.username} said so`, 'Disk noise'])
    const seen = formIn(await pageAt(desk, `/staff/components/${id}`), `/staff/components/${id}`).get('seen') ?? ''
    expect((await desk.post(`/staff/components/${id}/clear`, { seen })).status).toBe(303)
    expectNoWords(await pageAt(desk, '/staff/components'), ['Disk noise'])
    expect((await desk.post(`/staff/components/${id}/clear`, { seen: '0' })).status).toBe(409)
  })

  test('a template is kept, begun with, filled in, and removed', async () => {
    const template = {
      kind: 'incident',
      label: 'Slow',
      name: '{{components}}: slow',
      impact: 'minor',
      status: 'identified',
      body: 'Since {{start}}.',
    }
    expect((await desk.post('/staff/templates/new', template)).status).toBe(303)
    const twice = await desk.post('/staff/templates/new', { ...template, label: 'SLOW' })
    expect(twice.status).toBe(422)
    const unknown = await desk.post('/staff/templates/new', { ...template, label: 'Other', body: '{{whatever}}' })
    expectWords(await unknown.text(), ['{{whatever}} can’t be filled in'])
    const list = await pageAt(desk, '/staff/templates')
    const id = /\/staff\/templates\/([0-9a-f-]{36})/u.exec(list)?.[1] ?? ''
    const fields = formIn(await pageAt(desk, `/staff/incidents/new?template=${id}`), '/staff/incidents/new')
    expect([fields.get('name'), fields.get('impact'), fields.get('status')]).toEqual([
      '{{components}}: slow',
      'minor',
      'identified',
    ])
    fields.set(`component-${await componentId('US2')}`, 'degraded_performance')
    fields.set('do', 'preview')
    expectWords(await (await desk.post('/staff/incidents/new', fields)).text(), ['US Platform 2: slow', 'Since '])
    expect((await desk.post(`/staff/templates/${id}/remove`, {})).status).toBe(303)
    expect((await desk.get(`/staff/templates/${id}`)).status).toBe(404)
  })

  test('two templates of one label at once: one of them is kept', async () => {
    const template = { kind: 'incident', label: 'Once', name: 'x', impact: '', status: '', body: 'x' }
    const outcomes = await Promise.allSettled(Array.from({ length: 6 }, () => createTemplate(core.app, doer, template)))
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  })

  test.each([
    'incidents',
    'incidents/new',
    'maintenance',
    'maintenance/new',
    'components',
    'templates',
    'templates/new',
    'incidents/abcdefghijkl',
  ])('whoever is not signed in is sent to sign in from /staff/%s', async (path) => {
    const stranger = visitor(core.site, { origin: new URL(core.app.config.origin).origin })
    const answer = await stranger.get(`/staff/${path}`)
    expect([answer.status, answer.headers.get('location')]).toEqual([
      303,
      `/staff/sign-in?next=${encodeURIComponent(`/staff/${path}`)}`,
    ])
    expect((await stranger.post(`/staff/${path}`, {})).status).not.toBe(200)
  })

  test.each(['incidents/abcdefghijkl', 'incidents/%27', 'maintenance/abcdefghijkl', 'components/x', 'templates/x', 'updates/x'])(
    '/staff/%s is not there',
    async (path) => expect((await desk.get(`/staff/${path}`)).status).toBe(404),
  )
})

test('ten thousand incidents: the list comes in pages, is searched, and answers quickly', async () => {
  await sql`insert into incidents (id, kind, name, impact, status, started_at, resolved_at, created_by)
    select lpad(n::text, 12, 'a'), 'incident', 'Old trouble ' || n, 'minor', 'resolved', '2020-01-01', '2020-01-01', 'test'
    from generate_series(1, 10000) n`.execute(core.app.db)
  const start = performance.now()
  const page = await pageAt(desk, '/staff/incidents')
  expect(performance.now() - start).toBeLessThan(1_500)
  expectWords(page, ['10,000 incidents', 'rel="next"'])
  const next = /rel="next" href="([^"]*)"/u.exec(page)?.[1]?.replaceAll('&amp;', '&') ?? ''
  const second = await pageAt(desk, next)
  const names = (text: string) => [...text.matchAll(/Old trouble \d+/gu)].map(([name]) => name)
  expect(new Set([...names(page), ...names(second)]).size).toBe(50)
  expectWords(await pageAt(desk, '/staff/incidents?q=trouble+9999'), ['Old trouble 9999', '1 incident<'])
  expectWords(await pageAt(desk, '/staff/incidents?q=%25'), ['No incident is called that'])
  // The database takes no text with such a character.
  for (const list of ['incidents', 'maintenance', 'subscribers']) await pageAt(desk, `/staff/${list}?q=%00`)
  const preview = performance.now()
  expect((await desk.post('/staff/incidents/new', { ...typed, body: 'x', do: 'preview' })).status).toBe(200)
  expect(performance.now() - preview).toBeLessThan(5_000)
})
