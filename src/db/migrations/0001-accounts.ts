import { sql, type Kysely } from 'kysely'

/** The first floor: subscriptions, accounts, sessions, keys, the guard's budgets, mail and audit. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}

const STATEMENTS = [
  // Tests replace this one function to move every life and lock in the database (I-40).
  `create function gatehouse_now() returns timestamptz language sql stable parallel safe as 'select statement_timestamp()'`,

  `create table subscriptions (
    id uuid primary key,
    name text not null,
    acronym text not null unique check (acronym ~ '^[A-Za-z0-9]{3,5}$'),
    point_of_contact_id uuid,
    tam jsonb,
    self_unfreeze boolean not null default true,
    freeze_threshold integer check (freeze_threshold between 3 and 100),
    expired_at timestamptz,
    created_at timestamptz not null default gatehouse_now()
  )`,

  `create table business_units (
    id uuid primary key,
    subscription_id uuid not null references subscriptions,
    name text not null,
    point_of_contact_id uuid,
    unique (subscription_id, name),
    unique (id, subscription_id)
  )`,

  `create table accounts (
    id uuid primary key,
    subscription_id uuid not null references subscriptions,
    business_unit_id uuid,
    username text not null unique,
    username_folded text not null unique,
    first_name text not null,
    last_name text not null,
    email text not null,
    role text not null,
    state text not null check (state in ('pending_activation', 'active', 'inactive')),
    inactive_reason text check (inactive_reason in ('failed_sign_ins', 'deactivated', 'idle')),
    state_changed_at timestamptz not null default gatehouse_now(),
    state_changed_by text not null,
    credential_hash text,
    credential_set_at timestamptz,
    unfrozen_until timestamptz,
    last_sign_in jsonb,
    last_sign_in_at timestamptz,
    created_at timestamptz not null default gatehouse_now(),
    unique (id, subscription_id),
    foreign key (business_unit_id, subscription_id) references business_units (id, subscription_id),
    check ((state = 'inactive') = (inactive_reason is not null)),
    check (state <> 'active' or credential_hash is not null)
  )`,
  `create index accounts_by_subscription on accounts (subscription_id, state)`,
  `create index accounts_by_email on accounts (lower(email))`,
  `alter table subscriptions add constraint point_of_contact_is_a_member
    foreign key (point_of_contact_id, id) references accounts (id, subscription_id) deferrable initially deferred`,

  // The last number given for "acme_jd"; numbers are never used twice.
  `create table username_counters (stem text primary key, last integer not null)`,

  `create table sessions (
    id uuid primary key,
    token_hash bytea not null unique,
    account_id uuid not null references accounts on delete cascade,
    created_at timestamptz not null default gatehouse_now(),
    last_seen_at timestamptz not null default gatehouse_now(),
    browser text not null,
    system text not null,
    address text not null,
    previous_sign_in jsonb
  )`,
  `create index sessions_by_account on sessions (account_id)`,

  `create table devices (
    account_id uuid not null references accounts on delete cascade,
    token_hash bytea not null,
    created_at timestamptz not null default gatehouse_now(),
    last_used_at timestamptz not null default gatehouse_now(),
    primary key (account_id, token_hash)
  )`,

  `create table activation_keys (
    id uuid primary key,
    key_hash bytea not null unique,
    account_id uuid not null references accounts on delete cascade,
    purpose text not null,
    payload jsonb not null default '{}',
    created_at timestamptz not null default gatehouse_now(),
    expires_at timestamptz not null,
    claimed_at timestamptz,
    died_at timestamptz,
    death_reason text
  )`,
  // One live key per account and purpose: a newer one supersedes the older in the same transaction.
  `create unique index one_live_activation_key on activation_keys (account_id, purpose)
    where claimed_at is null and died_at is null`,

  `create table activation_requests (
    id uuid primary key,
    account_id uuid not null references accounts on delete cascade,
    subscription_id uuid not null references subscriptions,
    created_at timestamptz not null default gatehouse_now(),
    decided_at timestamptz,
    decided_by uuid references accounts on delete set null,
    decision text check (decision in ('approved', 'denied', 'settled'))
  )`,
  `create unique index one_open_activation_request on activation_requests (account_id) where decided_at is null`,

  `create table guard_budgets (
    subject bytea primary key,
    spent integer not null,
    failures integer not null,
    expires_at timestamptz not null,
    charged_at timestamptz not null default gatehouse_now()
  )`,
  `create index guard_budgets_by_expiry on guard_budgets (expires_at)`,
  `create table spent_captchas (signature bytea primary key, expires_at timestamptz not null)`,
  `create index spent_captchas_by_expiry on spent_captchas (expires_at)`,

  `create table mails (
    id uuid primary key,
    account_id uuid references accounts on delete set null,
    kind text not null,
    recipient text not null,
    params jsonb not null default '{}',
    state text not null default 'queued' check (state in ('queued', 'sent', 'parked', 'obsolete')),
    attempts integer not null default 0,
    last_error text,
    created_at timestamptz not null default gatehouse_now(),
    sent_at timestamptz
  )`,
  `create index mails_by_account on mails (account_id, kind, created_at desc)`,
  `create index mails_parked on mails (created_at) where state = 'parked'`,

  // No foreign keys: the trail outlives what it tells of.
  `create table audit_events (
    id bigint generated always as identity primary key,
    at timestamptz not null default gatehouse_now(),
    subscription_id uuid,
    account_id uuid,
    actor_kind text not null,
    actor_id uuid,
    action text not null,
    details jsonb not null default '{}',
    address text,
    request_id text
  )`,
  `create index audit_events_by_subscription on audit_events (subscription_id, id desc)`,
  `create index audit_events_by_account on audit_events (account_id, id desc)`,
]
