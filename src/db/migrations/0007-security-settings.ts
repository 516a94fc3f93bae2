import { sql, type Kysely } from 'kysely'

/** Each subscription's own security settings, some of them on trial (A05, N12), and whom the idle clock has warned. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}

const STATEMENTS: readonly string[] = [
  // Only what differs from the platform's own.
  `alter table subscriptions
    add column settings jsonb not null default '{}' check (jsonb_typeof(settings) = 'object'),
    add column trial_settings jsonb check (jsonb_typeof(trial_settings) = 'object'),
    add column trial_ends_at timestamptz,
    add column trial_started_by uuid,
    add column settings_version integer not null default 1,
    add constraint no_network_at_all check (settings -> 'allowedNetworks' <> '[]' and trial_settings -> 'allowedNetworks' <> '[]'),
    add constraint a_trial_is_whole check (num_nonnulls(trial_settings, trial_ends_at, trial_started_by) in (0, 3))`,
  `update subscriptions set settings = jsonb_strip_nulls(jsonb_build_object('freezeThreshold', freeze_threshold,
    'selfUnfreeze', case when not self_unfreeze then false end)) where freeze_threshold is not null or not self_unfreeze`,
  `alter table subscriptions drop column freeze_threshold, drop column self_unfreeze`,
  `create index subscriptions_on_trial on subscriptions (trial_ends_at) where trial_ends_at is not null`,

  // A trial ends by the clock alone, whether or not a job has come by (I-40). One expression, so that it is inlined.
  `create function settings_in_force(subscription subscriptions) returns jsonb language sql stable parallel safe as
    'select case when subscription.trial_ends_at > gatehouse_now() then subscription.trial_settings else subscription.settings end'`,

  // Since when an account is unused: being activated, however, starts the time anew.
  `create index users_by_last_use on sign_in_order (subscription_id, greatest(at, active_since), account_id)
    where active_since is not null`,
  `create table idle_warnings (
    account_id uuid primary key references accounts on delete cascade,
    unused_since timestamptz not null,
    level integer not null check (level in (1, 2)),
    warned_at timestamptz not null default gatehouse_now()
  )`,
]
