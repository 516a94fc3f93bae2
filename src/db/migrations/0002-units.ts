import { sql, type Kysely } from 'kysely'

/** Roles, units and rights (A03), names from elsewhere (A06), and a number for each version of a user (A07). */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}

const ROLES = `'manager', 'unit_manager', 'user_administrator', 'scanner', 'reader', 'auditor', 'remediation_user',
  'knowledgebase_only', 'contact'`

const STATEMENTS: readonly string[] = [
  `alter table business_units add column sees_only_itself boolean not null default false,
    add column created_at timestamptz not null default gatehouse_now(),
    add constraint unit_point_of_contact_is_a_member
      foreign key (point_of_contact_id, subscription_id) references accounts (id, subscription_id) deferrable initially deferred`,

  // A Manager stands above the units.
  `update accounts set business_unit_id = null where role = 'manager'`,
  `alter table accounts
    add column extra_rights text[] not null default '{}',
    add column external_id text check (length(external_id) between 1 and 200),
    add column version integer not null default 1,
    add constraint known_role check (role in (${ROLES})),
    add constraint managers_are_in_no_unit check (role <> 'manager' or business_unit_id is null),
    add constraint extra_rights_are_of_unit_managers check (role = 'unit_manager' or extra_rights = '{}')`,
  `create unique index one_account_per_external_id on accounts (subscription_id, external_id) where external_id is not null`,
  `create index accounts_by_business_unit on accounts (business_unit_id) where business_unit_id is not null`,

  // A Manager's change of another's address: it waits for the new address, and for three days in which the old one can
  // stop it (I-37).
  `create table email_changes (
    account_id uuid primary key references accounts on delete cascade,
    new_email text not null,
    requested_by uuid not null references accounts on delete cascade,
    requested_at timestamptz not null default gatehouse_now(),
    effective_at timestamptz not null,
    confirmed_at timestamptz
  )`,
  `create index email_changes_by_effect on email_changes (effective_at)`,

  // What somebody may have read before they edit: signing in is no edit, and changes it not.
  `create function count_version() returns trigger language plpgsql as $$ begin new.version := old.version + 1; return new; end $$`,
  `create trigger accounts_count_versions before update on accounts for each row
    when ((old.first_name, old.last_name, old.email, old.role, old.business_unit_id, old.extra_rights, old.external_id, old.state,
        old.inactive_reason, old.username)
      is distinct from (new.first_name, new.last_name, new.email, new.role, new.business_unit_id, new.extra_rights, new.external_id,
        new.state, new.inactive_reason, new.username))
    execute function count_version()`,
]
