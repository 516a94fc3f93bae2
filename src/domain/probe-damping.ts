import { worstState, type ShownState } from './service-status.ts'

/** What one check found. Degraded: it works, and soon will not (a certificate near its end). */
export type ProbeVerdict = 'up' | 'degraded' | 'down'
export type ProbeState = ProbeVerdict | 'unknown'

/** What is remembered of a target between checks: what it counts as, the latest verdict, and how often in a row that came. */
export type ProbeMemory = { readonly state: ProbeState; readonly leaning: ProbeVerdict; readonly streak: number }

/** So many in a row before the state changes. */
export type ProbeDamping = { readonly failures: number; readonly successes: number }

/**
 * What a check makes of a target: its state changes once the same verdict came often enough in a row, so that one that flaps
 * stays what it was. Of what nothing was known the first success is believed at once.
 */
export function damped({ state, leaning, streak }: ProbeMemory, verdict: ProbeVerdict, rules: ProbeDamping): ProbeMemory {
  const row = verdict === leaning ? streak + 1 : 1
  const needed = verdict !== 'up' ? rules.failures : state === 'unknown' ? 1 : rules.successes
  return { state: row >= needed ? verdict : state, leaning: verdict, streak: row }
}

/** A target that so many intervals went by without a check of is unknown (N14). */
export const SILENT_INTERVALS = 3

const SHOWN: Readonly<Record<ProbeState, ShownState>> = {
  up: 'operational',
  degraded: 'degraded_performance',
  down: 'major_outage',
  unknown: 'unknown',
}

/** What the probes of one component say of it together: the worst of them. */
export function probedState(states: readonly ProbeState[]): ShownState {
  return worstState<ShownState>(
    states.map((state) => SHOWN[state]),
    'operational',
  )
}
