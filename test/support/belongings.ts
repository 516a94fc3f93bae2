import { sql } from 'kysely'
import type { App } from '../../src/app.ts'

/** Every row that belongs to a subscription, in every table there is: read from the catalogue, so that no new one is forgotten. */
export type Belongings = {
  /** All ids of it: of the subscription, its accounts, units, sessions, keys, mails and so on. */
  readonly ids: readonly string[]
  /** Everything that could change, as text. */
  readonly rows: string
}

type Column = { readonly table: string; readonly column: string; readonly type: string }

/** No migration runs meanwhile, and reading the catalogue takes longer than reading a subscription. */
const columnsByPool = new WeakMap<App['db'], Promise<readonly Column[]>>()

/** How a table names whose its rows are. */
const OWNERS = ['subscription_id', 'account_id']

export async function belongingsOf({ db }: App, subscriptionId: string): Promise<Belongings> {
  const columns = await columnsOf(db)
  const ids = new Set<string>([subscriptionId])
  const kept: string[] = []
  for (const table of new Set(columns.map((column) => column.table))) {
    const own = columns.filter((column) => column.table === table)
    const owner = table === 'subscriptions' ? 'id' : OWNERS.find((name) => own.some(({ column }) => column === name))
    if (owner === undefined) continue
    const isTheirs =
      owner === 'account_id'
        ? sql`account_id in (select id from accounts where subscription_id = ${subscriptionId}::uuid)`
        : sql`${sql.ref(owner)} = ${subscriptionId}::uuid`
    const { rows } = await sql<{ row: Record<string, unknown> }>`
      select to_jsonb(t) as row from ${sql.table(table)} t where ${isTheirs} order by to_jsonb(t)::text`.execute(db)
    kept.push(`${table} ${JSON.stringify(rows)}`)
    const named = own.filter(({ type }) => type === 'uuid')
    const found = rows.flatMap(({ row }) => named.map(({ column }) => row[column]))
    for (const id of found) if (typeof id === 'string') ids.add(id)
  }
  return { ids: [...ids], rows: kept.join('\n') }
}

async function columnsOf(db: App['db']): Promise<readonly Column[]> {
  const known = columnsByPool.get(db) ?? readColumns(db)
  columnsByPool.set(db, known)
  return known
}

async function readColumns(db: App['db']): Promise<readonly Column[]> {
  const { rows } = await sql<Column>`
    select c.table_name as "table", c.column_name as "column", c.data_type as type
    from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
    where c.table_schema = current_schema() and t.table_type = 'BASE TABLE' order by 1, 2`.execute(db)
  return rows
}
