import { startOf } from '../../domain/service-status.ts'
import { monthOf, monthsLater } from '../../domain/status-history.ts'
import { aheadOf, type StatusView, type ViewMaintenance } from '../../domain/status-view.ts'
import { listWords } from '../../ui/list-words.ts'
import { PageHeading, PageSection } from '../../ui/page-parts.tsx'
import { FRONT_DOOR } from '../../ui/paths.ts'
import { Chip, Chips, EmptyState } from '../../ui/table.tsx'
import { monthWords } from '../../ui/time-words.ts'
import { MaintenanceCard, type Names } from './event-views.tsx'
import { AsOf, Follow, StatusFrame, StatusTabs } from './frame-views.tsx'

export type Schedule = {
  readonly view: StatusView
  readonly names: Names
  /** Null: of all. */
  readonly platformId: string | null
  readonly isStale: boolean
}

const MONTHS = 12

/** Maintenance for twelve months, by month and platform (S04). */
export function ScheduleView({ view, names, platformId, isStale }: Schedule) {
  const ahead = aheadOf(view).filter((one) => isOf(one, view, platformId))
  const running = ahead.filter(({ phase }) => phase !== 'scheduled')
  const planned = ahead.filter(({ phase }) => phase === 'scheduled')
  const byMonth = Map.groupBy(planned, (one) => monthOf(startOf(one)))
  const twelve = Array.from({ length: MONTHS }, (_, index) => monthsLater(view.now, index))
  const months = [...new Set([...twelve, ...byMonth.keys()])].toSorted().filter((month) => byMonth.has(month))
  const platform = view.components.find((one) => one.platformId !== null && one.platformId === platformId)
  return (
    <StatusFrame isStale={isStale}>
      <StatusTabs current={platformId === null ? 'maintenance' : null} />
      <PageHeading sub={<AsOf at={view.now} isStale={isStale} />}>{scheduleTitle(platform?.name ?? null)}</PageHeading>
      <PlatformChips view={view} platformId={platformId} />
      {running.length === 0 ? null : (
        <PageSection heading="Now">
          {running.map((maintenance) => (
            <MaintenanceCard maintenance={maintenance} names={names} />
          ))}
        </PageSection>
      )}
      {months.map((month) => (
        <PageSection heading={monthWords(month)}>
          {(byMonth.get(month) ?? []).map((maintenance) => (
            <MaintenanceCard maintenance={maintenance} names={names} />
          ))}
        </PageSection>
      ))}
      <Quiet ahead={ahead} months={twelve.filter((month) => !byMonth.has(month))} />
      <p>
        What is over is in the <a href={FRONT_DOOR.statusHistory}>history</a>.
      </p>
      <Follow platformId={platformId} />
    </StatusFrame>
  )
}

export function scheduleTitle(platformName: string | null): string {
  return platformName === null ? 'Planned maintenance' : `Planned maintenance: ${platformName}`
}

function isOf({ componentIds }: ViewMaintenance, { components }: StatusView, platformId: string | null): boolean {
  return platformId === null || components.some((one) => one.platformId === platformId && componentIds.includes(one.id))
}

/** That nothing is planned is said, too. */
function Quiet({ ahead, months }: { ahead: readonly ViewMaintenance[]; months: readonly string[] }) {
  const [first, last] = [months[0], months.at(-1)]
  if (first === undefined || last === undefined) return <></>
  if (ahead.length === 0) {
    return (
      <EmptyState heading="Nothing is planned">
        <p>
          No maintenance from {monthWords(first)} to {monthWords(last)}. Whoever subscribes hears of it as soon as there is.
        </p>
      </EmptyState>
    )
  }
  return <p class="muted">Nothing is planned for {listWords(runsOf(months).map(runWords))}.</p>
}

/** Months that follow each other, together. */
function runsOf(months: readonly string[]): readonly (readonly [first: string, last: string])[] {
  const follows = (month: string, index: number) => months[index - 1] === monthsLater(new Date(`${month}-01T00:00:00Z`), -1)
  const firsts = months.flatMap((month, index) => (follows(month, index) ? [] : [index]))
  return firsts.map((at, run) => [months[at] ?? '', months.slice(at, firsts[run + 1]).at(-1) ?? ''])
}

/** "December 2026 to October 2027", "March 2027". */
function runWords([first, last]: readonly [string, string]): string {
  return first === last ? monthWords(first) : `${monthWords(first)} to ${monthWords(last)}`
}

function PlatformChips({ view, platformId }: { view: StatusView; platformId: string | null }) {
  return (
    <Chips label="Platforms">
      <Chip label="All" href={FRONT_DOOR.statusMaintenance} current={platformId === null} />
      {view.components.flatMap((one) =>
        one.platformId === null
          ? []
          : [
              <Chip
                label={one.name}
                href={FRONT_DOOR.statusMaintenanceOf(one.platformId)}
                current={one.platformId === platformId}
              />,
            ],
      )}
    </Chips>
  )
}
