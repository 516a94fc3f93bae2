import type { Core } from '../../core.ts'
import type { Trx } from '../../db/schema.ts'
import { refuse } from '../../domain/errors.ts'
import { momentText } from '../../domain/message-template.ts'
import { checkTitle } from '../../domain/status-text.ts'
import { affectedBy } from './affected.ts'
import { findComponents, listNamed } from './check-components.ts'
import { accepted, beginChecks, endChecks, filled, type FieldChecks } from './check-text.ts'
import { dropParts, keepParts, listPartsOf } from './incident-queries.ts'
import { bodyOf, tellOfAct, type MaintenanceAct } from './maintenance-deed.ts'
import { changeMaintenance, findOverlap, lockMaintenance, requirePhase } from './maintenance-queries.ts'
import { requireOperator } from './require-operator.ts'
import { recordDeed, writeStatus, type Doer, type StatusDeed } from './write-status.ts'

/** As typed; what is null stays as it is. */
export type MaintenanceEdit = MaintenanceAct & {
  readonly name: string | null
  /** By id or key. */
  readonly components: readonly string[] | null
  readonly closes: boolean | null
}

export type Edited = { readonly incidentId: string; readonly name: string }

/**
 * Changes what a maintenance is called, what it is of and whether it closes its platforms; the latter two only before it
 * begins. What changes for people stands in an update, and is told to whom it concerns now or did before; a title alone is
 * mended at any time, and nobody is written to. A text without a change is an update: refused here (S04).
 *
 * Throws Refusal `forbidden`, `not_found`, `changed_meanwhile`, `not_at_this_stage`, `invalid_fields`.
 */
export async function editMaintenance(core: Core, doer: Doer, input: MaintenanceEdit): Promise<Edited> {
  return writeStatus(core, editOf(doer, input))
}

type Locked = Awaited<ReturnType<typeof lockMaintenance>>
type Part = { readonly id: string; readonly name: string }
type PartChange = { readonly added: readonly Part[]; readonly removed: readonly Part[] }

export function editOf(doer: Doer, input: MaintenanceEdit): StatusDeed<Edited> {
  requireOperator(doer.actor)
  return async (trx) => {
    const locked = await lockMaintenance(trx, input)
    const { id, isRelease, name: formerName, closes: formerCloses } = locked.maintenance
    const checks = beginChecks()
    const { name, added, removed, body } = await checkEdit(trx, checks, { input, locked })
    const closes = input.closes === null ? formerCloses : input.closes && !isRelease
    const news = wordsOf({ added, removed, closes: closes === formerCloses ? null : closes })
    if (news !== '' || body !== '') requirePhase(locked, 'scheduled')
    endChecks(checks)
    if (news === '' && name === formerName) throw refuse('invalid_fields', { fields: { name: 'unchanged' } })
    await changeMaintenance(trx, id, { newWindow: false, set: { name, closes } })
    await dropParts(trx, id, removed)
    await keepParts(
      trx,
      id,
      added.map((part) => ({ id: part.id, state: isRelease ? 'operational' : 'under_maintenance' })),
    )
    const details = {
      ...(name !== formerName && { title: { from: formerName, to: name } }),
      ...(added.length > 0 && { added: added.map((part) => part.name) }),
      ...(removed.length > 0 && { removed: removed.map((part) => part.name) }),
      ...(closes !== formerCloses && { closes: { from: formerCloses, to: closes } }),
    }
    const action = 'maintenance.changed'
    if (news === '') {
      await recordDeed(trx, { ...doer, action, details: { incidentId: id, name, ...details }, told: null })
      return { incidentId: id, name }
    }
    return tellOfAct(trx, {
      ...doer,
      maintenance: { id, name },
      status: 'scheduled',
      body: [news, body].join('\n\n').trim(),
      // Not by their states, which stay: so those are reached that it is no longer of.
      affected: affectedBy([...added, ...removed].map((part) => ({ ...part, before: 'operational', after: 'operational' }))),
      deliver: input.deliver,
      action,
      event: action,
      details,
    })
  }
}

async function checkEdit(trx: Trx, checks: FieldChecks, { input, locked }: { input: MaintenanceEdit; locked: Locked }) {
  const { maintenance, now } = locked
  const { scheduledFor: from, scheduledUntil: until, isRelease, id } = maintenance
  const { added, removed, all } = await changeOfParts(trx, checks, { id, wanted: input.components })
  if (added.length > 0 && !isRelease) {
    const componentIds = added.map((part) => part.id)
    const overlap = await findOverlap(trx, { componentIds, window: { from, until }, now, except: id })
    if (overlap !== null) {
      checks.problems['components'] ??= 'window_overlaps'
      checks.wrong['components'] ??= overlap
    }
  }
  const values = { start: momentText(from), end: momentText(until), components: all.map((part) => part.name).join(', ') }
  const title = input.name === null ? maintenance.name : accepted(checks, 'name', checkTitle(input.name))
  const name = filled(checks, { field: 'name', text: title, values })
  const body = input.body.trim() === '' ? '' : bodyOf(checks, { typed: input.body, otherwise: '', values })
  return { name, added, removed, body }
}

/** Those that the page doesn't have any more can't be chosen, and stay. */
async function changeOfParts(
  trx: Trx,
  checks: FieldChecks,
  { id, wanted }: { id: string; wanted: readonly string[] | null },
): Promise<PartChange & { readonly all: readonly Part[] }> {
  const parts = await listPartsOf(trx, id)
  if (wanted === null) return { added: [], removed: [], all: parts }
  if (wanted.length === 0) checks.problems['components'] = 'nothing_chosen'
  const chosen = await findComponents(trx, checks, wanted)
  const known = new Set((await listNamed(trx)).map((one) => one.id))
  const isIn = (list: readonly Part[], part: Part) => list.some((one) => one.id === part.id)
  const removed = parts.filter((part) => known.has(part.id) && !isIn(chosen, part))
  const added = chosen.filter((part) => !isIn(parts, part)).map((part) => ({ id: part.id, name: part.name }))
  return { added, removed, all: [...parts.filter((part) => !isIn(removed, part)), ...added] }
}

function wordsOf({ added, removed, closes }: PartChange & { closes: boolean | null }): string {
  const names = (parts: readonly Part[]) => parts.map(({ name }) => name).join(', ')
  return [
    ...(added.length > 0 ? [`It now concerns ${names(added)}, too.`] : []),
    ...(removed.length > 0 ? [`It no longer concerns ${names(removed)}.`] : []),
    ...(closes === null ? [] : [closes ? 'The platforms will be closed meanwhile.' : 'The platforms will stay open meanwhile.']),
  ].join(' ')
}
