import { describe, expect, test } from 'vitest'
import {
  EU1,
  minutes,
  NOW,
  PORTAL,
  statusFacts,
  statusIncident,
  statusMaintenance,
  statusUpdate,
  US1,
} from '../../../test/support/status-facts.ts'
import type { Incident, StatusFacts } from '../../domain/status-facts.ts'
import { statusView } from '../../domain/status-view.ts'
import { LAST_HEARD } from '../../ui/last-heard.ts'
import type { Artefact, LaterArtefact } from '../publishing/artefact.ts'
import { statusPages } from './pages.tsx'

const pagesOf = statusPages({ brand: { name: 'Acme', accent: null }, demo: false })

type Drawn = { readonly body: string; readonly whenStale: string | null; readonly version: string | null }

const published = (facts: Partial<StatusFacts>, now = NOW) => pagesOf(statusView(statusFacts(facts), now))

function drawn(artefact: Artefact | LaterArtefact | undefined): Drawn {
  if (!artefact) throw new Error('there is no such page')
  const { body, whenStale = null } = 'draw' in artefact ? artefact.draw() : artefact
  return { body: String(body), whenStale, version: 'version' in artefact ? artefact.version : null }
}

const page = (path: string, facts: Partial<StatusFacts> = {}, now = NOW): Drawn =>
  drawn(published(facts, now).find((one) => one.path === path))

const DAY = 24 * 60
const permalink = ({ id }: { id: string }) => `/status/incidents/${id}`
const numbered = (count: number, more: (index: number) => Partial<Incident>): readonly Incident[] =>
  Array.from({ length: count }, (_, index) => statusIncident({ id: index.toString().padStart(12, '0'), ...more(index) }))

describe('ten thousand incidents', () => {
  test('all over are each linked once from a month, fifty on a page, and the overview stays small (S03)', () => {
    const incidents = numbered(10_000, (index) => {
      const at = minutes(-index * 144 - 60)
      return { status: 'resolved', startedAt: at, resolvedAt: new Date(at.getTime() + 60_000), updates: [] }
    })
    const all = published({ incidents })
    expect(new Set(all.map(({ path }) => path)).size).toBe(all.length)
    const months = all.filter(({ path }) => /^\/status\/history\/\d{4}-\d\d/u.test(path)).map((one) => drawn(one).body)
    const links = months.map((body) => [...body.matchAll(/<h2><a href="(\/status\/incidents\/\d+)"/gu)].map(([, to]) => to))
    expect(links.flat()).toHaveLength(10_000)
    expect(new Set(links.flat())).toEqual(new Set(incidents.map(permalink)))
    expect(Math.max(...links.map(({ length }) => length))).toBe(50)
    expect(all.filter(({ path }) => path.startsWith('/status/incidents/')).length).toBe(10_000)
    expect(all.filter(({ isRare }) => isRare).length).toBeGreaterThan(9_900)
    expect(drawn(all.find(({ path }) => path === '/status')).body.length).toBeLessThan(150_000)
  })

  test('open at once: the worst thirty are told of, and how many more there are', () => {
    const incidents = numbered(10_000, (index) => ({ impact: index === 9_999 ? 'critical' : 'minor' }))
    const { body } = page('/status', { incidents })
    const told = [...body.matchAll(/<h3><a href="(\/status\/incidents\/\d+)"/gu)].map(([, to]) => to)
    expect([told.length, told[0]]).toEqual([30, '/status/incidents/000000009999'])
    expect(body).toContain('9,970 more open incidents')
  })
})

describe('what operators write', () => {
  const HOSTILE = [
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '[now](javascript:alert(1))',
    '![x](https://elsewhere.test/x.png)',
    '<a href="//elsewhere.test" style="position:fixed">x</a>',
  ]

  test.each(HOSTILE)('%s does nothing, in a name or in a text', (text) => {
    const incident = statusIncident({ name: text, updates: [statusUpdate({ body: text })] })
    const maintenance = statusMaintenance({ name: text, updates: [statusUpdate({ status: 'scheduled', body: text })] })
    const facts = { incidents: [incident], maintenances: [maintenance], components: [{ ...US1, name: text, description: text }] }
    for (const artefact of published(facts)) {
      const { body } = drawn(artefact)
      const rest = body.replaceAll(/<script type="module" src="\/assets\/[\w.-]+"><\/script>/gu, '')
      const harm = /<script|<img|<iframe|href="(javascript|\/\/)|style="/iu.exec(rest)?.[0]
      expect([artefact.path, harm]).toEqual([artefact.path, undefined])
    }
  })

  test('and corrected stands there as corrected, with what it said before', () => {
    const corrected = statusUpdate({
      body: 'Half of Europe is down.',
      correctedAt: minutes(-5),
      former: [{ body: 'All of *Europe* is down.', until: minutes(-5).toISOString() }],
    })
    const { body } = page('/status/incidents/incident0000', { incidents: [statusIncident({ updates: [corrected] })] })
    expect(body).toContain('This text was corrected')
    expect(body).toContain('What it said before')
    expect(body).toContain('All of <em>Europe</em> is down.')
  })
})

