import { HISTORY_DAYS } from '../../domain/component-history.ts'
import { INCIDENT_IMPACTS, type ShownState } from '../../domain/service-status.ts'
import type { Incident } from '../../domain/status-facts.ts'
import { aheadOf, isOpen, type StatusView, type ViewComponent, type ViewMaintenance } from '../../domain/status-view.ts'
import { ButtonLink } from '../../ui/button.tsx'
import { PageSection } from '../../ui/page-parts.tsx'
import { FRONT_DOOR } from '../../ui/paths.ts'
import { ServiceState } from '../../ui/service-state.tsx'
import { ROLL_UP_WORDS } from '../../ui/service-words.ts'
import { counted } from '../../ui/time-words.ts'
import { DayBars, DayLegend, Uptime } from './day-views.tsx'
import { IncidentCard, MaintenanceCard, type Names } from './event-views.tsx'
import { AsOf, Follow, StatusFrame, StatusTabs } from './frame-views.tsx'
import { UptimeRule } from './uptime-rule-view.tsx'

export type Overview = { readonly view: StatusView; readonly names: Names; readonly isStale: boolean }

/** A storm of incidents makes no endless page. */
const MOST_INCIDENTS = 30
const MOST_PLANNED = 5

/** The status at a glance (S03): how it is, why, what comes, and how it was. */
export function OverviewView({ view, names, isStale }: Overview) {
  const open = view.incidents.filter(isOpen).toSorted(byImpact)
  const ahead = aheadOf(view)
  const running = ahead.filter(({ phase }) => phase !== 'scheduled')
  const planned = ahead.filter(({ phase }) => phase === 'scheduled')
  return (
    <StatusFrame isStale={isStale}>
      <StatusTabs current="status" />
      <RollUp view={view} isStale={isStale} />
      {open.length === 0 ? null : <OpenIncidents incidents={open} names={names} />}
      {running.length === 0 ? null : (
        <PageSection heading="Maintenance now">
          {running.slice(0, MOST_INCIDENTS).map((maintenance) => (
            <MaintenanceCard maintenance={maintenance} names={names} />
          ))}
        </PageSection>
      )}
      <Regions view={view} isStale={isStale} />
      <Planned maintenances={planned} names={names} />
      <NinetyDays view={view} isStale={isStale} />
    </StatusFrame>
  )
}

/** The worst first, then as they came. */
function byImpact(one: Incident, other: Incident): number {
  return INCIDENT_IMPACTS.indexOf(other.impact) - INCIDENT_IMPACTS.indexOf(one.impact)
}

/** The tab's title carries the answer. */
export function overviewTitle(view: StatusView, isStale: boolean): string {
  return `${rollUpWords(view, isStale)} · Status`
}

function rollUpWords({ indicator, components }: StatusView, isStale: boolean): string {
  if (isStale) return 'Status unknown'
  const unknown = components.filter(({ state }) => state === 'unknown').length
  if (indicator !== 'none' || unknown === 0) return ROLL_UP_WORDS[indicator]
  return unknown === components.length ? 'Status unknown' : 'No known trouble'
}

function RollUp({ view, isStale }: { view: StatusView; isStale: boolean }) {
  const { components } = view
  const fine = components.filter(({ state }) => state === 'operational').length
  const isUnknown = isStale || components.every(({ state }) => state === 'unknown')
  return (
    <div class={`roll-up ${isUnknown ? 'unknown' : view.indicator}`}>
      <span class="roll-up-mark" aria-hidden="true" />
      <div>
        <h1>{rollUpWords(view, isStale)}</h1>
        <p>
          {isStale ? null : (
            <>
              {fine === components.length
                ? `All ${fine} parts work as they should`
                : `${fine} of ${counted(components.length, 'part')} work as they should`}
              .{' '}
            </>
          )}
          <AsOf at={view.now} isStale={isStale} />
        </p>
      </div>
      <ButtonLink href={FRONT_DOOR.subscribe} tone="quiet" small>
        Subscribe
      </ButtonLink>
    </div>
  )
}

