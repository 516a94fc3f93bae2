import type { SiteConfig } from '../../app.ts'
import { unheard, type PlatformStanding, type StatusGlance } from '../../domain/platform-standing.ts'
import type { Publication } from '../publishing/publication.ts'

/** Where a platform's site has its status from (N05): from memory, so that nothing is waited for, whatever is down. */
export type StatusSource = {
  /** Null: nothing was ever heard of it. */
  readonly standingOf: (platformId: string) => PlatformStanding | null
}

/** In the front door's own process: what is published. */
export function publishedStatus(publication: Pick<Publication, 'standings' | 'isStale'>): StatusSource {
  return {
    standingOf: (platformId) => {
      const standing = publication.standings().get(platformId) ?? null
      return standing && publication.isStale() ? unheard(standing) : standing
    },
  }
}

/** What a page of a platform tells of it; null where it has no source to tell from. */
export function glanceAt(
  status: StatusSource | null,
  { platform, frontDoorOrigin }: Pick<SiteConfig, 'platform' | 'frontDoorOrigin'>,
  now: Date,
): StatusGlance | null {
  return status && { platformLabel: platform.label, frontDoorOrigin, standing: status.standingOf(platform.id), now }
}
