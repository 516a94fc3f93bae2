import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { Config } from '../config/config.ts'
import type { Core } from '../core.ts'
import type { Publication } from '../features/publishing/publication.ts'
import { publishedStatus, type StatusSource } from '../features/standings/status-source.ts'
import type { Site } from '../http/site.ts'
import { coreSite } from './core-site.ts'
import { frontDoorSite } from './front-door.ts'
import { keepOpening } from './keep-opening.ts'
import { openStatusPublication } from './open-status-publication.ts'
import { platformLine } from './platform-line.ts'
import type { SharedParts } from './shared-parts.ts'

/** The front door as this process answers for it. */
export type FrontDoor = {
  readonly site: Site
  readonly core: () => Core | null
  /** What the sites of platforms in this process tell of themselves (N05). */
  readonly status: StatusSource
  /** Waits until what the database holds now is published; where it is away, what was published last stands. */
  readonly publish: () => Promise<void>
  readonly close: () => Promise<void>
}

/** Begins with what was published last, then opens the database and publishes what it holds, whenever that changes (N14). */
export async function openFrontDoor({
  config,
  parts,
  platformSite,
}: {
  config: Config
  parts: SharedParts
  /** The site of a platform that this process serves, too; null for any other. */
  platformSite: (platformId: string) => Site | null
}): Promise<FrontDoor> {
  const { log } = parts
  if (!config.core) throw new Error('the front door is served without a database of its own')
  const { core } = config
  const publication = await openStatusPublication({ config, log })
  const open = async () => {
    const opened = await parts.openCore(core, { install: true, work: true }, platformLine(platformSite))
    publication.follow(opened.app)
    return opened
  }
  const kept = await keepOpening({ config: core, open, siteOf: coreSite, log }).catch(async (error: unknown) => {
    await publication.close()
    throw error
  })
  return {
    site: frontDoorSite({ config, log, publication, coreSite: kept.site }),
    core: kept.app,
    status: publishedStatus(publication),
    publish: async () => {
      publication.begin()
      await publishFirst(publication, log)
    },
    close: async () => {
      await publication.close()
      await kept.close()
    },
  }
}

/** So long is waited for the database's own word where there is something else to begin with. */
const FIRST_WITHIN_MS = 2_000

async function publishFirst(publication: Publication, log: Logger): Promise<void> {
  const first = publication.catchUp().catch((error: unknown) => {
    log.warn({ reason: String(error) }, 'what the database holds can not be published yet')
  })
  if (publication.contacts() === null) await first
  else if (publication.isStale()) await Promise.race([first, sleep(FIRST_WITHIN_MS, null, { ref: false })])
}
