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
import * as posts from './migrations/0009-posts-from-the-front-door.ts'
import * as status from './migrations/core/0001-status.ts'
import type { Schema } from './schema.ts'

/** Migrations of one kind in order, and the table that says which of them have run. One that has landed is never edited. */
type Course = { readonly table: string; readonly migrations: Readonly<Record<string, Migration>> }

/** Of every site. */
const COMMON: Course = {
  table: 'kysely_migration',
  migrations: {
    '0001-accounts': accounts,
    '0002-units': units,
    '0003-audit-seals': auditSeals,
    '0004-user-list': userList,
    '0005-imports': imports,
    '0006-api-tokens': apiTokens,
    '0007-security-settings': securitySettings,
    '0008-pci': pci,
    '0009-posts-from-the-front-door': posts,
  },
}

/** Of the front door's alone. */
const OF_CORE: Course = { table: 'kysely_core_migration', migrations: { 'core-0001-status': status } }

/** A platform's, or the front door's own. */
export type DatabaseKind = 'platform' | 'core'

const COURSES: Readonly<Record<DatabaseKind, readonly Course[]>> = { platform: [COMMON], core: [COMMON, OF_CORE] }

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
export async function migrate(db: Kysely<Schema>, kind: DatabaseKind = 'platform'): Promise<readonly string[]> {
  const ran: string[] = []
  for (const course of COURSES[kind]) refuseNewer(course, await executedMigrations(db, course))
  for (const course of COURSES[kind]) ran.push(...(await runCourse(db, course)))
  return ran
}

async function runCourse(db: Kysely<Schema>, course: Course): Promise<readonly string[]> {
  const { table, migrations } = course
  if (isComplete(course, await executedMigrations(db, course))) return []
  const migrator = new Migrator({
    db,
    provider: { getMigrations: () => Promise.resolve({ ...migrations }) },
    migrationTableName: table,
    migrationLockTableName: `${table}_lock`,
  })
  const { error, results } = await migrator.migrateToLatest()
  if (error !== undefined) throw error instanceof Error ? error : new Error('a migration failed', { cause: error })
  return (results ?? []).map((result) => result.migrationName)
}

/**
 * For tools that work beside a server and leave tables alone. Resolves with the empty list of migrations that it ran;
 * throws NewerDatabaseError, or an Error fit to be shown, where the tables are not those of this code.
 */
export async function requireMigrated(db: Kysely<Schema>, kind: DatabaseKind = 'platform'): Promise<readonly string[]> {
  for (const course of COURSES[kind]) {
    const executed = await executedMigrations(db, course)
    refuseNewer(course, executed)
    if (!isComplete(course, executed)) {
      throw new Error('the database is not migrated yet: start the server once, or run gatehouse migrate')
    }
  }
  return []
}

function refuseNewer({ migrations }: Course, executed: readonly string[]): void {
  const unknown = executed.filter((name) => !Object.hasOwn(migrations, name))
  if (unknown.length > 0) throw new NewerDatabaseError(unknown)
}

function isComplete({ migrations }: Course, executed: readonly string[]): boolean {
  return Object.keys(migrations).every((name) => executed.includes(name))
}

async function executedMigrations(db: Kysely<Schema>, { table }: Course): Promise<readonly string[]> {
  const { rows: tables } =
    await sql`select 1 from pg_tables where schemaname = current_schema() and tablename = ${table}`.execute(db)
  if (tables.length === 0) return []
  const { rows } = await sql<{ name: string }>`select name from ${sql.id(table)} order by name`.execute(db)
  return rows.map((row) => row.name)
}
