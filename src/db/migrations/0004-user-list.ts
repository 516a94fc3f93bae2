import { sql, type Kysely } from 'kysely'

/** What makes a list of a hundred thousand users quick, and acts on many of them at once (P5, S08). */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}

const STATEMENTS: readonly string[] = [
  // An index on a million users takes its time.
  'set local statement_timeout = 0',
  // Both come with PostgreSQL, and whoever owns a database may create them.
  `create extension if not exists pg_trgm`,
  `create extension if not exists btree_gin`,

  // What the list is sorted by and searched in, made once by each edit instead of at each look. A sign-in changes none of
  // them and no index, so that it stays cheap; the room left in each page keeps the new version of its row beside the old.
  `alter table accounts set (fillfactor = 90),
    add column name_key text collate "und-x-icu" not null generated always as (first_name || ' ' || last_name) stored,
    add column state_key text collate "C" not null generated always as (case when role = 'contact' then 'mail_only'
      else state || coalesce(' ' || inactive_reason, '') end) stored,
    add column sought text collate "C" not null generated always as (lower((' ' || first_name || ' ' || last_name || ' ' || username
      || translate(' ' || username, '_#@.-', '     ')) collate "und-x-icu")) stored,
    add column sought_all text collate "C" not null generated always as (lower((' ' || first_name || ' ' || last_name || ' ' || username
      || translate(' ' || username, '_#@.-', '     ') || ' ' || email) collate "und-x-icu")) stored`,
  `create index users_by_name on accounts (subscription_id, name_key, id)`,
  `create index users_by_login on accounts (subscription_id, (username collate "und-x-icu"), id)`,
  `create index users_by_email on accounts (subscription_id, (lower(email collate "und-x-icu") collate "C"), id)`,
  `create index users_by_role on accounts (subscription_id, role collate "C", name_key, id)`,
  `create index users_by_state on accounts (subscription_id, state_key, name_key, id)`,
  `create index users_by_unit on accounts (subscription_id, business_unit_id, name_key, id)`,
  `create index users_by_age on accounts (subscription_id, created_at, id)`,
  // A short list of what is still to be sorted in: each search reads all of it.
  `create index users_sought on accounts using gin (subscription_id, sought gin_trgm_ops, sought_all gin_trgm_ops)
    with (gin_pending_list_limit = 256)`,
  `drop index accounts_by_subscription`,

  // The order of last sign-ins, and since when who is Active is that, apart from the accounts: a sign-in moves one row here,
  // and none in the indexes above.
  `create table sign_in_order (
    account_id uuid primary key references accounts on delete cascade,
    subscription_id uuid not null,
    at timestamptz not null,
    name_key text collate "und-x-icu" not null,
    active_since timestamptz
  )`,
  `insert into sign_in_order select id, subscription_id, coalesce(last_sign_in_at, '-infinity'), name_key,
    case when state = 'active' then state_changed_at end from accounts`,
  `create index users_by_sign_in on sign_in_order (subscription_id, at, name_key, account_id)`,

  // How many users there are of each kind: what is added up here is exact. Changes are new rows, so that nobody waits for
  // anybody else's count; they are put together now and then.
  `create table user_counts (
    subscription_id uuid not null,
    business_unit_id uuid,
    role text not null,
    state_key text not null,
    users integer not null
  )`,
  `insert into user_counts select subscription_id, business_unit_id, role, state_key, count(*) from accounts group by 1, 2, 3, 4`,
  `create index user_counts_by_subscription on user_counts (subscription_id)`,
  `create function list_new_users() returns trigger language plpgsql as $$ begin
    insert into sign_in_order select id, subscription_id, coalesce(last_sign_in_at, '-infinity'), name_key,
      case when state = 'active' then state_changed_at end from fresh;
    insert into user_counts select subscription_id, business_unit_id, role, state_key, count(*) from fresh group by 1, 2, 3, 4;
    return null; end $$`,
  `create trigger accounts_list_new after insert on accounts referencing new table as fresh
    for each statement execute function list_new_users()`,
  `create function unlist_users() returns trigger language plpgsql as $$ begin
    insert into user_counts select subscription_id, business_unit_id, role, state_key, -count(*) from gone group by 1, 2, 3, 4;
    return null; end $$`,
  `create trigger accounts_unlist after delete on accounts referencing old table as gone
    for each statement execute function unlist_users()`,
  `create function relist_user() returns trigger language plpgsql as $$ begin
    insert into user_counts values (old.subscription_id, old.business_unit_id, old.role, old.state_key, -1),
      (new.subscription_id, new.business_unit_id, new.role, new.state_key, 1);
    return null; end $$`,
  `create trigger accounts_relist after update on accounts for each row
    when ((old.business_unit_id, old.role, old.state_key) is distinct from (new.business_unit_id, new.role, new.state_key))
    execute function relist_user()`,
  `create function reorder_user() returns trigger language plpgsql as $$ begin
    update sign_in_order set at = coalesce(new.last_sign_in_at, '-infinity'), name_key = new.name_key,
      active_since = case when new.state = 'active' then new.state_changed_at end where account_id = new.id;
    return null; end $$`,
  `create trigger accounts_reorder after update on accounts for each row
    when ((old.last_sign_in_at, old.name_key, old.state, old.state_changed_at)
      is distinct from (new.last_sign_in_at, new.name_key, new.state, new.state_changed_at))
    execute function reorder_user()`,

  `create table bulk_acts (
    id uuid primary key,
    subscription_id uuid not null references subscriptions,
    account_id uuid references accounts on delete set null,
    token_id uuid,
    act text not null,
    business_unit_id uuid,
    unit_chosen boolean not null default false,
    state text not null default 'preview' check (state in ('preview', 'running', 'done', 'cancelled', 'stopped')),
    -- Where in the Users section it was asked for.
    list text not null default '',
    missing integer not null default 0,
    total integer not null default 0,
    done integer not null default 0,
    refused integer not null default 0,
    address text not null,
    request_id text not null,
    created_at timestamptz not null default gatehouse_now(),
    started_at timestamptz,
    ended_at timestamptz
  )`,
  `create index bulk_acts_by_account on bulk_acts (account_id, created_at desc)`,
  // No foreign key to accounts: who was cancelled meanwhile is told as gone.
  `create table bulk_act_users (
    bulk_act_id uuid not null references bulk_acts on delete cascade,
    account_id uuid not null,
    outcome text,
    primary key (bulk_act_id, account_id)
  )`,
  `create index bulk_act_users_open on bulk_act_users (bulk_act_id, account_id) where outcome is null`,
  `create index bulk_act_users_by_outcome on bulk_act_users (bulk_act_id, outcome)`,
]
