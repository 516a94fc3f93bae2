import { Feed } from 'feed'
import type { StatusUpdate } from '../../domain/status-facts.ts'
import type { StatusView } from '../../domain/status-view.ts'
import { markdownHtml, markdownText } from '../../ui/markdown.tsx'
import { FRONT_DOOR } from '../../ui/paths.ts'
import { UPDATE_WORDS } from '../../ui/service-words.ts'
import { STATUS_FEEDS } from '../../ui/status-paths.ts'
import { utcWords } from '../../ui/time-words.ts'

const MOST = 50

type Told = {
  readonly id: string
  readonly name: string
  readonly createdAt: Date
  readonly updatedAt: Date
  readonly updates: readonly StatusUpdate[]
}

/**
 * The history as an Atom feed (RFC 4287): the incidents and maintenances that changed last, one entry each, whose id stays
 * as it is however often it changes (RFC 4151).
 */
export function historyFeed(view: StatusView): string {
  const { page } = view
  const absolute = (path: string) => new URL(path, page.url).href
  const tag = (what: string) => `tag:${new URL(page.url).hostname},${page.createdAt.toISOString().slice(0, 10)}:${what}`
  const feed = new Feed({
    id: tag('history'),
    title: escaped(`${page.name}: incidents and maintenance`),
    updated: page.updatedAt,
    link: page.url,
    feedLinks: { atom: absolute(STATUS_FEEDS.atom) },
    author: { name: page.name },
    generator: false,
  })
  for (const one of lastChanged(view)) {
    feed.addItem({
      id: tag(one.id),
      title: escaped(one.name),
      link: absolute(FRONT_DOOR.incident(one.id)),
      published: one.createdAt,
      date: one.updatedAt,
      description: escaped(summaryOf(one.updates)),
      content: one.updates.map(updateHtml).join(''),
    })
  }
  return feed.atom1().replaceAll(CONTROL, ' ')
}

function lastChanged({ incidents, maintenances }: StatusView): readonly Told[] {
  return [...incidents, ...maintenances]
    .toSorted((one: Told, other: Told) => other.updatedAt.getTime() - one.updatedAt.getTime())
    .slice(0, MOST)
}

function summaryOf([newest]: readonly StatusUpdate[]): string {
  return newest ? `${UPDATE_WORDS[newest.status]}: ${markdownText(newest.body)}` : ''
}

function updateHtml({ status, body, displayAt }: StatusUpdate): string {
  return `<p><strong>${UPDATE_WORDS[status]}</strong>, <time datetime="${displayAt.toISOString()}">${utcWords(displayAt)}</time></p>${markdownHtml(body)}`
}

/** Titles and summaries are HTML to a reader: what was typed stands there as it was typed. */
function escaped(text: string): string {
  return text.toWellFormed().replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

/** XML has no way to write these. */
// oxlint-disable-next-line no-control-regex -- they are what is looked for
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/gu
