import { sql } from 'kysely'
import type { Database, Trx } from './schema.ts'

/** Where rows are only ever added; `prune_audit_trail` removes what is beyond its time, with the rights of the owner. */
const APPEND_ONLY = sql`audit_events, audit_seals`

export async function currentRole(db: Database): Promise<string> {
  const { rows } = await sql<{ role: string }>`select current_user as role`.execute(db)
  const [row] = rows
  if (!row) throw new Error('select current_user returned no row')
  return row.role
}

/**
 * Gives the application's role what it works with, as the owner of the tables: all rows of all tables and of the queue,
 * but of the audit trail reading and adding only (I-32), and no table to change or to drop. In one transaction, so that a
 * server that runs meanwhile never lacks a right, nor has one too many.
 */
export async function grantToApplication(owner: Database, role: string): Promise<void> {
  await owner.transaction().execute(async (trx) => {
    const { rows } = await sql<{ schema: string }>`select current_schema() as schema`.execute(trx)
    const application = sql.id(role)
    for (const schema of [sql.id(rows[0]?.schema ?? 'public'), sql.id('jobs')]) {
      await sql`grant usage on schema ${schema} to ${application}`.execute(trx)
      await sql`grant select, insert, update, delete on all tables in schema ${schema} to ${application}`.execute(trx)
      await sql`grant usage, select on all sequences in schema ${schema} to ${application}`.execute(trx)
      await sql`grant execute on all functions in schema ${schema} to ${application}`.execute(trx)
    }
    await sql`revoke update, delete, truncate, references, trigger on ${APPEND_ONLY} from ${application}`.execute(trx)
    for (const table of await migrationTables(trx)) {
      await sql`revoke all on ${sql.id(table)}, ${sql.id(`${table}_lock`)} from ${application}`.execute(trx)
      await sql`grant select on ${sql.id(table)} to ${application}`.execute(trx)
    }
  })
}

/** One of every site, and one of the core's own. */
async function migrationTables(trx: Trx): Promise<readonly string[]> {
  const { rows } = await sql<{ name: string }>`
    select tablename as name from pg_tables
    where schemaname = current_schema() and tablename in ('kysely_migration', 'kysely_core_migration')`.execute(trx)
  return rows.map(({ name }) => name)
}

/** Whether this role could rewrite the audit trail: it owns the tables, or is a superuser. */
export async function mayRewriteTrail(db: Database): Promise<boolean> {
  const { rows } = await sql<{ may: boolean }>`
    select has_table_privilege('audit_events', 'update, delete, truncate') or has_table_privilege('audit_seals', 'update, delete, truncate')
      or pg_has_role((select relowner from pg_class where oid = 'audit_events'::regclass), 'usage') as may`.execute(db)
  return rows[0]?.may === true
}
