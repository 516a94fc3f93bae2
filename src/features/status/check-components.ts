import type { Trx } from '../../db/schema.ts'
import type { ComponentState } from '../../domain/service-status.ts'
import { isComponentState } from '../../domain/service-status.ts'
import type { FieldChecks } from './check-text.ts'

export type ChosenComponent = { readonly id: string; readonly name: string; readonly state: ComponentState }

/** By id or key, in the order of the page; those that were retired are none. Unknown ones are noted for `components`. */
export async function findComponents(
  trx: Trx,
  checks: FieldChecks,
  wanted: readonly string[],
): Promise<readonly { id: string; key: string; name: string }[]> {
  if (wanted.length === 0) return []
  const names = new Set(wanted)
  const found = (await listNamed(trx)).filter(({ id, key }) => names.has(id) || names.has(key))
  const unknown = wanted.find((one) => !found.some(({ id, key }) => id === one || key === one))
  if (unknown !== undefined) {
    checks.problems['components'] = 'unknown_component'
    checks.wrong['components'] = unknown.slice(0, 40)
  }
  return found
}

/** All that there are: a typed name is compared here, as PostgreSQL does not take every text. */
export async function listNamed(trx: Trx): Promise<readonly { id: string; key: string; name: string }[]> {
  return trx.selectFrom('components').select(['id', 'key', 'name']).where('retiredAt', 'is', null).orderBy('position').execute()
}

/** Components with the states that were chosen for them; an empty state is no choice. What an incident does is not maintenance. */
export async function chosenStates(
  trx: Trx,
  checks: FieldChecks,
  wanted: Readonly<Record<string, string>>,
): Promise<readonly ChosenComponent[]> {
  const chosen = Object.entries(wanted).filter(([, state]) => state !== '')
  const found = await findComponents(
    trx,
    checks,
    chosen.map(([id]) => id),
  )
  return found.flatMap(({ id, key, name }): ChosenComponent[] => {
    const state = wanted[id] || wanted[key] || ''
    if (isComponentState(state) && state !== 'under_maintenance') return [{ id, name, state }]
    checks.problems['components'] ??= 'not_a_choice'
    return []
  })
}
