import type { Core } from '../../src/core.ts'
import type { TypedMoment } from '../../src/domain/zoned-time.ts'
import { openIncident, type NewIncident } from '../../src/features/status/open-incident.ts'
import { scheduleMaintenance, type NewMaintenance } from '../../src/features/status/schedule-maintenance.ts'
import type { Doer } from '../../src/features/status/write-status.ts'
import { actorFor, newCompany, type Person } from './people.ts'

/** Somebody who may write what the front door tells. */
export async function newOperator(core: Core): Promise<Person & { doer: Doer }> {
  const person = await newCompany(core)
  return { ...person, doer: { actor: actorFor(person), context: null } }
}

/** An instant as typed. */
export function typedInstant(at: Date): TypedMoment {
  return { text: at.toISOString(), zone: 'UTC', occurrence: '' }
}

export const INCIDENT: NewIncident = {
  name: 'Sign-in is slow',
  impact: 'minor',
  status: 'investigating',
  body: 'We are looking into it.',
  components: { US1: 'degraded_performance' },
  startedAt: null,
  displayAt: null,
  deliver: true,
}

export async function anIncident(core: Core, doer: Doer, wish: Partial<NewIncident> = {}) {
  return openIncident(core, doer, { ...INCIDENT, ...wish })
}

/** From so many minutes from now, by the core's clock as it is told. */
export function maintenanceAt(now: Date, from: number, minutes: number): Pick<NewMaintenance, 'from' | 'until'> {
  const start = Math.ceil(now.getTime() / 60_000) * 60_000 + from * 60_000
  return { from: typedInstant(new Date(start)), until: typedInstant(new Date(start + minutes * 60_000)) }
}

export const MAINTENANCE: Omit<NewMaintenance, 'from' | 'until'> = {
  name: 'Database upgrade',
  body: 'Nobody can sign in meanwhile.',
  components: ['US1'],
  kind: 'maintenance',
  closes: true,
  completes: 'by_clock',
  deliver: true,
}

export async function aMaintenance(
  core: Core,
  doer: Doer,
  wish: Pick<NewMaintenance, 'from' | 'until'> & Partial<NewMaintenance>,
) {
  return scheduleMaintenance(core, doer, { ...MAINTENANCE, ...wish })
}
