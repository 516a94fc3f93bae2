import type { Logger } from 'pino'
import type { Config } from '../config/config.ts'
import { openPublication, type Publication } from '../features/publishing/publication.ts'
import { publishedHeaders } from '../http/published.ts'
import { tellLastHeard } from '../ui/last-heard.ts'
import { STATUS_FEEDS } from '../ui/status-paths.ts'
import { statusArtefacts } from './status-artefacts.ts'

/** The publication of the front door: begins with what its folder has; nothing new is published before it follows a core. */
export async function openStatusPublication({ config, log }: { config: Config; log: Logger }): Promise<Publication> {
  return openPublication({
    status: config.status,
    artefacts: statusArtefacts(config),
    headers: publishedHeaders({ secure: isSecure(config) }),
    standingsPath: STATUS_FEEDS.standings,
    tell: tellLastHeard,
    log,
  })
}

/** Whether browsers come to the front door by TLS only. */
export function isSecure({ frontDoor: { origins } }: Pick<Config, 'frontDoor'>): boolean {
  return origins.every((origin) => origin.startsWith('https:'))
}
