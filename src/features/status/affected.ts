import type { AffectedComponent } from '../../db/status-tables.ts'
import type { ComponentState } from '../../domain/service-status.ts'

export type StateChange = {
  readonly id: string
  readonly name: string
  readonly before: ComponentState
  readonly after: ComponentState
}

/** As clients of the public API read it; null where nothing is named. */
export function affectedBy(changes: readonly StateChange[]): readonly AffectedComponent[] | null {
  if (changes.length === 0) return null
  return changes.map(({ id, name, before, after }) => ({ code: id, name, old_status: before, new_status: after }))
}
