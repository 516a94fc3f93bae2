import type { StatusView } from '../../domain/status-view.ts'
import { STATUS_FEEDS } from '../../ui/status-paths.ts'
import type { Artefact } from '../publishing/artefact.ts'
import { pageBadge, stateBadge } from './badge-views.tsx'
import { historyFeed } from './history-feed-views.ts'
import { maintenanceCalendar, type Organizer } from './maintenance-calendar-views.ts'

/** What programs read beside the public API: the history, calendars of maintenance, badges (A20). */
export function statusFeeds(view: StatusView, organizer: Organizer): readonly Artefact[] {
  const { name } = view.page
  const platforms = view.components.flatMap(({ id, name: label, platformId, state }) =>
    platformId === null ? [] : [{ componentId: id, label, platformId, state }],
  )
  return [
    { path: STATUS_FEEDS.atom, contentType: 'application/atom+xml; charset=utf-8', body: historyFeed(view), isOpenToAll: true },
    calendar(STATUS_FEEDS.calendar, maintenanceCalendar(view, { componentId: null, organizer })),
    badge(STATUS_FEEDS.badge, pageBadge(name, view), stateBadge(name, 'unknown')),
    ...platforms.flatMap(({ componentId, label, platformId, state }) => [
      calendar(STATUS_FEEDS.platformCalendar(platformId), maintenanceCalendar(view, { componentId, organizer })),
      badge(STATUS_FEEDS.platformBadge(platformId), stateBadge(label, state), stateBadge(label, 'unknown')),
    ]),
  ]
}

function calendar(path: string, body: string): Artefact {
  return { path, contentType: 'text/calendar; charset=utf-8', body, isOpenToAll: true }
}

function badge(path: string, body: string, whenStale: string): Artefact {
  return { path, contentType: 'image/svg+xml; charset=utf-8', body, whenStale, isOpenToAll: true }
}
