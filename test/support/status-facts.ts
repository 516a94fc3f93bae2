import type { Component, Incident, Maintenance, StatusFacts, StatusUpdate } from '../../src/domain/status-facts.ts'

/** Facts of a status page by hand, for tests of what is drawn of them; `NOW` lies within whatever is left out. */
export const NOW = new Date('2026-11-23T12:00:00.000Z')

export const minutes = (count: number): Date => new Date(NOW.getTime() + count * 60_000)

const YEAR_AGO = new Date('2025-11-23T00:00:00.000Z')
const MADE = { createdAt: YEAR_AGO, updatedAt: YEAR_AGO }

const component = (key: string, position: number, more: Partial<Component> = {}): Component => ({
  id: key.toLowerCase().padEnd(12, '0'),
  key,
  platformId: key,
  name: `${key} Platform`,
  description: null,
  groupId: 'gamericas000',
  position,
  showcase: true,
  onlyShowIfDegraded: false,
  startDate: '2025-11-23',
  ...MADE,
  ...more,
})

export const US1 = component('US1', 1)
export const EU1 = component('EU1', 2, { groupId: 'geurope00000' })
export const PORTAL = component('portal', 3, {
  platformId: null,
  name: 'Support portal',
  description: 'Requests',
  groupId: null,
  startDate: null,
})

export function statusFacts(more: Partial<StatusFacts> = {}): StatusFacts {
  return {
    page: {
      id: 'page00000000',
      name: 'Gatehouse Status',
      url: 'https://door.test/status',
      createdAt: YEAR_AGO,
      changedAt: minutes(-5),
    },
    groups: [
      { id: 'gamericas000', name: 'Americas', position: 1, ...MADE },
      { id: 'geurope00000', name: 'Europe', position: 2, ...MADE },
    ],
    components: [US1, EU1, PORTAL],
    spans: [],
    incidents: [],
    maintenances: [],
    contacts: [],
    weights: { degraded_performance: 0, partial_outage: 0.3, major_outage: 1 },
    ...more,
  }
}

export function statusUpdate(more: Partial<StatusUpdate> = {}): StatusUpdate {
  const at = more.displayAt ?? minutes(-30)
  return {
    id: 'update000000',
    status: 'investigating',
    body: 'We are **looking** into it.',
    affected: null,
    deliver: true,
    displayAt: at,
    createdAt: at,
    updatedAt: at,
    correctedAt: null,
    former: [],
    ...more,
  }
}

export function statusIncident(more: Partial<Incident> = {}): Incident {
  const { status = 'investigating' } = more
  const isOver = status === 'resolved' || status === 'postmortem'
  return {
    id: 'incident0000',
    name: 'Sign-in is slow',
    impact: 'minor',
    status,
    startedAt: minutes(-30),
    monitoringAt: null,
    resolvedAt: isOver ? minutes(-1) : null,
    createdAt: minutes(-30),
    updatedAt: minutes(-30),
    components: [
      {
        componentId: US1.id,
        state: 'degraded_performance',
      },
    ],
    updates: [statusUpdate({ status })],
    ...more,
  }
}

/** From an hour before `NOW` for two hours, unless told otherwise. */
export function statusMaintenance(more: Partial<Maintenance> = {}): Maintenance {
  return {
    id: 'maintenance0',
    name: 'New racks',
    scheduledFor: minutes(-60),
    scheduledUntil: minutes(60),
    actualStartAt: null,
    verifyingAt: null,
    actualEndAt: null,
    cancelledAt: null,
    completes: 'by_clock',
    sequence: 0,
    isRelease: false,
    closes: false,
    createdAt: minutes(-2e3),
    updatedAt: minutes(-2e3),
    componentIds: [US1.id],
    updates: [
      statusUpdate({
        id: 'planned00000',
        status: 'scheduled',
        body: 'We move.',
        displayAt: minutes(-2e3),
      }),
    ],
    ...more,
  }
}
