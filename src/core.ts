import { siteConfig, type App, type SiteConfig } from './app.ts'
import type { Config, OwnPlatform, PlatformConfig, StatusConfig } from './config/config.ts'

/**
 * The front door's own App: its database holds the vendor's people as accounts, and all that the status page tells.
 * Verbs of the status page take it, so that none of them can be given a platform's.
 */
export type Core = App & { readonly config: CoreConfig }

export type CoreConfig = SiteConfig & {
  readonly status: StatusConfig
  /** All origins at which the front door answers. */
  readonly frontDoorOrigins: readonly string[]
  /** Our own, here and in other processes: where the front door posts to (N04). */
  readonly reachable: readonly OwnPlatform[]
}

export function coreConfig(config: Config, core: PlatformConfig): CoreConfig {
  const served = config.platforms.map(({ platform, origin }) => ({ id: platform.id, origin }))
  // Nobody's address is posted to a platform that the directory merely lists.
  const reachable = [...served, ...config.frontDoor.platforms]
  return { ...siteConfig(config, core), status: config.status, frontDoorOrigins: config.frontDoor.origins, reachable }
}
