import type pg from 'pg'
import { FIRST_NAMES, LAST_NAMES, UNIT_NAMES } from './crowd-names.ts'

/** So many accounts in a database, so many of them in one subscription, among thousands of smaller ones. */
export type CrowdSize = { readonly accounts: number; readonly largest: number }

/** The largest subscription, and an active Manager of it. */
export type Crowd = { readonly subscriptionId: string; readonly managerUsername: string }

const COMPANIES = 3_000

/**
 * Fills a migrated, empty database in a minute or so. The largest company's people come in batches of a thousand among
 * everybody else's, as imports bring them; roles, states and sign-ins are spread as in real companies. Indexes are made
 * after the rows, as a restored backup makes them. `credential`: the stored hash of everybody's password.
 */
export async function fillCrowd(db: pg.Client, size: CrowdSize, credential: string): Promise<Crowd> {
  await db.query(`set synchronous_commit = off; set maintenance_work_mem = '512MB'; set work_mem = '64MB'; select setseed(0.5)`)
  await addCompanies(db)
  await withoutIndexes(db, ['accounts', 'sign_in_order', 'user_counts'], async () => {
    await db.query('alter table accounts disable trigger user')
    await addAccounts(db, size, credential)
    await db.query('alter table accounts enable trigger user')
    await db.query(
      `insert into sign_in_order select id, subscription_id, coalesce(last_sign_in_at, '-infinity'), name_key from accounts`,
    )
    await db.query(
      `insert into user_counts select subscription_id, business_unit_id, role, state_key, count(*) from accounts group by 1, 2, 3, 4`,
    )
  })
  await db.query('vacuum (analyze) accounts, sign_in_order, user_counts, subscriptions, business_units')
  const crowd = await findLargest(db)
  if (!crowd) throw new Error('the largest company has no Manager')
  return crowd
}

async function addCompanies(db: pg.Client): Promise<void> {
  await db.query(
    `insert into subscriptions (id, name, acronym)
     select gen_random_uuid(), 'Company ' || n, 'c' || lpad(to_hex(n), 4, '0') from generate_series(0, $1::integer - 1) n`,
    [COMPANIES],
  )
  await db.query(`create temporary table company as
    select id, acronym, row_number() over (order by acronym) - 1 as place from subscriptions where acronym ~ '^c[0-9a-f]{4}$'`)
  await db.query(
    `insert into business_units (id, subscription_id, name)
     select gen_random_uuid(), c.id, u.name from company c cross join unnest($1::text[]) with ordinality u (name, k)
     where c.place = 0 or u.k <= 2`,
    [UNIT_NAMES],
  )
  await db.query(`create temporary table unit as
    select u.id, c.place as company, row_number() over (partition by c.place order by u.name) - 1 as place
    from business_units u join company c on c.id = u.subscription_id`)
}

/** Draws everybody first: who is whose, and their chances. */
async function addAccounts(db: pg.Client, { accounts, largest }: CrowdSize, credential: string): Promise<void> {
  const every = Math.round(accounts / largest)
  const batch = Math.min(1_000, largest)
  await db.query(
    `create temporary table first_name as select name, k - 1 as place from unnest($1::text[]) with ordinality t (name, k)`.replace(
      '$1',
      literal(FIRST_NAMES),
    ),
  )
  await db.query(
    `create temporary table last_name as select name, k - 1 as place from unnest($1::text[]) with ordinality t (name, k)`.replace(
      '$1',
      literal(LAST_NAMES),
    ),
  )
  await db.query(`create temporary table drawn as
    select n, case when (n / ${batch}) % ${every} = 0 then 0 else 1 + floor(${COMPANIES - 1} * power(random(), 2))::integer end as company,
      floor(${FIRST_NAMES.length} * power(random(), 1.7))::integer as first, floor(${LAST_NAMES.length} * power(random(), 1.5))::integer as last,
      random() as luck, random() as chance, random() as habit, random() as home
    from generate_series(0, ${accounts - 1}) n`)
  await db.query('analyze company; analyze unit; analyze drawn; analyze first_name; analyze last_name')
  await db.query(INSERT.replace('$1', `'${credential}'`))
}

