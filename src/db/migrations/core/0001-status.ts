import { sql, type Kysely } from 'kysely'

/** What the front door publishes: components, incidents, maintenance, probes, subscribers, support contacts (S03, S04, S21, A20). */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}

const COMPONENT_STATES = `'operational', 'degraded_performance', 'partial_outage', 'major_outage', 'under_maintenance'`
const SHORT_ID = `check (id ~ '^[a-z0-9]{12}$')`

const STATEMENTS: readonly string[] = [
  // One row. Whatever is published counts the revision up; that is what publishers look at.
  `create table status_pages (
    id text primary key ${SHORT_ID},
    revision bigint not null default 1,
    changed_at timestamptz not null default gatehouse_now(),
    created_at timestamptz not null default gatehouse_now(),
    only_one boolean not null unique default true check (only_one)
  )`,

  `create table component_groups (
    id text primary key ${SHORT_ID},
    name text not null unique,
    position integer not null,
    created_at timestamptz not null default gatehouse_now(),
    updated_at timestamptz not null default gatehouse_now()
  )`,

  // key: the platform's id, or what a shared part is called in the configuration. Retired ones keep their history.
  `create table components (
    id text primary key ${SHORT_ID},
    key text not null unique,
    platform_id text unique,
    name text not null,
    description text,
    group_id text references component_groups,
    position integer not null,
    showcase boolean not null default true,
    only_show_if_degraded boolean not null default false,
    start_date text check (start_date ~ '^\\d{4}-\\d{2}-\\d{2}$'),
    retired_at timestamptz,
    created_at timestamptz not null default gatehouse_now(),
    updated_at timestamptz not null default gatehouse_now()
  )`,

  // What a person says of a component, or a probe, over time. An open span is what holds now.
  `create table component_spans (
    id bigint generated always as identity primary key,
    component_id text not null references components,
    source text not null check (source in ('person', 'probe')),
    state text not null check (state in (${COMPONENT_STATES}, 'unknown')),
    note text,
    set_by text,
    started_at timestamptz not null default gatehouse_now(),
    ended_at timestamptz check (ended_at >= started_at)
  )`,
  `create unique index one_open_span on component_spans (component_id, source) where ended_at is null`,
  `create index component_spans_by_end on component_spans (ended_at)`,

  // Incidents and maintenances: one is told of as the other is, and an incident's id is never a maintenance's.
  `create table incidents (
    id text primary key ${SHORT_ID},
    kind text not null check (kind in ('incident', 'maintenance')),
    name text not null,
    impact text not null check (impact in ('none', 'minor', 'major', 'critical', 'maintenance')),
    status text not null check (status in ('investigating', 'identified', 'monitoring', 'resolved', 'postmortem', 'maintenance')),
    started_at timestamptz not null default gatehouse_now(),
    monitoring_at timestamptz,
    resolved_at timestamptz,
    scheduled_for timestamptz,
    scheduled_until timestamptz,
    actual_start_at timestamptz,
    verifying_at timestamptz,
    actual_end_at timestamptz,
    cancelled_at timestamptz,
    sequence integer not null default 0,
    is_release boolean not null default false,
    closes boolean not null default false,
    completes text not null default 'by_clock' check (completes in ('by_clock', 'by_person')),
    created_by text not null,
    version integer not null default 1,
    created_at timestamptz not null default gatehouse_now(),
    updated_at timestamptz not null default gatehouse_now(),
    constraint maintenance_has_a_window check ((kind = 'maintenance') = (scheduled_for is not null and scheduled_until is not null)),
    constraint window_has_a_length check (scheduled_until > scheduled_for),
    constraint kind_fits check ((kind = 'maintenance') = (status = 'maintenance') and (kind = 'maintenance') = (impact = 'maintenance')),
    constraint releases_close_nothing check (not (is_release and closes))
  )`,
  `create index incidents_by_start on incidents (kind, started_at desc, id)`,
  `create index open_incidents on incidents (kind) where resolved_at is null and cancelled_at is null and actual_end_at is null`,

  // state: what the component is in while it lasts; of an incident it is the present one.
  `create table incident_components (
    incident_id text not null references incidents on delete cascade,
    component_id text not null references components,
    state text not null check (state in (${COMPONENT_STATES})),
    primary key (incident_id, component_id)
  )`,

  // affected: [{ code, name, old_status, new_status }], as it was then. A corrected update keeps what it said before.
  `create table incident_updates (
    id text primary key ${SHORT_ID},
    incident_id text not null references incidents on delete cascade,
    status text not null check (status in ('investigating', 'identified', 'monitoring', 'resolved', 'postmortem',
      'scheduled', 'in_progress', 'verifying', 'completed')),
    body text not null,
    affected jsonb,
    deliver boolean not null default true,
    written_by text not null,
    display_at timestamptz not null default gatehouse_now(),
    corrected_at timestamptz,
    former jsonb not null default '[]',
    created_at timestamptz not null default gatehouse_now(),
    updated_at timestamptz not null default gatehouse_now()
  )`,
  `create index incident_updates_by_incident on incident_updates (incident_id, display_at desc, id)`,

  `create table message_templates (
    id uuid primary key,
    kind text not null check (kind in ('incident', 'maintenance')),
    label text not null,
    name text not null,
    status text,
    impact text,
    body text not null,
    created_at timestamptz not null default gatehouse_now(),
    updated_at timestamptz not null default gatehouse_now()
  )`,
  `create unique index one_template_of_a_label on message_templates (kind, lower(label))`,

  // What each probe saw last: leaning is the latest verdict, and streak how often in a row it came. Which probes there are
  // stands in the configuration. Who holds the lease has the check in hand.
  `create table probe_states (
    target text primary key,
    component_id text not null references components,
    state text not null default 'unknown' check (state in ('up', 'degraded', 'down', 'unknown')),
    leaning text not null default 'up' check (leaning in ('up', 'degraded', 'down')),
    streak integer not null default 0,
    since timestamptz not null default gatehouse_now(),
    due_at timestamptz not null default gatehouse_now(),
    checked_at timestamptz,
    last_error text,
    milliseconds integer,
    lease uuid,
    leased_until timestamptz
  )`,
  `create index probe_states_by_component on probe_states (component_id)`,

  // scope: { platforms, components, kinds }, each null for all. Keys are derived from salt and the site's own secret, so that
  // what rests here opens and signs nothing; of those that come back the SHA-256 is kept. One process at a time delivers.
  `create table subscribers (
    id uuid primary key,
    kind text not null check (kind in ('mail', 'webhook')),
    address text not null,
    address_folded text not null,
    salt bytea not null,
    scope jsonb not null,
    state text not null default 'pending' check (state in ('pending', 'active', 'ended')),
    confirm_hash bytea unique,
    manage_hash bytea unique,
    unsubscribe_hash bytea unique,
    created_at timestamptz not null default gatehouse_now(),
    confirmed_at timestamptz,
    ended_at timestamptz,
    end_reason text,
    failing_since timestamptz,
    failures integer not null default 0,
    last_error text,
    retry_at timestamptz,
    lease uuid,
    leased_until timestamptz,
    asked_at timestamptz not null default gatehouse_now()
  )`,
  `create unique index one_live_subscriber on subscribers (address_folded) where kind = 'mail' and state <> 'ended'`,
  `create index subscribers_by_state on subscribers (state, created_at)`,

  // What there is to tell, in the order in which it happened; a job makes deliveries of it.
  `create table status_events (
    id bigint generated always as identity primary key,
    event text not null,
    incident_id text references incidents on delete cascade,
    update_id text references incident_updates on delete cascade,
    component_id text references components,
    details jsonb not null default '{}',
    at timestamptz not null default gatehouse_now(),
    spread_at timestamptz
  )`,
  `create index status_events_to_spread on status_events (id) where spread_at is null`,

  // message_id: those of one are told in one mail, so that a retry says the same again.
  `create table deliveries (
    id uuid primary key,
    subscriber_id uuid not null references subscribers on delete cascade,
    event_id bigint not null references status_events on delete cascade,
    state text not null default 'queued' check (state in ('queued', 'sent', 'digested', 'parked', 'obsolete')),
    message_id uuid,
    created_at timestamptz not null default gatehouse_now(),
    sent_at timestamptz,
    unique (subscriber_id, event_id)
  )`,
  `create index deliveries_waiting on deliveries (subscriber_id, event_id) where state = 'queued'`,

  // Which notices of a maintenance's present window were given.
  `create table maintenance_notices (
    incident_id text not null references incidents on delete cascade,
    sequence integer not null,
    notice text not null check (notice in ('72h', '24h', '1h', 'start', 'overrun', 'end')),
    at timestamptz not null default gatehouse_now(),
    primary key (incident_id, sequence, notice)
  )`,

  // location: an ISO 3166-1 country in capitals, a region's name, or 'INTL'.
  `create table support_contacts (
    id uuid primary key,
    location text not null,
    label text not null,
    number text not null check (number ~ '^\\+[1-9][0-9]{6,14}$'),
    display text not null,
    kind text not null check (kind in ('toll-free', 'toll', 'local')),
    is_worldwide boolean not null default false,
    languages text[] not null default '{}',
    time_zone text,
    hours jsonb not null default '[]',
    holidays jsonb not null default '[]',
    severities integer[] not null default '{}',
    position integer not null default 0,
    verified_at timestamptz,
    removed_at timestamptz,
    updated_by text not null,
    version integer not null default 1,
    created_at timestamptz not null default gatehouse_now(),
    updated_at timestamptz not null default gatehouse_now()
  )`,
  `create unique index one_contact_of_a_number on support_contacts (location, number) where removed_at is null`,
]
