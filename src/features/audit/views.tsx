import { AUDIT_ACTIONS, auditActionsOf, auditLabel } from '../../domain/audit-actions.ts'
import type { AuditEvent, AuditPage } from '../../domain/audit-trail.ts'
import { AUDIT_GROUPS } from '../../domain/audit-words.ts'
import type { FieldProblems } from '../../domain/errors.ts'
import type { Product } from '../../domain/platform-directory.ts'
import type { ProductWords } from '../../domain/product-words.ts'
import { PRODUCTS } from '../../domain/product.ts'
import { ErrorSummary } from '../../ui/alert.tsx'
import { auditAddress, type AuditSearch } from '../../ui/audit-address.ts'
import { ButtonLink, SubmitButton } from '../../ui/button.tsx'
import { FilterForm, type FilterGroup, FilterMoment, FilterSelect, FilterText } from '../../ui/filter-fields.tsx'
import { Icon } from '../../ui/icons.tsx'
import { PageHeading } from '../../ui/page-parts.tsx'
import { PATHS } from '../../ui/paths.ts'
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
  readonly product: Product
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
  const { search, page, problems, scopeName, kept, product } = props
  const isSearched = Object.values(search.typed).some((typed) => typed !== '')
  return (
    <>
      <PageHeading sub={`What happened in ${scopeName}: who did it, to whom, when, and where from. ${keptWords(kept)}`}>
        Audit
      </PageHeading>
      <ErrorSummary problems={problems} fields={FIELDS} />
      <SearchFields search={search} problems={problems} isSearched={isSearched} isAnswered={page !== null} product={product} />
      {page === null ? null : page.events.length === 0 ? (
        <NoEvents search={search} isSearched={isSearched} product={product} />
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

function Exports({ search, product }: { search: AuditSearch; product: Product }) {
  const paths = PATHS[product]
  return (
    <div class="apart">
      <ButtonLink tone="quiet" small href={auditAddress(search, null, paths.exportAuditCsv)}>
        Export CSV
      </ButtonLink>
      <ButtonLink tone="quiet" small href={auditAddress(search, null, paths.exportAuditJsonl)}>
        Export JSONL
      </ButtonLink>
    </div>
  )
}

/** Each group as a whole, then its acts, as far as there are any on this platform. */
function groupsOf(product: Product): readonly FilterGroup[] {
  const actions = auditActionsOf(product)
  return Object.entries({ ...AUDIT_GROUPS, users: PRODUCTS[product].words.usersSection }).flatMap(([group, label]) => {
    const own = actions.filter((action) => AUDIT_ACTIONS[action].group === group)
    const options = own.map((action) => ({ value: action, label: auditLabel(action, product) }))
    return own.length === 0 ? [] : [{ label, options: [{ value: group, label: `${label}: all` }, ...options] }]
  })
}

function SearchFields({
  search,
  problems,
  isSearched,
  isAnswered,
  product,
}: {
  search: AuditSearch
  problems: FieldProblems
  isSearched: boolean
  isAnswered: boolean
  product: Product
}) {
  const field = (name: keyof typeof FIELDS) => ({
    name,
    ...FIELDS[name],
    value: shownText(search.typed[name]),
    problem: problems[name],
  })
  return (
    <FilterForm action={PATHS[product].audit} label="Search the audit trail">
      <FilterText {...field('who')} placeholder="Name or login" />
      <FilterText {...field('whom')} placeholder="Name or login" />
      <FilterSelect {...field('what')} anything="Everything" groups={groupsOf(product)} />
      <FilterText {...field('network')} placeholder="203.0.113.0/24" />
      <FilterMoment {...field('from')} />
      <FilterMoment {...field('to')} />
      <div class="filter-buttons">
        <SubmitButton>Search</SubmitButton>
        {isSearched ? (
          <ButtonLink tone="quiet" href={PATHS[product].audit}>
            Clear
          </ButtonLink>
        ) : null}
        {isAnswered ? <Exports search={search} product={product} /> : null}
      </div>
    </FilterForm>
  )
}

const COLUMNS = [{ label: 'What happened' }, { label: 'When' }, { label: 'From' }, { label: 'Seal' }]

function EventTable({ search, page, scopeName, now, product }: AuditPageProps & { page: AuditPage }) {
  return (
    <>
      <Table caption={`What happened in ${scopeName}, the latest first`} columns={COLUMNS}>
        {page.events.map((event) => (
          <EventRow event={event} now={now} words={PRODUCTS[product].words} />
        ))}
      </Table>
      <Pager
        previous={page.newer && auditAddress(search, page.newer, PATHS[product].audit)}
        next={page.older && auditAddress(search, page.older, PATHS[product].audit)}
        summary={<small>Each event is sealed into a chain within a second: none can be changed or left out unnoticed.</small>}
      />
    </>
  )
}

function EventRow({ event, now, words }: { event: AuditEvent; now: Date; words: ProductWords }) {
  const details = eventDetails(event, words)
  return (
    <Row>
      <Cell heading>
        <span class="event">
          <EventSentence event={event} words={words} />
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

function NoEvents({ search, isSearched, product }: { search: AuditSearch; isSearched: boolean; product: Product }) {
  const { audit } = PATHS[product]
  if (search.wish.place) {
    return (
      <EmptyState heading="Nothing on this page">
        <p>
          <a href={auditAddress(search, null, audit)}>Back to the latest</a>
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
        <a href={audit}>Show everything</a>
      </p>
    </EmptyState>
  )
}
