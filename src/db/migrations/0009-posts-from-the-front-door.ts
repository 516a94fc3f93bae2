import { sql, type Kysely } from 'kysely'

/** What the front door posts to a platform is good once (N04). */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}

const STATEMENTS: readonly string[] = [
  `create table used_nonces (nonce bytea primary key, expires_at timestamptz not null)`,
  `create index used_nonces_by_end on used_nonces (expires_at)`,
]
