import type { App } from '../app.ts'
import type { Config } from '../config/config.ts'
import type { Core } from '../core.ts'
import { startServer } from '../http/server.ts'
import type { Site } from '../http/site.ts'
import { followStatus } from './follow-status.ts'
import { siteHosts, siteOfHost } from './host.ts'
import type { OpenCore } from './open-core.ts'
import { openFrontDoor } from './open-front-door.ts'
import type { OpenPlatform, PlatformDuties } from './open-platform.ts'
import { servePlatform, type ServedPlatform } from './served-platform.ts'
import { openSharedParts } from './shared-parts.ts'

/** The platforms of a tool, open on their databases. */
export type OpenGatehouse = {
  readonly platforms: readonly OpenPlatform[]
  /** Null where the configuration doesn't serve the front door. */
  readonly core: OpenCore | null
  readonly close: () => Promise<void>
}

/** Opens every platform that the configuration names, without answering for any. Throws where one can't be opened. */
export async function openGatehouse(config: Config, duties: PlatformDuties): Promise<OpenGatehouse> {
  const parts = await openSharedParts(config, { isTool: true })
  const openingCore = config.core ? [parts.openCore(config.core, duties)] : []
  const opened = await Promise.allSettled(config.platforms.map((platform) => parts.open(platform, duties)))
  const openedCore = await Promise.allSettled(openingCore)
  const platforms = fulfilled(opened)
  const [core = null] = fulfilled(openedCore)
  const close = () => closeAll([...platforms, ...(core ? [core] : [])], parts)
  await closeIfAnyFailed([...opened, ...openedCore], close)
  return { platforms, core, close }
}

export type RunningGatehouse = { readonly stop: () => Promise<void> }

/** What is done before anybody is answered, with the sites whose databases are there. */
export type BeforeServing = (open: { apps: readonly App[]; core: Core | null }) => Promise<void>

/** Opens everything, works the queues, and answers for every site until stopped. */
export async function runGatehouse(
  config: Config,
  { beforeServing }: { beforeServing?: BeforeServing } = {},
): Promise<RunningGatehouse> {
  const parts = await openSharedParts(config, { isTool: false })
  const { log } = parts
  const sites = new Map<string, Site>()
  const platformSite = (id: string) => sites.get(id) ?? null
  const frontDoor = config.servesFrontDoor ? await openFrontDoor({ config, parts, platformSite }) : null
  const followed = frontDoor ? null : await followStatus(config, log)
  const status = frontDoor?.status ?? followed
  const serve = (platform: (typeof config.platforms)[number]) =>
    servePlatform({ config, platform, status, log, open: () => parts.open(platform, { install: true, work: true }) })
  const served = await Promise.allSettled(config.platforms.map(serve))
  const platforms = fulfilled(served)
  for (const { platform, site } of platforms) sites.set(platform.platform.id, site)
  const close = () =>
    closeAll(
      [...platforms, frontDoor, followed].filter((one) => one !== null),
      parts,
    )
  await closeIfAnyFailed(served, close)
  try {
    await beforeServing?.({
      apps: platforms.flatMap((platform) => platform.app() ?? []),
      core: frontDoor?.core() ?? null,
    })
    await frontDoor?.publish()
    const server = await startServer({
      ...config.listen,
      siteFor: siteTable({ platforms, frontDoor: frontDoor?.site ?? null, frontDoorOrigins: config.frontDoor.origins }),
      ready: readiness(platforms),
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

/** At a platform's own host it alone counts, so that nobody takes one for down with another; elsewhere all do. */
function readiness(platforms: readonly ServedPlatform[]): (host: string | null) => Promise<boolean> {
  const hosts = siteHosts(platforms.map((one) => ({ key: one.platform.platform.id, origins: [one.platform.origin] })))
  return async (host) => {
    const key = siteOfHost(hosts, host)
    const asked = key === null ? platforms : platforms.filter((one) => one.platform.platform.id === key)
    return (await Promise.all(asked.map((one) => one.isReady()))).every(Boolean)
  }
}

type Closable = { readonly close: () => Promise<void> }

async function closeAll(sites: readonly Closable[], parts: Closable): Promise<void> {
  await Promise.all(sites.map((site) => site.close()))
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
