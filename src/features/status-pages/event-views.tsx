import type { Child } from 'hono/jsx'
import { endOf, startOf, worstState, type ComponentState } from '../../domain/service-status.ts'
import type { Affected, Incident, StatusUpdate } from '../../domain/status-facts.ts'
import { isOpen, type ViewMaintenance } from '../../domain/status-view.ts'
import { listWords } from '../../ui/list-words.ts'
import { LocalSpan, LocalTime } from '../../ui/local-time.tsx'
import { Markdown } from '../../ui/markdown.tsx'
import { FRONT_DOOR } from '../../ui/paths.ts'
import { SERVICE_STATE_WORDS, ServiceState } from '../../ui/service-state.tsx'
import { IMPACT_WORDS, UPDATE_WORDS } from '../../ui/service-words.ts'
import { lengthWords } from '../../ui/time-words.ts'

/** What components are called, by id. */
export type Names = ReadonlyMap<string, string>

/** An open incident with its newest updates; the rest is on its own page. */
export function IncidentCard({ incident, names, updates = 3 }: { incident: Incident; names: Names; updates?: number }) {
  const { id, name, impact, status, startedAt, components } = incident
  return (
    <article class={`told impact-${impact}`}>
      <h3>
        <a href={FRONT_DOOR.incident(id)}>{name}</a>
      </h3>
      <p class="told-facts">
        <b>{UPDATE_WORDS[status]}</b> · {IMPACT_WORDS[impact]} · since <LocalTime at={startedAt} />
      </p>
      <AffectedParts parts={components} names={names} />
      <Updates updates={incident.updates.slice(0, updates)} />
      {incident.updates.length > updates ? (
        <p class="told-more">{`${incident.updates.length - updates} earlier updates are on its own page.`}</p>
      ) : null}
    </article>
  )
}

/** What an incident touches, and how badly. */
export function AffectedParts({
  parts,
  names,
}: {
  parts: readonly { readonly componentId: string; readonly state: ComponentState }[]
  names: Names
}) {
  const known = parts.flatMap(({ componentId, state }) => {
    const name = names.get(componentId)
    return name === undefined ? [] : [{ name, state }]
  })
  if (known.length === 0) return <></>
  return (
    <ul class="affected" aria-label="Affected">
      {known.map(({ name, state }) => (
        <li>
          {name}: <ServiceState state={state} />
        </li>
      ))}
    </ul>
  )
}

/** Updates, the newest first. */
export function Updates({ updates }: { updates: readonly StatusUpdate[] }) {
  return (
    <ol class="updates" reversed aria-label="Updates, the newest first">
      {updates.map((update) => (
        <li>
          <p class="update-head">
            <b>{UPDATE_WORDS[update.status]}</b> <LocalTime at={update.displayAt} />
          </p>
          <Markdown text={update.body} />
          <Changes affected={update.affected} />
          {update.correctedAt === null ? null : <Corrected at={update.correctedAt} former={update.former} />}
        </li>
      ))}
    </ol>
  )
}

/** Mistakes are corrected openly: what it said before can be read. */
function Corrected({ at, former }: { at: Date; former: StatusUpdate['former'] }) {
  return (
    <div class="corrected">
      <p>
        This text was corrected on <LocalTime at={at} />.
      </p>
      {former.length === 0 ? null : (
        <details>
          <summary>What it said before</summary>
          {former.toReversed().map(({ body, until }) => (
            <div>
              <p>
                Until <LocalTime at={new Date(until)} />:
              </p>
              <Markdown text={body} />
            </div>
          ))}
        </details>
      )}
    </div>
  )
}

/** What an update changed. */
function Changes({ affected }: { affected: readonly Affected[] | null }) {
  const changed = (affected ?? []).filter(({ oldState, newState }) => oldState !== newState)
  if (changed.length === 0) return <></>
  return (
    <ul class="changes">
      {changed.map(({ name, oldState, newState }) => (
        <li>
          {name}: {SERVICE_STATE_WORDS[oldState]} <span aria-hidden="true">→</span>
          <span class="heard"> is now </span> {SERVICE_STATE_WORDS[newState]}
        </li>
      ))}
    </ul>
  )
}

/** When it is planned, in the reader's time and UTC. */
export function Window({ maintenance }: { maintenance: ViewMaintenance }) {
  const { scheduledFor, scheduledUntil } = maintenance
  return <LocalSpan from={scheduledFor} until={scheduledUntil} />
}

/** What a maintenance has come to: its phase, that it was called off, or that it lasts longer than planned. */
export function phaseWords({ phase, cancelledAt, overrun }: ViewMaintenance): string {
  if (cancelledAt !== null) return 'Cancelled'
  return overrun ? `${UPDATE_WORDS[phase]}: its planned end has passed` : UPDATE_WORDS[phase]
}

/** "Maintenance", "Maintenance, closed meanwhile" or "Release without downtime". */
export function classWords({ isRelease, closes }: ViewMaintenance): string {
  if (isRelease) return 'Release without downtime'
  return closes ? 'Nobody can sign in meanwhile' : 'Maintenance'
}

export function partNames({ componentIds }: ViewMaintenance, names: Names): string {
  const known = componentIds.flatMap((id) => names.get(id) ?? [])
  return known.length === 0 ? 'Nothing in particular' : listWords(known)
}

/** The worst that an incident brought over each part; of one that goes on, what they are in now. */
export function partsOf(incident: Incident): readonly { readonly componentId: string; readonly state: ComponentState }[] {
  if (isOpen(incident)) return incident.components
  const all = incident.updates.flatMap(({ affected }) => affected ?? [])
  return incident.components.map(({ componentId, state }) => {
    const states = all.filter((one) => one.componentId === componentId).map(({ newState }) => newState)
    return { componentId, state: worstState(states, state) }
  })
}

/** How long an incident has lasted, once it is over. */
export function incidentLength(incident: Incident): string {
  const { startedAt, resolvedAt } = incident
  if (resolvedAt === null || isOpen(incident)) return 'Not over yet'
  return lengthWords((resolvedAt.getTime() - startedAt.getTime()) / 1_000)
}

/** How long a maintenance took, or is to take. */
export function maintenanceLength(maintenance: ViewMaintenance): string {
  const [from, to] = maintenance.phase === 'completed' ? [startOf(maintenance), endOf(maintenance)] : plannedOf(maintenance)
  return lengthWords(Math.max(0, (to.getTime() - from.getTime()) / 1_000))
}

function plannedOf({ scheduledFor, scheduledUntil }: ViewMaintenance): readonly [Date, Date] {
  return [scheduledFor, scheduledUntil]
}

/** One maintenance that runs or is to come, in a list of such. */
export function MaintenanceCard({ maintenance, names, note }: { maintenance: ViewMaintenance; names: Names; note?: Child }) {
  const { id, name, phase, overrun } = maintenance
  return (
    <article class={`told planned ${phase}${overrun ? ' overrun' : ''}`}>
      <h3>
        <a href={FRONT_DOOR.incident(id)}>{name}</a>
      </h3>
      <p class="told-facts">
        <b>{phaseWords(maintenance)}</b> · {classWords(maintenance)} · {partNames(maintenance, names)}
      </p>
      <p>
        <Window maintenance={maintenance} />
        <span class="muted"> · {maintenanceLength(maintenance)}</span>
      </p>
      {note}
    </article>
  )
}
