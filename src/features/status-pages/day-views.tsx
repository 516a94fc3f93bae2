import type { ComponentHistory, HistoryDay } from '../../domain/component-history.ts'
import { HISTORY_DAYS } from '../../domain/component-history.ts'
import type { ShownState } from '../../domain/service-status.ts'
import { troublesOf } from '../../domain/status-history.ts'
import { FRONT_DOOR } from '../../ui/paths.ts'
import { SERVICE_STATE_WORDS } from '../../ui/service-state.tsx'
import { counted, dayWords, lengthWords } from '../../ui/time-words.ts'

type Bars = {
  readonly name: string
  readonly history: ComponentHistory
  /** What incidents are called, by id; those that are not in it have no page. */
  readonly incidents: ReadonlyMap<string, string>
}

/**
 * Ninety days of a component: a bar each, the taller the worse, so that colour is not needed. Each says its day, its worst
 * state and how long; arrow keys walk them where there is script, and below them the days with trouble stand in words.
 */
export function DayBars({ name, history, incidents }: Bars) {
  const troubled = history.days.filter((day) => troublesOf(day).length > 0).toReversed()
  return (
    <div class="bars">
      <ol class="days" data-days aria-label={`${name}, the last ${HISTORY_DAYS} days`}>
        {history.days.map((day) => (
          <li>
            <DayBar name={name} day={day} incidents={incidents} />
          </li>
        ))}
      </ol>
      <div class="days-foot">
        <span class="days-edge">{HISTORY_DAYS} days ago</span>
        <span class="day-said" data-day-said></span>
        <span class="days-edge">Today</span>
      </div>
      {troubled.length === 0 ? null : (
        <details class="troubled">
          <summary>
            {counted(troubled.length, 'day')} with trouble<span class="heard"> of {name}</span>
          </summary>
          <ul>
            {troubled.map((day) => (
              <li>
                {troubleWords(day)}
                <DayIncidents day={day} incidents={incidents} />
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  )
}

/** A link where there is something to read. */
function DayBar({ name, day, incidents }: { name: string; day: HistoryDay; incidents: Bars['incidents'] }) {
  const href = addressOf(day, incidents)
  const look = `day ${day.worst ?? 'not-counted'}`
  return href === null ? (
    <span class={look} role="img" aria-label={troubleWords(day)} />
  ) : (
    <a class={look} href={href} aria-label={`${name}: ${troubleWords(day)}`} />
  )
}

function addressOf({ day, incidentIds }: HistoryDay, incidents: Bars['incidents']): string | null {
  const [first, second] = incidentIds.filter((id) => incidents.has(id))
  if (first === undefined) return null
  return second === undefined ? FRONT_DOOR.incident(first) : FRONT_DOOR.statusMonth(day.slice(0, 7))
}

const MOST_LINKS = 5

function DayIncidents({ day, incidents }: { day: HistoryDay; incidents: Bars['incidents'] }) {
  const named = day.incidentIds.flatMap((id) => {
    const name = incidents.get(id)
    return name === undefined ? [] : [{ id, name }]
  })
  if (named.length === 0) return <></>
  return (
    <>
      {': '}
      {named.slice(0, MOST_LINKS).map(({ id, name }, index) => (
        <>
          {index === 0 ? '' : ', '}
          <a href={FRONT_DOOR.incident(id)}>{name}</a>
        </>
      ))}
      {named.length > MOST_LINKS ? `, and ${named.length - MOST_LINKS} more` : ''}
    </>
  )
}

/** "12 October 2026: Partial outage, 34 minutes; Degraded performance, 2 hours" */
export function troubleWords(day: HistoryDay): string {
  const date = dayWords(day.day)
  if (day.worst === null) return `${date}: not counted yet`
  const troubles = troublesOf(day)
  if (troubles.length === 0) return `${date}: Operational`
  return `${date}: ${troubles.map(({ state, seconds }) => `${SERVICE_STATE_WORDS[state]}, ${lengthWords(seconds)}`).join('; ')}`
}

/** "99.98 %", never rounded up to what it was not. */
export function uptimeFigure(uptime: number): string {
  return `${uptime >= 1 ? '100' : (Math.floor(uptime * 10_000 + 1e-9) / 100).toFixed(2)} %`
}

export function Uptime({ uptime }: { uptime: number | null }) {
  return uptime === null ? (
    <p class="uptime">No uptime yet</p>
  ) : (
    <p class="uptime">
      <b>{uptimeFigure(uptime)}</b> uptime
    </p>
  )
}

const LEGEND: readonly ShownState[] = [
  'operational',
  'under_maintenance',
  'degraded_performance',
  'partial_outage',
  'major_outage',
  'unknown',
]

/** What the bars look like, beside the words for it. */
export function DayLegend() {
  return (
    <ul class="legend" aria-label="What the bars mean">
      {LEGEND.map((state) => (
        <li>
          <span class={`day ${state}`} aria-hidden="true" />
          {SERVICE_STATE_WORDS[state]}
        </li>
      ))}
    </ul>
  )
}
