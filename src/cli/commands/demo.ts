import { systemClock } from '../../clock.ts'
import { demoConfig } from '../../config/demo-config.ts'
import { processEnvironment } from '../../config/environment.ts'
import { readDemoFile } from '../../demo/demo-file.ts'
import { seedStatus } from '../../demo/seed-status.ts'
import { seedDemo } from '../../demo/seed.ts'
import { startText } from '../../demo/start-text.ts'
import { runGatehouse } from '../../sites/gatehouse.ts'
import { defineCommand } from '../command.ts'
import { runUntilStopped } from '../run-until-stopped.ts'

export const demoCommand = defineCommand({
  summary: 'Runs every part in one process on loopback, with a cast of invented people. PORT and GATEHOUSE_DATA may be set.',
  options: {},
  run: async (_values, terminal) => {
    const startedAt = systemClock.monotonic()
    const config = demoConfig(processEnvironment())
    const running = await runGatehouse(config, {
      beforeServing: async ({ apps, core }) => {
        await seedDemo(config.dataFolder, [...apps, ...(core ? [core] : [])])
        if (core) await seedStatus(core)
      },
    })
    const seconds = (systemClock.monotonic() - startedAt) / 1_000
    terminal.print(startText({ config, accounts: readDemoFile(config.dataFolder) ?? [], seconds }))
    await runUntilStopped(running)
    return 0
  },
})
