import { readDatabaseClock } from '../../clock.ts'
import type { Core } from '../../core.ts'
import type { Trx } from '../../db/schema.ts'
import { probedState, SILENT_INTERVALS } from '../../domain/probe-damping.ts'
import { noteStatusChange } from '../status/note-status-change.ts'
import { recordStatusEvent } from '../status/record-status-event.ts'
import { changeSpan, findOpenSpan, isSpokenFor, lastTold, listTargetStates, lockComponent } from './queries.ts'

/**
 * Makes a component what its probes say, the worst of them: an open span of source `probe`, which is what marks it as
 * automatic. Subscribers are told where nobody else speaks for it, and of what is known only. `at`: since when, if not now.
 */
export async function settleComponent(
  core: Core,
  trx: Trx,
  { componentId, note, at }: { componentId: string; note: string | null; at: Date | null },
): Promise<void> {
  await lockComponent(trx, componentId)
  const states = await listTargetStates(trx, componentId, silentSeconds(core))
  const open = await findOpenSpan(trx, componentId)
  const state = probedState(states)
  if (state !== (open?.state ?? 'operational')) {
    await changeSpan(trx, { componentId, open: open?.id ?? null, state, note, at })
    await noteStatusChange(trx)
  }
  if (state === 'unknown') return
  const oldState = await lastTold(trx, componentId)
  if (state === oldState || oldState === 'unknown' || (await isSpokenFor(trx, componentId, await readDatabaseClock(trx)))) return
  await recordStatusEvent(trx, { event: 'component.changed', componentId, details: { oldState, newState: state } })
}

export function silentSeconds({ config }: Core): number {
  return SILENT_INTERVALS * config.status.probes.intervalSeconds
}
