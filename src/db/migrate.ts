import { sql, type Kysely } from 'kysely'
import { Migrator, type Migration } from 'kysely/migration'
import * as accounts from './migrations/0001-accounts.ts'
import * as units from './migrations/0002-units.ts'
import * as auditSeals from './migrations/0003-audit-seals.ts'
import * as userList from './migrations/0004-user-list.ts'
import * as imports from './migrations/0005-imports.ts'
import * as apiTokens from './migrations/0006-api-tokens.ts'
import * as securitySettings from './migrations/0007-security-settings.ts'
import * as pci from './migrations/0008-pci.ts'
import type { Schema } from './schema.ts'

/** In order; a migration that has landed is never edited. */
const MIGRATIONS: Readonly<Record<string, Migration>> = {
  '0001-accounts': accounts,
  '0002-units': units,
  '0003-audit-seals': auditSeals,
  '0004-user-list': userList,
  '0005-imports': imports,
  '0006-api-tokens': apiTokens,
  '0007-security-settings': securitySettings,
  '0008-pci': pci,
}

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
  const executed = await executedMigrations(db)
  refuseNewer(executed)
  if (isComplete(executed)) return []
  const migrator = new Migrator({ db, provider: { getMigrations: () => Promise.resolve({ ...MIGRATIONS }) } })
  const { error, results } = await migrator.migrateToLatest()
  if (error !== undefined) throw error instanceof Error ? error : new Error('a migration failed', { cause: error })
  return (results ?? []).map((result) => result.migrationName)
}

/**
 * For tools that work beside a server and leave tables alone. Resolves with the empty list of migrations that it ran;
 * throws NewerDatabaseError, or an
 * Error fit to be shown, where the tables are not those of this code.
 */
export async function requireMigrated(db: Kysely<Schema>): Promise<readonly string[]> {
  const executed = await executedMigrations(db)
  refuseNewer(executed)
  if (!isComplete(executed)) {
    throw new Error('the database is not migrated yet: start the server once, or run gatehouse migrate')
  }
  return []
}

function refuseNewer(executed: readonly string[]): void {
  const unknown = executed.filter((name) => !Object.hasOwn(MIGRATIONS, name))
  if (unknown.length > 0) throw new NewerDatabaseError(unknown)
}

function isComplete(executed: readonly string[]): boolean {
  return Object.keys(MIGRATIONS).every((name) => executed.includes(name))
}

async function executedMigrations(db: Kysely<Schema>): Promise<readonly string[]> {
  const { rows: tables } =
    await sql`select 1 from pg_tables where schemaname = current_schema() and tablename = 'kysely_migration'`.execute(db)
  if (tables.length === 0) return []
  const { rows } = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(db)
  return rows.map((row) => row.name)
}
