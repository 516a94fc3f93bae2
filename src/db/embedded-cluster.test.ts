import { access, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startEmbeddedPostgres } from './embedded.ts'

let dataFolder: string

beforeEach(async () => {
  dataFolder = await mkdtemp(join(tmpdir(), 'gatehouse-cluster-'))
})

afterEach(async () => rm(dataFolder, { recursive: true, force: true }))

describe('starting the private PostgreSQL', () => {
  test('refuses a cluster of another major version and leaves it alone', async () => {
    await mkdir(join(dataFolder, 'postgres'))
    await writeFile(join(dataFolder, 'postgres', 'PG_VERSION'), '99\n')
    await expect(startEmbeddedPostgres({ dataFolder, binFolder: null })).rejects.toThrow('was made by PostgreSQL 99')
    expect(await readdir(join(dataFolder, 'postgres'))).toEqual(['PG_VERSION'])
  })

  test('refuses a folder that holds something else', async () => {
    await mkdir(join(dataFolder, 'postgres'))
    await writeFile(join(dataFolder, 'postgres', 'diary.txt'), 'Dear diary')
    await expect(startEmbeddedPostgres({ dataFolder, binFolder: null })).rejects.toThrow('neither empty nor a PostgreSQL cluster')
  })

  test('makes the cluster anew where an earlier process was killed while making it', async () => {
    const abandoned = join(dataFolder, 'postgres.making-999999999-abcdef')
    await mkdir(abandoned)
    await writeFile(join(abandoned, 'PG_VERSION'), '18\n')
    const server = await startEmbeddedPostgres({ dataFolder, binFolder: null })
    await server.ensureDatabase('accounts')
    await server.stop()
    await expect(access(abandoned)).rejects.toThrow('ENOENT')
  })

  test('says what to do when it is given a folder without PostgreSQL', async () => {
    await expect(startEmbeddedPostgres({ dataFolder, binFolder: '/nowhere' })).rejects.toThrow(/GATEHOUSE_POSTGRES_BIN.*npm ci/s)
  })
})
