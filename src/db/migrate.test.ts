import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterEach, describe, expect, it } from 'vitest'
import { createEmptyDatabase, type EmptyDatabase } from '../../test/support/empty-database.ts'
import { startEmbeddedPostgres } from './embedded.ts'
import { migrate, NewerDatabaseError } from './migrate.ts'
import type { Database } from './schema.ts'

const opened: EmptyDatabase[] = []
const emptyDatabase = async (...server: Parameters<typeof createEmptyDatabase>) => {
  const database = await createEmptyDatabase(...server)
  opened.push(database)
  return database
}
afterEach(async () => {
  await Promise.all(opened.splice(0).map((database) => database.close()))
})

async function tableNames(db: Database): Promise<readonly string[]> {
  const { rows } = await sql<{
    tablename: string
  }>`select tablename from pg_tables where schemaname = 'public' order by tablename`.execute(db)
  return rows.map(({ tablename }) => tablename)
}

describe('migrating', () => {
  it('makes the tables, once', async () => {
    const db = (await emptyDatabase()).open()
    const ran = await migrate(db)
    expect(ran).toContain('0001-accounts')
    expect(await tableNames(db)).toContain('accounts')
    expect(await migrate(db)).toEqual([])
  })

  it('runs each migration once where five processes start at the same moment', async () => {
    const database = await emptyDatabase()
    const ran = await Promise.all(Array.from({ length: 5 }, async () => migrate(database.open())))
    const once = ran.filter((names) => names.length > 0)
    expect(once).toHaveLength(1)
    expect(once[0]).toContain('0001-accounts')
  })

  it('refuses a database that knows a migration of the future, and leaves it as it is', async () => {
    const db = (await emptyDatabase()).open()
    await migrate(db)
    await sql`insert into kysely_migration (name, timestamp) values ('9999-future', '2030-01-01')`.execute(db)
    const before = await tableNames(db)
    await expect(migrate(db)).rejects.toThrow(NewerDatabaseError)
    await expect(migrate(db)).rejects.toThrow('9999-future')
    expect(await tableNames(db)).toEqual(before)
  })

  it('leaves nothing behind where it fails', async () => {
    const db = (await emptyDatabase()).open()
    await sql`create table sessions (id integer)`.execute(db)
    await expect(migrate(db)).rejects.toThrow('sessions')
    expect((await tableNames(db)).filter((name) => !name.startsWith('kysely_'))).toEqual(['sessions'])
  })
})

const binFolderOf = (version: number) => `/usr/lib/postgresql/${version}/bin`
const installed = [15, 16, 17, 18].filter((version) => existsSync(binFolderOf(version)))

describe.skipIf(installed.length === 0)('on a PostgreSQL of the system', () => {
  it.each(installed)(
    '%i migrates as the private one does',
    async (version) => {
      const dataFolder = await mkdtemp(join(tmpdir(), 'gatehouse-old-'))
      const server = await startEmbeddedPostgres({ dataFolder, binFolder: binFolderOf(version) })
      try {
        const database = await createEmptyDatabase(server.connection('postgres'))
        const db = database.open()
        const { rows } = await sql<{ serverVersion: string }>`show server_version`.execute(db)
        expect(rows[0]?.serverVersion).toMatch(new RegExp(`^${version}\\b`))
        expect(await migrate(db)).toContain('0001-accounts')
        expect(await migrate(db)).toEqual([])
        await database.close()
      } finally {
        await server.stop()
        await rm(dataFolder, { recursive: true, force: true })
      }
    },
    60_000,
  )
})
