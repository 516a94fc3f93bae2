import { standingsOf, type PlatformStanding } from '../../domain/platform-standing.ts'
import type { StatusView } from '../../domain/status-view.ts'
import { STATUS_FEEDS } from '../../ui/status-paths.ts'
import type { Artefact } from '../publishing/artefact.ts'

/** What the front door knows of each platform, for the platforms themselves, which tell it on their sign-in pages (N05). */
export function publishedStandings(view: StatusView): Artefact {
  return {
    path: STATUS_FEEDS.standings,
    contentType: 'application/json',
    body: standingsDocument(view, { isStale: false }),
    whenStale: standingsDocument(view, { isStale: true }),
    isOpenToAll: true,
  }
}

/** `stale`: that it has itself not heard from its database for too long. */
export function standingsDocument(view: StatusView, { isStale }: { isStale: boolean }): string {
  const platforms = [...standingsOf(view).values()].map(platformObject)
  return JSON.stringify({ version: 1, as_of: view.now.toISOString(), stale: isStale, platforms })
}

function platformObject({ platformId, state, incidents, maintenances }: PlatformStanding) {
  return {
    id: platformId,
    state,
    incidents: incidents.map(({ id, name, impact, updatedAt }) => ({ id, name, impact, updated_at: updatedAt.toISOString() })),
    maintenances: maintenances.map((one) => ({
      id: one.id,
      name: one.name,
      is_release: one.isRelease,
      closes: one.closes,
      completes: one.completes,
      scheduled_for: one.scheduledFor.toISOString(),
      scheduled_until: one.scheduledUntil.toISOString(),
      actual_start_at: one.actualStartAt?.toISOString() ?? null,
      verifying_at: one.verifyingAt?.toISOString() ?? null,
      actual_end_at: one.actualEndAt?.toISOString() ?? null,
      cancelled_at: one.cancelledAt?.toISOString() ?? null,
    })),
  }
}
