import type { Child } from 'hono/jsx'
import type { Brand } from '../../config/config.ts'
import { isOver, monthsOf, type HistoryMonth, type PastEvent } from '../../domain/status-history.ts'
import { isOpen, type StatusView } from '../../domain/status-view.ts'
import { contentHash } from '../../secrets.ts'
import { frontDoorChrome } from '../../ui/front-door-chrome.ts'
import { renderPage } from '../../ui/layout.tsx'
import { FRONT_DOOR } from '../../ui/paths.ts'
import { STATUS_FEEDS } from '../../ui/status-paths.ts'
import { monthWords } from '../../ui/time-words.ts'
import type { Artefact, LaterArtefact } from '../publishing/artefact.ts'
import type { Names } from './event-views.tsx'
import { HistoryView } from './history-views.tsx'
import { OverviewView, overviewTitle } from './overview-views.tsx'
import { IncidentView, MaintenanceView } from './permalink-views.tsx'
import { ScheduleView, scheduleTitle } from './schedule-views.tsx'
import { SPECIMEN_INCIDENT, SPECIMEN_MAINTENANCE, SPECIMEN_NAMES } from './specimen.ts'

const FEEDS = [{ href: STATUS_FEEDS.atom, type: 'application/atom+xml', title: 'Incidents and maintenance' }] as const
const HTML = 'text/html; charset=utf-8'
/** Events of one month on one page. */
const PAGE_SIZE = 50
/** So many permalinks and months stay in memory, the newest; those before are seldom asked for. */
const MEMORABLE = 100
const MEMORABLE_MONTHS = 3

type Frame = { readonly brand: Brand; readonly demo: boolean }
type Page = { readonly title: string; readonly children: Child }
type Draw = (isStale: boolean) => Page

/** The public pages about the status (S03, S04), each drawn fresh and as it is shown when nobody can confirm it (N14). */
export function statusPages(frame: Frame): (view: StatusView) => readonly (Artefact | LaterArtefact)[] {
  const look = lookOf(frame)
  return (view) => {
    const names: Names = new Map(view.components.map(({ id, name }) => [id, name]))
    return [
      page(frame, FRONT_DOOR.status, view, (isStale) => ({
        title: overviewTitle(view, isStale),
        children: <OverviewView view={view} names={names} isStale={isStale} />,
      })),
      ...schedulePages(frame, view, names),
      ...historyPages(frame, view, names, look),
      ...permalinks(frame, view, names, look),
    ]
  }
}

/** Drawn whenever anything is: it says of which moment it is. */
function page(frame: Frame, path: string, view: StatusView, draw: Draw): LaterArtefact {
  return later(frame, { path, version: view.now.toISOString(), isRare: false, mayBeStale: true }, draw)
}

function later(
  { brand, demo }: Frame,
  of: { path: string; version: string; isRare: boolean; mayBeStale: boolean },
  draw: Draw,
): LaterArtefact {
  const { path, version, isRare, mayBeStale } = of
  const chrome = frontDoorChrome({ brand, demo, current: 'status' })
  const html = (isStale: boolean) => renderPage({ chrome, wide: true, robots: true, feeds: FEEDS, ...draw(isStale) })
  const drawBoth = () => ({ body: html(false), ...(mayBeStale && { whenStale: html(true) }) })
  return { path, contentType: HTML, version, isRare, draw: drawBoth }
}

function schedulePages(frame: Frame, view: StatusView, names: Names): readonly LaterArtefact[] {
  const schedule = (path: string, platformId: string | null, name: string | null) =>
    page(frame, path, view, (isStale) => ({
      title: scheduleTitle(name),
      children: <ScheduleView view={view} names={names} platformId={platformId} isStale={isStale} />,
    }))
  return [
    schedule(FRONT_DOOR.statusMaintenance, null, null),
    ...view.components.flatMap(({ platformId, name }) =>
      platformId === null ? [] : [schedule(FRONT_DOOR.statusMaintenanceOf(platformId), platformId, name)],
    ),
  ]
}

