import type { UpdateStatus } from '../../domain/service-status.ts'
import { ButtonLink } from '../../ui/button.tsx'
import { DESK } from '../../ui/desk-paths.ts'
import { PageHeading, PageSection, Toolbar } from '../../ui/page-parts.tsx'
import { Refreshed, SearchForm } from '../../ui/search.tsx'
import { UPDATE_WORDS } from '../../ui/service-words.ts'
import { Cell, EmptyState, Pager, Row, Table } from '../../ui/table.tsx'
import { counted } from '../../ui/time-words.ts'
import { Time } from '../../ui/time.tsx'
import { ImpactBadge } from './parts-views.tsx'

type ListedIncident = {
  readonly id: string
  readonly name: string
  readonly impact: string
  readonly status: UpdateStatus | 'maintenance'
  readonly startedAt: Date
  readonly resolvedAt: Date | null
  readonly components: readonly string[]
}

export type IncidentListProps = {
  readonly open: readonly ListedIncident[]
  readonly past: readonly ListedIncident[]
  readonly count: number
  readonly next: string | null
  readonly search: string
  readonly isFirst: boolean
  readonly now: Date
}

/** Open ones first; then the rest by pages, and a search. */
export function IncidentListView({ open, past, count, next, search, isFirst, now }: IncidentListProps) {
  return (
    <>
      <PageHeading
        actions={
          <>
            <ButtonLink tone="quiet" href={DESK.components}>
              Components
            </ButtonLink>
            <ButtonLink tone="quiet" href={DESK.templates}>
              Templates
            </ButtonLink>
            <ButtonLink href={DESK.newIncident}>Open an incident</ButtonLink>
          </>
        }
      >
        Incidents
      </PageHeading>
      {isFirst && search === '' ? <OpenIncidents open={open} now={now} /> : null}
      <PageSection heading="History">
        <Toolbar>
          <SearchForm action={DESK.incidents} label="Search incidents" value={search} />
          <p class="muted">
            <Refreshed id="incident-count" live>
              {counted(count, 'incident')}
            </Refreshed>
          </p>
        </Toolbar>
        <Refreshed id="incidents">
          {past.length === 0 ? (
            <EmptyState heading={search === '' ? 'Nothing is over yet' : 'No incident is called that'}>
              <p>{search === '' ? 'What is resolved stands here.' : 'Search by a part of the title.'}</p>
            </EmptyState>
          ) : (
            <IncidentTable caption="Resolved incidents" rows={past} now={now} />
          )}
          <Pager previous={isFirst ? null : address({ search })} next={next === null ? null : address({ search, after: next })} />
        </Refreshed>
      </PageSection>
    </>
  )
}

function OpenIncidents({ open, now }: { open: readonly ListedIncident[]; now: Date }) {
  return (
    <PageSection heading={open.length === 0 ? 'Open' : `Open (${open.length})`}>
      {open.length === 0 ? (
        <p class="muted">No incident is open.</p>
      ) : (
        <IncidentTable caption="Open incidents" rows={open} now={now} />
      )}
    </PageSection>
  )
}

function IncidentTable({ caption, rows, now }: { caption: string; rows: readonly ListedIncident[]; now: Date }) {
  return (
    <Table caption={caption} columns={['Incident', 'Status', 'Affects', 'Began', 'Resolved'].map((label) => ({ label }))}>
      {rows.map(({ id, name, impact, status, components, startedAt, resolvedAt }) => (
        <Row>
          <Cell heading>
            <a href={DESK.incident(id)}>{name}</a>
          </Cell>
          <Cell label="Status">
            {status === 'maintenance' ? null : UPDATE_WORDS[status]} <ImpactBadge impact={impact} />
          </Cell>
          <Cell label="Affects">{componentWords(components)}</Cell>
          <Cell label="Began">
            <Time at={startedAt} now={now} brief />
          </Cell>
          <Cell label="Resolved">{resolvedAt ? <Time at={resolvedAt} now={now} brief /> : 'not yet'}</Cell>
        </Row>
      ))}
    </Table>
  )
}

/** "US Platform 1, EU Platform 1 and 3 more" */
export function componentWords(names: readonly string[]): string {
  if (names.length === 0) return 'none'
  return names.length <= 3 ? names.join(', ') : `${names.slice(0, 2).join(', ')} and ${names.length - 2} more`
}

function address({ search, after }: { search: string; after?: string }): string {
  const query = new URLSearchParams({ ...(search !== '' && { q: search }), ...(after !== undefined && { after }) }).toString()
  return query === '' ? DESK.incidents : `${DESK.incidents}?${query}`
}
