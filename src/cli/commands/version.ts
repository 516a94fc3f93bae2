import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { defineCommand } from '../command.ts'

const manifest = z.object({ version: z.string() })

export const versionCommand = defineCommand({
  summary: 'Prints the version.',
  options: {},
  run: async (_values, terminal) => {
    // The same distance from src/cli/commands and from dist/cli/commands.
    const file = new URL('../../../package.json', import.meta.url)
    terminal.print(manifest.parse(JSON.parse(readFileSync(file, 'utf8'))).version)
    return 0
  },
})
