import type { Child } from 'hono/jsx'
import { endOf } from '../../domain/service-status.ts'
import type { Incident } from '../../domain/status-facts.ts'
import { isOpen, type ViewMaintenance } from '../../domain/status-view.ts'
import { LocalTime } from '../../ui/local-time.tsx'
import { Facts, PageHeading } from '../../ui/page-parts.tsx'
import { FRONT_DOOR } from '../../ui/paths.ts'
import { IMPACT_WORDS, UPDATE_WORDS } from '../../ui/service-words.ts'
import { monthWords } from '../../ui/time-words.ts'
import {
  AffectedParts,
  incidentLength,
  maintenanceLength,
  partNames,
  partsOf,
  phaseWords,
  Updates,
  Window,
  type Names,
} from './event-views.tsx'
import { Follow, StatusFrame, StatusTabs } from './frame-views.tsx'

type Permalink = { readonly names: Names; readonly isStale: boolean }

/** Everything about one incident, at an address that stays. */
export function IncidentView({ incident, names, isStale }: Permalink & { incident: Incident }) {
  const { name, impact, status, startedAt, monitoringAt, resolvedAt, components, updates } = incident
  return (
    <StatusFrame isStale={isStale}>
      <StatusTabs current={null} />
      <PageHeading
        sub={
          <>
            <b>{UPDATE_WORDS[status]}</b> · Incident · {IMPACT_WORDS[impact]}
          </>
        }
      >
        {name}
      </PageHeading>
      <Facts
        facts={[
          ['Began', <LocalTime at={startedAt} />],
          ...fact('Being watched since', monitoringAt && resolvedAt === null && <LocalTime at={monitoringAt} />),
          ...fact('Resolved', resolvedAt && <LocalTime at={resolvedAt} />),
          ['Duration', incidentLength(incident)],
          ...fact(
            isOpen(incident) ? 'Affected' : 'Was affected',
            components.length > 0 && <AffectedParts parts={partsOf(incident)} names={names} />,
          ),
        ]}
      />
      <h2>Updates</h2>
      <Updates updates={updates} />
      <BackTo month={startedAt.toISOString().slice(0, 7)} />
      <Follow />
    </StatusFrame>
  )
}

/** Everything about one maintenance. */
export function MaintenanceView({ maintenance, names, isStale }: Permalink & { maintenance: ViewMaintenance }) {
  const { name, phase, scheduledFor, actualStartAt, cancelledAt, isRelease, updates } = maintenance
  const isOver = phase === 'completed'
  return (
    <StatusFrame isStale={isStale}>
      <StatusTabs current={null} />
      <PageHeading
        sub={
          <>
            <b>{phaseWords(maintenance)}</b> · {isRelease ? 'Release without downtime' : 'Maintenance'}
          </>
        }
      >
        {name}
      </PageHeading>
      <Facts
        facts={[
          ['Planned', <Window maintenance={maintenance} />],
          ...fact('Began', actualStartAt && <LocalTime at={actualStartAt} />),
          ...fact('Cancelled', cancelledAt && <LocalTime at={cancelledAt} />),
          ...fact('Ended', isOver && cancelledAt === null && <LocalTime at={endOf(maintenance)} />),
          ...fact(isOver ? 'Took' : 'Takes', cancelledAt === null && maintenanceLength(maintenance)),
          ['For', partNames(maintenance, names)],
          ...fact('Effect', cancelledAt === null && effectWords(maintenance)),
        ]}
      />
      <h2>Updates</h2>
      <Updates updates={updates} />
      {isOver ? (
        <BackTo month={scheduledFor.toISOString().slice(0, 7)} />
      ) : (
        <p>
          <a href={FRONT_DOOR.statusMaintenance}>All planned maintenance</a>
        </p>
      )}
      <Follow />
    </StatusFrame>
  )
}

/** What people notice of it; null where its updates alone can tell. */
function effectWords({ phase, isRelease, closes }: ViewMaintenance): string | null {
  const isOver = phase === 'completed'
  if (isRelease) return isOver ? 'Work went on as usual.' : 'Work goes on as usual.'
  if (!closes) return null
  return isOver ? 'Nobody could sign in meanwhile.' : 'Nobody can sign in meanwhile.'
}

function BackTo({ month }: { month: string }) {
  return (
    <p>
      <a href={FRONT_DOOR.statusMonth(month)}>All of {monthWords(month)}</a>
    </p>
  )
}

/** A row of facts, where there is something to say. */
function fact(label: string, value: Child | false | null): readonly (readonly [Child, Child])[] {
  return value === null || value === false ? [] : [[label, value]]
}
