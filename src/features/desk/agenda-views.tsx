import type { MaintenancePhase } from '../../domain/service-status.ts'
import { ButtonLink } from '../../ui/button.tsx'
import { DESK } from '../../ui/desk-paths.ts'
import { LocalSpan } from '../../ui/local-time.tsx'
import { PageHeading, PageSection, Toolbar } from '../../ui/page-parts.tsx'
import { Refreshed, SearchForm } from '../../ui/search.tsx'
import { EmptyState, Pager } from '../../ui/table.tsx'
import { componentWords } from './incident-list-views.tsx'
import { PhaseWords } from './maintenance-views.tsx'

type AgendaEntry = {
  readonly id: string
  readonly name: string
  readonly phase: MaintenancePhase
  readonly overrun: boolean
  readonly cancelledAt: Date | null
  readonly scheduledFor: Date
  readonly scheduledUntil: Date
  readonly isRelease: boolean
  readonly closes: boolean
  readonly components: readonly string[]
}

export type AgendaProps = {
  readonly ahead: readonly AgendaEntry[]
  readonly past: readonly AgendaEntry[]
  readonly next: string | null
  readonly search: string
  readonly isFirst: boolean
}

/** The schedule by months, the nearest first; below it what is over, by pages. */
export function AgendaView({ ahead, past, next, search, isFirst }: AgendaProps) {
  return (
    <>
      <PageHeading
        sub="Days are those of UTC."
        actions={
          <>
            <ButtonLink tone="quiet" href={DESK.templates}>
              Templates
            </ButtonLink>
            <ButtonLink href={DESK.newMaintenance}>Plan a maintenance</ButtonLink>
          </>
        }
      >
        Maintenance
      </PageHeading>
      {!isFirst || search !== '' ? null : ahead.length === 0 ? (
        <EmptyState heading="Nothing is planned">
          <p>What you plan stands here, by months, and on the public schedule.</p>
        </EmptyState>
      ) : (
        <Months entries={ahead} level={2} />
      )}
      <PageSection heading="Past maintenance">
        <Toolbar>
          <SearchForm action={DESK.maintenances} label="Search past maintenance" value={search} />
        </Toolbar>
        <Refreshed id="past-maintenance">
          {past.length === 0 ? (
            <p class="muted">{search === '' ? 'None yet.' : 'None is called that.'}</p>
          ) : (
            <Months entries={past} level={3} />
          )}
          <Pager previous={isFirst ? null : address({ search })} next={next === null ? null : address({ search, after: next })} />
        </Refreshed>
      </PageSection>
    </>
  )
}

const MONTH = new Intl.DateTimeFormat('en-GB', { month: 'long', year: 'numeric', timeZone: 'UTC' })
const WEEKDAY = new Intl.DateTimeFormat('en-GB', { weekday: 'short', timeZone: 'UTC' })

function Months({ entries, level }: { entries: readonly AgendaEntry[]; level: 2 | 3 }) {
  const months = [...Map.groupBy(entries, ({ scheduledFor }) => MONTH.format(scheduledFor))]
  return (
    <>
      {months.map(([month, members]) => (
        <section class="agenda">
          {level === 2 ? <h2>{month}</h2> : <h3>{month}</h3>}
          <ol>
            {members.map((entry) => (
              <li>
                <Entry entry={entry} />
              </li>
            ))}
          </ol>
        </section>
      ))}
    </>
  )
}

function Entry({ entry }: { entry: AgendaEntry }) {
  const { id, name, phase, overrun, cancelledAt, scheduledFor, scheduledUntil, isRelease, closes, components } = entry
  const kind = isRelease ? 'Release without downtime' : closes ? 'Closed meanwhile' : null
  return (
    <>
      <p class="agenda-day" aria-hidden="true">
        <b>{scheduledFor.getUTCDate()}</b>
        {WEEKDAY.format(scheduledFor)}
      </p>
      <div>
        <p>
          <a href={DESK.maintenance(id)}>{name}</a>{' '}
          <PhaseWords phase={phase} cancelled={cancelledAt !== null} overrun={overrun} />
        </p>
        <p class="muted">
          <LocalSpan from={scheduledFor} until={scheduledUntil} />
        </p>
        <p class="muted">
          {componentWords(components)}
          {kind === null ? null : ` · ${kind}`}
        </p>
      </div>
    </>
  )
}

function address({ search, after }: { search: string; after?: string }): string {
  const query = new URLSearchParams({ ...(search !== '' && { q: search }), ...(after !== undefined && { after }) }).toString()
  return query === '' ? DESK.maintenances : `${DESK.maintenances}?${query}`
}
