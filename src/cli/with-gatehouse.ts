import type { App } from '../app.ts'
import type { Config } from '../config/config.ts'
import { demoConfig } from '../config/demo-config.ts'
import { processEnvironment } from '../config/environment.ts'
import { loadConfig } from '../config/load-config.ts'
import { openGatehouse } from '../sites/gatehouse.ts'
import { CONFIG_OPTION } from './config-option.ts'
import { UsageError } from './usage-error.ts'

/** Which installation a tool works on, and which of its platforms; all of them where none is named. */
export const CHOICE_OPTIONS = {
  config: CONFIG_OPTION,
  demo: { type: 'boolean', about: 'the demo of GATEHOUSE_DATA in place of a configuration' },
  platform: { type: 'string', value: '<id>', about: 'the platform, such as US1' },
} as const

type Choice = { readonly config: string | null; readonly demo: boolean; readonly platform: string | null }

/**
 * Lends the chosen platforms to a tool, beside whatever else runs on them: nothing is migrated, no job is taken.
 * Throws UsageError where the choice makes no sense.
 */
export async function withGatehouse<Result>(choice: Choice, use: (apps: readonly App[]) => Promise<Result>): Promise<Result> {
  const config = narrow(readConfig(choice), choice.platform)
  const gatehouse = await openGatehouse(config, { install: false, work: false })
  try {
    return await use([...gatehouse.platforms, ...(gatehouse.core ? [gatehouse.core] : [])].map(({ app }) => app))
  } finally {
    await gatehouse.close()
  }
}

/** Throws UsageError unless one of the two is given. */
export function readConfig({ config, demo }: Pick<Choice, 'config' | 'demo'>): Config {
  if (demo === (config !== null)) throw new UsageError('give either --config or --demo')
  return config === null ? demoConfig(processEnvironment()) : loadConfig({ file: config, environment: processEnvironment() })
}

function narrow(config: Config, id: string | null): Config {
  if (id === null) return config
  if (id === config.core?.platform.id) return { ...config, platforms: [] }
  const platforms = config.platforms.filter(({ platform }) => platform.id === id)
  if (platforms.length > 0) return { ...config, platforms, core: null }
  const known = [...config.platforms, ...(config.core ? [config.core] : [])].map(({ platform }) => platform.id)
  throw new UsageError(`no platform ${id} is served here: choose ${known.join(', ')}`)
}
