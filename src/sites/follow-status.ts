import { join } from 'node:path'
import type { Logger } from 'pino'
import { systemClock } from '../clock.ts'
import type { Config } from '../config/config.ts'
import { followFrontDoor, type FollowedStatus } from '../features/standings/follow-front-door.ts'
import { onOrigin } from '../ui/paths.ts'
import { STATUS_FEEDS } from '../ui/status-paths.ts'

/** The status of platforms where another process serves the front door (N05); null where nobody has said which. */
export async function followStatus(config: Config, log: Logger): Promise<FollowedStatus | null> {
  const [origin] = config.frontDoor.origins
  if (origin === undefined) return null
  const followed = await followFrontDoor({
    url: onOrigin(origin, STATUS_FEEDS.standings),
    file: join(config.dataFolder, 'status-heard.json'),
    staleAfterSeconds: config.status.staleAfterSeconds,
    clock: systemClock,
    log,
  })
  followed.begin()
  return followed
}
