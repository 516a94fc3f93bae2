import { existsSync } from 'node:fs'
import { chmod, cp, lstat, mkdtemp, readdir, rm, unlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { findBinaries, probePackage } from './embedded-binaries.ts'
import { clusterOwner, locateCluster } from './embedded-cluster.ts'
import type { Cluster, Owner } from './embedded-cluster.ts'
import { startEmbeddedPostgres } from './embedded.ts'

const isRoot = process.getuid?.() === 0
const systemVersions = existsSync('/usr/lib/postgresql') ? await readdir('/usr/lib/postgresql') : []

let folder: string
let cluster: Cluster
let owner: Owner | null

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gatehouse-binaries-'))
  await chmod(folder, 0o755)
  cluster = await locateCluster(join(folder, 'storage'))
  owner = await clusterOwner(cluster)
})

afterEach(async () => rm(folder, { recursive: true, force: true }))

/** The npm package as it is where install scripts don't run: without its links. */
async function copyPackage(): Promise<string> {
  const { folder: original } = await findBinaries({ binFolder: null, cluster, owner })
  const copy = join(folder, 'package')
  await cp(join(original, '..', '..'), copy, { recursive: true, verbatimSymlinks: true })
  for (const entry of await readdir(join(copy, 'native', 'lib'), { withFileTypes: true })) {
    if (entry.isSymbolicLink()) await unlink(join(entry.parentPath, entry.name))
  }
  return join(copy, 'native', 'bin')
}

async function answers(dataFolder: string, binFolder: string): Promise<unknown> {
  const server = await startEmbeddedPostgres({ dataFolder, binFolder })
  try {
    await server.ensureDatabase('accounts')
    const client = new pg.Client(server.connection('accounts'))
    await client.connect()
    const { rows } = await client.query(`select lower('ÅSA') as name`)
    await client.end()
    return rows
  } finally {
    await server.stop()
  }
}

describe('the npm package', () => {
  test('works although its install script did not run', async () => {
    const bin = await copyPackage()
    expect(await probePackage({ folder: bin, cluster, owner })).toMatchObject({ folder: bin })
    expect((await lstat(join(bin, '..', 'lib', 'libpq.so.5'))).isSymbolicLink()).toBe(true)
    expect(await answers(cluster.dataFolder, bin)).toEqual([{ name: 'åsa' }])
  })

  test.runIf(isRoot)('is copied next to the cluster when only root may enter its folder', async () => {
    const bin = await copyPackage()
    await chmod(join(folder, 'package'), 0o700)
    const found = await probePackage({ folder: bin, cluster, owner })
    const copy = 'folder' in found ? found.folder : ''
    expect(copy).toContain(join(cluster.dataFolder, 'runtime', 'postgres-'))
    expect(await probePackage({ folder: bin, cluster, owner })).toEqual(found)
    expect(await answers(cluster.dataFolder, copy)).toEqual([{ name: 'åsa' }])
    expect(await readdir(join(cluster.dataFolder, 'runtime'))).toHaveLength(1)
  })
})

describe('a data folder that only root may enter', () => {
  test.runIf(isRoot)('serves all the same', async () => {
    const { folder: bin } = await findBinaries({ binFolder: null, cluster, owner })
    await chmod(folder, 0o700)
    expect(await answers(cluster.dataFolder, bin)).toEqual([{ name: 'åsa' }])
  })
})

describe.runIf(systemVersions.length > 0)("the system's own PostgreSQL", () => {
  test.each(systemVersions)('%s serves', async (version) => {
    await chmod(folder, 0o700)
    expect(await answers(cluster.dataFolder, join('/usr/lib/postgresql', version, 'bin'))).toEqual([{ name: 'åsa' }])
  })
})
