import type { App } from '../app.ts'
import type { Config } from '../config/config.ts'
import { startServer } from '../http/server.ts'
import type { Site } from '../http/site.ts'
import { frontDoorSite } from './front-door.ts'
import { siteHosts, siteOfHost } from './host.ts'
import type { OpenPlatform, PlatformDuties } from './open-platform.ts'
import { servePlatform, type ServedPlatform } from './served-platform.ts'
import { openSharedParts } from './shared-parts.ts'

/** The platforms of a tool, open on their databases. */
export type OpenGatehouse = { readonly platforms: readonly OpenPlatform[]; readonly close: () => Promise<void> }

/** Opens every platform that the configuration names, without answering for any. Throws where one can't be opened. */
export async function openGatehouse(config: Config, duties: PlatformDuties): Promise<OpenGatehouse> {
  const parts = await openSharedParts(config, { isTool: true })
  const opened = await Promise.allSettled(config.platforms.map((platform) => parts.open(platform, duties)))
  const platforms = fulfilled(opened)
  const close = () => closeAll(platforms, parts)
  await closeIfAnyFailed(opened, close)
  return { platforms, close }
}

export type RunningGatehouse = { readonly stop: () => Promise<void> }

/**
 * Opens everything, works the queues, and answers for every site until stopped. `beforeServing` is done first, with the
 * platforms whose databases are there.
 */
export async function runGatehouse(
  config: Config,
  { beforeServing }: { beforeServing?: (apps: readonly App[]) => Promise<void> } = {},
): Promise<RunningGatehouse> {
  const parts = await openSharedParts(config, { isTool: false })
  const { log } = parts
  const serve = (platform: (typeof config.platforms)[number]) =>
    servePlatform({ config, platform, log, open: () => parts.open(platform, { install: true, work: true }) })
  const served = await Promise.allSettled(config.platforms.map(serve))
  const platforms = fulfilled(served)
  const close = () => closeAll(platforms, parts)
  await closeIfAnyFailed(served, close)
  try {
    await beforeServing?.(platforms.flatMap((platform) => platform.app() ?? []))
    const frontDoor = config.servesFrontDoor ? frontDoorSite({ config, log }) : null
    const server = await startServer({
      ...config.listen,
      siteFor: siteTable({ platforms, frontDoor, frontDoorOrigins: config.frontDoor.origins }),
      ready: async () => (await Promise.all(platforms.map((platform) => platform.isReady()))).every(Boolean),
    })
    return { stop: () => server.stop().then(close) }
  } catch (error) {
    await close()
    throw error
  }
}

/** The site of a Host header; null for a host that is not ours. */
function siteTable(of: {
  platforms: readonly ServedPlatform[]
  frontDoor: Site | null
  frontDoorOrigins: readonly string[]
}): (host: string | null) => Site | null {
  const sites = new Map<string, Site>(of.platforms.map(({ platform, site }) => [platform.platform.id, site]))
  const entries = of.platforms.map(({ platform }) => ({ key: platform.platform.id, origins: [platform.origin] }))
  if (of.frontDoor) {
    sites.set('', of.frontDoor)
    entries.push({ key: '', origins: [...of.frontDoorOrigins] })
  }
  const hosts = siteHosts(entries)
  return (host) => {
    const key = siteOfHost(hosts, host)
    return key === null ? null : (sites.get(key) ?? null)
  }
}

type Closable = { readonly close: () => Promise<void> }

async function closeAll(platforms: readonly Closable[], parts: Closable): Promise<void> {
  await Promise.all(platforms.map((platform) => platform.close()))
  await parts.close()
}

function fulfilled<Value>(outcomes: readonly PromiseSettledResult<Value>[]): Value[] {
  return outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []))
}

async function closeIfAnyFailed(outcomes: readonly PromiseSettledResult<unknown>[], close: () => Promise<void>): Promise<void> {
  const failed = outcomes.find((outcome) => outcome.status === 'rejected')
  if (!failed) return
  await close()
  throw failed.reason
}
