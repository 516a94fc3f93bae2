import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { startEmbeddedPostgres } from '../../src/db/embedded.ts'
import { addPeople, type Pool } from './people.ts'
import { servedPlatform, startProduct, type Product } from './product.ts'

const POOL_SIZE = 2_000

/** A running product on a folder of its own, with people in it, and a way into its database. */
export type Bench = {
  readonly product: Product
  readonly platform: ReturnType<typeof servedPlatform>
  readonly pool: Pool
  readonly db: pg.Client
  readonly connection: { readonly host: string; readonly port: number; readonly user: string; readonly database: string }
  readonly close: () => Promise<void>
}

export async function openBench(): Promise<Bench> {
  const dataFolder = await temporaryFolder()
  const product = await startProduct(dataFolder)
  const platform = servedPlatform(dataFolder)
  // The product holds the same private PostgreSQL; this only attaches to it.
  const postgres = await startEmbeddedPostgres({ dataFolder, binFolder: process.env['GATEHOUSE_POSTGRES_BIN'] ?? null })
  const connection = postgres.connection(platform.name)
  const db = new pg.Client(connection)
  await db.connect()
  const pool = await addPeople(db, { count: POOL_SIZE, pepper: platform.pepper })
  const close = async () => {
    await db.end()
    await product.stop()
    await postgres.stop()
    await rm(dataFolder, { recursive: true, force: true })
  }
  return { product, platform, pool, db, connection, close }
}

export async function temporaryFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'gatehouse-bench-'))
}
