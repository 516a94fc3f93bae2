import { defineCommand } from '../command.ts'
import { UsageError } from '../usage-error.ts'
import { CORE_OPTIONS } from '../with-core.ts'
import { readConfig } from '../with-gatehouse.ts'

export const frontDoorKeyCommand = defineCommand({
  summary: 'Prints the public key by which platforms elsewhere know the front door, for their front_door.public_key.',
  options: CORE_OPTIONS,
  run: async (values, terminal) => {
    const { core, frontDoorKey } = readConfig(values)
    if (!core || !frontDoorKey) {
      throw new UsageError('this configuration does not serve the front door: its key is made where it is served')
    }
    terminal.print(Buffer.from(frontDoorKey).toString('base64url'))
    return 0
  },
})
