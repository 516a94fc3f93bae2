import { sql, type Kysely } from 'kysely'

/** The PCI platform: its roles, temporary passwords, passwords that are remembered, user logins that change (S22 to S32). */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}

const ROLES = `'manager', 'unit_manager', 'user_administrator', 'scanner', 'reader', 'auditor', 'remediation_user',
  'knowledgebase_only', 'contact', 'user'`

const STATEMENTS: readonly string[] = [
  `alter table accounts drop constraint known_role, add constraint known_role check (role in (${ROLES}))`,

  // Until then the credential is a revealed one, which lets its owner choose another and opens nothing else (I-06).
  `alter table accounts add column temporary_until timestamptz,
    add constraint temporary_is_a_credential check (temporary_until is null or credential_hash is not null)`,
  // A password of unknown age would never expire.
  `update accounts set credential_set_at = created_at where credential_hash is not null and credential_set_at is null`,
  `alter table accounts add constraint own_password_has_an_age
    check (credential_hash is null or temporary_until is not null or credential_set_at is not null)`,
  `create index accounts_by_credential_age on accounts (credential_set_at) where state = 'active'`,

  // The latest own credentials of an account, without the present one.
  `create table past_credentials (
    id bigint generated always as identity primary key,
    account_id uuid not null references accounts on delete cascade,
    credential_hash text not null,
    replaced_at timestamptz not null default gatehouse_now()
  )`,
  `create index past_credentials_by_account on past_credentials (account_id, id desc)`,

  // Who has signed in with a temporary or an expired password. Not among the sessions, so that whatever opens by one of
  // those does not open by these.
  `create table restricted_sessions (
    token_hash bytea primary key,
    account_id uuid not null references accounts on delete cascade,
    reason text not null check (reason in ('temporary_password', 'expired_password')),
    credential_digest bytea not null,
    created_at timestamptz not null default gatehouse_now()
  )`,
  `create index restricted_sessions_by_account on restricted_sessions (account_id)`,

  // The end of the lock that its owner was told of: by that a lock is known from the next one.
  `alter table guard_budgets add column told_until timestamptz`,

  // User logins that were given up. No foreign key: they stay closed when their account is gone.
  `create table quarantined_usernames (
    username_folded text primary key,
    username text not null,
    account_id uuid not null,
    ends_at timestamptz not null
  )`,
  `create index quarantined_usernames_by_end on quarantined_usernames (ends_at)`,

  // A change of user login between its two steps.
  `create table username_changes (
    account_id uuid primary key references accounts on delete cascade,
    session_id uuid not null references sessions on delete cascade,
    new_username text not null,
    created_at timestamptz not null default gatehouse_now()
  )`,
  // A second change must not make the first one final: each has its own link back.
  `drop index one_live_activation_key`,
  `create unique index one_live_activation_key on activation_keys (account_id, purpose)
    where claimed_at is null and died_at is null and purpose <> 'undo_username_change'`,

  // What the policy was, and since when; the latest row is the present one (N15).
  `create table policies (
    id bigint generated always as identity primary key,
    policy jsonb not null,
    since timestamptz not null default gatehouse_now()
  )`,

  // Of which password its owner was told, how many days before its end.
  `create table password_notices (
    account_id uuid primary key references accounts on delete cascade,
    credential_set_at timestamptz not null,
    days integer not null,
    told_at timestamptz not null default gatehouse_now()
  )`,
]
