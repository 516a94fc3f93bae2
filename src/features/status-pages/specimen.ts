import type { Incident, StatusUpdate } from '../../domain/status-facts.ts'
import type { ViewMaintenance } from '../../domain/status-view.ts'

const AT = new Date('2000-01-01T00:00:00.000Z')
const LATER = new Date('2000-01-01T01:00:00.000Z')
const PART = { componentId: 'specimen0000', name: 'A part' }

const update = (status: StatusUpdate['status']): StatusUpdate => ({
  id: 'specimen0000',
  status,
  body: 'A [text](https://example.com), **bold**\n\n- as lists are',
  deliver: true,
  affected: [{ ...PART, oldState: 'operational', newState: 'partial_outage' }],
  displayAt: AT,
  createdAt: AT,
  updatedAt: AT,
  correctedAt: LATER,
  former: [{ body: 'Another text', until: LATER.toISOString() }],
})

/** An incident that has everything, drawn to see how such a page looks: where it looks otherwise, all are drawn anew. */
export const SPECIMEN_INCIDENT: Incident = {
  id: 'specimen0000',
  name: 'An incident',
  impact: 'major',
  status: 'resolved',
  startedAt: AT,
  monitoringAt: AT,
  resolvedAt: LATER,
  createdAt: AT,
  updatedAt: LATER,
  components: [{ componentId: PART.componentId, state: 'operational' }],
  updates: [update('resolved'), update('investigating')],
}

/** The same of a maintenance. */
export const SPECIMEN_MAINTENANCE: ViewMaintenance = {
  id: 'specimen0000',
  name: 'A maintenance',
  scheduledFor: AT,
  scheduledUntil: LATER,
  actualStartAt: AT,
  verifyingAt: null,
  actualEndAt: LATER,
  cancelledAt: null,
  completes: 'by_person',
  sequence: 1,
  isRelease: false,
  closes: true,
  createdAt: AT,
  updatedAt: LATER,
  phase: 'completed',
  overrun: false,
  componentIds: [PART.componentId],
  updates: [update('completed')],
}

export const SPECIMEN_NAMES: ReadonlyMap<string, string> = new Map([[PART.componentId, PART.name]])
