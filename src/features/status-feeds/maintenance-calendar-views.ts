import ical, { ICalCalendarMethod, ICalEventStatus, ICalEventTransparency } from 'ical-generator'
import { endOf } from '../../domain/service-status.ts'
import type { StatusView, ViewMaintenance } from '../../domain/status-view.ts'
import { markdownText } from '../../ui/markdown.tsx'
import { FRONT_DOOR } from '../../ui/paths.ts'
import { UPDATE_WORDS } from '../../ui/service-words.ts'

/** How long what is past or cancelled stays, so that calendars that are read seldom hear of it. */
const KEPT_MS = 90 * 86_400_000
const REFRESH_SECONDS = 3_600

/** Who announces it (RFC 5546, 3.2.1). */
export type Organizer = { readonly name: string; readonly email: string }

/**
 * Maintenance as a calendar (RFC 5545), of all platforms or of one. An event has its planned times, in UTC: they change
 * only with its SEQUENCE. What else changes comes with a later DTSTAMP, the newer of two by RFC 5546, 2.1.5. It blocks
 * nobody's time.
 */
export function maintenanceCalendar(
  view: StatusView,
  { componentId, organizer }: { componentId: string | null; organizer: Organizer },
): string {
  const { page, now } = view
  const component = view.components.find(({ id }) => id === componentId)
  const calendar = ical({
    name: component ? `${page.name}: maintenance of ${component.name}` : `${page.name}: maintenance`,
    method: ICalCalendarMethod.PUBLISH,
    prodId: { company: 'Gatehouse', product: 'Status', language: 'EN' },
    ttl: REFRESH_SECONDS,
    url: page.url,
  })
  const since = now.getTime() - KEPT_MS
  for (const one of view.maintenances) {
    const isOfIt = componentId === null || one.componentIds.includes(componentId)
    // Whoever has it in the calendar of a platform that it is no longer of is told that it is off there.
    const former = component && !isOfIt && wasOf(one, component.id) ? component : null
    if ((isOfIt || former) && lastMoment(one) > since) calendar.createEvent(eventOf(view, one, { organizer, former }))
  }
  // RFC 5545, 3.1: the last line ends as the others do.
  return `${calendar.toString()}\r\n`
}

function lastMoment(maintenance: ViewMaintenance): number {
  return Math.max(maintenance.scheduledUntil.getTime(), endOf(maintenance).getTime())
}

function wasOf({ updates }: ViewMaintenance, id: string): boolean {
  return updates.some(({ affected }) => affected?.some(({ componentId }) => componentId === id))
}

function eventOf(
  view: StatusView,
  maintenance: ViewMaintenance,
  { organizer, former }: { organizer: Organizer; former: { readonly name: string } | null },
) {
  const { id, name, sequence, scheduledFor, scheduledUntil, cancelledAt, createdAt, updatedAt } = maintenance
  const { hostname } = new URL(view.page.url)
  const url = new URL(FRONT_DOOR.incident(id), view.page.url).href
  const isOff = cancelledAt !== null || former !== null
  const words = former ? `It no longer concerns ${former.name}.\n\n${url}` : descriptionOf(view, maintenance, url)
  return {
    id: `${id}@${hostname}`,
    sequence,
    start: scheduledFor,
    end: scheduledUntil,
    stamp: updatedAt,
    created: createdAt,
    lastModified: updatedAt,
    summary: printable(isOff ? `Cancelled: ${name}` : name),
    description: printable(words),
    location: printable(former?.name ?? placesOf(view, maintenance).join(', ')),
    organizer,
    url,
    status: isOff ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
    transparency: ICalEventTransparency.TRANSPARENT,
  }
}

function placesOf(view: StatusView, { componentIds }: ViewMaintenance): readonly string[] {
  return view.components.filter(({ id }) => componentIds.includes(id)).map(({ name }) => name)
}

function descriptionOf(view: StatusView, maintenance: ViewMaintenance, url: string): string {
  const [newest] = maintenance.updates
  const words = newest ? `${UPDATE_WORDS[newest.status]}: ${markdownText(newest.body)}` : ''
  const closed = maintenance.closes ? `Closed meanwhile: ${placesOf(view, maintenance).join(', ')}.` : ''
  const release = maintenance.isRelease ? 'A release without downtime.' : ''
  return [words, closed, release, url].filter((part) => part !== '').join('\n\n')
}

/** Control characters have no place in a content line (RFC 5545, 3.3.11). */
function printable(text: string): string {
  // oxlint-disable-next-line no-control-regex -- they are what is looked for
  return text.toWellFormed().replaceAll(/[\u0000-\u0008\u000b-\u001f\u007f]/gu, '')
}
