import { processEnvironment } from '../../config/environment.ts'
import { loadConfig } from '../../config/load-config.ts'
import { runGatehouse } from '../../sites/gatehouse.ts'
import { defineCommand } from '../command.ts'
import { CONFIG_OPTION } from '../config-option.ts'
import { runUntilStopped } from '../run-until-stopped.ts'

export const serveCommand = defineCommand({
  summary: 'Serves the sites that the configuration names, until SIGTERM or Ctrl-C.',
  options: { config: { ...CONFIG_OPTION, required: true } },
  run: async ({ config: file }, terminal) => {
    const config = loadConfig({ file, environment: processEnvironment() })
    const running = await runGatehouse(config)
    const origins = [...(config.servesFrontDoor ? config.frontDoor.origins : []), ...config.platforms.map(({ origin }) => origin)]
    const { hosts, port } = config.listen
    terminal.print(`Gatehouse listens on ${hosts.join(', ')} port ${port} for ${origins.join(', ')}`)
    await runUntilStopped(running)
    return 0
  },
})
