import { databaseNow, readDatabaseClock } from '../../clock.ts'
import type { Trx } from '../../db/schema.ts'
import { momentText } from '../../domain/message-template.ts'
import { isIncidentImpact, isIncidentStatus, isOpenStatus, type ComponentState } from '../../domain/service-status.ts'
import { checkBody, checkTitle } from '../../domain/status-text.ts'
import type { TypedMoment } from '../../domain/zoned-time.ts'
import { affectedBy, type StateChange } from './affected.ts'
import { chosenStates, type ChosenComponent } from './check-components.ts'
import { accepted, beginChecks, choiceOf, endChecks, filled, momentOf, type FieldChecks } from './check-text.ts'
import { insertUpdate, keepParts, listPartsOf, readSpanOfUpdates, type IncidentRow } from './incident-queries.ts'
import type { WrittenUpdate } from './open-incident.ts'
import { knownState, listPresentStates } from './present-queries.ts'
import { authorOf, recordDeed, type Doer } from './write-status.ts'

/** As typed; an empty name, impact or status stays as it is, and so do components that are not named. */
export type IncidentChange = {
  readonly id: string
  /** As the form showed it; null where that is of no account. */
  readonly version: number | null
  readonly name: string
  readonly impact: string
  readonly status: string
  readonly body: string
  readonly components: Readonly<Record<string, string>>
  /** When it began, if that has turned out otherwise. */
  readonly startedAt: TypedMoment | null
  /** As of when this update is shown, if not now. */
  readonly displayAt: TypedMoment | null
  readonly deliver: boolean
}

/** The next update of an incident whose row is held, its audit row, and what there is to tell of it. */
export async function writeChange(
  trx: Trx,
  { doer, input, incident }: { doer: Doer; input: IncidentChange; incident: IncidentRow },
): Promise<WrittenUpdate> {
  const now = await readDatabaseClock(trx)
  const { changes, chosen, ...checked } = await checkChange(trx, input, { incident, now })
  const { name, impact, status, body, startedAt, displayAt } = checked
  const at = displayAt ?? now
  const isResolved = status === 'resolved'
  await trx
    .updateTable('incidents')
    .set((eb) => ({
      name,
      impact,
      status,
      updatedAt: databaseNow,
      ...(startedAt && { startedAt }),
      ...(status === 'monitoring' && incident.monitoringAt === null && { monitoringAt: at }),
      resolvedAt: isResolved ? at : null,
      version: eb('version', '+', 1),
    }))
    .where('id', '=', incident.id)
    .execute()
  // Resolved, it keeps what it named; all of that is operational.
  await keepParts(trx, incident.id, isResolved ? changes.map(({ id }) => ({ id, state: 'operational' })) : chosen)
  const writtenBy = await authorOf(trx, doer.actor)
  const { deliver } = input
  const [incidentId, affected] = [incident.id, affectedBy(changes)]
  const updateId = await insertUpdate(trx, { incidentId, status, body, affected, deliver, writtenBy, displayAt: at })
  const event = incident.resolvedAt !== null ? 'incident.reopened' : isResolved ? 'incident.resolved' : 'incident.updated'
  const details = {
    incidentId,
    name,
    impact: { from: incident.impact, to: impact },
    status: { from: incident.status, to: status },
  }
  await recordDeed(trx, { ...doer, action: event, details, told: { event, incidentId, updateId } })
  return { incidentId, updateId, name }
}

type Held = { incident: IncidentRow; now: Date }

async function checkChange(trx: Trx, input: IncidentChange, { incident, now }: Held) {
  const checks = beginChecks()
  const impact = choiceOf(checks, { field: 'impact', typed: input.impact || incident.impact, isWord: isIncidentImpact })
  const status = statusOf(checks, input, incident)
  const chosen = await chosenStates(trx, checks, input.components)
  const changes = await changesOf(trx, { incident, chosen, isResolved: status === 'resolved', now })
  // Resolving made all of them operational: what they are in now has to be said anew.
  const isUnsaid = incident.resolvedAt !== null && changes.length > 0 && chosen.length === 0
  if (isUnsaid) checks.problems['components'] ??= 'nothing_chosen'
  const { startedAt, displayAt } = await checkTimes(trx, checks, { input, incident, now })
  const values = {
    ...(changes.length > 0 && { components: changes.map(({ name }) => name).join(', ') }),
    impact: impact ?? incident.impact,
    start: momentText(startedAt ?? incident.startedAt),
  }
  const typedName = input.name.trim() === '' ? incident.name : accepted(checks, 'name', checkTitle(input.name))
  const name = filled(checks, { field: 'name', text: typedName, values })
  const body = filled(checks, { field: 'body', text: accepted(checks, 'body', checkBody(input.body)), values })
  endChecks(checks)
  return { name, impact: impact ?? 'none', status: status ?? 'investigating', body, changes, chosen, startedAt, displayAt }
}

/** Whoever opens an incident again says in which state it is. */
function statusOf(checks: FieldChecks, input: IncidentChange, { resolvedAt, status: present }: IncidentRow) {
  if (resolvedAt !== null) return choiceOf(checks, { field: 'status', typed: input.status, isWord: isOpenStatus })
  const status = choiceOf(checks, { field: 'status', typed: input.status || present, isWord: isIncidentStatus })
  if (status === 'postmortem') checks.problems['status'] = 'not_a_choice'
  return status
}

/** Everything that the incident names, with what it was in before this update and what it is in after. */
async function changesOf(
  trx: Trx,
  of: Held & { chosen: readonly ChosenComponent[]; isResolved: boolean },
): Promise<readonly StateChange[]> {
  const parts = await listPartsOf(trx, of.incident.id)
  const present = await listPresentStates(trx, of.now)
  const after = new Map<string, ComponentState>(of.chosen.map(({ id, state }) => [id, state]))
  const before = (id: string, state: ComponentState) => (of.incident.resolvedAt === null ? state : knownState(present.get(id)))
  const added = of.chosen.filter(({ id }) => !parts.some((part) => part.id === id))
  return [
    ...parts.map(({ id, name, state }) => ({ id, name, before: before(id, state), after: after.get(id) ?? state })),
    ...added.map(({ id, name, state }) => ({ id, name, before: knownState(present.get(id)), after: state })),
  ].map((change): StateChange => (of.isResolved ? { ...change, after: 'operational' } : change))
}

async function checkTimes(trx: Trx, checks: FieldChecks, { input, incident, now }: Held & { input: IncidentChange }) {
  const startedAt = momentOf(checks, 'startedAt', input.startedAt)
  const displayAt = momentOf(checks, 'displayAt', input.displayAt)
  const { first, last } = await readSpanOfUpdates(trx, incident.id)
  if (startedAt && startedAt > now) checks.problems['startedAt'] = 'in_the_future'
  else if (startedAt && startedAt > first) checks.problems['startedAt'] = 'after_first_update'
  if (displayAt && displayAt > now) checks.problems['displayAt'] = 'in_the_future'
  else if (displayAt && displayAt < last) checks.problems['displayAt'] = 'before_last_update'
  return { startedAt, displayAt }
}
