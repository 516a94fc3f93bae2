import { sql } from 'kysely'
import type { App } from '../../src/app.ts'

/** Every row of every table, the queue's too, as text. */
export async function dumpDatabase({ db }: App): Promise<string> {
  const tables = await sql<{ name: string }>`
    select format('%I.%I', table_schema, table_name) as name from information_schema.tables
    where table_schema in ('public', 'jobs') and table_type = 'BASE TABLE'`.execute(db)
  const texts: string[] = []
  for (const { name } of tables.rows) {
    const { rows } = await sql<{ row: string }>`select t::text as row from ${sql.raw(name)} t`.execute(db)
    texts.push(...rows.map(({ row }) => row))
  }
  if (texts.length < 10) throw new Error('there is hardly anything in the database')
  return texts.join('\n')
}
