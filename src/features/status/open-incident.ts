import { readDatabaseClock } from '../../clock.ts'
import type { Core } from '../../core.ts'
import type { Trx } from '../../db/schema.ts'
import { momentText } from '../../domain/message-template.ts'
import { isIncidentImpact, isOpenStatus } from '../../domain/service-status.ts'
import { checkBody, checkTitle } from '../../domain/status-text.ts'
import type { TypedMoment } from '../../domain/zoned-time.ts'
import { newShortId } from '../../secrets.ts'
import { affectedBy } from './affected.ts'
import { chosenStates } from './check-components.ts'
import { accepted, beginChecks, choiceOf, endChecks, filled, momentOf, type FieldChecks } from './check-text.ts'
import { insertUpdate, keepParts } from './incident-queries.ts'
import { knownState, listPresentStates } from './present-queries.ts'
import { requireOperator } from './require-operator.ts'
import { authorOf, recordDeed, writeStatus, type Doer, type StatusDeed } from './write-status.ts'

/** As typed. `components`: state by id or key; an empty one is not affected. */
export type NewIncident = {
  readonly name: string
  readonly impact: string
  readonly status: string
  readonly body: string
  readonly components: Readonly<Record<string, string>>
  /** When it began, if not now. */
  readonly startedAt: TypedMoment | null
  /** As of when the first update is shown, if not now. */
  readonly displayAt: TypedMoment | null
  /** Whether subscribers are told. */
  readonly deliver: boolean
}

export type WrittenUpdate = { readonly incidentId: string; readonly updateId: string; readonly name: string }

/**
 * Opens an incident with its first update (S03). It may be back-dated, never into the future.
 *
 * Throws Refusal `forbidden`, `invalid_fields`.
 */
export async function openIncident(core: Core, doer: Doer, input: NewIncident): Promise<WrittenUpdate> {
  return writeStatus(core, openingOf(doer, input))
}

/** The deed itself, so that it can be rehearsed. */
export function openingOf(doer: Doer, input: NewIncident): StatusDeed<WrittenUpdate> {
  requireOperator(doer.actor)
  return async (trx) => {
    const now = await readDatabaseClock(trx)
    const checked = await checkOpening(trx, input, now)
    const { name, impact, status, body, parts, startedAt, displayAt } = checked
    const author = await authorOf(trx, doer.actor)
    const incidentId = newShortId()
    await trx
      .insertInto('incidents')
      .values({
        id: incidentId,
        kind: 'incident',
        name,
        impact,
        status,
        createdBy: author,
        startedAt: startedAt ?? displayAt ?? now,
        monitoringAt: status === 'monitoring' ? (displayAt ?? now) : null,
      })
      .execute()
    const present = await listPresentStates(trx, now)
    const affected = affectedBy(
      parts.map(({ id, name: label, state }) => ({ id, name: label, before: knownState(present.get(id)), after: state })),
    )
    await keepParts(trx, incidentId, parts)
    const { deliver } = input
    const updateId = await insertUpdate(trx, {
      incidentId,
      status,
      body,
      affected,
      deliver,
      writtenBy: author,
      displayAt: displayAt ?? now,
    })
    const details = { incidentId, name, impact, components: parts.map((part) => `${part.name}: ${part.state}`) }
    const told = { event: 'incident.opened', incidentId, updateId } as const
    await recordDeed(trx, { ...doer, action: 'incident.opened', details, told })
    return { incidentId, updateId, name }
  }
}

async function checkOpening(trx: Trx, input: NewIncident, now: Date) {
  const checks = beginChecks()
  const impact = choiceOf(checks, { field: 'impact', typed: input.impact, isWord: isIncidentImpact })
  // What is over can't be opened: it is resolved by an update of its own.
  const status = choiceOf(checks, { field: 'status', typed: input.status, isWord: isOpenStatus })
  const parts = await chosenStates(trx, checks, input.components)
  const { startedAt, displayAt } = checkTimes(checks, input, now)
  const values = {
    ...(parts.length > 0 && { components: parts.map(({ name }) => name).join(', ') }),
    impact: input.impact,
    start: momentText(startedAt ?? displayAt ?? now),
  }
  const name = filled(checks, { field: 'name', text: accepted(checks, 'name', checkTitle(input.name)), values })
  const body = filled(checks, { field: 'body', text: accepted(checks, 'body', checkBody(input.body)), values })
  endChecks(checks)
  return { name, impact: impact ?? 'none', status: status ?? 'investigating', body, parts, startedAt, displayAt }
}

function checkTimes(checks: FieldChecks, input: NewIncident, now: Date) {
  const startedAt = momentOf(checks, 'startedAt', input.startedAt)
  const displayAt = momentOf(checks, 'displayAt', input.displayAt)
  if (displayAt && displayAt > now) checks.problems['displayAt'] = 'in_the_future'
  if (startedAt && startedAt > now) checks.problems['startedAt'] = 'in_the_future'
  else if (startedAt && displayAt && startedAt > displayAt) checks.problems['startedAt'] = 'after_first_update'
  return { startedAt, displayAt }
}
