import { sql, type Kysely } from 'kysely'
import { Migrator, type Migration } from 'kysely/migration'
import * as accounts from './migrations/0001-accounts.ts'
import type { Schema } from './schema.ts'

/** In order; a migration that has landed is never edited. */
const MIGRATIONS: Readonly<Record<string, Migration>> = { '0001-accounts': accounts }

export class NewerDatabaseError extends Error {
  constructor(unknown: readonly string[]) {
    super(`the database was migrated by a newer Gatehouse (${unknown.join(', ')}): start that version, or restore a backup`)
    this.name = 'NewerDatabaseError'
  }
}

/**
 * Brings a database up to this code, under a lock, so that several processes may start at once. Returns the names of
 * the migrations it ran. Throws NewerDatabaseError before touching a database that knows more than this code.
 */
export async function migrate(db: Kysely<Schema>): Promise<readonly string[]> {
  const unknown = (await executedMigrations(db)).filter((name) => !Object.hasOwn(MIGRATIONS, name))
  if (unknown.length > 0) throw new NewerDatabaseError(unknown)
  const migrator = new Migrator({ db, provider: { getMigrations: () => Promise.resolve({ ...MIGRATIONS }) } })
  const { error, results } = await migrator.migrateToLatest()
  if (error !== undefined) throw error instanceof Error ? error : new Error('a migration failed', { cause: error })
  return (results ?? []).map((result) => result.migrationName)
}

/** Whether every migration of this code has run, and none that it does not know. */
export async function isMigrated(db: Kysely<Schema>): Promise<boolean> {
  const executed = new Set(await executedMigrations(db))
  return executed.size === Object.keys(MIGRATIONS).length && Object.keys(MIGRATIONS).every((name) => executed.has(name))
}

async function executedMigrations(db: Kysely<Schema>): Promise<readonly string[]> {
  const { rows: tables } = await sql`select 1 from pg_tables where schemaname = current_schema() and tablename = 'kysely_migration'`.execute(db)
  if (tables.length === 0) return []
  const { rows } = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(db)
  return rows.map((row) => row.name)
}
