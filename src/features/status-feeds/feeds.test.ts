import ICAL from 'ical.js'
import nodeIcal from 'node-ical'
import RssParser from 'rss-parser'
import { describe, expect, test } from 'vitest'
import {
  EU1,
  minutes,
  NOW,
  statusFacts,
  statusIncident,
  statusMaintenance,
  statusUpdate,
  US1,
} from '../../../test/support/status-facts.ts'
import type { StatusFacts } from '../../domain/status-facts.ts'
import { statusView } from '../../domain/status-view.ts'
import { statusFeeds } from './feed-pages.ts'

const ORGANIZER = { name: 'Support', email: 'support@door.test' }

function find(path: string, facts: StatusFacts, now = NOW) {
  const artefact = statusFeeds(statusView(facts, now), ORGANIZER).find((one) => one.path === path)
  if (!artefact) throw new Error(`nothing is published at ${path}`)
  return artefact
}

describe('the Atom feed (A20)', () => {
  const atom = (facts: StatusFacts) => find('/status/history.atom', facts).body
  const parse = async (facts: StatusFacts) => new RssParser().parseString(atom(facts))

  test('tells a parser each incident and maintenance, the last changed first, with text and HTML', async () => {
    const feed = await parse(statusFacts({ incidents: [statusIncident()], maintenances: [statusMaintenance()] }))
    expect(feed).toMatchObject({ title: 'Gatehouse Status: incidents and maintenance', link: 'https://door.test/status' })
    expect(feed.feedUrl).toBe('https://door.test/status/history.atom')
    expect(feed.items).toMatchObject([
      {
        title: 'Sign-in is slow',
        link: 'https://door.test/status/incidents/incident0000',
        id: 'tag:door.test,2025-11-23:incident0000',
        pubDate: minutes(-30).toISOString(),
        summary: 'Investigating: We are looking into it.',
      },
      { title: 'New racks', summary: 'In progress: The maintenance has begun.' },
    ])
    expect(feed.items[0]?.['content']).toContain('We are <strong>looking</strong> into it.')
  })

  test('keeps the id of an entry when it changes, and moves its updated', () => {
    const before = atom(statusFacts({ incidents: [statusIncident()] }))
    const after = atom(statusFacts({ incidents: [statusIncident({ name: 'Sign-in is down', updatedAt: minutes(-1) })] }))
    const [id, updated] = [/<entry>.*?<id>(.*?)<\/id>/s, /<entry>.*?<updated>(.*?)<\/updated>/s]
    expect(id.exec(after)?.[1]).toBe(id.exec(before)?.[1])
    expect(updated.exec(before)?.[1]).toBe(minutes(-30).toISOString())
    expect(updated.exec(after)?.[1]).toBe(minutes(-1).toISOString())
  })

  test('has what RFC 4287 asks of a feed and of an entry, once each', () => {
    const text = atom(statusFacts({ incidents: [statusIncident()] }))
    const [head = '', entry = ''] = text.split('<entry>')
    expect(head).toContain('<feed xmlns="http://www.w3.org/2005/Atom">')
    expect(head).toContain('<link rel="self" href="https://door.test/status/history.atom"/>')
    for (const name of ['id', 'title', 'updated', 'author']) expect([name, head.split(`<${name}>`).length]).toEqual([name, 2])
    for (const name of ['id', 'updated', 'published']) expect([name, entry.split(`<${name}>`).length]).toEqual([name, 2])
  })

  test('what was typed is text to a reader, whatever it looks like', async () => {
    const name = '<img src=x onerror=alert(1)> & "more" ]]> \u0007'
    const updates = [statusUpdate({ body: '<script>alert(1)</script>\n\n\u0001 [x](javascript:alert(1))' })]
    const facts = statusFacts({ incidents: [statusIncident({ name, updates })] })
    const feed = await parse(facts)
    expect(feed.items[0]?.title).toContain('&lt;img src=x onerror=alert(1)&gt; &amp; "more" ]]&gt;')
    expect(feed.items[0]?.['content']).not.toMatch(/<script|javascript:/)
    // oxlint-disable-next-line no-control-regex -- they are what is looked for
    expect(atom(facts)).not.toMatch(/[\u0000-\u0008]/)
  })
})

