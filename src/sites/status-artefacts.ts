import type { Config } from '../config/config.ts'
import type { StatusView } from '../domain/status-view.ts'
import type { Artefact, ArtefactMaker } from '../features/publishing/artefact.ts'
import { publishedStandings } from '../features/standings/standings-api.ts'
import { statusFeeds } from '../features/status-feeds/feed-pages.ts'
import { statusApi } from '../features/status-feeds/public-api.ts'
import { statusPages } from '../features/status-pages/pages.tsx'
import { keptNumbersPage } from '../features/support/pages.tsx'
import { FRONT_DOOR } from '../ui/paths.ts'
import { publishedAssets } from './published-assets.ts'

/** Everything public that is drawn of a view: pages, the API's documents, feeds. */
export function statusArtefacts(config: Config): ArtefactMaker {
  const organizer = { name: config.support.name, email: config.support.email ?? addressOf(config.mail.from) }
  const pages = statusPages(config)
  const assets = publishedAssets(config)
  return (view) => [
    ...assets,
    ...pages(view),
    numbersPage(config, view),
    publishedStandings(view),
    ...statusApi(view),
    ...statusFeeds(view, organizer),
  ]
}

/** Need Assistance without a visitor: it is there when nothing else is (S21, N14). */
function numbersPage(config: Config, { contacts, now }: StatusView): Artefact {
  const body = keptNumbersPage(config, { contacts, drawnAt: now })
  return { path: FRONT_DOOR.supportNumbers, contentType: 'text/html; charset=utf-8', body, isDrawnAnew: true }
}

/** `Gatehouse <no-reply@example.com>` */
function addressOf(from: string): string {
  return /<([^<>]+)>\s*$/.exec(from)?.[1] ?? from
}
