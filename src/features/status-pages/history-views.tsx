import type { HistoryMonth, PastEvent } from '../../domain/status-history.ts'
import { lengthOf } from '../../domain/status-history.ts'
import { listWords } from '../../ui/list-words.ts'
import { LocalTime } from '../../ui/local-time.tsx'
import { markdownText } from '../../ui/markdown.tsx'
import { PageHeading } from '../../ui/page-parts.tsx'
import { FRONT_DOOR } from '../../ui/paths.ts'
import { IMPACT_WORDS, UPDATE_WORDS } from '../../ui/service-words.ts'
import { EmptyState } from '../../ui/table.tsx'
import { counted, lengthWords, monthWords } from '../../ui/time-words.ts'
import { classWords, partNames, phaseWords, type Names } from './event-views.tsx'
import { AsOf, Follow, StatusFrame, StatusTabs } from './frame-views.tsx'

export type HistoryPage = {
  readonly month: HistoryMonth
  /** Those of this page. */
  readonly events: readonly PastEvent[]
  readonly page: number
  readonly pages: number
  /** Months with a page of their own, before and after; null: there is none. */
  readonly before: string | null
  readonly after: string | null
  readonly names: Names
  /** Null: of a month of which nothing is expected any more, whenever it is read. */
  readonly asOf: Date | null
  readonly isStale: boolean
}

/** What happened in one month, the latest first. */
export function HistoryView({ month, events, page, pages, before, after, names, asOf, isStale }: HistoryPage) {
  const title = monthWords(month.month)
  return (
    <StatusFrame isStale={isStale}>
      <StatusTabs current="history" />
      <PageHeading sub={<Counted count={month.events.length} asOf={asOf} isStale={isStale} />}>History: {title}</PageHeading>
      <MonthLinks before={before} after={after} />
      {events.length === 0 ? (
        <EmptyState heading={`Nothing happened in ${title}`}>
          <p>No incidents, and no maintenance.</p>
        </EmptyState>
      ) : (
        <ol class="past">
          {events.map((event) => (
            <li>
              <PastCard event={event} names={names} />
            </li>
          ))}
        </ol>
      )}
      {pages > 1 ? <PageLinks month={month.month} page={page} pages={pages} /> : null}
      <Follow />
    </StatusFrame>
  )
}

function Counted({ count, asOf, isStale }: { count: number; asOf: Date | null; isStale: boolean }) {
  return (
    <>
      {count === 0 && asOf !== null ? null : <>{count === 0 ? 'No events' : counted(count, 'event')}. </>}
      {asOf && <AsOf at={asOf} isStale={isStale} />}
    </>
  )
}

function PastCard({ event, names }: { event: PastEvent; names: Names }) {
  const { name, updates } = event.kind === 'incident' ? event.incident : event.maintenance
  const [newest] = updates
  const length = lengthOf(event)
  return (
    <article class={`told ${lookOf(event)}`}>
      <h2>
        <a href={FRONT_DOOR.incident(event.id)}>{name}</a>
      </h2>
      <p class="told-facts">
        <b>{stateWords(event)}</b> · {kindWords(event)} · {namesOf(event, names)}
      </p>
      <p>
        <LocalTime at={event.at} />
        <span class="muted"> · {length === null ? 'not over yet' : lengthWords(length)}</span>
      </p>
      {newest ? <p class="last-word">{shortened(markdownText(newest.body))}</p> : null}
    </article>
  )
}

function lookOf(event: PastEvent): string {
  return event.kind === 'incident' ? `impact-${event.incident.impact}` : 'planned'
}

function stateWords(event: PastEvent): string {
  return event.kind === 'incident' ? UPDATE_WORDS[event.incident.status] : phaseWords(event.maintenance)
}

function kindWords(event: PastEvent): string {
  return event.kind === 'incident' ? IMPACT_WORDS[event.incident.impact] : classWords(event.maintenance)
}

function namesOf(event: PastEvent, names: Names): string {
  if (event.kind === 'maintenance') return partNames(event.maintenance, names)
  const known = event.incident.components.flatMap(({ componentId }) => names.get(componentId) ?? [])
  return known.length === 0 ? 'No part in particular' : listWords(known)
}

const LONGEST_EXCERPT = 280

function shortened(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ')
  return line.length <= LONGEST_EXCERPT ? line : `${line.slice(0, LONGEST_EXCERPT).trimEnd()} …`
}

function MonthLinks({ before, after }: { before: string | null; after: string | null }) {
  return (
    <nav class="pager months" aria-label="Months">
      {before === null ? null : (
        <a class="button quiet small" rel="prev" href={FRONT_DOOR.statusMonth(before)}>
          <span aria-hidden="true">←</span> {monthWords(before)}
        </a>
      )}
      {after === null ? null : (
        <a class="button quiet small" rel="next" href={FRONT_DOOR.statusMonth(after)}>
          {monthWords(after)} <span aria-hidden="true">→</span>
        </a>
      )}
    </nav>
  )
}

function PageLinks({ month, page, pages }: { month: string; page: number; pages: number }) {
  return (
    <nav class="pager" aria-label="Pages">
      <p>
        Page {page} of {pages}
      </p>
      {page > 1 ? (
        <a class="button quiet small" href={FRONT_DOOR.statusMonth(month, page - 1)}>
          Later in {monthWords(month)}
        </a>
      ) : null}
      {page < pages ? (
        <a class="button quiet small" href={FRONT_DOOR.statusMonth(month, page + 1)}>
          Earlier in {monthWords(month)}
        </a>
      ) : null}
    </nav>
  )
}
