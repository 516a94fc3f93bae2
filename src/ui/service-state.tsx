import type { ShownState } from '../domain/service-status.ts'

export const SERVICE_STATE_WORDS: Readonly<Record<ShownState, string>> = {
  operational: 'Operational',
  under_maintenance: 'Under maintenance',
  degraded_performance: 'Degraded performance',
  partial_outage: 'Partial outage',
  major_outage: 'Major outage',
  unknown: 'Unknown',
}

/** What a service is in: word, shape and colour. */
export function ServiceState({ state }: { state: ShownState }) {
  return <span class={`state service ${state}`}>{SERVICE_STATE_WORDS[state]}</span>
}
