import { HISTORY_DAYS } from '../../domain/component-history.ts'
import type { UptimeWeights } from '../../domain/status-facts.ts'
import { SERVICE_STATE_WORDS } from '../../ui/service-state.tsx'
import { STATUS_API } from '../../ui/status-paths.ts'

const WEIGHED = ['degraded_performance', 'partial_outage', 'major_outage'] as const

/** How the uptime figures are counted, with the weights of the configuration (S03). */
export function UptimeRule({ weights }: { weights: UptimeWeights }) {
  return (
    <section class="rule">
      <h3>How uptime is counted</h3>
      <p>
        Uptime is the share of the last {HISTORY_DAYS} days, in UTC, in which a part worked. Maintenance and time for which
        nothing is known are taken out of the days before it is counted. While it lasts,{' '}
        {WEIGHED.map((state) => `${SERVICE_STATE_WORDS[state].toLowerCase()} takes away ${percent(weights[state])}`).join(', ')}.
        Figures are rounded down.
      </p>
      <p>
        Each day as data: <a href={STATUS_API.uptime}>uptime.json</a>.
      </p>
    </section>
  )
}

function percent(weight: number): string {
  return weight === 0 ? 'nothing' : `${Number((weight * 100).toFixed(1))} % of it`
}