function OpenIncidents({ incidents, names }: { incidents: readonly Incident[]; names: Names }) {
  const more = incidents.length - MOST_INCIDENTS
  return (
    <PageSection heading={incidents.length === 1 ? 'Open incident' : 'Open incidents'}>
      {incidents.slice(0, MOST_INCIDENTS).map((incident) => (
        <IncidentCard incident={incident} names={names} />
      ))}
      {more > 0 ? (
        <p>
          And {counted(more, 'more open incident')}: all of them are in the{' '}
          <a href={FRONT_DOOR.statusHistory}>history of this month</a> and those before.
        </p>
      ) : null}
    </PageSection>
  )
}

/** All platforms by region, at a glance. */
function Regions({ view, isStale }: { view: StatusView; isStale: boolean }) {
  return (
    <PageSection heading="By region">
      <div class="regions">
        {view.groups
          .filter(({ components }) => components.some(isShown))
          .map(({ name, components }) => (
            <section class="region">
              <h3>{name}</h3>
              <ul>
                {components.filter(isShown).map((component) => (
                  <li>
                    <a href={`#${anchorOf(component)}`}>{component.name}</a>
                    <ServiceState state={shownState(component, isStale)} />
                  </li>
                ))}
              </ul>
            </section>
          ))}
      </div>
    </PageSection>
  )
}

function isShown({ onlyShowIfDegraded, state }: ViewComponent): boolean {
  return !onlyShowIfDegraded || state !== 'operational'
}

function shownState({ state }: ViewComponent, isStale: boolean): ShownState {
  return isStale ? 'unknown' : state
}

function anchorOf({ key }: ViewComponent): string {
  return `part-${key}`
}

function Planned({ maintenances, names }: { maintenances: readonly ViewMaintenance[]; names: Names }) {
  return (
    <PageSection
      heading="Planned maintenance"
      actions={
        <ButtonLink href={FRONT_DOOR.statusMaintenance} tone="quiet" small>
          The next twelve months
        </ButtonLink>
      }
    >
      {maintenances.length === 0 ? (
        <p class="muted">Nothing is planned.</p>
      ) : (
        maintenances.slice(0, MOST_PLANNED).map((maintenance) => <MaintenanceCard maintenance={maintenance} names={names} />)
      )}
    </PageSection>
  )
}

function NinetyDays({ view, isStale }: { view: StatusView; isStale: boolean }) {
  const { groups, components, weights } = view
  const incidents = new Map(view.incidents.map(({ id, name }) => [id, name]))
  const isQuiet = !components.some(({ history }) => history.days.some(({ incidentIds }) => incidentIds.length > 0))
  const ungrouped = components.filter(({ groupId }) => groupId === null)
  const rows = (of: readonly ViewComponent[]) =>
    of.filter(isShown).map((component) => (
      <section class="part" id={anchorOf(component)}>
        <div class="part-name">
          <h4>{component.name}</h4>
          <ServiceState state={shownState(component, isStale)} />
          {component.description === null ? null : <p class="part-about">{component.description}</p>}
        </div>
        <DayBars name={component.name} history={component.history} incidents={incidents} />
        <Uptime uptime={component.history.uptime} />
      </section>
    ))
  return (
    <PageSection
      heading={`The last ${HISTORY_DAYS} days`}
      sub={isQuiet ? `No incident in ${HISTORY_DAYS} days.` : undefined}
      actions={
        <ButtonLink href={FRONT_DOOR.statusHistory} tone="quiet" small>
          History by month
        </ButtonLink>
      }
    >
      <DayLegend />
      {groups.map((group) => (
        <section class="part-group">
          <h3>{group.name}</h3>
          <div class="parts">{rows(group.components)}</div>
        </section>
      ))}
      {ungrouped.length === 0 ? null : <div class="parts">{rows(ungrouped)}</div>}
      <UptimeRule weights={weights} />
      <Follow />
    </PageSection>
  )
}
