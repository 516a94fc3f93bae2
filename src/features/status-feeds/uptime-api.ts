import { HISTORY_DAYS } from '../../domain/component-history.ts'
import type { StatusView, ViewComponent } from '../../domain/status-view.ts'

/** Ninety days of each component, with the rule by which its uptime is counted (S03): a document of our own. */
export function uptimeReport(view: StatusView) {
  return {
    days: HISTORY_DAYS,
    rule: {
      /** What each state takes away while it lasts. */
      weights: view.weights,
      not_counted: ['under_maintenance', 'unknown'],
    },
    components: view.components.map(componentUptime),
  }
}

function componentUptime({ id, name, platformId, history }: ViewComponent) {
  return {
    id,
    name,
    platform_id: platformId,
    uptime: history.uptime === null ? null : Math.round(history.uptime * 1e6) / 1e6,
    days: history.days.map(({ day, worst, seconds, incidentIds }) => ({
      date: day,
      worst,
      seconds: Object.fromEntries(Object.entries(seconds).map(([state, count]) => [state, Math.round(count)])),
      incident_ids: incidentIds,
    })),
  }
}
