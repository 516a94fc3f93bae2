import type { Core } from '../core.ts'
import { openGatehouse } from '../sites/gatehouse.ts'
import { CONFIG_OPTION } from './config-option.ts'
import { UsageError } from './usage-error.ts'
import { readConfig } from './with-gatehouse.ts'

/** Which installation a tool for operators works on. */
export const CORE_OPTIONS = {
  config: CONFIG_OPTION,
  demo: { type: 'boolean', about: 'the demo of GATEHOUSE_DATA in place of a configuration' },
} as const

/** Lends the front door's own part to a tool, beside whatever else runs on it: nothing is migrated, no job is taken. */
export async function withCore<Result>(
  choice: { readonly config: string | null; readonly demo: boolean },
  use: (core: Core) => Promise<Result>,
): Promise<Result> {
  const config = readConfig(choice)
  if (!config.core) throw new UsageError('the front door is not served by this configuration: front_door.serve is false')
  const { core, close } = await openGatehouse({ ...config, platforms: [] }, { install: false, work: false })
  try {
    if (!core) throw new Error('the front door was not opened')
    return await use(core.app)
  } finally {
    await close()
  }
}