function historyPages(frame: Frame, view: StatusView, names: Names, look: string): readonly LaterArtefact[] {
  const months = monthsOf(view)
  return months.flatMap((month, index) => {
    const neighbours = { before: months[index + 1]?.month ?? null, after: months[index - 1]?.month ?? null }
    const isRare = index >= MEMORABLE_MONTHS
    const pages = Math.max(1, Math.ceil(month.events.length / PAGE_SIZE))
    const numbers = Array.from({ length: pages }, (_, number) => number + 1)
    const drawn = (path: string, number: number): LaterArtefact => {
      const events = month.events.slice((number - 1) * PAGE_SIZE, number * PAGE_SIZE)
      const version = isRare ? versionOf([look, monthVersion(month, neighbours), ...names.values()]) : view.now.toISOString()
      const of = { month, events, page: number, pages, ...neighbours, names, asOf: isRare ? null : view.now }
      // Of a month that is over nothing is told that could be out of date.
      return later(frame, { path, version, isRare: isRare || number > 1, mayBeStale: !isRare }, (isStale) => ({
        title: `${monthWords(month.month)} · Status history`,
        children: <HistoryView {...of} isStale={isStale} />,
      }))
    }
    const own = numbers.map((number) => drawn(FRONT_DOOR.statusMonth(month.month, number), number))
    return index === 0 ? [drawn(FRONT_DOOR.statusHistory, 1), ...own] : own
  })
}

/** What would make another page of it. */
function monthVersion({ events }: HistoryMonth, neighbours: object): string {
  const latest = Math.max(0, ...events.map((event) => changedAt(event)))
  return JSON.stringify([events.length, latest, neighbours])
}

function changedAt(event: PastEvent): number {
  const { updatedAt } = event.kind === 'incident' ? event.incident : event.maintenance
  return updatedAt.getTime()
}

function permalinks(frame: Frame, view: StatusView, names: Names, look: string): readonly LaterArtefact[] {
  const known = versionOf([look, ...names].flat())
  const link = (event: PastEvent, index: number): LaterArtefact => {
    const isEnded = isOver(event)
    const { updates } = event.kind === 'incident' ? event.incident : event.maintenance
    const phase = event.kind === 'incident' ? '' : `${event.maintenance.phase}${event.maintenance.overrun}`
    const version = `${known}-${changedAt(event).toString(36)}-${updates.length}-${phase}`
    const path = FRONT_DOOR.incident(event.id)
    return later(frame, { path, version, isRare: index >= MEMORABLE, mayBeStale: !isEnded }, (isStale) =>
      permalinkPage(event, names, isStale),
    )
  }
  // Open ones first: they are those that people come for.
  const incidents = view.incidents.toSorted((one, other) => Number(isOpen(other)) - Number(isOpen(one)))
  const maintenances = view.maintenances.toSorted((one, other) => weightOf(other.phase) - weightOf(one.phase))
  return [
    ...incidents.map((incident, index) => link({ kind: 'incident', id: incident.id, at: incident.startedAt, incident }, index)),
    ...maintenances.map((maintenance, index) =>
      link({ kind: 'maintenance', id: maintenance.id, at: maintenance.scheduledFor, maintenance }, index),
    ),
  ]
}

/** How pages look that are not drawn each time: it is another where styles, scripts, chrome or views are. */
function lookOf(frame: Frame): string {
  const events: readonly PastEvent[] = [
    { kind: 'incident', id: SPECIMEN_INCIDENT.id, at: SPECIMEN_INCIDENT.startedAt, incident: SPECIMEN_INCIDENT },
    {
      kind: 'maintenance',
      id: SPECIMEN_MAINTENANCE.id,
      at: SPECIMEN_MAINTENANCE.scheduledFor,
      maintenance: SPECIMEN_MAINTENANCE,
    },
  ]
  const [now, month] = [SPECIMEN_INCIDENT.startedAt, { month: '2000-01', events }]
  const names = SPECIMEN_NAMES
  const history = { month, events, page: 1, pages: 2, before: '1999-12', after: '2000-02', names, asOf: now, isStale: true }
  const pages: readonly Page[] = [
    ...events.map((event) => permalinkPage(event, names, true)),
    { title: 'History', children: <HistoryView {...history} /> },
  ]
  const of = { path: '', version: '', isRare: false, mayBeStale: false }
  return versionOf(pages.map((drawn) => String(later(frame, of, () => drawn).draw().body)))
}

/** Short, and another one for other parts. */
function versionOf(parts: readonly string[]): string {
  return contentHash(new TextEncoder().encode(JSON.stringify(parts)))
}

const weightOf = (phase: string): number => (phase === 'completed' ? 0 : 1)

function permalinkPage(event: PastEvent, names: Names, isStale: boolean): Page {
  if (event.kind === 'incident') {
    const { incident } = event
    return { title: `${incident.name} · Status`, children: <IncidentView incident={incident} names={names} isStale={isStale} /> }
  }
  const { maintenance } = event
  return {
    title: `${maintenance.name} · Status`,
    children: <MaintenanceView maintenance={maintenance} names={names} isStale={isStale} />,
  }
}
