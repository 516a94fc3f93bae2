import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import type { ConnectionSettings } from '../../src/db/connect.ts'
import { startEmbeddedPostgres } from '../../src/db/embedded.ts'
import { makeTemplate } from './template.ts'

/** How tests reach the run's PostgreSQL: its maintenance database, by whose name they create their own. */
export type DatabaseServer = ConnectionSettings['target']

declare module 'vitest' {
  // Vitest's registry of provided values is open to declaration merging only as an interface.
  // oxlint-disable-next-line typescript/consistent-type-definitions
  export interface ProvidedContext {
    databaseServer: DatabaseServer
  }
}

/** One PostgreSQL per run: the server named by TEST_DATABASE_URL, else a private one on a folder that goes afterwards. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const url = process.env['TEST_DATABASE_URL']
  if (url !== undefined) {
    await makeTemplate({ connectionString: url })
    project.provide('databaseServer', { connectionString: url })
    return async () => {}
  }
  const dataFolder = await mkdtemp(join(tmpdir(), 'gatehouse-test-'))
  const server = await startEmbeddedPostgres({ dataFolder, binFolder: process.env['GATEHOUSE_POSTGRES_BIN'] ?? null })
  await makeTemplate(server.connection('postgres'))
  project.provide('databaseServer', server.connection('postgres'))
  return async () => {
    await server.stop()
    await rm(dataFolder, { recursive: true, force: true })
  }
}
