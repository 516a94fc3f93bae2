import { endOf, startOf, worstState, type ComponentState } from './service-status.ts'
import type { Incident, StatusUpdate } from './status-facts.ts'
import type { StatusView, ViewComponent, ViewGroup, ViewMaintenance } from './status-view.ts'

/**
 * The objects of the public API (A20). Names, fields and values are fixed by the clients that exist: never one outside of
 * what they know, never null in `status` or `impact`. Times are RFC 3339 in UTC with milliseconds.
 */
export function pageObject({ page }: StatusView) {
  return { id: page.id, name: page.name, url: page.url, time_zone: 'Etc/UTC', updated_at: page.updatedAt.toISOString() }
}

/** Group rows and their children together, each group before its own. */
export function componentObjects(view: StatusView) {
  const known = new Set(view.groups.map(({ id }) => id))
  const alone = view.components.filter(({ groupId }) => groupId === null || !known.has(groupId))
  return [
    ...view.groups
      .filter(({ components }) => components.length > 0)
      .flatMap((group) => [groupObject(view, group), ...group.components.map((one) => componentObject(view, one, group.id))]),
    ...alone.map((one) => componentObject(view, one, null)),
  ]
}

/** `groupId`: of the group that it is shown in. */
export function componentObject({ page }: StatusView, component: ViewComponent, groupId: string | null = component.groupId) {
  return {
    id: component.id,
    page_id: page.id,
    name: component.name,
    status: component.publicState,
    description: component.description,
    position: component.position,
    showcase: component.showcase,
    start_date: component.startDate,
    group: false,
    group_id: groupId,
    only_show_if_degraded: component.onlyShowIfDegraded,
    created_at: component.createdAt.toISOString(),
    updated_at: component.updatedAt.toISOString(),
  }
}

function groupObject({ page }: StatusView, group: ViewGroup) {
  const states = group.components.map(({ publicState }) => publicState)
  return {
    id: group.id,
    page_id: page.id,
    name: group.name,
    status: worstState<ComponentState>(states, 'operational'),
    description: null,
    position: group.position,
    showcase: false,
    start_date: null,
    group: true,
    group_id: null,
    only_show_if_degraded: false,
    created_at: group.createdAt.toISOString(),
    updated_at: group.updatedAt.toISOString(),
    components: group.components.map(({ id }) => id),
  }
}

export function incidentObject(view: StatusView, incident: Incident) {
  const { monitoringAt, resolvedAt, components } = incident
  return {
    ...commonFields(view, incident),
    status: incident.status,
    impact: incident.impact,
    started_at: incident.startedAt.toISOString(),
    monitoring_at: monitoringAt?.toISOString() ?? null,
    resolved_at: resolvedAt?.toISOString() ?? null,
    components: wholeComponents(
      view,
      components.map(({ componentId }) => componentId),
    ),
  }
}

/** A cancelled one is completed, and its last update says that it was cancelled. */
export function maintenanceObject(view: StatusView, maintenance: ViewMaintenance) {
  const { phase, scheduledFor, scheduledUntil, componentIds } = maintenance
  return {
    ...commonFields(view, maintenance),
    status: phase,
    impact: 'maintenance',
    started_at: startOf(maintenance).toISOString(),
    monitoring_at: null,
    resolved_at: phase === 'completed' ? endOf(maintenance).toISOString() : null,
    components: wholeComponents(view, componentIds),
    scheduled_for: scheduledFor.toISOString(),
    scheduled_until: scheduledUntil.toISOString(),
  }
}

type Told = Pick<Incident, 'id' | 'name' | 'createdAt' | 'updatedAt' | 'updates'>

function commonFields({ page }: StatusView, told: Told) {
  const times = [told.updatedAt, ...told.updates.map(({ updatedAt }) => updatedAt)].map((at) => at.getTime())
  return {
    id: told.id,
    page_id: page.id,
    name: told.name,
    shortlink: `${page.url}/incidents/${told.id}`,
    created_at: told.createdAt.toISOString(),
    // Whatever was written of it moves it.
    updated_at: new Date(Math.max(...times)).toISOString(),
    reminder_intervals: null,
    incident_updates: told.updates.map((update) => updateObject(told.id, update)),
  }
}

function updateObject(incidentId: string, update: StatusUpdate) {
  return {
    id: update.id,
    incident_id: incidentId,
    status: update.status,
    body: update.body,
    created_at: update.createdAt.toISOString(),
    updated_at: update.updatedAt.toISOString(),
    display_at: update.displayAt.toISOString(),
    affected_components:
      update.affected?.map(({ componentId, name, oldState, newState }) => ({
        code: componentId,
        name,
        old_status: oldState,
        new_status: newState,
      })) ?? null,
    deliver_notifications: update.deliver,
    custom_tweet: null,
    tweet_id: null,
  }
}

/** As they are now; those that are no longer there are left out. */
function wholeComponents(view: StatusView, ids: readonly string[]) {
  const known = new Set(view.groups.map(({ id }) => id))
  return view.components
    .filter(({ id }) => ids.includes(id))
    .map((one) => componentObject(view, one, one.groupId !== null && known.has(one.groupId) ? one.groupId : null))
}
