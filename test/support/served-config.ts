import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { App } from '../../src/app.ts'
import { loadConfig } from '../../src/config/load-config.ts'
import type { Site } from '../../src/http/site.ts'
import { openGatehouse } from '../../src/sites/gatehouse.ts'
import { freePort, type GatehouseProcess, startGatehouse } from './gatehouse-process.ts'
import { realSite } from './real-site.ts'
import { type CliRun, runGatehouseCli } from './run-cli.ts'

/** A `gatehouse.yaml` for US1 and EU1 on a port of loopback, its data folder, and what can be done with it. */
export type ServedConfig = {
  readonly file: string
  readonly port: number
  readonly dataFolder: string
  readonly origin: (platformId: string) => string
  readonly site: (platformId: string | null) => Site
  /** `gatehouse serve`; waits until it is live. */
  readonly serve: () => Promise<GatehouseProcess>
  /** `gatehouse <command> --config <file> ...`; a command may be two words. */
  readonly run: (command: string, ...args: readonly string[]) => Promise<CliRun>
  /** Lends this process's own view of a platform's database, beside a running server. */
  readonly withApp: <Result>(platformId: string, use: (app: App) => Promise<Result>) => Promise<Result>
  readonly remove: () => Promise<void>
}

type Wish = {
  /** As it stands in the file: `{ from: ..., transport: outbox }`. */
  readonly mail?: string
  /** The same: `{ stale_after_seconds: 30 }`. */
  readonly status?: string
  readonly environment?: Readonly<Record<string, string>>
}

export async function makeServedConfig({
  mail = '{ from: no-reply@example.com, transport: outbox }',
  status = '{}',
  environment = {},
}: Wish = {}): Promise<ServedConfig> {
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-served-'))
  const port = await freePort()
  const host = (platformId: string | null) => `${platformId === null ? '' : `${platformId.toLowerCase()}.`}localhost:${port}`
  const origin = (platformId: string | null) => `http://${host(platformId)}`
  const file = join(folder, 'gatehouse.yaml')
  const dataFolder = join(folder, 'data')
  await writeFile(
    file,
    `
brand: { name: Acme }
listen: { hosts: [127.0.0.1], port: ${port} }
data: data
log_level: warn
directory:
  - { id: US1, label: US, region: Americas, product: platform, identifiers: [_], sign_in_url: "${origin('US1')}" }
  - { id: EU1, label: EU, region: Europe, product: platform, identifiers: ['-'], sign_in_url: "${origin('EU1')}" }
front_door: { origins: ["${origin(null)}"] }
platforms:
  - { id: US1, origin: "${origin('US1')}" }
  - { id: EU1, origin: "${origin('EU1')}" }
mail: ${mail}
status: ${status}
support: { name: Desk, numbers: [{ location: All, number: '+16508016161', display: +1 650, kind: toll, international: true }] }
`,
  )
  const start = { args: ['serve', '--config', file], environment, port, dataFolder, removeFolder: false }
  return {
    file,
    port,
    dataFolder,
    origin,
    site: (platformId) => realSite({ port, host: host(platformId) }),
    serve: () => startGatehouse({ ...start, health: '/health/live', sign: 'Gatehouse listens' }),
    run: (command, ...args) => runGatehouseCli([...command.split(' '), '--config', file, ...args], environment),
    withApp: async (platformId, use) => {
      const { platforms, close } = await openGatehouse(loadConfig({ file, environment }), { install: false, work: false })
      try {
        const platform = platforms.find(({ app }) => app.config.platform.id === platformId)
        if (!platform) throw new Error(`The configuration does not serve ${platformId}`)
        return await use(platform.app)
      } finally {
        await close()
      }
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  }
}
