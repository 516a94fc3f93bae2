import { systemClock, type Clock } from '../../src/clock.ts'
import type { PlatformStanding, StandingMaintenance } from '../../src/domain/platform-standing.ts'
import type { StatusSource } from '../../src/features/standings/status-source.ts'

/** What a platform knows of itself, said by a test, and a clock that the test sets. */
export type KnownStatus = {
  readonly source: StatusSource
  readonly clock: Clock
  readonly say: (standing: Partial<PlatformStanding> | null) => void
  readonly setClock: (now: Date) => void
}

export function knownStatus(platformId = 'US1'): KnownStatus {
  let standing: PlatformStanding | null = null
  let now = new Date()
  return {
    source: { standingOf: (id) => (id === platformId ? standing : null) },
    clock: { ...systemClock, now: () => now },
    say: (said) => {
      standing = said && { platformId, state: 'operational', incidents: [], maintenances: [], asOf: now, ...said }
    },
    setClock: (at) => {
      now = at
    },
  }
}

export const CLOSING_START = new Date('2027-01-01T11:00:00Z')
export const CLOSING_END = new Date('2027-01-01T13:00:00Z')

/** Closed from 11 to 13 o'clock, unless told otherwise. */
export function closing(more: Partial<StandingMaintenance> = {}): StandingMaintenance {
  return {
    id: 'maintenance0',
    name: 'New racks',
    isRelease: false,
    closes: true,
    completes: 'by_clock',
    scheduledFor: CLOSING_START,
    scheduledUntil: CLOSING_END,
    actualStartAt: null,
    verifyingAt: null,
    actualEndAt: null,
    cancelledAt: null,
    ...more,
  }
}

export const incidentOf = (impact: 'none' | 'minor' | 'major' | 'critical') => ({
  id: 'incident0000',
  name: 'Sign-in is slow',
  impact,
  updatedAt: new Date('2027-01-01T11:50:00Z'),
})

export const secondsAfter = (moment: Date, seconds: number): Date => new Date(moment.getTime() + seconds * 1_000)
