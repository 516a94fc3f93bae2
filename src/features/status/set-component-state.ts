import { databaseNow, readDatabaseClock } from '../../clock.ts'
import type { Core } from '../../core.ts'
import type { Trx } from '../../db/schema.ts'
import { refuse } from '../../domain/errors.ts'
import { isComponentState } from '../../domain/service-status.ts'
import { checkNote } from '../../domain/status-text.ts'
import { listNamed } from './check-components.ts'
import { accepted, beginChecks, choiceOf, endChecks } from './check-text.ts'
import { knownState, listPresentStates } from './present-queries.ts'
import { requireOperator } from './require-operator.ts'
import { authorOf, recordDeed, writeStatus, type Doer } from './write-status.ts'

/** As typed; `component`: its id or key. */
export type ComponentWord = {
  readonly component: string
  readonly state: string
  readonly note: string
  /** Which word of a person the form showed, `0` for none; null where that is of no account. */
  readonly seen: string | null
}

/**
 * A person's word on a component: it outranks probes, not incidents or maintenance. It holds until it is taken back.
 *
 * Throws Refusal `forbidden`, `not_found`, `changed_meanwhile`, `invalid_fields`.
 */
export async function setComponentState(core: Core, doer: Doer, input: ComponentWord): Promise<{ name: string }> {
  return changeWord(core, doer, input, async (trx, { component, author }) => {
    const checks = beginChecks()
    const state = choiceOf(checks, { field: 'state', typed: input.state, isWord: isComponentState })
    const note = accepted(checks, 'note', checkNote(input.note))
    endChecks(checks)
    await trx
      .insertInto('componentSpans')
      .values({ componentId: component.id, source: 'person', state: state ?? 'operational', note: note || null, setBy: author })
      .execute()
    return { action: 'component.state_set', details: { component: component.name, state, note } }
  })
}

/**
 * Takes a person's word back: from now on probes decide, or nothing.
 *
 * Throws Refusal `forbidden`, `not_found`, `changed_meanwhile`.
 */
export async function clearComponentState(
  core: Core,
  doer: Doer,
  input: Pick<ComponentWord, 'component' | 'seen'>,
): Promise<{ name: string }> {
  return changeWord(core, doer, input, async (_trx, { component, ended }) => {
    if (ended === null) throw refuse('not_at_this_stage', { stage: 'left to probes already' })
    return { action: 'component.state_cleared', details: { component: component.name } }
  })
}

type Change = (
  trx: Trx,
  of: { component: { id: string; name: string }; author: string; ended: number | null },
) => Promise<{ action: 'component.state_set' | 'component.state_cleared'; details: Readonly<Record<string, unknown>> }>

async function changeWord(
  core: Core,
  doer: Doer,
  input: Pick<ComponentWord, 'component' | 'seen'>,
  change: Change,
): Promise<{ name: string }> {
  requireOperator(doer.actor)
  return writeStatus(core, async (trx) => {
    const component = await findComponent(trx, input.component)
    const before = knownState((await listPresentStates(trx, await readDatabaseClock(trx))).get(component.id))
    const ended = await endWord(trx, component.id)
    if (input.seen !== null && input.seen !== String(ended ?? 0)) throw refuse('changed_meanwhile')
    const author = await authorOf(trx, doer.actor)
    const { action, details } = await change(trx, { component, author, ended })
    const after = knownState((await listPresentStates(trx, await readDatabaseClock(trx))).get(component.id))
    const eventDetails = { oldState: before, newState: after }
    const told =
      before === after ? null : ({ event: 'component.changed', componentId: component.id, details: eventDetails } as const)
    await recordDeed(trx, { ...doer, action, details, told })
    return { name: component.name }
  })
}

async function findComponent(trx: Trx, idOrKey: string): Promise<{ id: string; name: string }> {
  // PostgreSQL takes no text that holds one.
  if (idOrKey.includes('\0')) throw refuse('not_found')
  const found = (await listNamed(trx)).find(({ id, key }) => id === idOrKey || key === idOrKey)
  if (!found) throw refuse('not_found')
  return found
}

async function endWord(trx: Trx, componentId: string): Promise<number | null> {
  const ended = await trx
    .updateTable('componentSpans')
    .set({ endedAt: databaseNow })
    .where('componentId', '=', componentId)
    .where('source', '=', 'person')
    .where('endedAt', 'is', null)
    .returning('id')
    .executeTakeFirst()
  return ended?.id ?? null
}
