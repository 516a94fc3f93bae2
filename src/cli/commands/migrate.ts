import { processEnvironment } from '../../config/environment.ts'
import { loadConfig } from '../../config/load-config.ts'
import { openGatehouse } from '../../sites/gatehouse.ts'
import { defineCommand } from '../command.ts'
import { CONFIG_OPTION } from '../config-option.ts'

export const migrateCommand = defineCommand({
  summary: 'Brings the database of each served site up to this version, and says what ran. Starting does the same.',
  options: { config: { ...CONFIG_OPTION, required: true } },
  run: async ({ config: file }, terminal) => {
    const config = loadConfig({ file, environment: processEnvironment() })
    const gatehouse = await openGatehouse(config, { install: true, work: false })
    for (const { app, migrated } of [...gatehouse.platforms, ...(gatehouse.core ? [gatehouse.core] : [])]) {
      terminal.print(`${app.config.platform.id}: ${migrated.length === 0 ? 'up to date' : `ran ${migrated.join(', ')}`}`)
    }
    await gatehouse.close()
    return 0
  },
})