describe('the calendar (S04, A20, RFC 5545)', () => {
  const calendar = (facts: StatusFacts, path = '/status/maintenance.ics') => find(path, facts).body
  const eventsOf = (text: string) =>
    ICAL.Component.fromString(text)
      .getAllSubcomponents('vevent')
      .map((one) => new ICAL.Event(one))
  const valueOf = (event: ICAL.Event, name: string) => event.component.getFirstPropertyValue(name)?.toString()

  test('tells two parsers the same: times in UTC, a stable name, and nothing that blocks time', () => {
    const text = calendar(statusFacts({ maintenances: [statusMaintenance({ sequence: 3, closes: true })] }))
    const [event] = eventsOf(text)
    if (!event) throw new Error('there is no event')
    expect([event.uid, event.summary, event.sequence, event.location]).toEqual([
      'maintenance0@door.test',
      'New racks',
      3,
      'US1 Platform',
    ])
    expect([event.startDate.toString(), event.endDate.toString()]).toEqual(['2026-11-23T11:00:00Z', '2026-11-23T13:00:00Z'])
    expect([valueOf(event, 'status'), valueOf(event, 'transp')]).toEqual(['CONFIRMED', 'TRANSPARENT'])
    expect(event.description).toContain('Closed meanwhile: US1 Platform.')
    expect(event.description).toContain('https://door.test/status/incidents/maintenance0')

    const read = nodeIcal.sync.parseICS(text)
    expect(read['maintenance0@door.test']).toMatchObject({
      type: 'VEVENT',
      summary: 'New racks',
      sequence: 3,
      status: 'CONFIRMED',
      transparency: 'TRANSPARENT',
      start: minutes(-60),
      end: minutes(60),
      url: { val: 'https://door.test/status/incidents/maintenance0' },
    })
    expect(text).toMatch(/^METHOD:PUBLISH\r$/m)
    expect(text).toMatch(/^REFRESH-INTERVAL;VALUE=DURATION:PT1H\r$/m)
    expect(text).toMatch(/^DTSTART:20261123T110000Z\r$/m)
  })

  test('lines end in CRLF and have at most 75 octets, also of letters of several octets, and read back whole', () => {
    const name = `Wartung \u00fcber Nacht, \u6771\u4eac\u{1f680}; ${'\u00e9\u6771\u{1f680}'.repeat(60)}`
    const text = calendar(statusFacts({ maintenances: [statusMaintenance({ name })] }))
    expect(text.endsWith('END:VCALENDAR\r\n')).toBe(true)
    expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/)
    expect(Math.max(...text.split('\r\n').map((line) => Buffer.byteLength(line)))).toBeLessThanOrEqual(75)
    expect(text).not.toContain('\ufffd')
    expect(eventsOf(text)[0]?.summary).toBe(name)
  })

  test('a cancelled one says so, and stays with its name', () => {
    const cancelled = statusMaintenance({ cancelledAt: minutes(-100), sequence: 1 })
    const [event] = eventsOf(calendar(statusFacts({ maintenances: [cancelled] })))
    expect([event?.uid, event?.sequence, event && valueOf(event, 'status')]).toEqual(['maintenance0@door.test', 1, 'CANCELLED'])
  })

  test.each([
    ['a second before 90 days', -1, 1],
    ['at 90 days', 0, 0],
    ['a second after', 1, 0],
  ])('%s after its end it is kept or not', (_, seconds, count) => {
    const end = new Date(NOW.getTime() - 90 * 86_400_000 - seconds * 1_000)
    const old = statusMaintenance({ scheduledFor: new Date(end.getTime() - 3_600_000), scheduledUntil: end })
    expect(eventsOf(calendar(statusFacts({ maintenances: [old] })))).toHaveLength(count)
  })

  test('each platform has one of its own', () => {
    const elsewhere = statusMaintenance({ id: 'elsewhere000', componentIds: [EU1.id] })
    const facts = statusFacts({ maintenances: [statusMaintenance(), elsewhere] })
    const uids = (path: string) => eventsOf(calendar(facts, path)).map(({ uid }) => uid)
    expect(uids('/status/maintenance/US1.ics')).toEqual(['maintenance0@door.test'])
    expect(uids('/status/maintenance/EU1.ics')).toEqual(['elsewhere000@door.test'])
    expect(uids('/status/maintenance.ics')).toHaveLength(2)
  })

  test('the same facts give the same bytes, so that nothing is fetched twice', () => {
    const facts = statusFacts({ maintenances: [statusMaintenance()] })
    const later = find('/status/maintenance.ics', facts, minutes(1)).body
    expect(later).toBe(calendar(facts))
  })
})

describe('badges (A20)', () => {
  const outage = statusFacts({
    spans: [{ componentId: US1.id, source: 'probe', state: 'major_outage', startedAt: minutes(-9), endedAt: null }],
  })

  test('say in words what they show, of the page and of each platform, and say unknown once nothing is heard (N14)', () => {
    const page = find('/status/badge.svg', outage)
    expect(page).toMatchObject({ contentType: 'image/svg+xml; charset=utf-8', isOpenToAll: true })
    expect(page.body).toContain('<title>Gatehouse Status: Major Service Outage</title>')
    expect(page.body).toContain('role="img" aria-label="Gatehouse Status: Major Service Outage"')
    expect(page.whenStale).toContain('<title>Gatehouse Status: Unknown</title>')
    expect(find('/status/badge/US1.svg', outage).body).toContain('<title>US1 Platform: Major outage</title>')
    expect(find('/status/badge/EU1.svg', outage).body).toContain('<title>EU1 Platform: Operational</title>')
  })

  test('a name with markup in it stays a name', () => {
    const components = [{ ...US1, name: '<script>&"' }]
    expect(find('/status/badge/US1.svg', statusFacts({ components })).body).toContain(
      '<title>&lt;script&gt;&amp;&quot;: Operational',
    )
  })
})
