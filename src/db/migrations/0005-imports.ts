import { sql, type Kysely } from 'kysely'

/** Imports of users from files (A06), and the order in which users are exported. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}

const STATEMENTS: readonly string[] = [
  `create table user_imports (
    id uuid primary key,
    subscription_id uuid not null references subscriptions,
    account_id uuid references accounts on delete set null,
    token_id uuid,
    state text not null check (state in ('reading', 'checked', 'running', 'done', 'cancelled')),
    file_name text not null,
    creates_units boolean not null,
    welcomes boolean not null default true,
    ignored_columns text[] not null default '{}',
    created integer not null default 0,
    changed integer not null default 0,
    unchanged integer not null default 0,
    refused integer not null default 0,
    to_do integer not null default 0,
    done integer not null default 0,
    last_line integer not null default 0,
    address text not null,
    request_id text not null,
    created_at timestamptz not null default gatehouse_now(),
    started_at timestamptz,
    ended_at timestamptz
  )`,
  `create index user_imports_by_subscription on user_imports (subscription_id, created_at desc)`,
  `create index user_imports_by_account on user_imports (account_id)`,

  // What waits to become an account; \`credential\` is emptied as its row is done, and rows live a day at most.
  `create table user_import_rows (
    import_id uuid not null references user_imports on delete cascade,
    line integer not null,
    external_id text,
    username text,
    first_name text not null,
    last_name text not null,
    email text not null,
    role text not null,
    unit_name text,
    speaks_of_unit boolean not null,
    credential text,
    fate text not null check (fate in ('created', 'changed', 'unchanged', 'refused')),
    reasons text[] not null default '{}',
    notes text[] not null default '{}',
    changes jsonb not null default '{}',
    is_done boolean not null,
    primary key (import_id, line)
  )`,
  `create index user_import_rows_by_fate on user_import_rows (import_id, fate, line)`,

  `create index accounts_in_order_of_export on accounts (subscription_id, username)`,
]
