import { readDatabaseClock } from '../../clock.ts'
import type { Core } from '../../core.ts'
import type { Trx } from '../../db/schema.ts'
import { windowProblems } from '../../domain/maintenance-plan.ts'
import { momentText } from '../../domain/message-template.ts'
import { checkBody, checkTitle } from '../../domain/status-text.ts'
import { isLeftOut, type TypedMoment } from '../../domain/zoned-time.ts'
import { newShortId } from '../../secrets.ts'
import { findComponents } from './check-components.ts'
import { accepted, beginChecks, choiceOf, endChecks, filled, momentOf, type FieldChecks } from './check-text.ts'
import { insertUpdate, keepParts } from './incident-queries.ts'
import { findOverlap } from './maintenance-queries.ts'
import type { WrittenUpdate } from './open-incident.ts'
import { requireOperator } from './require-operator.ts'
import { authorOf, recordDeed, writeStatus, type Doer, type StatusDeed } from './write-status.ts'

/** As typed. */
export type NewMaintenance = {
  readonly name: string
  readonly body: string
  /** By id or key. */
  readonly components: readonly string[]
  readonly from: TypedMoment
  readonly until: TypedMoment
  /** `release`: without downtime, a class of its own: nothing closes, and no component's state changes. */
  readonly kind: string
  /** Whether nobody can sign in at its platforms meanwhile. */
  readonly closes: boolean
  readonly completes: string
  readonly deliver: boolean
}

/**
 * Plans a maintenance (S04). A component has one at a time, however many operators plan at once.
 *
 * Throws Refusal `forbidden`, `invalid_fields`.
 */
export async function scheduleMaintenance(core: Core, doer: Doer, input: NewMaintenance): Promise<WrittenUpdate> {
  return writeStatus(core, schedulingOf(doer, input))
}

export function schedulingOf(doer: Doer, input: NewMaintenance): StatusDeed<WrittenUpdate> {
  requireOperator(doer.actor)
  return async (trx) => {
    const { name, body, parts, from, until, isRelease, completes } = await checkSchedule(trx, input)
    const author = await authorOf(trx, doer.actor)
    const incidentId = newShortId()
    const closes = input.closes && !isRelease
    await trx
      .insertInto('incidents')
      .values({
        id: incidentId,
        kind: 'maintenance',
        name,
        impact: 'maintenance',
        status: 'maintenance',
        createdBy: author,
        startedAt: from,
        scheduledFor: from,
        scheduledUntil: until,
        isRelease,
        closes,
        completes,
      })
      .execute()
    const state = isRelease ? 'operational' : 'under_maintenance'
    await keepParts(
      trx,
      incidentId,
      parts.map(({ id }) => ({ id, state })),
    )
    const { deliver } = input
    const update = { incidentId, status: 'scheduled', body, affected: null, deliver, writtenBy: author, displayAt: null } as const
    const updateId = await insertUpdate(trx, update)
    const components = parts.map((part) => part.name)
    const details = {
      incidentId,
      name,
      components,
      start: from.toISOString(),
      end: until.toISOString(),
      closes,
      release: isRelease,
    }
    const told = { event: 'maintenance.scheduled', incidentId, updateId } as const
    await recordDeed(trx, { ...doer, action: 'maintenance.scheduled', details, told })
    return { incidentId, updateId, name }
  }
}

const isKind = (text: string): text is 'maintenance' | 'release' => text === 'maintenance' || text === 'release'
const isCompletion = (text: string): text is 'by_clock' | 'by_person' => text === 'by_clock' || text === 'by_person'

async function checkSchedule(trx: Trx, input: NewMaintenance) {
  const checks = beginChecks()
  const kind = choiceOf(checks, { field: 'kind', typed: input.kind, isWord: isKind })
  const completes = choiceOf(checks, { field: 'completes', typed: input.completes, isWord: isCompletion })
  const parts = await findComponents(trx, checks, input.components)
  if (input.components.length === 0) checks.problems['components'] = 'nothing_chosen'
  const window = await checkWindow(trx, checks, {
    from: input.from,
    until: input.until,
    componentIds: kind === 'release' ? [] : parts.map(({ id }) => id),
  })
  const values = {
    components: parts.map((part) => part.name).join(', '),
    impact: 'maintenance',
    ...(window && { start: momentText(window.from), end: momentText(window.until) }),
  }
  // What the window can't say is its own mistake already.
  const fill = window ? values : { ...values, start: '', end: '' }
  const name = filled(checks, { field: 'name', text: accepted(checks, 'name', checkTitle(input.name)), values: fill })
  const body = filled(checks, { field: 'body', text: accepted(checks, 'body', checkBody(input.body)), values: fill })
  endChecks(checks)
  if (!window) throw new Error('a window without problems has both its ends')
  return { name, body, parts, ...window, isRelease: kind === 'release', completes: completes ?? 'by_clock' }
}

/** A window as typed, free for these components; null where it has a problem, which is noted. */
export async function checkWindow(
  trx: Trx,
  checks: FieldChecks,
  of: { from: TypedMoment; until: TypedMoment; componentIds: readonly string[]; except?: string },
): Promise<{ from: Date; until: Date } | null> {
  for (const field of ['from', 'until'] as const) if (isLeftOut(of[field])) checks.problems[field] = 'required'
  const [from, until] = [momentOf(checks, 'from', of.from), momentOf(checks, 'until', of.until)]
  if (!from || !until) return null
  const now = await readDatabaseClock(trx)
  const problems = windowProblems({ from, until }, now)
  Object.assign(checks.problems, problems)
  if (Object.keys(problems).length > 0) return null
  const { componentIds, except } = of
  const overlap = await findOverlap(trx, { componentIds, window: { from, until }, now, ...(except !== undefined && { except }) })
  if (overlap === null) return { from, until }
  checks.problems['from'] = 'window_overlaps'
  checks.wrong['from'] = overlap
  return null
}
