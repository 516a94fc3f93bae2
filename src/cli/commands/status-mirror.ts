import { resolve } from 'node:path'
import { runStatusMirror } from '../../sites/status-mirror.ts'
import { defineCommand } from '../command.ts'
import { runUntilStopped } from '../run-until-stopped.ts'
import { UsageError } from '../usage-error.ts'

const DEFAULT_HOST = '127.0.0.1'
const DEFAULT_PORT = '8080'

export const statusMirrorCommand = defineCommand({
  summary:
    'Serves a copy of the status page, as the front door writes it into <data>/status, for any host name and without a database, until SIGTERM or Ctrl-C.',
  options: {
    folder: { type: 'operand', value: '<folder>', about: 'the copy: a shared mount, or kept up to date by rsync' },
    host: { type: 'string', value: '<address>', about: `the address to listen on; ${DEFAULT_HOST} unless it is given` },
    port: { type: 'string', value: '<port>', about: `${DEFAULT_PORT} unless it is given` },
  },
  run: async ({ folder, host, port }, terminal) => {
    const listen = { host: host ?? DEFAULT_HOST, port: readPort(port ?? DEFAULT_PORT) }
    const running = await runStatusMirror({ folder: resolve(folder), ...listen })
    terminal.print(`Gatehouse mirrors ${folder} on ${listen.host} port ${listen.port}`)
    await runUntilStopped(running)
    return 0
  },
})

function readPort(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0
  if (port < 1 || port > 65_535) throw new UsageError('--port must be a number from 1 to 65535')
  return port
}
