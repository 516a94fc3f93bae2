import { sql, type Kysely } from 'kysely'

/** Tokens of the JSON API, and answers to repeated requests (A07). */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}

const STATEMENTS: readonly string[] = [
  `create table api_tokens (
    id uuid primary key,
    token_hash bytea not null unique,
    account_id uuid not null references accounts on delete cascade,
    name text not null,
    scopes text[] not null,
    created_at timestamptz not null default gatehouse_now(),
    expires_at timestamptz not null,
    last_used_at timestamptz,
    last_used_address text,
    revoked_at timestamptz,
    revoked_by uuid references accounts on delete set null,
    check (expires_at <= created_at + interval '366 days')
  )`,
  // A form that is sent twice makes one token.
  `create unique index one_api_token_of_a_name on api_tokens (account_id, lower(name)) where revoked_at is null`,
  `create index api_tokens_by_account on api_tokens (account_id)`,

  // Whoever deactivates, by whichever way: what opened the account is over for good, not until it is activated (I-29).
  `create function end_api_tokens() returns trigger language plpgsql as $$ begin
    update api_tokens set revoked_at = gatehouse_now() where account_id = new.id and revoked_at is null;
    return new;
  end $$`,
  `create trigger accounts_end_api_tokens after update of state, inactive_reason on accounts for each row
    when (new.inactive_reason in ('deactivated', 'idle') and new.inactive_reason is distinct from old.inactive_reason)
    execute function end_api_tokens()`,

  // How many requests a token, or a session's account, has spent in which minute; common to all processes.
  `create table api_budgets (subject uuid primary key, minute timestamptz not null, spent integer not null)`,

  // What a request that created something was answered; of the request and of its key only keyed hashes.
  `create table api_replies (
    account_id uuid not null references accounts on delete cascade,
    key_hash bytea not null,
    request_hash bytea not null,
    status integer not null,
    headers jsonb not null,
    body text not null,
    created_at timestamptz not null default gatehouse_now(),
    primary key (account_id, key_hash)
  )`,
  `create index api_replies_by_age on api_replies (created_at)`,
]
