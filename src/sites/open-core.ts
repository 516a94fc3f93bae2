import { coreConfig, type Core } from '../core.ts'
import { prepareStatus } from '../features/status/prepare-status.ts'
import type { PlatformLine } from '../features/usernames/post-forgot-username.ts'
import { coreJobs } from './core-jobs.ts'
import { startCoreWork } from './core-work.ts'
import { openSite, type Opening, type OpenSite, type PlatformDuties } from './open-platform.ts'
import { platformLine } from './platform-line.ts'

export type OpenCore = OpenSite<Core>

/** Opens the front door's own database, as a platform's is opened, and puts into it what the configuration tells of. */
export async function openCore(
  of: Opening,
  duties: PlatformDuties,
  line: PlatformLine = platformLine(() => null),
): Promise<OpenCore> {
  const jobsOf = (core: Core) => coreJobs(core, line)
  const opened = await openSite(of, duties, { kind: 'core', config: coreConfig(of.config, of.platform), jobsOf })
  try {
    if (duties.install) await prepareStatus(opened.app)
    if (!duties.work) return opened
    const work = startCoreWork(opened.app)
    return { ...opened, close: () => work.stop().then(opened.close) }
  } catch (error) {
    await opened.close()
    throw error
  }
}
