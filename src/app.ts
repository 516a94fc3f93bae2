import type { Logger } from 'pino'
import type { Captcha } from './captcha.ts'
import type { Clock } from './clock.ts'
import type { Brand, Config, PlatformConfig } from './config/config.ts'
import type { Database } from './db/schema.ts'
import type { Jobs } from './jobs/queue.ts'
import type { Mailer } from './mail/mailer.ts'
import type { PasswordHasher } from './password-hasher.ts'

/** Everything that one platform's features need; nothing of another platform is in it. */
export type App = {
  readonly config: SiteConfig
  readonly db: Database
  readonly clock: Clock
  readonly log: Logger
  readonly jobs: Jobs
  readonly mailer: Mailer
  readonly captcha: Captcha
  readonly hasher: PasswordHasher
}

/** The platform's own part of the configuration, and the public parts of the rest. */
export type SiteConfig = PlatformConfig &
  Pick<Config, 'directory' | 'support' | 'trustedProxies' | 'demo' | 'frontDoorKey'> & {
    readonly brand: Brand
    readonly frontDoorOrigin: string
  }

export function siteConfig(config: Config, platform: PlatformConfig): SiteConfig {
  const { brand, directory, support, trustedProxies, demo, frontDoorKey } = config
  const [frontDoorOrigin = platform.origin] = config.frontDoor.origins
  return { ...platform, brand, directory, support, trustedProxies, demo, frontDoorKey, frontDoorOrigin }
}
