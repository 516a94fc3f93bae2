import { sql, type Kysely } from 'kysely'

/** The audit trail becomes a hash chain that can only be added to, and quick to search (A04, I-32). */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
  const { rows } = await sql<{ schema: string }>`select quote_ident(current_schema()) as schema`.execute(db)
  await sql.raw(pruneFunction(rows[0]?.schema ?? 'public')).execute(db)
}

const STATEMENTS: readonly string[] = [
  // `digest` is the event's, so that an event can be removed at the end of its time and the chain still be followed.
  `create table audit_seals (
    number bigint primary key,
    event_id bigint not null unique,
    at timestamptz not null,
    kind text not null check (kind in ('sign_in', 'act')),
    digest bytea not null,
    hash bytea not null,
    signature bytea
  )`,

  // For the application's own role on a server the rights say so, too; where it owns the tables, this is what holds.
  `create function refuse_change_of_audit_trail() returns trigger language plpgsql as $$
  begin
    if tg_op <> 'DELETE' or current_setting('gatehouse.pruning', true) is distinct from 'on' then
      raise exception 'the audit trail can only be added to' using errcode = 'insufficient_privilege';
    end if;
    return null;
  end $$`,
  `create trigger audit_events_stay before update or delete or truncate on audit_events
    for each statement execute function refuse_change_of_audit_trail()`,
  `create trigger audit_seals_stay before update or delete or truncate on audit_seals
    for each statement execute function refuse_change_of_audit_trail()`,

  // The trail is read by time, the latest first.
  `drop index audit_events_by_subscription`,
  `drop index audit_events_by_account`,
  `create index audit_events_by_subscription on audit_events (subscription_id, at, id)`,
  `create index audit_events_by_account on audit_events (account_id, at, id)`,
  `create index audit_events_by_actor on audit_events (actor_id, at, id) where actor_id is not null`,
  `create index audit_events_by_address on audit_events (subscription_id, (address::inet))`,
  // Acts are few among sign-ins, and some are rare among acts; refusals are few among successes.
  `create index audit_acts_by_action on audit_events (subscription_id, action, at, id) where not starts_with(action, 'sign_in.')`,
  `create index audit_refusals_by_subscription on audit_events (subscription_id, at, id) where action = 'sign_in.refused'`,
  // Sign-ins and acts may be kept for different times.
  `create index audit_sign_ins_by_time on audit_events (at) where starts_with(action, 'sign_in.')`,
  `create index audit_acts_by_time on audit_events (at) where not starts_with(action, 'sign_in.')`,
  `create index audit_prunings on audit_events (id) where action = 'audit.pruned'`,
]

/**
 * Removes at most `most` rows that the newest sealed 'audit.pruned' event gives up, and never any that is younger than 30
 * days: with the rights of the tables' owner, since the application's role has none to remove anything.
 */
const pruneFunction = (schema: string) => `
create function prune_audit_trail(most integer) returns integer language plpgsql security definer
set search_path = ${schema}, pg_temp as $$
declare
  mark record;
  sign_ins integer;
  acts integer;
  seals integer;
begin
  select (e.details->>'signInsBefore')::timestamptz as sign_ins_before, (e.details->>'actsBefore')::timestamptz as acts_before,
    (e.details->>'anchor')::bigint as anchor into mark
  from audit_events e join audit_seals s on s.event_id = e.id where e.action = 'audit.pruned' order by s.number desc limit 1;
  if not found then return 0; end if;
  if greatest(mark.sign_ins_before, mark.acts_before) > gatehouse_now() - interval '30 days' then
    raise exception 'no audit event may be removed within 30 days' using errcode = 'insufficient_privilege';
  end if;
  perform set_config('gatehouse.pruning', 'on', true);
  delete from audit_events where id in (
    select e.id from audit_events e join audit_seals s on s.event_id = e.id
    where starts_with(e.action, 'sign_in.') and e.at < mark.sign_ins_before order by e.at limit most);
  get diagnostics sign_ins = row_count;
  delete from audit_events where id in (
    select e.id from audit_events e join audit_seals s on s.event_id = e.id
    where not starts_with(e.action, 'sign_in.') and e.at < mark.acts_before order by e.at limit most - sign_ins);
  get diagnostics acts = row_count;
  delete from audit_seals where number in (
    select s.number from audit_seals s where s.number <= mark.anchor
      and not exists (select from audit_events e where e.id = s.event_id)
    order by s.number limit most - sign_ins - acts);
  get diagnostics seals = row_count;
  perform set_config('gatehouse.pruning', 'off', true);
  return sign_ins + acts + seals;
end $$`
