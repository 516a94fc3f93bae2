import { AUDIT_ACTIONS, AUDIT_GROUPS } from '../../domain/audit-actions.ts'
import type { AuditEvent, AuditPage } from '../../domain/audit-trail.ts'
import type { FieldProblems } from '../../domain/errors.ts'
import { ErrorSummary } from '../../ui/alert.tsx'
import { auditAddress, type AuditSearch } from '../../ui/audit-address.ts'
import { ButtonLink, SubmitButton } from '../../ui/button.tsx'
import { FilterForm, type FilterGroup, FilterMoment, FilterSelect, FilterText } from '../../ui/filter-fields.tsx'
import { Icon } from '../../ui/icons.tsx'
import { PageHeading } from '../../ui/page-parts.tsx'
import { PLATFORM } from '../../ui/paths.ts'
import { shownText } from '../../ui/shown-text.ts'
import { Cell, EmptyState, Pager, Row, Sub, Table } from '../../ui/table.tsx'
import { counted } from '../../ui/time-words.ts'
import { Time } from '../../ui/time.tsx'
import { eventDetails, EventSentence } from './event-views.tsx'

export type AuditPageProps = {
  readonly search: AuditSearch
  /** Null where the search can't be answered; then there are problems. */
  readonly page: AuditPage | null
  readonly problems: FieldProblems
  /** The subscription, or a unit of it. */
  readonly scopeName: string
  readonly kept: { readonly keepDays: number; readonly signInDays: number }
  readonly now: Date
}

const FIELDS = {
  who: { label: 'Who', maximum: 100 },
  whom: { label: 'Whom', maximum: 100 },
  what: { label: 'What' },
  from: { label: 'From (UTC)' },
  to: { label: 'To (UTC)' },
  network: { label: 'Network' },
} as const

/** The audit trail (A04): searched by who, whom, what, when and where from, the latest first. */
export function AuditTrailView(props: AuditPageProps) {
  const { search, page, problems, scopeName, kept } = props
  const isSearched = Object.values(search.typed).some((typed) => typed !== '')
  return (
    <>
      <PageHeading sub={`What happened in ${scopeName}: who did it, to whom, when, and where from. ${keptWords(kept)}`}>
        Audit
      </PageHeading>
      <ErrorSummary problems={problems} fields={FIELDS} />
      <SearchFields search={search} problems={problems} isSearched={isSearched} isAnswered={page !== null} />
      {page === null ? null : page.events.length === 0 ? (
        <NoEvents search={search} isSearched={isSearched} />
      ) : (
        <EventTable {...props} page={page} />
      )}
    </>
  )
}

function keptWords({ keepDays, signInDays }: AuditPageProps['kept']): string {
  if (keepDays === signInDays) return `Events are kept for ${counted(keepDays, 'day')}.`
  return `Sign-ins are kept for ${counted(signInDays, 'day')}, everything else for ${counted(keepDays, 'day')}.`
}

function Exports({ search }: { search: AuditSearch }) {
  return (
    <div class="apart">
      <ButtonLink tone="quiet" small href={auditAddress(search, null, PLATFORM.exportAuditCsv)}>
        Export CSV
      </ButtonLink>
      <ButtonLink tone="quiet" small href={auditAddress(search, null, PLATFORM.exportAuditJsonl)}>
        Export JSONL
      </ButtonLink>
    </div>
  )
}

/** Each group as a whole, then its acts. */
const GROUPS: readonly FilterGroup[] = Object.entries(AUDIT_GROUPS).map(([group, label]) => ({
  label,
  options: [
    { value: group, label: `${label}: all` },
    ...Object.entries(AUDIT_ACTIONS).flatMap(([action, words]) =>
      words.group === group ? [{ value: action, label: words.label }] : [],
    ),
  ],
}))

function SearchFields({
  search,
  problems,
  isSearched,
  isAnswered,
}: {
  search: AuditSearch
  problems: FieldProblems
  isSearched: boolean
  isAnswered: boolean
}) {
  const field = (name: keyof typeof FIELDS) => ({
    name,
    ...FIELDS[name],
    value: shownText(search.typed[name]),
    problem: problems[name],
  })
  return (
    <FilterForm action={PLATFORM.audit} label="Search the audit trail">
      <FilterText {...field('who')} placeholder="Name or login" />
      <FilterText {...field('whom')} placeholder="Name or login" />
      <FilterSelect {...field('what')} anything="Everything" groups={GROUPS} />
      <FilterText {...field('network')} placeholder="203.0.113.0/24" />
      <FilterMoment {...field('from')} />
      <FilterMoment {...field('to')} />
      <div class="filter-buttons">
        <SubmitButton>Search</SubmitButton>
        {isSearched ? (
          <ButtonLink tone="quiet" href={PLATFORM.audit}>
            Clear
          </ButtonLink>
        ) : null}
        {isAnswered ? <Exports search={search} /> : null}
      </div>
    </FilterForm>
  )
}

const COLUMNS = [{ label: 'What happened' }, { label: 'When' }, { label: 'From' }, { label: 'Seal' }]

function EventTable({ search, page, scopeName, now }: AuditPageProps & { page: AuditPage }) {
  return (
    <>
      <Table caption={`What happened in ${scopeName}, the latest first`} columns={COLUMNS}>
        {page.events.map((event) => (
          <EventRow event={event} now={now} />
        ))}
      </Table>
      <Pager
        previous={page.newer && auditAddress(search, page.newer)}
        next={page.older && auditAddress(search, page.older)}
        summary={<small>Each event is sealed into a chain within a second: none can be changed or left out unnoticed.</small>}
      />
    </>
  )
}

function EventRow({ event, now }: { event: AuditEvent; now: Date }) {
  const details = eventDetails(event)
  return (
    <Row>
      <Cell heading>
        <span class="event">
          <EventSentence event={event} />
        </span>
        {details === '' ? null : <Sub>{shownText(details)}</Sub>}
      </Cell>
      <Cell label="When">
        <Time at={event.at} now={now} />
      </Cell>
      <Cell label="From">{event.address === null ? '\u2013' : <code class="verbatim">{event.address}</code>}</Cell>
      <Cell label="Seal">
        <span class="seal">
          <Icon name={event.seal === null ? 'clock' : 'check'} />
          {event.seal ?? 'Not yet'}
        </span>
      </Cell>
    </Row>
  )
}

function NoEvents({ search, isSearched }: { search: AuditSearch; isSearched: boolean }) {
  if (search.wish.place) {
    return (
      <EmptyState heading="Nothing on this page">
        <p>
          <a href={auditAddress(search, null)}>Back to the latest</a>
        </p>
      </EmptyState>
    )
  }
  if (!isSearched) {
    return (
      <EmptyState heading="Nothing has happened yet">
        <p>Sign-ins, and everything that is done to users and settings, will stand here.</p>
      </EmptyState>
    )
  }
  return (
    <EmptyState heading="Nothing found">
      <p>Look over a longer time, or ask for less.</p>
      <p>
        <a href={PLATFORM.audit}>Show everything</a>
      </p>
    </EmptyState>
  )
}