describe('once nothing has been heard for too long (N14)', () => {
  test('no page calls anything operational, and each says since when', () => {
    const incidents = [
      statusIncident(),
      statusIncident({ id: 'longago00000', status: 'resolved', startedAt: minutes(-400 * DAY) }),
    ]
    const facts = { incidents, maintenances: [statusMaintenance()] }
    const stale = published(facts).flatMap((one) => drawn(one).whenStale ?? [])
    expect(stale.length).toBeGreaterThan(8)
    for (const body of stale) {
      expect(body).toContain(LAST_HEARD.iso)
      expect(body).toContain('This may be out of date')
    }
    const overview = page('/status', facts).whenStale ?? ''
    expect(overview).toContain('<h1>Status unknown</h1>')
    const states = [...overview.matchAll(/class="state service (\w+)"/gu)].map(([, state]) => state)
    expect(new Set(states)).toEqual(new Set(['degraded_performance', 'unknown']))
  })

  test('of what is over for good there is nothing to doubt', () => {
    const incidents = [statusIncident({ status: 'resolved', startedAt: minutes(-400 * DAY), resolvedAt: minutes(-399 * DAY) })]
    const month = minutes(-400 * DAY)
      .toISOString()
      .slice(0, 7)
    expect(page('/status/incidents/incident0000', { incidents }).whenStale).toBeNull()
    expect(page(`/status/history/${month}`, { incidents }).whenStale).toBeNull()
  })
})

/** A page that keeps its version is not drawn again: whatever shows must be part of it. */
describe('a page that looks otherwise has another version', () => {
  const incident = statusIncident({ status: 'resolved', startedAt: minutes(-40 * DAY), resolvedAt: minutes(-40 * DAY + 60) })
  const before: Partial<StatusFacts> = { incidents: [incident], maintenances: [statusMaintenance()] }
  /** No two editions are of one moment. */
  const soon = new Date(NOW.getTime() + 1)
  const touched = { updatedAt: minutes(-1) }

  test.each<[string, Partial<StatusFacts>, Date]>([
    ['another name of a platform', { components: [{ ...US1, name: 'Another' }, EU1, PORTAL] }, soon],
    ['another title', { incidents: [{ ...incident, name: 'Another', ...touched }] }, soon],
    ['another impact', { incidents: [{ ...incident, impact: 'critical', ...touched }] }, soon],
    ['an update more', { incidents: [{ ...incident, updates: [...incident.updates, statusUpdate()], ...touched }] }, soon],
    ['opened again', { incidents: [{ ...incident, status: 'identified', resolvedAt: null, ...touched }] }, soon],
    ['one more in its month', { incidents: [incident, { ...incident, id: 'another00000' }] }, soon],
    ['gone', { incidents: [] }, soon],
    ['a maintenance that came to its end', {}, minutes(61)],
    ['one that goes on beyond it', { maintenances: [statusMaintenance({ completes: 'by_person' })] }, minutes(61)],
    ['a month later', {}, minutes(31 * DAY)],
  ])('%s', (_what, change, now) => {
    const earlier = new Map(published(before).map((one) => [one.path, drawn(one)]))
    const later = published({ ...before, ...change }, now).map((one) => [one.path, drawn(one)] as const)
    const changed = later.filter(([path, { body, whenStale }]) => {
      const former = earlier.get(path)
      return former?.body !== body || former.whenStale !== whenStale
    })
    expect(changed.length).toBeGreaterThan(0)
    expect(changed.filter(([path, { version }]) => earlier.get(path)?.version === version).map(([path]) => path)).toEqual([])
  })
})