/** In order, and of names that are ours. */
function literal(names: readonly string[]): string {
  return `array[${names.map((name) => `'${name.replaceAll("'", "''")}'`).join(', ')}]`
}

const INSERT = `
  insert into accounts (id, subscription_id, business_unit_id, username, username_folded, first_name, last_name, email, role, state,
    inactive_reason, state_changed_by, credential_hash, credential_set_at, last_sign_in, last_sign_in_at, created_at)
  select (lpad(to_hex(n), 8, '0') || substr(gen_random_uuid()::text, 9))::uuid, c.id,
    case when r.role = 'manager' or (home > 0.8 and r.role <> 'unit_manager') then null else u.id end,
    p.username, p.username, f.name, l.name, lower(f.name || '.' || l.name) || d.n || '@' || c.acronym || '.example', r.role, s.state,
    case when s.state = 'inactive' then (array['deactivated', 'failed_sign_ins', 'idle'])[1 + floor(habit * 3)::integer] end,
    'bench', case when s.state <> 'pending_activation' then $1 end, now(),
    case when g.at is not null then jsonb_build_object('at', g.at, 'browser', 'Chrome 140', 'system', 'Linux', 'address', '10.1.2.3') end,
    g.at, now() - make_interval(secs => (10000000 - d.n) * 30)
  from drawn d join company c on c.place = d.company join first_name f on f.place = d.first join last_name l on l.place = d.last
  cross join lateral (select case when d.n < 2 or luck < 0.0002 then 'manager' when luck < 0.01 then 'unit_manager'
    when luck < 0.02 then 'user_administrator' when luck < 0.2 then 'scanner' when luck < 0.8 then 'reader' when luck < 0.88 then 'auditor'
    when luck < 0.95 then 'remediation_user' when luck < 0.98 then 'knowledgebase_only' else 'contact' end as role) r
  cross join lateral (select case when r.role = 'contact' then 'pending_activation' when d.n < 2 or chance < 0.86 then 'active'
    when chance < 0.9 then 'pending_activation' else 'inactive' end as state) s
  cross join lateral (select case when s.state <> 'pending_activation' and habit > 0.1
    then now() - make_interval(secs => 86400 * 400 * power(habit, 4)) end as at) g
  cross join lateral (select c.acronym || '_' || lower(left(f.name, 1) || left(l.name, 1)) || d.n as username) p
  left join unit u on u.company = d.company and u.place = d.n % (case when d.company = 0 then ${UNIT_NAMES.length} else 2 end)
  order by d.n`

/** Drops foreign keys, and indexes that no other constraint needs, and makes them again afterwards: checked set by set. */
async function withoutIndexes(db: pg.Client, tables: readonly string[], work: () => Promise<void>): Promise<void> {
  const { rows } = await db.query<{ drop: string; make: string }>(
    `select 'drop index ' || i.indexrelid::regclass as drop, pg_get_indexdef(i.indexrelid) as make
     from pg_index i left join pg_constraint c on c.conindid = i.indexrelid and c.contype in ('p', 'u')
     where i.indrelid = any($1::regclass[]) and c.oid is null
     union all
     select format('alter table %s drop constraint %I', c.conrelid::regclass, c.conname),
       format('alter table %s add constraint %I %s', c.conrelid::regclass, c.conname, pg_get_constraintdef(c.oid))
     from pg_constraint c where c.conrelid = any($1::regclass[]) and c.contype = 'f'`,
    [tables],
  )
  for (const { drop } of rows) await db.query(drop)
  await work()
  for (const { make } of rows) await db.query(make)
}

/** Null in a database without a crowd. */
export async function findLargest(db: pg.Client): Promise<Crowd | null> {
  const { rows } = await db.query<Crowd>(
    `select a.subscription_id as "subscriptionId", a.username as "managerUsername" from accounts a
     join subscriptions s on s.id = a.subscription_id
     where s.acronym = 'c0000' and a.role = 'manager' and a.state = 'active' order by a.created_at limit 1`,
  )
  return rows[0] ?? null
}
